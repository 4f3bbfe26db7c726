"""A village under control: persons with documents and telephones, lists with exposures, orders, evidence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from lianfang.apps.control import operations
from lianfang.apps.control.models import Measure
from lianfang.apps.control.terms import Issued
from lianfang.apps.intake.models import Batch, Exposure
from lianfang.apps.people.models import IdentityKey, Person
from lianfang.apps.policy import operations as policy
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.kernel.citizen_id import check_digit

ZONE = ZoneInfo("Asia/Shanghai")
BY = Actor(name="测试员")
ISSUER = "澜砚县疾病预防控制中心"
COUNTY = "990121"
VILLAGE = f"{COUNTY}100001"
GRID = f"{VILLAGE}001"
OTHER = f"{COUNTY}200001001"
PACKS = Path(policy.__file__).parents[1] / "packs"
_numbers = count(1)


def at(day: date, clock: str = "08:00") -> datetime:
    """A moment by its wall clock."""
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZONE)


DAY = date(2022, 7, 10)
NOW = at(DAY)


def load_pack(name: str = "covid19-v9") -> None:
    """One of the packs that come with the program."""
    policy.load_pack(text=(PACKS / f"{name}.yaml").read_text(), by=BY, at=at(date(2022, 1, 1)))


def load_other(disease: str = "measles", name: str = "covid19-v9", *, without: str = "") -> None:
    """The same table for another disease, if asked without a row: two policies are in force side by side."""
    text = (PACKS / f"{name}.yaml").read_text()
    text = text.replace("diseases: [covid19]", f"diseases: [{disease}]")
    text = text.replace(f"pack: {name}", f"pack: {disease}-x")
    if without:
        text = text.replace(f"exposure: {without}", "exposure: mild_or_asymptomatic")
    policy.load_pack(text=text, by=BY, at=at(date(2022, 1, 1)))


def load_diseases() -> None:
    """What is known of diseases."""
    policy.load_diseases(text=(PACKS.parent / "diseases.yaml").read_text(), by=BY, at=at(date(2022, 1, 1)))


def person(name: str = "", *, area: str = GRID, birth: date = date(1990, 1, 1), **facts: object) -> Person:
    """A person with an identity number of a fictional province and a telephone."""
    number = next(_numbers)
    made = Person.objects.create(
        name=name or f"测{number}",
        name_key="ce",
        area=area,
        birth_date=birth,
        recorded_at=at(date(2022, 1, 1)),
        **facts,
    )
    made.refresh_from_db()
    for kind, value in (("national_id", id_number(made)), ("phone", phone(made))):
        IdentityKey.objects.create(
            digest=sealing.digest(kind, value),
            person=made,
            kind=kind,
            sealed=sealing.seal(value),
            recorded_at=made.recorded_at,
        )
    return made


def id_number(person: Person) -> str:
    """The identity number of a person of this factory."""
    first = f"990121{person.birth_date:%Y%m%d}{person.pk % 1000:03}"
    return first + check_digit(first)


def phone(person: Person) -> str:
    """The telephone of a person of this factory."""
    return f"139{person.pk % 10**8:08}"


def batch(*, area: str = COUNTY, disease: str = "covid19", at: datetime = NOW) -> Batch:
    """A list that was worked through."""
    return Batch.objects.create(
        channel="police_push",
        area=area,
        file_name="x.csv",
        file_hash=str(next(_numbers)),
        disease=disease,
        state="done",
        received_at=at,
        recorded_at=at,
        done_at=at,
        by=BY.name,
    )


def exposure(
    batch: Batch, person: Person, kind: str, last_exposure: date | None = DAY, **facts: object
) -> Exposure:
    """What a list says of a person."""
    given = {"area": person.area, "happened_at": batch.received_at, "recorded_at": batch.recorded_at}
    return Exposure.objects.create(
        batch=batch,
        person=person,
        row_no=next(_numbers),
        disease=batch.disease,
        kind=kind,
        last_exposure=last_exposure,
        **given | facts,
    )


def issue(batch: Batch, *, when: datetime = NOW, **more: object) -> Issued:
    """Orders for a list."""
    return operations.issue_for_batch(batch.pk, by=BY, at=when, issuer=ISSUER, **more)


def ordered(
    person: Person, kind: str = "secondary_contact", *, last_exposure: date = DAY, when: datetime = NOW
) -> list[Measure]:
    """The orders that one exposure brings; a secondary contact is at home for seven days."""
    made = batch(at=when)
    exposure(made, person, kind, last_exposure)
    issue(made, when=when)
    return orders(person)


def orders(person: Person) -> list[Measure]:
    """All orders over a person, in the order of their issue."""
    return list(Measure.objects.filter(person=person).order_by("id"))


def days(first: date, numbers: Sequence[int]) -> list[date]:
    """Days counted from a first day, which is number 1."""
    return [first + timedelta(days=number - 1) for number in numbers]
