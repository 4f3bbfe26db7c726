"""Which places changed their code with an edition.

Level by level from the top, so that a village is looked for under its town's new code. A closed place is
believed to be an opened one of another code where, on both sides, only one place

1. `same_parent`: bears its name under the same parent (or what the parent became);
2. `unique_in_county` / `unique_in_city` / `unique_in_province`: bears its name in the wider place
   (village: county; town: city; county and city: province).

Every other closed place is left to a person: it may be gone, merged, split or renamed.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lianfang.apps.areas.terms import Recode
from lianfang.kernel.area_code import LENGTHS, Level

WIDER: Final = {
    Level.CITY: (Level.PROVINCE, "unique_in_province"),
    Level.COUNTY: (Level.PROVINCE, "unique_in_province"),
    Level.TOWN: (Level.CITY, "unique_in_city"),
    Level.VILLAGE: (Level.COUNTY, "unique_in_county"),
    Level.GRID: (Level.VILLAGE, "same_parent"),
    Level.BUILDING: (Level.GRID, "same_parent"),
}


def propose(
    closed: pl.DataFrame, opened: pl.DataFrame, *, recorded: Mapping[str, str] | None = None
) -> list[Recode]:
    """Proposals for the places (`code, level, name`) that an edition closed and opened.

    `recorded` re-codings of the edition are believed and not proposed again.
    """
    moved = dict(recorded or {})
    proposals: list[Recode] = []
    for level in [step for step in Level if step in WIDER]:
        for within, ground in ((Level(level - 1), "same_parent"), WIDER[level]):
            left = closed.filter(pl.col("level") == level, ~pl.col("code").is_in(list(moved)))
            right = opened.filter(pl.col("level") == level, ~pl.col("code").is_in(list(moved.values())))
            found = _matched(left, right, within=LENGTHS[within], moved=moved, ground=ground)
            proposals += found
            moved |= {recode.old_code: recode.new_code for recode in found}
    return proposals


def _matched(
    left: pl.DataFrame, right: pl.DataFrame, *, within: int, moved: Mapping[str, str], ground: str
) -> list[Recode]:
    place = pl.col("code").str.slice(0, within)
    became = pl.Series([moved.get(code, code) for code in left.select(place)["code"]], dtype=pl.String)
    olds = _alone(left.with_columns(place=became))
    news = _alone(right.with_columns(place=place))
    pairs = olds.join(news, on=["place", "name"], suffix="_new").filter(pl.col("code") != pl.col("code_new"))
    rows = pairs.sort("code").select("code", "code_new", "name").iter_rows()
    return [Recode(old, new, name, ground) for old, new, name in rows]


def _alone(side: pl.DataFrame) -> pl.DataFrame:
    """Rows whose name is the only one of its kind in its place."""
    return side.filter(pl.len().over("place", "name") == 1)
