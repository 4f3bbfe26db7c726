"""Whoever comes to a fever clinic and lives elsewhere: who it is, and what their home is told in the end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_OID, UUID, uuid5

import polars as pl
from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import ClinicHold, ClinicLetter
from lianfang.apps.facilities.terms import LetterView, Newcomer
from lianfang.apps.intake.reading import values
from lianfang.apps.intake.reading.terms import IdStatus
from lianfang.apps.people import operations as people
from lianfang.apps.people import queries as persons
from lianfang.apps.people.terms import KeyKind
from lianfang.core import sealing
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.names import clean_name

COUNTY: Final = LENGTHS[Level.COUNTY]
USABLE: Final = frozenset({IdStatus.OK, IdStatus.UPGRADED_15, IdStatus.X_RESTORED, IdStatus.OTHER_DOCUMENT})
"""Documents by which somebody may be known."""
VISITORS: Final = "visitors"
"""Source of persons whose home is not here: nobody asks for them as residents."""
SCHEMA: Final[dict[str, Any]] = {
    "uid": pl.String,
    "name": pl.String,
    "area": pl.String,
    "address": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "document_kind": pl.String,
    "document": pl.String,
    "phones": pl.List(pl.String),
}


class NewcomerUnnamed(InputRefused):
    """Somebody who came and of whom too little is said."""

    code = "facilities.newcomer_unnamed"
    sentence = "外来就诊的须写明姓名，以及证件号码或手机号，号码要正确。"


class NewcomerOther(InputRefused):
    """A number that belongs to somebody of another name."""

    code = "facilities.newcomer_other"
    sentence = "这个证件号码登记的是另一个姓名。请核对证件和姓名。"


class LetterAcknowledged(InputRefused):
    """A letter that was acknowledged already."""

    code = "facilities.letter_acknowledged"
    sentence = "这封函已经签收。"


@dataclass(frozen=True, slots=True)
class Came:
    """Who came: number and uid; `home` and `home_area` for who lives elsewhere."""

    number: int
    uid: str
    home: str = ""
    home_area: str = ""


def whom(newcomer: Newcomer, *, place: str, by: Actor, at: datetime) -> Came:
    """The person whom number and name mean, registered at a place if nobody knows them.

    The caller reaches all areas. Raises NewcomerUnnamed, NewcomerOther.
    """
    kind, number, status, birth, sex = values.read_id(newcomer.document, "", on=at.astimezone(ZONE).date())
    mobiles, landlines, _ = values.read_phone(newcomer.phone)
    name, phones, home = clean_name(newcomer.name), [*mobiles, *landlines], newcomer.home.strip()
    if not name or not (number or phones) or (newcomer.document.strip() and status not in USABLE):
        raise NewcomerUnnamed
    key, value = (kind, number) if number else (KeyKind.PHONE, phones[0])
    known = _known(key, value, name, strict=bool(number))
    if known is not None:
        label = persons.labels([known])[known]
        elsewhere = label.area[:COUNTY] != place[:COUNTY]
        return Came(known, str(label.person), home if elsewhere else "", label.area if elsewhere else "")
    uid = str(uuid5(NAMESPACE_OID, f"{sealing.digest(key, value).hex()}|{name}"))
    facts = {"uid": uid, "name": name, "area": place, "address": home, "sex": sex or "", "birth_date": birth}
    keys = {"document_kind": kind if number else None, "document": number or None, "phones": phones}
    people.register(pl.DataFrame([facts | keys], schema=SCHEMA), by=by, at=at, source=VISITORS)
    return Came(persons.person_id(uid), uid, home)


def _known(kind: str, value: str, name: str, *, strict: bool) -> int | None:
    """The one person of a number and a name; a document of another name is refused, a telephone is shared."""
    found = persons.labels(persons.find_by_key(kind=kind, value=value))
    same = [number for number, label in found.items() if label.name == name]
    if strict and found and not same:
        raise NewcomerOther
    return same[0] if len(same) == 1 else None


def write_home(made: ClinicHold, *, by: Actor, at: datetime) -> None:
    """Tell the home of somebody from elsewhere how the hold ended, and no more than that."""
    with queries.taking(by):
        letter = ClinicLetter.objects.create(
            hold_id=made.pk,
            area=made.home_area or made.area,
            outside=not made.home_area,
            unit_id=made.unit_id,
            person_id=made.person_id,
            person_uid=made.person_uid,
            home=made.home,
            ground=made.ground,
            end=made.end,
            end_note=made.end_note,
            ended_at=at,
            by=by.name,
            happened_at=made.happened_at,
            recorded_at=at,
        )
        letter.refresh_from_db(fields=["uid"])
        subject, facts = f"clinic_letter:{letter.uid}", {"person": made.person_uid, "end": made.end}
        audit.record("clinic.letter_sent", subject=subject, by=by, at=at, area=letter.area, **facts)


@transaction.atomic
def acknowledge_letter(letter: str | UUID, *, by: Actor, at: datetime) -> LetterView:
    """Record that a letter was taken up at home, or was sent by who sends it outside.

    Raises PermissionMissing, NotFound, LetterAcknowledged.
    """
    check(by, Permission.RUN_CLINIC)
    seen = queries.letter(letter, by=by, at=at)
    made = ClinicLetter.objects.select_for_update().get(uid=seen.uid)
    if made.acknowledged_at is not None:
        raise LetterAcknowledged
    made.acknowledged_at, made.acknowledged_by = at, by.name
    made.save(update_fields=["acknowledged_at", "acknowledged_by"])
    subject, facts = f"clinic_letter:{made.uid}", {"person": made.person_uid}
    audit.record("clinic.letter_acknowledged", subject=subject, by=by, at=at, area=made.area, **facts)
    return queries.letter(letter, by=by, at=at)
