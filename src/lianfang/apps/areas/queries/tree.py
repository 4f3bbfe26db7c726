"""The tree of areas as it is now."""

from collections.abc import Iterable

import polars as pl

from lianfang.apps.areas.queries.recodings import current_code
from lianfang.apps.areas.terms import AreaCard, Place
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

PLACE_COLUMNS = {"code": pl.String, "level": pl.Int8, "name": pl.String, "name_key": pl.String}


def place_names(*, scope: str) -> pl.DataFrame:
    """Current areas within a scope: `code, level, name, name_key` (pinyin), in the order of the codes."""
    lo, hi = area_code.prefix_range(scope)
    rows = sql.fetch("areas", "place_names", lo=lo, hi=hi)
    columns = {name: [row[name] for row in rows] for name in PLACE_COLUMNS}
    return pl.DataFrame(columns, schema=PLACE_COLUMNS)


def names(codes: Iterable[str]) -> dict[str, str]:
    """Names of current areas by code; unknown codes are absent."""
    rows = sql.lookup("areas", "area_names", codes=sorted(set(codes)))
    return {row["code"]: row["name"] for row in rows}


def path(code: str) -> list[Place]:
    """The areas above and the area itself, from the top down; those that are not current are absent."""
    codes = [*area_code.ancestors(code), code]
    known = names(codes)
    return [Place(step, known[step]) for step in codes if step in known]


def require_area(code: str) -> str:
    """The current code of an area, from any form of it: padded, or of an earlier edition.

    Raises NotAnAreaCode for text that is no code, NotFound for a code that no edition leads to now.
    """
    for form in dict.fromkeys((code.strip(), area_code.normalise(code))):
        if names([form]):
            return form
        moved = current_code(form)
        if moved:
            return moved
    raise NotFound(what="区划", value=code)


def area(code: str) -> AreaCard:
    """What is known of an area: its path, counts, children and posts are asked apart. Raises NotFound."""
    current = require_area(code)
    lo, hi = area_code.prefix_range(current)
    (row,) = sql.fetch("areas", "area_card", code=current, lo=lo, hi=hi)
    return AreaCard(asked=code, path=tuple(path(current)), children=_children(current), **row)


def _children(code: str) -> tuple[Place, ...]:
    lo, hi = area_code.prefix_range(code)
    level = int(area_code.level_of(code)) + 1
    rows = sql.fetch("areas", "child_areas", lo=lo, hi=hi, level=level)
    return tuple(Place(row["code"], row["name"]) for row in rows)
