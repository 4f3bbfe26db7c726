"""What the register holds of a person beside the name: documents, telephones, work, second registrations."""

import numpy as np
import polars as pl

from lianfang.demo import names, places
from lianfang.demo.draws import Flags, flags, pick, sample, stream, uuids, words
from lianfang.demo.numbers import citizen_numbers, day_number, fifteen, mobiles, permits

LOCAL_SHARE = 0.9  # of the people bear the county's own region in their number
NO_NUMBER_SHARE = 0.002
NEWBORN_WITHOUT_NUMBER = 0.3
PERMIT_SHARE = 0.0006
OLD_CARD_SHARE = 0.0004  # of the old have only the card of fifteen digits
AWAY_SHARE = 0.14  # of those of working age work elsewhere
DUPLICATE_SHARE = 0.001
SAME_PHONE_SHARE = 0.6  # of second registrations name the same telephone
AGAIN_MS = 1_655_251_200_000  # 2022-06-15 at Shanghai: second registrations come later

NEWBORN, ADULT, WORKING, OLD, CALLED_AT_HOME = 1, 18, (18, 55), 70, 75
PERMIT_KINDS = (("passport", 5), ("hk_macao_permit", 3), ("taiwan_permit", 2), ("foreign_residence", 1))
LATIN_KINDS = ("passport", "foreign_residence")
# Share with an own telephone, and of the rest with the family's, at some ages; straight lines between.
OWN_PHONE = ((9, 12, 16, 60, 70, 85), (0.0, 0.25, 0.97, 0.96, 0.72, 0.35))
FAMILY_PHONE = ((0, 12, 18, 60, 85), (0.35, 0.6, 0.7, 0.7, 0.6))

# Occupations in the words of the report card of infectious diseases.
CHILDREN = ((3, "散居儿童"), (6, "幼托儿童"), (20, "学生"))
RETIRED_AGE = 64
TOWN_WORK = words("工人 商业服务 干部职员 餐饮食品业 教师 医务人员 家务及待业 民工 其他")
LAND_WORK = words("农民 民工 工人 商业服务 家务及待业 餐饮食品业 干部职员 其他")
FARMER_SHARE = 0.55


def documented(people: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Add id_kind, id_number, id_full: citizen numbers, old cards, a few permits, newborns without any."""
    rng = stream(seed, "documents")
    count = people.height
    neighbours = np.array([int(code) for code in places.OUTSIDE if len(code) == len(places.COUNTY[0])])
    region = np.where(flags(rng, LOCAL_SHARE, count), int(places.COUNTY[0]), rng.choice(neighbours, count))
    numbers = citizen_numbers(
        region=region, birth=day_number(people["birth_date"]), male=people["male"].to_numpy()
    )
    age = people["age"].to_numpy()
    chance = np.where(age < NEWBORN, NEWBORN_WITHOUT_NUMBER, NO_NUMBER_SHARE)
    without = pl.Series(flags(rng, chance, count))
    old_card = _old_cards(rng, people)
    people = people.with_columns(
        id_kind=pl.when(~without).then(pl.lit("national_id")), id_full=pl.when(~without).then(numbers)
    )
    people = people.with_columns(
        id_number=pl.when(pl.Series(old_card)).then(fifteen(pl.col("id_full"))).otherwise("id_full")
    )
    return _with_permits(people, rng)


def _old_cards(rng: np.random.Generator, people: pl.DataFrame) -> Flags:
    """Some of the old, and the oldest in any case."""
    age = people["age"].to_numpy()
    cards = flags(rng, OLD_CARD_SHARE, len(age)) & (age > OLD)
    cards[int(np.argmax(age))] = True
    return cards


def _with_permits(people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    adults = np.flatnonzero(flags(rng, PERMIT_SHARE, people.height) & (people["age"].to_numpy() >= ADULT))
    kinds = [
        PERMIT_KINDS[int(place)][0]
        for place in pick(rng, [weight for _, weight in PERMIT_KINDS], len(adults))
    ]
    numbers = pl.Series(permits(rng, kinds), dtype=pl.String)
    columns = {"id_kind": pl.Series(kinds, dtype=pl.String), "id_number": numbers, "id_full": numbers}
    people = people.with_columns(people[name].scatter(adults, values) for name, values in columns.items())
    abroad = adults[np.isin(kinds, LATIN_KINDS)]
    return people.with_columns(people["name"].scatter(abroad, names.latin(rng, len(abroad))))


def reachable(people: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Add phone, sex and state: children and the very old often have the family's telephone, or none."""
    rng = stream(seed, "telephones")
    count = people.height
    age, household = people["age"].to_numpy(), people["household"].to_numpy()
    head = np.flatnonzero(np.r_[True, household[1:] != household[:-1]])[household]
    own = flags(rng, np.interp(age, *OWN_PHONE), count)
    own[head] |= age[head] < CALLED_AT_HOME
    called = own | (flags(rng, np.interp(age, *FAMILY_PHONE), count) & own[head])
    owner = np.where(own, np.arange(count), head)
    away = flags(rng, AWAY_SHARE, count) & (age >= WORKING[0]) & (age <= WORKING[1])
    return people.with_columns(
        phone=pl.when(pl.Series(called)).then(mobiles(owner)),
        sex=pl.when("male").then(pl.lit("male")).otherwise(pl.lit("female")),
        state=pl.Series(np.where(away, "away", "present")),
    )


def employed(people: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Add occupation, by age and by living from the land or not."""
    rng = stream(seed, "occupations")
    farmer = pl.Series(flags(rng, FARMER_SHARE, people.height))
    worker = (
        pl.when(farmer)
        .then(_work(rng, LAND_WORK, people.height))
        .otherwise(_work(rng, TOWN_WORK, people.height))
    )
    retired = pl.when(farmer).then(pl.lit("农民")).otherwise(pl.lit("离退人员"))
    occupation = pl.when(pl.col("age") >= RETIRED_AGE).then(retired).otherwise(worker)
    for below, word in reversed(CHILDREN):
        occupation = pl.when(pl.col("age") < below).then(pl.lit(word)).otherwise(occupation)
    return people.with_columns(occupation=occupation)


def _work(rng: np.random.Generator, choices: tuple[str, ...], count: int) -> pl.Series:
    return pl.Series(choices).gather(pick(rng, [1 / (place + 2) for place in range(len(choices))], count))


def registered_again(people: pl.DataFrame, dwellings: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Second registrations of some people: elsewhere in the county, numberless, often the same telephone."""
    rng = stream(seed, "registered again")
    count = max(2, round(people.height * DUPLICATE_SHARE))
    twice = sample(rng, people.filter(pl.col("phone").is_not_null() & (pl.col("age") >= ADULT)), count)
    home = dwellings[rng.integers(0, dwellings.height, count)]
    other = mobiles(people.height + np.arange(count))
    same_phone = pl.Series(flags(rng, SAME_PHONE_SHARE, count))
    return twice.with_columns(
        uuids(rng, count, from_ms=AGAIN_MS),
        same_as=pl.col("uid"),
        household=pl.lit(None, pl.Int64),
        household_uid=pl.lit(None, pl.String),
        id_kind=pl.lit(None, pl.String),
        id_number=pl.lit(None, pl.String),
        id_full=pl.lit(None, pl.String),
        phone=pl.when(same_phone).then("phone").otherwise(other),
        area=home["grid"],
        **{name: home[name] for name in ("village", "building", "detail", "address")},
    )
