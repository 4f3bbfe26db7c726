"""Codes that changed between editions, and what an old code is now."""

from typing import Any

import polars as pl

from lianfang.core import sql

CHANGED = pl.Schema({"code": pl.String(), "level": pl.Int8(), "name": pl.String()})


def current_code(code: str, *, since_edition: int = 0) -> str | None:
    """What a code of an earlier edition is now, along the chain of re-codings; None where it breaks off.

    `since_edition` is the edition after which the code was read; only later re-codings apply.
    """
    row = sql.fetch_one("areas", "current_code", code=code, since_edition=since_edition)
    return row["code"] if row else None


def latest_edition() -> int | None:
    """Number of the newest edition."""
    row = sql.fetch_one("areas", "latest_edition")
    return row["edition"] if row else None


def closed_and_opened(*, edition: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Areas (`code, level, name`) that an edition closed and opened, as far down as its table went."""
    rows = sql.fetch("areas", "edition_changes", edition=edition)
    return _side(rows, "closed"), _side(rows, "opened")


def recodings_of(*, edition: int) -> dict[str, str]:
    """New code by old code, as recorded for an edition."""
    rows = sql.fetch("areas", "recodings_of", edition=edition)
    return {row["old_code"]: row["new_code"] for row in rows}


def recodings_after(*, recoding: int) -> list[dict[str, Any]]:
    """Re-codings recorded after a number: `id, edition, old_code, new_code`, in the order of editions."""
    return sql.fetch("areas", "recodings_after", recoding=recoding)


def _side(rows: list[dict[str, Any]], side: str) -> pl.DataFrame:
    kept = [[row[name] for name in CHANGED] for row in rows if row["side"] == side]
    return pl.DataFrame(kept, schema=CHANGED, orient="row")
