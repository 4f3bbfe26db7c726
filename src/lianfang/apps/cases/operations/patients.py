"""Who a patient is: a person of the register, or one who enters it now with the case."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import polars as pl

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases.terms import NewPatient
from lianfang.apps.people import operations as people
from lianfang.apps.people import queries as persons
from lianfang.apps.people.terms import KeyKind
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor, Work
from lianfang.kernel import citizen_id
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.names import clean_name
from lianfang.kernel.phones import read_phones

SOURCE: Final = "cases"
SCHEMA: Final[dict[str, Any]] = {
    "uid": pl.String,
    "name": pl.String,
    "area": pl.String,
    "address": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "occupation": pl.String,
    "document_kind": pl.String,
    "document": pl.String,
    "phones": pl.List(pl.String),
}


class PatientUnnamed(InputRefused):
    """Nobody is named, or somebody new without a name and a place."""

    code = "cases.patient_unnamed"
    sentence = "没有写明是谁：请填人员编号、证件号码；登记中没有的，填姓名和住地。"


class PatientDiffers(InputRefused):
    """A document or telephone that belongs to somebody of another name, or to several."""

    code = "cases.patient_differs"
    sentence = "这个证件号码在登记中不是“{name}”一个人。请先核对姓名，或合并重复记录。"


def patient(told: NewPatient, *, by: Actor, at: datetime, uid: UUID | None = None) -> int:
    """The number of the person that is meant; somebody unknown is registered, with `uid` where one is given.

    A document settles it; a telephone only with the same name. Raises PatientUnnamed, PatientDiffers,
    NotFound, PlaceUnknown.
    """
    if (known := known_patient(told, by=by)) is not None:
        return known
    name = clean_name(told.name)
    if not name or not told.area:
        raise PatientUnnamed
    return _register(told, name, by=by, at=at, uid=uid or uuid4())


def known_patient(told: NewPatient, *, by: Actor) -> int | None:
    """The number of the person that is meant, if the register has them. Raises PatientDiffers, NotFound."""
    if told.person:
        number = persons.person_id(told.person, scope=by.scope)
        return persons.canonical_ids([number])[number]
    return _known(told, clean_name(told.name), by)


def _known(told: NewPatient, name: str, by: Actor) -> int | None:
    """Who the register knows by the document, or by telephone and name; also beyond the actor's sight."""
    kind, number = _document(told.document)
    with acting_for(_resolving(by)):
        by_document = persons.find_by_key(kind=kind, value=number) if number else []
        found = _named(by_document, name)
        if by_document and len(found) != 1:
            raise PatientDiffers(name=name or "—")
        if not found and name:
            phones = read_phones(told.phone)
            by_phone = (persons.find_by_key(kind=KeyKind.PHONE, value=phone) for phone in phones)
            found = _named({one for several in by_phone for one in several}, name)
    return found[0] if len(found) == 1 else None


def _resolving(by: Actor) -> Work:
    county = by.scope[: LENGTHS[Level.COUNTY]]
    return Work(
        "cases.resolve",
        "a patient is looked for among everybody of the county before being registered anew",
        (county,),
    )


def _named(numbers: Iterable[int], name: str) -> list[int]:
    """Those of some persons who bear the name; all where no name is told."""
    labels = persons.labels(numbers)
    return sorted(number for number, label in labels.items() if not name or label.name == name)


def _document(text: str) -> tuple[str, str]:
    """Kind and number of a document as the register has them."""
    number = citizen_id.squeeze(text)
    kind = citizen_id.classify(number)
    if kind is citizen_id.DocumentKind.NATIONAL_ID and len(number) == citizen_id.OLD_LENGTH:
        number = citizen_id.upgrade(number)
    known = KeyKind.OTHER_DOCUMENT if kind is citizen_id.DocumentKind.UNKNOWN else KeyKind(kind)
    return known.value, number


def _register(told: NewPatient, name: str, *, by: Actor, at: datetime, uid: UUID) -> int:
    areas.require_area(told.area)
    kind, number = _document(told.document)
    row = {
        "uid": str(uid),
        "name": name,
        "area": told.area,
        "address": told.address,
        "sex": told.sex,
        "birth_date": told.birth_date,
        "occupation": told.occupation,
        "document_kind": kind if number else None,
        "document": number or None,
        "phones": read_phones(told.phone),
    }
    people.register(pl.DataFrame([row], schema=SCHEMA), by=by, at=at, source=SOURCE)
    return persons.person_id(uid)
