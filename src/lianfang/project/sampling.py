"""The testing of the demonstration: a round of a village under way, a group, a pool that is recalled."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from lianfang.apps.control.terms import Result
from lianfang.apps.testing import operations
from lianfang.apps.testing.terms import (
    PointPlan,
    ProgrammeKind,
    ProgrammePlan,
    Swab,
    TubeKind,
    TubeResult,
    TubeState,
)
from lianfang.core import sql
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor

OFFICE: Final = Actor(name="演示：检测专班", role="rehearsal", permissions=EVERY)
HOUR: Final = timedelta(hours=1)
LABORATORY: Final = "县疾控中心实验室"
POOL: Final = 10
POOLS: Final = 8
RESULTED: Final = 5
GROUP: Final = 6


@transaction.atomic
def build(*, area: str, at: datetime) -> int:
    """A round that began this morning in the largest village; how many were sampled."""
    village = _largest(area)
    began = at - 3.5 * HOUR
    plan = PointPlan("村委会采样点", "村委会院内", per_hour=60, samplers=2, opens=time(8), closes=time(20))
    point = operations.open_point(plan, area=village, by=OFFICE, at=began)
    operations.start_round(village, by=OFFICE, at=began)
    people = _people(village)
    pools = [people[first : first + POOL] for first in range(0, POOLS * POOL, POOL)]
    pools = [pool for pool in pools if pool]
    for number, pool in enumerate(pools):
        _sample(pool, f"LY0711-{number + 1:03}", point.uid, at=began + (1 + number) * HOUR / 6)
    _bring([f"LY0711-{number + 1:03}" for number in range(min(RESULTED, len(pools)))], at=at - 2 * HOUR)
    _group(area, people[-GROUP:], at=began)
    return sum(map(len, pools))


def _largest(area: str) -> str:
    (row,) = sql.query(
        "select left(area, 12) as village from people_person where area >= %(lo)s and area < %(hi)s"
        " and length(area) >= 12 group by 1 order by count(*) desc, 1 limit 1",
        lo=area,
        hi=f"{area}:",
    )
    return str(row["village"])


def _people(village: str) -> list[str]:
    rows = sql.query(
        "select uid::text as uid from people_person where starts_with(area, %(village)s)"
        " and state = 'present' and merged_into_id is null order by household_id, id",
        village=village,
    )
    return [row["uid"] for row in rows]


def _sample(people: Sequence[str], tube: str, point: UUID, *, at: datetime) -> None:
    swabs = [
        Swab(uuid5(NAMESPACE_OID, f"{tube}/{one}"), tube, TubeKind.POOL10, at, person=one, point=point)
        for one in people
    ]
    operations.register(swabs, by=OFFICE, at=at)


def _bring(tubes: list[str], *, at: datetime) -> None:
    """Sealed, brought, received; all but one pool negative, one on its plate still."""
    told = {"by": OFFICE}
    operations.pass_on(tubes, TubeState.SEALED, at=at, **told)  # type: ignore[arg-type]
    operations.pass_on(tubes, TubeState.COURIER, who="送检车1号", at=at + HOUR / 6, **told)  # type: ignore[arg-type]
    operations.pass_on(tubes, TubeState.RECEIVED, who=LABORATORY, at=at + HOUR / 2, **told)  # type: ignore[arg-type]
    found = [
        TubeResult(
            tube,
            Result.POSITIVE if number == 1 else Result.NEGATIVE,
            at + 1.5 * HOUR,
            laboratory=LABORATORY,
            plate="P-17",
        )
        for number, tube in enumerate(tubes[:-1])
    ]
    operations.give_results(found, by=OFFICE, at=at + 1.5 * HOUR)


def _group(area: str, people: Sequence[str], *, at: datetime) -> None:
    """A list of those who work with cold chains, every seven days; nobody of them was tested yet."""
    plan = ProgrammePlan("冷链从业人员", ProgrammeKind.LIST, 7, "每7天一次（2021年以前的通行做法）", "C")
    made = operations.start_programme(plan, area=area, by=OFFICE, at=at)
    operations.enlist(made.uid, people, by=OFFICE, at=at)
