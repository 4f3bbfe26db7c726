"""The people of the county: households of nine kinds, who lives in each, and what they are called."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from lianfang.demo import names
from lianfang.demo.county import RESIDENTS, County
from lianfang.demo.draws import Flags, Ints, flags, pick, stream, uuids, within, words
from lianfang.demo.registration import documented, employed, reachable, registered_again

REGISTER_DAY = date(2022, 6, 30)
FIRST_MS = 1_654_041_600_000  # 2022-06-01 at Shanghai: the moment of the first registration
DAYS_A_YEAR = 365.25
CLAN_SHARE = 0.35  # of the households of a hamlet bear the name of its clan
BOYS = 0.53  # of births
MALE_HEADS = 0.78
HEAD, SPOUSE, CHILD, FATHER, MOTHER, GRANDCHILD = range(6)
# By role: years younger or older than the head, and the spread of that distance.
AGE_GAP = np.array([0, -1, -26, 26, 24, -52])
AGE_SPREAD = np.array([0, 3, 4, 3, 3, 5])


@dataclass(frozen=True)
class HouseholdKind:
    """Who lives together, how often, and how old the head is."""

    share: float
    members: tuple[int, ...]
    youngest: int
    oldest: int


KINDS = (
    HouseholdKind(0.07, (HEAD,), 60, 92),
    HouseholdKind(0.13, (HEAD, SPOUSE), 58, 88),
    HouseholdKind(0.08, (HEAD,), 19, 55),
    HouseholdKind(0.10, (HEAD, SPOUSE), 23, 58),
    HouseholdKind(0.21, (HEAD, SPOUSE, CHILD), 25, 57),
    HouseholdKind(0.17, (HEAD, SPOUSE, CHILD, CHILD), 27, 57),
    HouseholdKind(0.07, (HEAD, SPOUSE, CHILD, MOTHER), 28, 60),
    HouseholdKind(0.11, (HEAD, SPOUSE, CHILD, CHILD, FATHER, MOTHER), 27, 52),
    HouseholdKind(0.06, (HEAD, SPOUSE, GRANDCHILD), 50, 72),
)
ONE_CHILD, TWO_CHILDREN = 4, 5  # of KINDS: where the last few people are added or left out
COLUMNS = words(
    "uid household household_uid role name sex birth_date village area building detail address occupation "
    "state id_kind id_number id_full phone same_as"
)


def build_residents(county: County) -> pl.DataFrame:
    """One row per registration; `same_as` is the uid of the first registration of a person registered twice.

    `household` and `village` are numbers within the county, `area` is the grid, `detail` the address below
    the village; `id_number` is what was registered (some elders: fifteen digits), `id_full` the full number.
    """
    people = _named(_members(county), county)
    people = people.with_columns(
        age=pl.lit(REGISTER_DAY).sub(pl.col("birth_date")).dt.total_days() // DAYS_A_YEAR
    )
    people = documented(people, seed=county.seed)
    people = reachable(people, seed=county.seed)
    people = employed(people, seed=county.seed)
    people = _identified(_at_home(people, county), seed=county.seed)
    again = registered_again(people, county.dwellings, seed=county.seed)
    return pl.concat([people.select(COLUMNS), again.select(COLUMNS)])


def people_of(scale: float, households: int) -> int:
    """How many people live in the county; at very small scales three to a household."""
    return max(round(RESIDENTS * scale), 3 * households)


def _kinds(rng: np.random.Generator, households: int, total: int) -> Ints:
    """Kinds of the households, such that the people add up exactly."""
    kinds = pick(rng, [kind.share for kind in KINDS], households)
    sizes = np.array([len(kind.members) for kind in KINDS])
    missing = total - int(sizes[kinds].sum())
    give, take = (ONE_CHILD, TWO_CHILDREN) if missing > 0 else (TWO_CHILDREN, ONE_CHILD)
    kinds[np.flatnonzero(kinds == give)[: abs(missing)]] = take
    return kinds


def _members(county: County) -> pl.DataFrame:
    rng = stream(county.seed, "members")
    households = county.dwellings.height
    kinds = _kinds(rng, households, people_of(county.scale, households))
    table = np.full((len(KINDS), max(len(kind.members) for kind in KINDS)), -1)
    for place, kind in enumerate(KINDS):
        table[place, : len(kind.members)] = kind.members
    household = np.repeat(np.arange(households), (table >= 0).sum(axis=1)[kinds])
    role = table[kinds[household], within(household)]
    years = _ages(rng, kinds, household, role) + rng.random(len(role))
    birth = np.datetime64(REGISTER_DAY) - np.ceil(years * DAYS_A_YEAR).astype("timedelta64[D]")
    male = _male(rng, household, role)
    return pl.DataFrame({"household": household, "role": role, "birth_date": birth, "male": male})


def _ages(rng: np.random.Generator, kinds: Ints, household: Ints, role: Ints) -> Ints:
    """Ages in years: the head by the kind of household, everyone else by the distance from the head."""
    low = np.array([kind.youngest for kind in KINDS])[kinds]
    high = np.array([kind.oldest for kind in KINDS])[kinds]
    head = (low + np.floor((high - low + 1) * rng.beta(1.6, 1.8, len(kinds)))).astype(np.int64)[household]
    later_child = np.where((role == CHILD) & (within(household) > CHILD), 4, 0)
    scatter = np.round(rng.normal(0, 1, len(role)) * AGE_SPREAD[role]).astype(np.int64)
    ages: Ints = np.clip(head + AGE_GAP[role] - later_child + scatter, np.where(role == SPOUSE, 20, 0), 103)
    return ages


def _male(rng: np.random.Generator, household: Ints, role: Ints) -> Flags:
    young = flags(rng, BOYS, len(role))
    head = flags(rng, MALE_HEADS, int(household[-1]) + 1)[household]
    known = [role == HEAD, role == SPOUSE, role == FATHER, role == MOTHER]
    male: Flags = np.select(known, [head, ~head, role == FATHER, role == FATHER], default=young)
    return male


def _named(members: pl.DataFrame, county: County) -> pl.DataFrame:
    """Names: the family's surname, which in a hamlet is often its clan's; those married in keep their own."""
    rng = stream(county.seed, "names")
    family = _family_surnames(rng, county).gather(members["household"].to_numpy())
    own = names.surnames(rng, members.height)
    married_in = ((pl.col("role") <= SPOUSE) & ~pl.col("male")) | (pl.col("role") == MOTHER)
    surname = members.select(pl.when(married_in).then(own).otherwise(family)).to_series()
    years = members["birth_date"].dt.year().cast(pl.Int64).to_numpy()
    whole = surname + names.given_names(rng, male=members["male"], birth_years=years)
    dotted_homes = pl.Series(flags(rng, names.DOTTED_SHARE, county.dwellings.height))
    with_dot = names.dotted(rng, members["male"])
    is_dotted = dotted_homes.gather(members["household"].to_numpy())
    return _apart(members.with_columns(name=pl.when(is_dotted).then(with_dot).otherwise(whole)), rng)


def _family_surnames(rng: np.random.Generator, county: County) -> pl.Series:
    clan = county.dwellings["surname"]
    of_the_clan = pl.Series(flags(rng, CLAN_SHARE, len(clan))) & (clan != "")
    return pl.select(pl.when(of_the_clan).then(clan).otherwise(names.surnames(rng, len(clan)))).to_series()


def _apart(people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """No two of one household share a name: the later one's given name gets another character."""
    endings = pl.Series(list("远诚慧颖安宁立群")).gather(rng.integers(0, 8, people.height))
    name = pl.col("name")
    other = (
        pl.when(name.str.contains("·"))
        .then(name.str.replace("·", "江·"))
        .otherwise(name.str.head(1) + endings)
    )
    later = pl.int_range(pl.len()).over("household", "name") > 0
    return people.with_columns(name=pl.when(later).then(other).otherwise("name"))


def _at_home(people: pl.DataFrame, county: County) -> pl.DataFrame:
    home = county.dwellings.select("village", "building", "detail", "address", area="grid")
    return pl.concat([people, home[people["household"].to_numpy()]], how="horizontal")


def _identified(people: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    rng = stream(seed, "uids")
    household = people["household"].to_numpy()
    homes = int(household[-1]) + 1
    home = uuids(rng, homes, from_ms=FIRST_MS)
    person = uuids(rng, people.height, from_ms=FIRST_MS + homes)
    return people.with_columns(
        person.alias("uid"), household_uid=home.gather(household), same_as=pl.lit(None, pl.String)
    )
