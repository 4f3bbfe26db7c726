"""People who are not in the register: some stay in the county, some live in the counties around it."""

from datetime import date

import numpy as np
import polars as pl

from lianfang.demo import names, places
from lianfang.demo.county import County
from lianfang.demo.draws import Ints, flags, stream
from lianfang.demo.numbers import citizen_numbers, day_number, mobiles, permits

LOCAL_NUMBER = 0.15  # of strangers were born to the county's own region code
PASSPORT = 0.02
NAMESAKES, RECYCLED = 0.03, 0.02  # of strangers bear a villager's name, or a number that was a villager's
MEN = 0.53
AGE_MEAN, AGE_SPREAD, OLDEST = 37, 17, 88
FIRST_SEQUENCE = 300  # strangers' identity numbers take the later sequence numbers of a day
PHONES = 400_000_000  # owners of telephones that no resident reaches
COUNTIES = tuple(code for code in places.OUTSIDE if len(code) == len(places.COUNTY[0]))
ABOVE = dict([places.PROVINCE, places.CITY]) | places.OUTSIDE
WORK = ("民工", "商业服务", "工人", "餐饮食品业", "学生", "其他", "农民", "干部职员")


def strangers(county: County, *, staying: int, elsewhere: int, on: date) -> pl.DataFrame:
    """`staying` people at addresses of the county, then `elsewhere` people at addresses outside it.

    Their keys are new:1, new:2…; kinds are `new` and `outsider`.
    """
    rng = stream(county.seed, "strangers")
    people = _persons(rng, staying + elsewhere, on=on)
    here = addressed(people.head(staying), _dwellings(rng, county, staying), county)
    outside = people.tail(elsewhere).with_columns(outside_addresses(rng, elsewhere))
    return pl.concat(
        [here.with_columns(kind=pl.lit("new")), outside.with_columns(kind=pl.lit("outsider"))], how="diagonal"
    )


def lookalikes(people: pl.DataFrame, everyone: pl.DataFrame, county: County) -> pl.DataFrame:
    """Give some strangers the name of a villager of their sex, and others a number that a villager gave up.

    Adds `namesake` and `recycled`; both are traps for whoever matches by name and place, or by telephone.
    """
    rng = stream(county.seed, "lookalikes")
    drawn = pl.Series(rng.random(people.height))
    given_up = everyone["old_phone"].drop_nulls()
    at = pl.Series(rng.integers(0, max(len(given_up), 1), people.height))
    numbers = given_up.gather(at) if len(given_up) else people["phone"]
    at_home = everyone.filter(pl.col("kind") == "registered")
    villagers = at_home.group_by("area", "sex", maintain_order=True).agg(other_name=pl.col("name").last())
    met = people.join(villagers, on=["area", "sex"], how="left", maintain_order="left")
    namesake = (drawn < NAMESAKES) & met["other_name"].is_not_null()
    recycled = (drawn >= NAMESAKES) & (drawn < NAMESAKES + RECYCLED) & (len(given_up) > 0)
    return met.with_columns(
        name=pl.when(namesake).then("other_name").otherwise("name"),
        phone=pl.when(recycled).then(numbers).otherwise("phone"),
        namesake=namesake,
        recycled=recycled,
    ).drop("other_name")


def addressed(people: pl.DataFrame, homes: pl.DataFrame, county: County) -> pl.DataFrame:
    """Put people into homes (columns village as a number, detail): the names and the code of the place."""
    towns = county.towns.select("town", town_name="name")
    villages = county.villages.join(towns, on="town", maintain_order="left")
    at = homes["village"].to_numpy()
    return people.with_columns(
        area=villages["code"].gather(at),
        province=pl.lit(places.PROVINCE[1]),
        city=pl.lit(places.CITY[1]),
        county=pl.lit(places.COUNTY[1]),
        town=villages["town_name"].gather(at),
        village=villages["name"].gather(at),
        twins=villages["twins"].gather(at),
        detail=homes["detail"],
    )


def outside_addresses(rng: np.random.Generator, count: int) -> pl.DataFrame:
    """Addresses in the counties around; some of their villages are called like villages of this one."""
    code = pl.Series("area", COUNTIES).gather(rng.integers(0, len(COUNTIES), count))
    hamlet = names.surnames(rng, count) + "家" + _any(rng, places.HAMLET_ENDINGS, count)
    group, house = (pl.Series(rng.integers(1, top, count)).cast(pl.String) for top in (12, 90))
    return pl.DataFrame(
        {
            "area": code,
            "province": code.str.head(2).replace_strict(ABOVE),
            "city": code.str.head(4).replace_strict(ABOVE),
            "county": code.replace_strict(ABOVE),
            "town": _any(rng, places.OUTSIDE_TOWNS, count),
            "village": _any(rng, places.OUTSIDE_VILLAGES, count),
            "twins": pl.Series(np.ones(count, dtype=np.int64)),
            "detail": hamlet + group + "组" + house + "号",
        }
    )


def _persons(rng: np.random.Generator, count: int, *, on: date) -> pl.DataFrame:
    years = np.clip(np.round(rng.normal(AGE_MEAN, AGE_SPREAD, count)), 1, OLDEST)
    days = np.ceil((years + rng.random(count)) * 365.25).astype("timedelta64[D]")
    birth = pl.Series(np.datetime64(on) - days)
    male = pl.Series(flags(rng, MEN, count))
    given = names.given_names(rng, male=male, birth_years=birth.dt.year().cast(pl.Int64).to_numpy())
    numbers = citizen_numbers(
        region=_regions(rng, count), birth=day_number(birth), male=male.to_numpy(), first=FIRST_SEQUENCE
    )
    frame = pl.DataFrame(
        {
            "key": [f"new:{place}" for place in range(1, count + 1)],
            "name": names.surnames(rng, count) + given,
            "birth_date": birth,
            "male": male,
            "id_full": numbers,
            "phone": mobiles(PHONES + np.arange(count)),
            "occupation": _any(rng, WORK, count),
        }
    )
    return _with_passports(rng, frame)


def _regions(rng: np.random.Generator, count: int) -> Ints:
    outside = np.array([int(code) for code in COUNTIES])[rng.integers(0, len(COUNTIES), count)]
    return np.where(flags(rng, LOCAL_NUMBER, count), int(places.COUNTY[0]), outside)


def _with_passports(rng: np.random.Generator, people: pl.DataFrame) -> pl.DataFrame:
    foreign = pl.Series(flags(rng, PASSPORT, people.height))
    numbers = pl.Series(permits(rng, ["passport"] * people.height), dtype=pl.String)
    sex = pl.when("male").then(pl.lit("male")).otherwise(pl.lit("female"))
    return people.select(
        "key",
        "birth_date",
        "phone",
        "occupation",
        sex=sex,
        name=pl.when(foreign).then(names.latin(rng, people.height)).otherwise("name"),
        id_kind=pl.when(foreign).then(pl.lit("passport")).otherwise(pl.lit("national_id")),
        id_full=pl.when(foreign).then(numbers).otherwise("id_full"),
    )


def _dwellings(rng: np.random.Generator, county: County, count: int) -> pl.DataFrame:
    return county.dwellings.select("village", "detail")[rng.integers(0, county.dwellings.height, count)]


def _any(rng: np.random.Generator, choices: tuple[str, ...], count: int) -> pl.Series:
    return pl.Series(choices, dtype=pl.String).gather(rng.integers(0, len(choices), count))
