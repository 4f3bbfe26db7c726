"""Lists reconciled with each other and the register; the five clears (五清): counts with lists behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lianfang.apps.intake.rules import checks
from lianfang.apps.intake.terms import CHECK_RETURN, TOP_DOWN, Channel, Finding, Group
from lianfang.core import sql
from lianfang.kernel import area_code

SHOWN: Final = 1000
"""Lines of a list that are shown at most; the count tells how many there are."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One finding in one area: how many, and the first of them."""

    finding: str
    total: int
    lines: tuple[dict[str, Any], ...]


def reconcile(*, area: str, finding: Finding, known_at: datetime, most: int = SHOWN) -> Reconciled:
    """Persons (or households) of an area to whom a finding applies, as known at a moment."""
    lo, hi = area_code.prefix_range(area)
    view = {"lo": lo, "hi": hi, "known_at": known_at, "most": most}
    if finding == Finding.NEVER_VISITED:
        rows = sql.fetch("intake", "reconcile_households", doors=Channel.DOOR_TO_DOOR, **view)
    else:
        lists = {"pushes": sorted(TOP_DOWN), "returns": CHECK_RETURN, "settling": sorted(checks.SETTLES)}
        rows = sql.fetch("intake", "reconcile_persons", finding=finding.value, **lists, **view)
    total = rows[0]["total"] if rows else 0
    return Reconciled(finding.value, total, tuple(_line(row) for row in rows))


def five_clears(*, area: str, known_at: datetime) -> dict[str, Mapping[str, int]]:
    """For every village of an area the five counts, zeros included where one of the five is known."""
    lo, hi = area_code.prefix_range(area)
    counts: dict[str, dict[str, int]] = {}
    for row in sql.fetch("intake", "five_clears", lo=lo, hi=hi, known_at=known_at):
        counts.setdefault(row["area"], {group.value: 0 for group in Group})[row["group"]] = row["persons"]
    return dict(counts)


def clear_list(*, area: str, group: Group, known_at: datetime, most: int = SHOWN) -> list[dict[str, Any]]:
    """The persons behind one of the five counts."""
    lo, hi = area_code.prefix_range(area)
    return sql.fetch(
        "intake", "five_clears_list", lo=lo, hi=hi, group=group.value, known_at=known_at, most=most
    )


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "total"}
