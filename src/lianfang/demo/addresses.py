"""Addresses as clerks write them: whole or in part, with or without the town, in one cell or in three.

`place_worth` says what a row's address is worth: `village` names one village of the county, `twice` a village
name that stands in several towns, `part` something above or below the village, `foreign` a county outside,
`lost` nothing.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from lianfang.demo import spelling
from lianfang.demo.draws import pick
from lianfang.demo.noise import Rows, within_limit

OUTSIDE = pl.col("kind").is_in(["outsider", "away"])
TOWN, VILLAGE, DETAIL = pl.col("town"), pl.col("village"), pl.col("detail")
ENDINGS = ("社区", "村")
STEM = VILLAGE.str.replace(f"({'|'.join(ENDINGS)})$", "")
ABOVE_TOWN = {
    "full": ("province", "city", "county"),
    "city": ("city", "county"),
    "county": ("county",),
    "town": (),
}
# Ways of writing that leave something out, and their share of rows; the rest is in the list's own style.
SHORTER = {
    "village_only": 0.05,
    "detail_only": 0.01,
    "town_only": 0.015,
    "abbreviated": 0.015,
    "misspelt": 0.004,
    "missing": 0.02,
}
WORTH = {
    "village_only": "twice",
    "detail_only": "part",
    "town_only": "part",
    "abbreviated": "part",
    "misspelt": "part",
    "missing": "lost",
}
NUMERALS = 0.04  # of addresses number their group in Chinese characters


def write_addresses(
    rows: Rows, styles: Mapping[str, float], *, shorter: Mapping[str, float] = SHORTER
) -> None:
    """Add address, town_cell, village_cell, detail_cell and place_worth in the styles of a list.

    `shorter` are the ways of leaving something out that the list has room for, with their share of rows.
    """
    style = _styles(rows, styles, shorter)
    rows.frame = rows.frame.with_columns(pl.Series("style", style))
    missing, whole = pl.col("style") == "missing", pl.col("style").is_in(list(ABOVE_TOWN))
    rows.frame = rows.frame.with_columns(
        town_cell=pl.when(whole | pl.col("style").is_in(["town_only", "abbreviated"])).then(TOWN),
        village_cell=_village_cell(rows),
        detail_cell=pl.when(~missing & (pl.col("style") != "town_only")).then(DETAIL),
        place_worth=_worth(),
    )
    written = pl.concat_str("town_cell", "village_cell", "detail_cell", ignore_nulls=True)
    rows.frame = rows.frame.with_columns(address=pl.when(~missing).then(_prefix() + written))
    _outside_cells(rows)
    _numerals(rows)


def _styles(rows: Rows, styles: Mapping[str, float], shorter: Mapping[str, float]) -> list[str]:
    own = pick(rows.rng, list(styles.values()), rows.frame.height)
    shares = np.array([rows.rate(share) for share in shorter.values()])
    edges = np.cumsum(within_limit(shares))
    short = np.searchsorted(edges, rows.rng.random(rows.frame.height), side="right")
    outside = rows.frame.select(OUTSIDE).to_series().to_numpy()
    for place, name in enumerate(shorter):
        where = ~outside if name not in ("missing", "town_only") else np.ones_like(outside)
        rows.note(f"address_{name}", (short == place) & where)
        short = np.where((short == place) & ~where, len(shorter), short)
    names = [*shorter, *styles]
    chosen = np.where(short < len(shorter), short, len(shorter) + own)
    return [names[int(place)] for place in chosen]


def _village_cell(rows: Rows) -> pl.Series:
    frame = rows.frame
    named = pl.col("style").is_in([*ABOVE_TOWN, "village_only"])
    stem = pl.when(named).then(VILLAGE).when(pl.col("style") == "abbreviated").then(STEM)
    cell = frame.select(stem.alias("village_cell")).to_series()
    misspelt = (frame["style"] == "misspelt").arg_true()
    wrong = [_misspelt(name, rows.rng) for name in frame["village"].gather(misspelt)]
    return cell.scatter(misspelt, pl.Series(wrong, dtype=pl.String))


def _misspelt(village: str, rng: np.random.Generator) -> str:
    """One character of the village's own name wrong; nobody misspells the word for village."""
    ending = next(word for word in ENDINGS if village.endswith(word))
    return spelling.misprint(village.removesuffix(ending), rng) + ending


def _worth() -> pl.Expr:
    twice = pl.col("twins") > 1
    worth = pl.col("style").replace_strict(WORTH, default="village")
    worth = pl.when((worth == "twice") & ~twice).then(pl.lit("village")).otherwise(worth)
    return pl.when(OUTSIDE & (worth == "village")).then(pl.lit("foreign")).otherwise(worth)


def _prefix() -> pl.Expr:
    """What stands before the town, by style."""
    prefix = pl.lit("")
    for style, parts in ABOVE_TOWN.items():
        above = pl.concat_str(parts) if parts else pl.lit("")
        prefix = pl.when(pl.col("style") == style).then(above).otherwise(prefix)
    return prefix


def _outside_cells(rows: Rows) -> None:
    """Addresses outside name at least their county; in three cells they stand whole in the last."""
    whole = pl.col("style").is_in(list(ABOVE_TOWN))
    above = pl.when(pl.col("style") == "full").then(pl.concat_str("province", "city", "county"))
    text = above.otherwise(pl.concat_str("city", "county")) + TOWN + VILLAGE + DETAIL
    outside = OUTSIDE & whole
    rows.frame = rows.frame.with_columns(
        address=pl.when(outside).then(text).otherwise("address"),
        detail_cell=pl.when(outside).then(text).otherwise("detail_cell"),
        town_cell=pl.when(~outside).then("town_cell"),
        village_cell=pl.when(~outside).then("village_cell"),
    )


def _numerals(rows: Rows) -> None:
    hit = rows.befalls("address_numerals", NUMERALS, pl.col("address").str.contains(r"\d{1,2}组"))
    for column in ("address", "detail_cell"):
        texts = rows.frame[column].gather(hit.arg_true())
        changed = [None if text is None else spelling.numerals(text, rows.rng) for text in texts]
        rows.put(column, hit, pl.Series(changed, dtype=pl.String))
