"""A county with its centre for disease control and a hospital, and invented cases of one outbreak there."""

from datetime import date, datetime
from typing import Any

from tests.factories import control as orders
from tests.factories import hotline
from tests.factories.control import COUNTY, DAY, NOW

from lianfang.apps.areas.models import Post, Unit
from lianfang.apps.areas.terms import PostCode
from lianfang.apps.cases import operations
from lianfang.apps.cases.terms import CaseCard, Classification, Found, NewPatient, Statement
from lianfang.apps.people.models import Person
from lianfang.apps.policy import operations as policy
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor

CDC = Actor(name="流调员", scopes=(COUNTY,), permissions=EVERY)


def centre_of_county(at: datetime = NOW) -> tuple[Unit, Unit]:
    """A county, a town, a village, with a centre for disease control, a hospital, the tables of policy."""
    hotline.answering_county(at)
    orders.load_pack()
    policy.load_diseases(text=(orders.PACKS.parent / "diseases.yaml").read_text(), by=CDC, at=at)
    made = []
    for kind, name in (("cdc", "澜砚县疾病预防控制中心"), ("hospital", "澜砚县人民医院")):
        unit = Unit.objects.create(kind=kind, name=name, area=COUNTY)
        unit.refresh_from_db()
        Post.objects.create(code=PostCode.UNIT_HEAD, area=COUNTY, unit=unit, established_at=at)
        made.append(unit)
    return made[0], made[1]


def said(kind: Classification = Classification.CONFIRMED, **facts: Any) -> Statement:
    """What doctors say: fell ill on the 8th, diagnosed now, unless told otherwise."""
    return Statement(kind, **{"onset_on": date(2022, 7, 8), "diagnosed_at": NOW} | facts)


def case(person: Person | None = None, *, by: Actor = CDC, at: datetime = NOW, **facts: Any) -> CaseCard:
    """A case of the outbreak."""
    who = person or orders.person()
    found = Found("covid19", outbreak="LY-2022-07", **facts.pop("found", {}))
    told = NewPatient(person=str(who.uid))
    return operations.report(told, facts.pop("said", said()), found, by=by, at=at, **facts)


__all__ = ["CDC", "COUNTY", "DAY", "NOW", "case", "centre_of_county", "said"]
