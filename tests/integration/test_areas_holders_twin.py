"""The set-based look-up of holders equals plain Python on random counties, and is fast for many places."""

import random
import time
from datetime import timedelta

import polars as pl
import pytest
from tests.factories import places
from tests.factories.places import AT, BY
from tests.reference.areas_twin import Held, responsible

from lianfang.apps.areas import operations, queries, rules
from lianfang.apps.areas.models import Assignment
from lianfang.apps.areas.terms import PostCode
from lianfang.core import sql

pytestmark = pytest.mark.django_db
HOME = {
    "county_office": 6,
    "town_clerk": 9,
    "area_leader": 9,
    "health_centre_head": 9,
    "police_station_head": 9,
    "unit_head": 9,
    "grid_worker": 15,
}
SPAN = 20


def random_county(rng: random.Random) -> list[str]:
    """Areas of a county: towns, villages, grids."""
    towns = [f"990121{100 + town}" for town in range(3)]
    villages = [f"{town}{200 + village}" for town in towns for village in range(3)]
    grids = [f"{village}{grid:03d}" for village in villages for grid in range(1, 3)]
    return ["990121", *towns, *villages, *grids]


def random_assignments(rng: random.Random, areas: list[str]) -> pl.DataFrame:
    """Holders one after the other on some posts, with breaks, recorded sooner or later."""
    rows = []
    for post in PostCode:
        for area in areas:
            if len(area) != HOME.get(post, 12) or rng.random() < 0.3:
                continue
            begins = AT + timedelta(hours=rng.randrange(0, 200))
            for turn in range(rng.randrange(0, 4)):
                ends = begins + timedelta(hours=rng.randrange(1, 150))
                open_end = rng.random() < 0.4
                name = f"{post}·{area}·{turn}"
                row = {"post": post.value, "area": area, "officer_name": name, "begins_at": begins}
                rows.append(row | {"ends_at": None if open_end else ends})
                if open_end:
                    break
                begins = ends + timedelta(hours=rng.choice([0, 0, rng.randrange(1, 50)]))
    return pl.DataFrame(rows, schema_overrides={"ends_at": pl.Datetime("us", "Asia/Shanghai")})


def recorded_late(rng: random.Random) -> None:
    """Every begin and end becomes known at a moment of its own."""
    for one in Assignment.objects.all():
        one.begin_recorded_at = one.begins_at + timedelta(hours=rng.choice([0, 0, rng.randrange(1, 60)]))
        if one.ends_at:
            one.end_recorded_at = one.ends_at + timedelta(hours=rng.choice([0, 0, rng.randrange(1, 60)]))
        one.save()


def as_recorded() -> list[Held]:
    rows = Assignment.objects.select_related("post", "officer")
    return [
        Held(
            one.post.code,
            one.post.area,
            one.officer.name,
            one.begins_at,
            one.begin_recorded_at,
            one.ends_at,
            one.end_recorded_at,
        )
        for one in rows
    ]


@pytest.mark.parametrize("seed", range(6))
def test_the_statement_agrees_with_plain_python(seed):
    rng = random.Random(seed)
    areas = random_county(rng)
    frame = random_assignments(rng, areas)
    posts = pl.DataFrame(
        [(post.value, area) for post in PostCode for area in areas], schema=["code", "area"], orient="row"
    )
    operations.establish_posts(posts, by=BY, at=AT)
    operations.assign(frame, by=BY, at=AT)
    recorded_late(rng)
    held = as_recorded()
    assert held
    asked = [*areas, "990121100200001003", "990121999", "980101"]
    for _ in range(12):
        post = rng.choice([*PostCode, rules.AREA_SUPERIOR])
        at = AT + timedelta(hours=rng.randrange(-10, 500))
        known_at = at + timedelta(hours=rng.choice([0, 5, 1000]))
        found = look_up(asked, post=post, at=at, known_at=known_at)
        given = {name: value for name, value in rules.holder_parameters(post).items() if name != "unit"}
        for area in asked:
            expected = responsible(held, area=area, at=at, known_at=known_at, **given)
            assert found.get(area) == expected, (post, area, at, known_at)


def look_up(areas, *, post, at, known_at):
    rows = sql.query(
        queries.holders.PLACES + sql.text("areas", "holders"),
        areas=areas,
        until_at=at,
        known_at=known_at,
        post=post,
        **rules.holder_parameters(post),
    )
    return {row["area"]: (row["holder"], row["holder_post"], row["holder_area"]) for row in rows}


def test_a_thousand_places_take_well_under_a_second():
    villages = [f"990121{100 + n // 100:03d}{200 + n % 100:03d}" for n in range(1000)]
    grids = [f"{village}{grid:03d}" for village in villages for grid in range(1, 6)]
    posts = pl.DataFrame(
        {"code": ["grid_worker"] * len(grids) + ["village_secretary"] * 1000, "area": grids + villages}
    )
    operations.establish_posts(posts, by=BY, at=AT)
    named = posts.rename({"code": "post"}).with_columns(officer_name=pl.col("area"))
    operations.assign(named.filter(pl.int_range(pl.len()) % 3 > 0), by=BY, at=AT)
    asked = grids[::5]
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        found = queries.responsible_many(areas=asked, post="grid_worker", at=places.days(1))
        seconds.append(time.perf_counter() - started)
    assert len(asked) == 1000
    assert {one.area for one in found} <= set(asked)
    assert min(seconds) < 0.5
