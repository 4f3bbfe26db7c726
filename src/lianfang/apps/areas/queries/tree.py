"""The tree of areas as it is now."""

from collections.abc import Iterable

import polars as pl

from lianfang.apps.areas.queries.recodings import current_code
from lianfang.apps.areas.terms import AreaCard, Place
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import NotFound

CANDIDATES = 12
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


def names_ever(codes: Iterable[str]) -> dict[str, str]:
    """Names of areas by code: the current one, else the last that a closed code had."""
    found = names(wanted := set(codes))
    closed = sorted(wanted - found.keys())
    rows = sql.lookup("areas", "former_names", codes=closed) if closed else []
    return {row["code"]: row["name"] for row in rows} | found


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


def find_places(text: str, *, most: int = CANDIDATES) -> list[Place]:
    """Current areas that a text may mean, the equal name first, each named from its county down.

    The text is a part of a name, the beginning of its pinyin, or the beginning of a code.
    """
    wanted = text.strip().lower()
    if not wanted or "%" in wanted:
        return []
    code = f"{wanted}%" if wanted.isascii() and wanted.isdigit() else None
    spelled = f"{wanted.replace(' ', '')}%" if wanted.isascii() and not code else None
    rows = sql.fetch("areas", "find_places", code=code, text=text.strip(), spelled=spelled, most=most)
    known = names({step for row in rows for step in area_code.ancestors(row["code"])})
    return [Place(row["code"], _from_county(row["code"], row["name"], known)) for row in rows]


def _from_county(code: str, name: str, known: dict[str, str]) -> str:
    above = (step for step in area_code.ancestors(code) if len(step) >= LENGTHS[Level.COUNTY])
    return " ".join([*(known.get(step, step) for step in above), name])


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
