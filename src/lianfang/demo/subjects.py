"""The people that lists speak of: registered ones, strangers who stay here, and people who live elsewhere.

What is true of the person in every list stands here (a telephone changed since registration, a move, an
exposure with its dates); what one clerk got wrong in one row is the work of `noise`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from lianfang.demo.county import County
from lianfang.demo.draws import flags, pick, sample, stream, words
from lianfang.demo.numbers import mobiles
from lianfang.demo.risk import OVERSEAS, risk_areas
from lianfang.demo.strangers import addressed, lookalikes, outside_addresses, strangers

POOL_SHARE, POOL_LEAST = 0.08, 300  # of the registered people stand on some list
NEW_SHARE, OUTSIDER_SHARE = 0.18, 0.06  # strangers for each registered person on the lists
PHONE_CHANGED, MOVED, LIVES_AWAY = 0.06, 0.015, 0.01
VILLAGE_DIGITS = 12
OFTEN = 0.5  # no share grows beyond this, however loud the noise
CHANGED_PHONES = 300_000_000  # owners of telephones that no resident reaches
DAYS_SINCE_EXPOSURE = (1, 8)
EXPOSURES = (
    ("low_risk_area", 28),
    ("medium_risk_area", 20),
    ("high_risk_area", 14),
    ("secondary_contact", 9),
    ("close_contact", 7),
    ("overseas", 4),
    ("closed_loop_exit", 3),
    ("returnee", 15),
)
PLAIN = "returnee"
WORKING_AGES = (18, 64)  # of people in posts of high risk
FROM_AREAS = ("high_risk_area", "medium_risk_area", "low_risk_area")
CONTACTS = ("close_contact", "secondary_contact")
RELATIVE = (
    ("relative_key", "uid"),
    ("relative_name", "name"),
    ("relative_id", "id_full"),
    ("relative_phone", "phone"),
)
SUBJECT = words(
    "key kind name sex birth_date occupation id_kind id_full id_known phone phone_known phone_changed role "
    "household home home_village area province city county town village twins detail relative_key "
    "relative_name relative_id relative_phone old_phone namesake recycled"
)


@dataclass(frozen=True)
class Pool:
    """The people of one day's lists.

    `people` has the columns of SUBJECT and exposure, level, origin, last_exposure, arrived; `everyone` has
    those of SUBJECT for all who are registered. `key` is the uid of a registered person or new:<k>; `kind` is
    registered, moved (elsewhere in the county), away (lives outside), new or outsider; `area` is the village
    where they are, or the county outside; `home` and `home_village` are those of the register.
    """

    county: County
    on: date
    noise: float
    everyone: pl.DataFrame
    people: pl.DataFrame


def build_pool(
    county: County,
    residents: pl.DataFrame,
    *,
    on: date,
    noise: float = 1.0,
    registered: int | None = None,
    exposures: Sequence[str] = (),
) -> Pool:
    """Draw the people of the lists of one day.

    `registered` sets how many of them are in the register, `exposures` restricts what befell them.
    """
    everyone = described(residents, county, noise=noise)
    wanted = registered if registered is not None else max(round(everyone.height * POOL_SHARE), POOL_LEAST)
    own = sample(stream(county.seed, "pool"), everyone, min(wanted, everyone.height))
    staying, elsewhere = round(own.height * NEW_SHARE), round(own.height * OUTSIDER_SHARE)
    other = lookalikes(strangers(county, staying=staying, elsewhere=elsewhere, on=on), everyone, county)
    people = pl.concat([own, other], how="diagonal_relaxed").with_columns(
        pl.col("id_known", "phone_known", "phone_changed").fill_null(value=False)
    )
    told = exposed(people, on=on, seed=county.seed, only=exposures)
    return Pool(county, on, noise, everyone, told)


def with_relatives(residents: pl.DataFrame) -> pl.DataFrame:
    """Add uid, name, number and telephone of another of the household, where there is one."""
    alone = (pl.len().over("household") == 1) | pl.col("household").is_null()
    last = pl.int_range(pl.len()).over("household") == pl.len().over("household") - 1
    return residents.with_columns(
        pl.when(~alone)
        .then(pl.when(last).then(pl.col(old).first().over("household")).otherwise(pl.col(old).shift(-1)))
        .alias(new)
        for new, old in RELATIVE
    )


def described(residents: pl.DataFrame, county: County, *, noise: float) -> pl.DataFrame:
    """Registered people as they are today: some have another telephone or address than the register knows.

    `phone_known` means that name and today's telephone together name one registration and no other.
    """
    rng = stream(county.seed, "changes since registration")
    alone = pl.len().over("name", "phone") == 1
    people = with_relatives(residents.with_columns(alone=alone)).filter(pl.col("same_as").is_null())
    names = dict(county.villages.select("village", "name").iter_rows())
    drawn = pl.Series(flags(rng, min(PHONE_CHANGED * noise, OFTEN), people.height))
    changed = drawn & people["phone"].is_not_null()
    new_phone = mobiles(CHANGED_PHONES + np.arange(people.height))
    people = people.with_columns(
        key="uid",
        kind=pl.lit("registered"),
        home=pl.col("area").str.head(VILLAGE_DIGITS),
        home_village=pl.col("village").replace_strict(names, return_dtype=pl.String),
        phone=pl.when(changed).then(new_phone).otherwise("phone"),
        phone_changed=changed,
        old_phone=pl.when(changed).then("phone"),
        namesake=pl.lit(value=False),
        recycled=pl.lit(value=False),
        phone_known=~changed & pl.col("alone") & pl.col("phone").is_not_null(),
        id_known=pl.col("id_number").is_not_null(),
    )
    return _living(rng, county, people, noise=noise).select(SUBJECT)


def _living(rng: np.random.Generator, county: County, people: pl.DataFrame, *, noise: float) -> pl.DataFrame:
    """Most live where registered, some elsewhere in the county, some outside it."""
    drawn = rng.random(people.height)
    edges = np.cumsum([min(MOVED * noise, OFTEN / 2), min(LIVES_AWAY * noise, OFTEN / 2)])
    moved, away = pl.Series(drawn < edges[0]), pl.Series((drawn >= edges[0]) & (drawn < edges[1]))
    other = county.dwellings.select("village", "detail")[
        rng.integers(0, county.dwellings.height, people.height)
    ]
    homes = people.select(
        pl.when(moved).then(other[name]).otherwise(name).alias(name) for name in ("village", "detail")
    )
    here = addressed(people, homes, county)
    outside = outside_addresses(rng, people.height)
    return here.with_columns(
        *(pl.when(away).then(outside[name]).otherwise(name).alias(name) for name in outside.columns),
        kind=pl.when(away).then(pl.lit("away")).when(moved).then(pl.lit("moved")).otherwise("kind"),
    )


def exposed(people: pl.DataFrame, *, on: date, seed: int, only: Sequence[str] = ()) -> pl.DataFrame:
    """Add exposure, level, origin, last_exposure, arrived: why the person is on a list, and since when."""
    rng = stream(seed, "exposures")
    count = people.height
    weights = {name: weight for name, weight in EXPOSURES if not only or name in only}
    drawn = pl.Series(list(weights)).gather(pick(rng, list(weights.values()), count))
    works = (on.year - people["birth_date"].dt.year()).is_between(*WORKING_AGES)
    kind = drawn.zip_with(works | (drawn != "closed_loop_exit"), pl.Series([PLAIN] * count))
    last = np.datetime64(on) - rng.integers(*DAYS_SINCE_EXPOSURE, count, endpoint=True).astype(
        "timedelta64[D]"
    )
    came = np.minimum(last + rng.integers(0, 2, count).astype("timedelta64[D]"), np.datetime64(on))
    return people.with_columns(
        exposure=kind,
        origin=_origins(rng, kind, on),
        last_exposure=pl.when(kind != "returnee").then(pl.Series(last)),
        arrived=pl.when(~kind.is_in(CONTACTS)).then(pl.Series(came)),
    ).with_columns(
        level=pl.when(pl.col("exposure").is_in(FROM_AREAS)).then(
            pl.col("exposure").str.split("_").list.first()
        )
    )


def _origins(rng: np.random.Generator, kind: pl.Series, on: date) -> pl.Expr:
    """The risk area of the grade, the country, or the town that the person came from."""
    areas = risk_areas(on)
    origin = pl.lit(None, pl.String)
    for level in ("high", "medium", "low"):
        choices = areas.filter(pl.col("level") == level)["name"]
        drawn = choices.gather(rng.integers(0, len(choices), len(kind)))
        origin = pl.when(kind == f"{level}_risk_area").then(drawn).otherwise(origin)
    abroad = pl.Series(OVERSEAS).gather(rng.integers(0, len(OVERSEAS), len(kind)))
    home = outside_addresses(rng, len(kind))
    plain = home["province"] + home["city"] + home["county"]
    origin = pl.when(kind == "overseas").then(abroad).otherwise(origin)
    return pl.when(kind.is_in(["returnee", "closed_loop_exit"])).then(plain).otherwise(origin)
