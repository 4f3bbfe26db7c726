"""The county as a tree of areas with its dwellings: towns, villages, grids, buildings, household addresses.

Codes follow the statistical classes: towns 001-099 subdistricts, 100-199 towns, 200-399 townships; villages
001-199 residents' committees, 200-399 villagers' committees; grids and buildings add three digits each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from lianfang.demo import places
from lianfang.demo.draws import Flags, Ints, flags, share_out, stream, within
from lianfang.demo.names import surnames

HOUSEHOLDS = 40_000
RESIDENTS = 120_000
TOWNS = 10
VILLAGES = 120
GRID_HOUSEHOLDS = 44
BUILDING_HOUSEHOLDS = 36  # three entrances of six floors with two flats each
GROUP_HOUSEHOLDS = 30
TOWN_LIMITS = (2, 60)
VILLAGE_LIMITS = (6, 1500)
SHARES = (("subdistrict", 0.2), ("town", 0.5), ("township", 0.3))
URBAN_SHARE = {"subdistrict": 0.85, "town": 0.2, "township": 0.06}
FIRST_CODE = {"subdistrict": 1, "town": 100, "township": 200}
TOWN_ENDING = {"subdistrict": "街道", "town": "镇", "township": "乡"}
COMMON_SHARE = 0.16  # of villages bear a name that stands more than once in the county
STREET_SHARE = 0.25
FIRST_COMMUNITY, FIRST_VILLAGE = 1, 200
COMMUNITY_SIZE, SIZE_SPREAD = 1.8, 0.35
MOST_SETTLEMENTS = 8


@dataclass(frozen=True)
class County:
    """Everything that stands still: areas of all levels, and one dwelling per household."""

    seed: int
    scale: float
    areas: pl.DataFrame  # code, name, level, outside
    towns: pl.DataFrame  # town, code, name, kind
    villages: pl.DataFrame  # village, town, code, name, urban, twins (same name in the county), households
    dwellings: pl.DataFrame  # household, village, grid, building, settlement, surname, detail, address


def build_county(*, seed: int, scale: float) -> County:
    """The tree and the dwellings of the county at a scale (1 = 40,000 households)."""
    towns = _towns(scale)
    villages = _villages(towns, seed=seed, scale=scale)
    grids = _grids(villages)
    settlements = _settlements(grids, villages, seed=seed)
    buildings = _buildings(grids, settlements)
    dwellings = _dwellings(buildings, villages, towns)
    areas = pl.concat([_frame_above(), _level(towns, 4), _level(villages, 5), _level(grids, 6)])
    areas = pl.concat([areas, _level(buildings.with_columns(code="building", name="label"), 7)])
    return County(seed, scale, areas.sort("code"), towns, villages, dwellings)


def households_of(scale: float) -> int:
    """Number of households at a scale."""
    return max(round(HOUSEHOLDS * scale), VILLAGE_LIMITS[0] * 4)


def _level(frame: pl.DataFrame, level: int) -> pl.DataFrame:
    return frame.select("code", "name", level=pl.lit(level, pl.Int64), outside=pl.lit(value=False))


def _frame_above() -> pl.DataFrame:
    """Province, city, county, and the outside down to its towns."""
    own = dict([places.PROVINCE, places.CITY, places.COUNTY])
    outside = dict(places.OUTSIDE)
    for code, _ in places.OUTSIDE.items():
        if len(code) == len(places.COUNTY[0]):
            outside |= {f"{code}{100 + place}": name for place, name in enumerate(places.OUTSIDE_TOWNS)}
    both = own | outside
    levels = {2: 1, 4: 2, 6: 3, 9: 4}
    return pl.DataFrame(
        {
            "code": list(both),
            "name": list(both.values()),
            "level": [levels[len(code)] for code in both],
            "outside": [code in outside for code in both],
        }
    )


def _towns(scale: float) -> pl.DataFrame:
    count = int(np.clip(round(TOWNS * scale**0.4), *TOWN_LIMITS))
    sizes = share_out(
        count, np.array([share for _, share in SHARES]), at_least=1 if count >= len(SHARES) else 0
    )
    kinds = [kind for (kind, _), size in zip(SHARES, sizes, strict=True) for _ in range(size)]
    position = within(np.repeat(np.arange(len(sizes)), sizes))
    names = places.roots()[:count]
    return pl.DataFrame(
        {
            "town": np.arange(count),
            "code": [
                f"{places.COUNTY[0]}{FIRST_CODE[kind] + int(at):03d}"
                for kind, at in zip(kinds, position, strict=True)
            ],
            "name": [root + TOWN_ENDING[kind] for root, kind in zip(names, kinds, strict=True)],
            "kind": kinds,
        }
    )


def _villages(towns: pl.DataFrame, *, seed: int, scale: float) -> pl.DataFrame:
    rng = stream(seed, "villages")
    least = max(VILLAGE_LIMITS[0], 3 * towns.height)
    count = int(np.clip(round(VILLAGES * scale**0.5), least, VILLAGE_LIMITS[1]))
    per_town = share_out(count, rng.uniform(0.7, 1.3, towns.height), at_least=2)
    town = np.repeat(np.arange(towns.height), per_town)
    urban = _urban(town, per_town, towns)
    weights = rng.lognormal(0.0, SIZE_SPREAD, count) * np.where(urban, COMMUNITY_SIZE, 1.0)
    number = np.where(urban, FIRST_COMMUNITY, FIRST_VILLAGE) + within(town * 2 + ~urban)
    frame = pl.DataFrame(
        {
            "village": np.arange(count),
            "town": town,
            "code": towns["code"].gather(town) + pl.Series(number).cast(pl.String).str.zfill(3),
            "name": pl.Series(_stems(town, urban, towns)) + pl.Series(np.where(urban, "社区", "村").tolist()),
            "urban": urban,
            "households": share_out(households_of(scale), weights, at_least=4),
        }
    )
    return frame.with_columns(twins=pl.len().over("name").cast(pl.Int64))


def _urban(town: Ints, per_town: Ints, towns: pl.DataFrame) -> Flags:
    """The first villages of each town are communities, by the kind of town; the seat always is one."""
    share = np.array([URBAN_SHARE[kind] for kind in towns["kind"]])
    communities = np.maximum(1, np.round(per_town * share)).astype(np.int64)
    urban: Flags = within(town) < communities[town]
    return urban


def _stems(town: Ints, urban: Flags, towns: pl.DataFrame) -> list[str]:
    """Names without ending: the seat bears its town's, some stand in several towns, the rest are rare."""
    rare = iter(_rare_stems(towns.height))
    stems = [
        towns["name"][int(t)][:2] if first else "" for t, first in zip(town, within(town) == 0, strict=True)
    ]
    for place, stem in _everyday(town, urban).items():
        stems[place] = stem
    return [stem or next(rare) for stem in stems]


def _rare_stems(after: int) -> list[str]:
    """Each once: first pairs of upper and lower, east and west villages among plain names, then all sides."""
    near = (("",), ("上", "下"), ("",), ("东", "西"), ("大", "小"))
    roots = places.roots()[after:]
    first = [side + root for place, root in enumerate(roots) for side in near[place % len(near)]]
    rest = [side + root for root in roots for side in places.ROOT_SIDES]
    return list(dict.fromkeys(first + rest))


def _everyday(town: Ints, urban: Flags) -> dict[int, str]:
    """Places that bear an everyday name: the first name in three towns, every other one in two."""
    wanted = max(5, round(len(town) * COMMON_SHARE))
    names = [*places.COMMON_VILLAGES[:1] * 3, *places.COMMON_COMMUNITIES[:1] * 2]
    names += [
        name for name in (*places.COMMON_VILLAGES[1:], *places.COMMON_COMMUNITIES[1:]) for _ in range(2)
    ]
    seat = within(town) == 0
    taken: dict[int, str] = {}
    for name in names[:wanted]:
        community = name in places.COMMON_COMMUNITIES
        used_towns = {int(town[place]) for place, stem in taken.items() if stem == name}
        fit = (urban == community) & ~seat & ~np.isin(town, list(used_towns))
        open_places = [int(place) for place in np.flatnonzero(fit) if int(place) not in taken]
        if open_places:
            taken[open_places[(len(taken) * 7) % len(open_places)]] = name
    return taken


def _grids(villages: pl.DataFrame) -> pl.DataFrame:
    households = villages["households"].to_numpy()
    count = np.maximum(1, np.round(households / GRID_HOUSEHOLDS)).astype(np.int64)
    village = np.repeat(np.arange(villages.height), count)
    order = within(village)
    size = households[village] // count[village] + (order < households[village] % count[village])
    names = [f"第{places.numeral(int(at) + 1)}网格" for at in order]
    frame = pl.DataFrame(
        {"grid": np.arange(len(village)), "village": village, "order": order, "households": size}
    )
    return frame.with_columns(
        code=villages["code"].gather(village) + (frame["order"] + 1).cast(pl.String).str.zfill(3),
        name=villages["name"].gather(village) + pl.Series(names),
        count=pl.Series(count).gather(village),
    )


def _settlements(grids: pl.DataFrame, villages: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """One row per grid: its hamlet or compound, which neighbours share; villages use the same names."""
    rng = stream(seed, "settlements")
    village, count = grids["village"].to_numpy(), grids["count"].to_numpy()
    many = np.minimum(count, rng.integers(2, MOST_SETTLEMENTS - 1, villages.height)[village])
    at = grids["order"].to_numpy() * many // count
    clan = surnames(rng, villages.height * MOST_SETTLEMENTS).gather(village * MOST_SETTLEMENTS + at)
    hamlet = clan + "家" + _cycled(places.HAMLET_ENDINGS, village * 3 + at)
    compounds = [first + ending for ending in places.COMPOUND_ENDINGS for first in places.COMPOUND_FIRST]
    compound = _cycled(compounds, rng.integers(0, len(compounds), villages.height)[village] + 41 * at)
    has_street = pl.Series(flags(rng, STREET_SHARE, villages.height)).gather(village)
    street = _cycled(places.STREETS, village) + pl.Series(10 + at * 17).cast(pl.String) + "号"
    urban = pl.col("urban")
    return pl.DataFrame(
        {"grid": grids["grid"], "settlement": village * 100 + at, "urban": villages["urban"].gather(village)}
    ).with_columns(
        name=pl.when(urban).then(compound).otherwise(hamlet),
        street=pl.when(urban & has_street).then(street).otherwise(pl.lit("")),
        clan=pl.when(urban).then(pl.lit("")).otherwise(clan),
    )


def _cycled(words: Sequence[str], places_in: Ints) -> pl.Series:
    return pl.Series(words).gather(places_in % len(words))


def _buildings(grids: pl.DataFrame, settlements: pl.DataFrame) -> pl.DataFrame:
    """Residential buildings of compounds and groups of hamlets, numbered through their settlement."""
    urban = settlements["urban"].to_numpy()
    room = np.where(urban, BUILDING_HOUSEHOLDS, GROUP_HOUSEHOLDS)
    households = grids["households"].to_numpy()
    count = np.maximum(1, -(-households // room)).astype(np.int64)
    grid = np.repeat(np.arange(grids.height), count)
    order = within(grid)
    size = np.minimum(households[grid] - order * room[grid], room[grid])
    number = within(settlements["settlement"].to_numpy()[grid]) + 1
    frame = pl.DataFrame({"grid": grid, "order": order, "size": size, "number": number, "urban": urban[grid]})
    ending = pl.when("urban").then(pl.lit("栋")).otherwise(pl.lit("组"))
    return frame.with_columns(
        building=grids["code"].gather(grid) + (frame["order"] + 1).cast(pl.String).str.zfill(3),
        label=settlements["name"].gather(grid) + pl.col("number").cast(pl.String) + ending,
        street=settlements["street"].gather(grid),
        settlement=settlements["name"].gather(grid),
        clan=settlements["clan"].gather(grid),
        village=grids["village"].gather(grid),
        grid_code=grids["code"].gather(grid),
    )


def _dwellings(buildings: pl.DataFrame, villages: pl.DataFrame, towns: pl.DataFrame) -> pl.DataFrame:
    building = np.repeat(np.arange(buildings.height), buildings["size"].to_numpy())
    frame = buildings[building].with_columns(
        household=pl.Series(np.arange(len(building))),
        detail=pl.col("street") + pl.col("label") + _doors(within(building)),
        grid="grid_code",
        surname="clan",
    )
    place = villages.join(towns.select("town", town_name="name"), on="town", maintain_order="left")
    above = (places.COUNTY[1] + place["town_name"] + place["name"]).gather(frame["village"].to_numpy())
    columns = ("household", "village", "building", "settlement", "detail", "urban", "grid", "surname")
    return frame.with_columns(address=above + frame["detail"]).select(*columns, "address")


def _doors(rank: Ints) -> pl.Expr:
    """Flats by entrance, floor and side; houses by number."""
    entrance, floor, side = rank // 12 + 1, rank % 12 // 2 + 1, rank % 2 + 1
    flat = pl.Series(entrance).cast(pl.String) + "单元" + pl.Series(floor * 100 + side).cast(pl.String) + "室"
    house = pl.Series(rank + 1).cast(pl.String) + "号"
    return pl.when("urban").then(flat).otherwise(house)
