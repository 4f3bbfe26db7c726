"""A small county that is tested: people of two villages, a sampling point, tubes from hand to hand."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import count
from uuid import uuid4

from tests.factories import control, places
from tests.factories.facilities import actor

from lianfang.apps.control.terms import Result
from lianfang.apps.people.models import Household, Person
from lianfang.apps.testing import operations
from lianfang.apps.testing.models import Point
from lianfang.apps.testing.operations import TubeFate
from lianfang.apps.testing.terms import PointPlan, Swab, SwabFate, TubeKind, TubeResult, TubeState

COUNTY, TOWN, VILLAGE, GRID = places.COUNTY, places.TOWN, places.VILLAGE, places.GRID
ELSEWHERE = "990121200201"
AT = control.NOW
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OFFICE = actor("headquarters", name="指挥部", user=11)
SAMPLER = actor("village_doctor", VILLAGE, name="采样员", user=12)
LABORATORY = actor("health_centre", COUNTY, name="实验室", user=13)
PACK = "covid19-v9"
_labels = count(1)


def build() -> None:
    """The county with its policy, and what is known of diseases."""
    places.build_county()
    control.load_pack(PACK)
    control.load_diseases()


def label() -> str:
    """The label of a tube that nobody has used."""
    return f"T{next(_labels):06}"


def people(number: int, *, area: str = GRID, household: bool = False, **facts: object) -> list[Person]:
    """Some persons of an area, in one household if asked."""
    home = Household.objects.create(area=area, address="一号") if household else None
    return [control.person(area=area, household=home, **facts) for _ in range(number)]


def point(name: str = "北山采样点", area: str = VILLAGE, *, at: datetime = AT - 48 * HOUR) -> Point:
    """A sampling point."""
    plan = PointPlan(name, "村委会", 60, 2, time(8), time(20))
    return operations.open_point(plan, area=area, by=OFFICE, at=at)


def swab(
    whom: Person, tube: str, kind: TubeKind = TubeKind.POOL10, *, at: datetime = AT, **facts: object
) -> Swab:
    """A record of a sample of a person."""
    told = {"client_id": uuid4(), "person": str(whom.uid)} | facts
    return Swab(tube=tube, kind=kind, sampled_at=at, **told)  # type: ignore[arg-type]


def sampled(
    persons: Sequence[Person],
    kind: TubeKind = TubeKind.POOL10,
    *,
    tube: str = "",
    at: datetime = AT,
    by: object = OFFICE,
    point: Point | None = None,
    disease: str = "",
) -> tuple[str, list[SwabFate]]:
    """Persons sampled into one tube: its label and what became of each."""
    code = tube or label()
    told = {"point": point.uid if point else None, "disease": disease}
    swabs = [swab(one, code, kind, at=at, **told) for one in persons]
    return code, operations.register(swabs, by=by, at=at)  # type: ignore[arg-type]


def brought(code: str, *, at: datetime) -> None:
    """A tube sealed, brought away and received."""
    operations.pass_on([code], TubeState.SEALED, by=OFFICE, at=at)
    operations.pass_on([code], TubeState.COURIER, who="送检员", by=LABORATORY, at=at + MINUTE)
    operations.pass_on([code], TubeState.RECEIVED, who="县实验室", by=LABORATORY, at=at + 2 * MINUTE)


def resulted(code: str, result: Result, *, at: datetime, **facts: object) -> TubeFate:
    """A tube's result."""
    told = TubeResult(code, result, at, laboratory="县实验室", **facts)  # type: ignore[arg-type]
    return operations.give_results([told], by=LABORATORY, at=at)[0]


def with_result(
    persons: Sequence[Person],
    result: Result,
    *,
    at: datetime = AT,
    kind: TubeKind = TubeKind.POOL10,
    disease: str = "",
) -> str:
    """Persons sampled into one tube whose result is there an hour later."""
    code, _ = sampled(persons, kind, at=at, disease=disease)
    brought(code, at=at + 10 * MINUTE)
    resulted(code, result, at=at + HOUR)
    return code
