"""Units of the county, the posts established for its areas, and who held them when.

Every officer is a resident of the area served; some posts are vacant, and some have had two holders.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import polars as pl

from lianfang.demo import places
from lianfang.demo.county import County
from lianfang.demo.draws import flags, stream, uuids
from lianfang.kernel.area_code import Level

ESTABLISHED = datetime(2020, 1, 24, 16, tzinfo=UTC)  # midnight at Shanghai: the county's first response
LAST_BEGINNING = datetime(2022, 6, 14, 16, tzinfo=UTC)
POSTS_MS = 1_579_881_600_000
VACANT_SHARE = 0.03
VACANT_DAYS, VACANT_UNTIL = 30, 24
"""A vacant post was left within so many days, the last of them so many after the last beginning."""
TWO_HOLDERS_SHARE = 0.1
FIRST_TERM_DAYS = 40
FIRST_SECRETARY_EVERY, AREA_LEADER_VILLAGES, POLICE_VILLAGES = 2, 4, 3
OFFICER_AGES = (24, 62)
POST_UNITS = {
    "county_office": "headquarters",
    "town_clerk": "town_office",
    "health_centre_head": "health_centre",
    "police_station_head": "police_station",
    "village_secretary": "village_committee",
}

COUNTY_UNITS = (
    ("headquarters", "澜砚县疫情防控指挥部"),
    ("department", "澜砚县疫情防控指挥部办公室"),
    ("working_group", "综合协调组"),
    ("working_group", "医疗救治组"),
    ("working_group", "流行病学调查组"),
    ("working_group", "物资保障组"),
    ("working_group", "交通管控组"),
    ("working_group", "社区防控组"),
    ("working_group", "宣传引导组"),
    ("working_group", "督导检查组"),
    ("department", "澜砚县卫生健康局"),
    ("department", "澜砚县公安局"),
    ("department", "澜砚县教育局"),
    ("department", "澜砚县交通运输局"),
    ("cdc", "澜砚县疾病预防控制中心"),
    ("hospital", "澜砚县人民医院"),
    ("hospital", "澜砚县中医院"),
    ("laboratory", "澜砚县核酸检测实验室"),
    ("storehouse", "澜砚县应急物资储备库"),
    ("isolation_site", "澜砚县一号集中隔离点"),
    ("isolation_site", "澜砚县二号集中隔离点"),
    ("school", "澜砚县第一中学"),
    ("checkpoint", "澜砚东高速出口卡口"),
    ("checkpoint", "澜砚站卡口"),
)
TOWN_UNITS = (
    ("town_office", "{town}疫情防控指挥部办公室"),
    ("health_centre", "{town}卫生院"),
    ("police_station", "{town}派出所"),
    ("school", "{town}中心小学"),
    ("school", "{town}初级中学"),
    ("market", "{town}农贸市场"),
    ("pharmacy", "{town}百姓药房"),
)
ENTERPRISE_KINDS = ("食品有限公司", "建材有限公司", "冷链物流有限公司", "服装厂", "电子科技有限公司")
HOTEL_EVERY, ENTERPRISE_EVERY = 3, 5


@dataclass(frozen=True)
class Posts:
    """Units (uid, kind, name, area, parent), posts (uid, code, area, unit, established_at), officers (uid,
    person, name, phone) and assignments (uid, post, officer, begins_at, ends_at)."""

    units: pl.DataFrame
    posts: pl.DataFrame
    officers: pl.DataFrame
    assignments: pl.DataFrame


def build_posts(county: County, residents: pl.DataFrame) -> Posts:
    """Units, posts, officers and assignments of the county."""
    units = _units(county)
    posts = _posts(county, units)
    officers = _officers(posts, residents, seed=county.seed)
    assignments = _assignments(posts, officers, seed=county.seed)
    posts = posts.select("uid", "code", "area", "unit", established_at=pl.lit(ESTABLISHED))
    return Posts(units, posts, officers.select("uid", "person", "name", "phone"), assignments)


def _units(county: County) -> pl.DataFrame:
    rows = [(kind, name, places.COUNTY[0], 0) for kind, name in COUNTY_UNITS]
    for code, town in county.towns.select("code", "name").iter_rows():
        office = len(rows)
        for kind, name in TOWN_UNITS:
            rows.append((kind, name.format(town=town), code, 0 if kind == "town_office" else office))
    for place, (code, name, urban) in enumerate(county.villages.select("code", "name", "urban").iter_rows()):
        rows += _village_units(place, code, name, urban=urban)
    uid = uuids(stream(county.seed, "units"), len(rows), from_ms=POSTS_MS)
    frame = pl.DataFrame(rows, schema=["kind", "name", "area", "above"], orient="row").with_columns(uid)
    above = frame["uid"].gather(frame["above"].to_numpy())
    is_top = pl.int_range(pl.len()) == 0
    return frame.select("uid", "kind", "name", "area", parent=pl.when(~is_top).then(above))


def _village_units(place: int, code: str, name: str, *, urban: bool) -> list[tuple[str, str, str, int]]:
    units = [("village_committee", f"{name}{'居' if urban else '村'}民委员会", code, 0)]
    if urban and place % HOTEL_EVERY == 0:
        units.append(("hotel", places.HOTELS[place // HOTEL_EVERY % len(places.HOTELS)] + "宾馆", code, 0))
    if place % ENTERPRISE_EVERY == 1:
        kind = ENTERPRISE_KINDS[place // ENTERPRISE_EVERY % len(ENTERPRISE_KINDS)]
        units.append(("enterprise", f"{name[:-1].removesuffix('社')}{kind}", code, 0))
    return units


def _posts(county: County, units: pl.DataFrame) -> pl.DataFrame:
    """One row per post: uid, code, area, unit, `home` (village of its holder), `holder` (a number)."""
    seats = county.villages.group_by("town", maintain_order=True).agg(pl.col("village").first())["village"]
    town = county.towns.select(area="code", home=seats)
    village = county.villages.select("town", "urban", area="code", home="village")
    village = village.with_columns(at=pl.int_range(pl.len()).over("town"))
    rural = village.filter(~pl.col("urban") & (pl.col("at") % FIRST_SECRETARY_EVERY == 0))
    posts = pl.concat(
        [
            _each(pl.DataFrame({"area": [places.COUNTY[0]], "home": [0]}), "county_office"),
            *(_each(town, code) for code in ("town_clerk", "health_centre_head", "police_station_head")),
            _each(village, "area_leader", villages=AREA_LEADER_VILLAGES),
            *(_each(village, code) for code in ("village_cadre", "village_secretary", "village_doctor")),
            _each(rural, "first_secretary"),
            _each(village, "police_officer", villages=POLICE_VILLAGES),
            _each(_grids(county), "grid_worker"),
        ]
    )
    uid = uuids(stream(county.seed, "posts"), posts.height, from_ms=POSTS_MS + units.height)
    holder = pl.struct("code", "share").rank("dense").cast(pl.Int64) - 1
    return _with_units(posts.with_columns(uid, holder=holder), units)


def _each(frame: pl.DataFrame, code: str, *, villages: int = 0) -> pl.DataFrame:
    """A post of this code for each area; `villages` neighbours of one town share a holder where given."""
    alone = pl.int_range(pl.len())
    share = pl.col("town") * len(frame) + pl.col("at") // villages if villages else alone
    return frame.select("area", "home", code=pl.lit(code), share=share.cast(pl.Int64))


def _grids(county: County) -> pl.DataFrame:
    homes = county.villages.select("code", home="village")
    grids = county.areas.filter((pl.col("level") == Level.GRID) & ~pl.col("outside")).select(area="code")
    return grids.with_columns(code=pl.col("area").str.head(12)).join(homes, on="code", maintain_order="left")


def _with_units(posts: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """The unit that a post belongs to, where it has one of its own in its area."""
    kinds = pl.DataFrame(list(POST_UNITS.items()), schema=["code", "kind"], orient="row")
    of_area = units.unique(["kind", "area"], keep="first", maintain_order=True)
    held = posts.join(kinds, on="code", how="left", maintain_order="left")
    named = of_area.select("kind", "area", unit="uid")
    return held.join(named, on=["kind", "area"], how="left", maintain_order="left").drop("kind")


def _officers(posts: pl.DataFrame, residents: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """One per holder, and one more for each who held it before; all are residents of the village."""
    rng = stream(seed, "officers")
    holders = posts.group_by("holder", maintain_order=True).agg(pl.col("home").first()).sort("holder")
    before = holders.filter(pl.Series(flags(rng, TWO_HOLDERS_SHARE, holders.height)))
    wanted = pl.concat(
        [holders.with_columns(now=pl.lit(value=True)), before.with_columns(now=pl.lit(value=False))]
    )
    wanted = wanted.with_columns(at=pl.int_range(pl.len()).over("home"))
    years = pl.lit(ESTABLISHED.year) - pl.col("birth_date").dt.year()
    fit = residents.filter(
        years.is_between(*OFFICER_AGES) & (pl.col("state") == "present") & pl.col("phone").is_not_null()
    ).filter(pl.col("same_as").is_null() & pl.col("id_full").is_not_null())
    fit = fit.with_columns(draw=pl.Series(rng.random(fit.height))).sort("draw")
    fit = fit.select("name", "phone", person="uid", home="village", at=pl.int_range(pl.len()).over("village"))
    officers = wanted.join(fit, on=["home", "at"], how="inner", maintain_order="left")
    return officers.with_columns(uuids(rng, officers.height, from_ms=POSTS_MS + 2 * posts.height))


def _assignments(posts: pl.DataFrame, officers: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """From when to when each post was held; the last holder of some left and nobody has followed."""
    rng = stream(seed, "assignments")
    span = (LAST_BEGINNING - ESTABLISHED).days
    began = pl.Series(rng.integers(FIRST_TERM_DAYS, span, posts.height))
    posts = posts.select("holder", post="uid", vacant=_vacant(rng, posts), began=began)
    left = span + VACANT_UNTIL - pl.col("began") % VACANT_DAYS
    posts = posts.with_columns(began=pl.when("vacant").then(left).otherwise("began"))
    held = posts.join(officers.select("holder", "now", officer="uid"), on="holder", maintain_order="left")
    first_day = pl.when(pl.col("now") & ~pl.col("vacant")).then("began").otherwise(0)
    held = held.filter(pl.col("now") | ~pl.col("vacant")).with_columns(
        begins_at=_on_day(
            pl.when(pl.col("now").all().over("post") & ~pl.col("vacant")).then(0).otherwise(first_day)
        ),
        ends_at=pl.when(~pl.col("now") | pl.col("vacant")).then(_on_day(pl.col("began"))),
    )
    uid = uuids(rng, held.height, from_ms=POSTS_MS + 3 * posts.height)
    return held.with_columns(uid).select("uid", "post", "officer", "begins_at", "ends_at")


def _on_day(days: pl.Expr) -> pl.Expr:
    return pl.lit(ESTABLISHED) + pl.duration(days=days)


def _vacant(rng: np.random.Generator, posts: pl.DataFrame) -> pl.Series:
    """A few of the posts, but never the county's office, at which every search upwards ends."""
    drawn = flags(rng, VACANT_SHARE, posts.height)
    drawn[int(rng.integers(1, posts.height))] = True
    return pl.Series(drawn) & (posts["code"] != "county_office")
