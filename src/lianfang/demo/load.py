"""Load the demonstration county into the register: areas, units, posts and holders, risk areas, people.

Every step is idempotent, so that an interrupted build is finished by the same command; a finished one is
recorded as a run and changes nothing when asked for again.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from lianfang.apps.areas import operations as areas
from lianfang.apps.people import operations as people
from lianfang.apps.policy import operations as policy
from lianfang.core.access.terms import Actor
from lianfang.core.sql import StepResult, progress
from lianfang.core.sql.models import Run
from lianfang.core.sql.progress import Listener, Progress, silent
from lianfang.demo import defaults
from lianfang.demo.county import County, build_county
from lianfang.demo.posts import Posts, build_posts
from lianfang.demo.residents import build_residents
from lianfang.demo.risk import risk_areas
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import DomainError

PART: Final = "demo"
JOB: Final = "demo.build"
SOURCE: Final = "演示通报"
DISEASE: Final = "covid19"
CHUNK: Final = 200_000  # people registered in one transaction


class OtherCounty(DomainError):
    """A home holds one demonstration county; another seed or scale would mix with it."""

    code = "demo.other_county"
    sentence = "这里已有另一个演示县（{present}）。请换一个 LIANFANG_HOME，或用原来的种子和规模。"


@dataclass(frozen=True)
class Built:
    """What the county holds, and whether this call built it."""

    seed: int
    scale: float
    fresh: bool
    areas: int
    units: int
    posts: int
    holders: int
    risk_areas: int
    people: int


def build(
    *, seed: int, scale: float, by: Actor, at: datetime, day: date = defaults.DAY, listener: Listener = silent
) -> Built:
    """Build the county in the register; a second time changes nothing.

    `day` is the day of the outbreak, by which the risk areas are announced. Raises OtherCounty.
    """
    window = f"种子 {seed}，规模 {scale:g}"
    present = Run.objects.filter(job=JOB).exclude(window=window).first()
    if present is not None:
        raise OtherCounty(present=present.window)
    run, due = progress.begin(job=JOB, window=window, at=at)
    if due:
        steps = Progress(listener)
        for step in _loading(seed=seed, scale=scale, day=day, by=by, at=at):
            steps.note(step)
        progress.finish(run, progress=steps, at=at)
        run.refresh_from_db()
    counts = {step["name"].removeprefix(f"{PART}."): step["rows"] for step in run.steps}
    return Built(seed=seed, scale=scale, fresh=due, **counts)


def _loading(*, seed: int, scale: float, day: date, by: Actor, at: datetime) -> Iterator[StepResult]:
    """Draw the county, then load it part by part, each in its own transaction; yields what each loaded."""
    county = build_county(seed=seed, scale=scale)
    residents = build_residents(county)
    posts = build_posts(county, residents)
    label = f"演示县（种子 {seed}，规模 {scale:g}）"
    parts: dict[str, Callable[[], int]] = {
        "areas": lambda: areas.load_areas(area_table(county, residents), label=label, by=by, at=at).rows,
        "units": lambda: areas.load_units(unit_table(posts), by=by, at=at).rows,
        "posts": lambda: areas.establish_posts(post_table(posts), by=by, at=at).rows,
        "holders": lambda: areas.assign(assignment_table(posts), by=by, at=at).rows,
        "risk_areas": lambda: _announce(day, by=by, at=at),
        "people": lambda: _register(residents, by=by, at=at),
    }
    for name, load in parts.items():
        started = time.perf_counter()
        rows = load()
        yield StepResult(f"{PART}.{name}", rows, (time.perf_counter() - started) * 1000)


def area_table(county: County, residents: pl.DataFrame) -> pl.DataFrame:
    """Areas with people and households counted from the register; nothing is known of the outside's."""
    own = residents.select("building", "household_uid").filter(pl.col("household_uid").is_not_null())
    counts = pl.concat(
        own.group_by(code=pl.col("building").str.head(length)).agg(
            population=pl.len(), households=pl.col("household_uid").n_unique()
        )
        for level, length in LENGTHS.items()
        if level >= Level.COUNTY
    )
    table = county.areas.join(counts, on="code", how="left", maintain_order="left")
    return table.select(pl.col("code", "name", "level", "population", "households").cast(pl.String))


def unit_table(posts: Posts) -> pl.DataFrame:
    """Units as the register takes them."""
    return posts.units.rename({"parent": "parent_uid"})


def post_table(posts: Posts) -> pl.DataFrame:
    """Posts as the register takes them."""
    return posts.posts.rename({"unit": "unit_uid"})


def assignment_table(posts: Posts) -> pl.DataFrame:
    """Who holds which post, as the register takes it."""
    officers = posts.officers.select("phone", officer="uid", officer_name="name")
    held = posts.posts.select("area", post_uid="uid", post="code", unit_uid="unit")
    whole = posts.assignments.rename({"post": "post_uid"}).join(held, on="post_uid", maintain_order="left")
    return whole.join(officers, on="officer", maintain_order="left").select(
        "uid",
        "post",
        "area",
        "unit_uid",
        "officer_name",
        "phone",
        "begins_at",
        "ends_at",
        officer_uid="officer",
    )


def person_table(residents: pl.DataFrame) -> pl.DataFrame:
    """Registrations as the register takes them."""
    phones = pl.when(pl.col("phone").is_not_null()).then(pl.concat_list("phone"))
    columns = ("uid", "name", "sex", "birth_date", "area", "address", "household_uid", "occupation", "state")
    return residents.select(*columns, document_kind="id_kind", document="id_number", phones=phones)


def _announce(day: date, *, by: Actor, at: datetime) -> int:
    table = risk_areas(day)
    for row in table.iter_rows(named=True):
        policy.announce_risk_area(
            place=row["code"],
            name=row["name"],
            level=row["level"],
            disease=DISEASE,
            announced_on=row["announced_on"],
            source=SOURCE,
            by=by,
            at=at,
        )
    return table.height


def _register(residents: pl.DataFrame, *, by: Actor, at: datetime) -> int:
    for chunk in person_table(residents).iter_slices(CHUNK):
        people.register(chunk, by=by, at=at, source=PART)
    return residents.height
