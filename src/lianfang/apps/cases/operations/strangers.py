"""Strangers who were with a case: called, found out who they are, or said why they can't be."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.cases.models import Case, Nearness, StrangerFate
from lianfang.apps.cases.operations.patients import patient
from lianfang.apps.cases.operations.stating import locked
from lianfang.apps.cases.queries.strangers import FOUND_BY_OTHERS
from lianfang.apps.cases.terms import NewPatient
from lianfang.apps.people import queries as people
from lianfang.apps.venues import queries as venues
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound

COPIED = ("through_id", "source", "situation", "vehicle", "rows_apart", "place", "since", "until")


class StrangerSettled(InputRefused):
    """A stranger who was found already, or of whom it was said why not."""

    code = "cases.stranger_settled"
    sentence = "这个人已经查明，或已写明为何查不到，不需要再登记。"


class StrangerUnexplained(InputRefused):
    """A stranger is given up, or called, and nobody said why."""

    code = "cases.stranger_unexplained"
    sentence = "请写明理由：为何查不到，或为何要看号码。"


@transaction.atomic
def call_stranger(reference: str | UUID, visitor: int, *, reason: str, by: Actor, at: datetime) -> str:
    """The telephone (or else the document) of a stranger in clear, to call them; it leaves a log line.

    Raises PermissionMissing, NotFound, StrangerUnexplained.
    """
    check(by, Permission.UNMASK)
    case, _ = _met(reference, visitor, by=by, at=at)
    if not reason.strip():
        raise StrangerUnexplained
    _log("cases.stranger_called", case, visitor, by=by, at=at, reason=reason.strip())
    with acting_for(FOUND_BY_OTHERS):
        return venues.visitor_number(visitor)


@transaction.atomic
def find_stranger(reference: str | UUID, visitor: int, who: NewPatient, *, by: Actor, at: datetime) -> UUID:
    """Say who a stranger is: their meetings become those of a person, to be judged. The person's uid.

    Raises PermissionMissing, NotFound, StrangerSettled, and what `patient` raises.
    """
    check(by, Permission.INVESTIGATE_CASE)
    case, met = _met(reference, visitor, by=by, at=at)
    person = patient(who, by=by, at=at)
    Nearness.objects.bulk_create(
        Nearness(
            case=case,
            person_id=person,
            by=by.name,
            recorded_at=at,
            **{name: getattr(one, name) for name in COPIED},
        )
        for one in met
    )
    _settle(case, visitor, person=person, reason="", by=by, at=at)
    return people.labels([person])[person].person


@transaction.atomic
def give_up_stranger(reference: str | UUID, visitor: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Say why a stranger can't be found.

    Raises PermissionMissing, NotFound, StrangerSettled, StrangerUnexplained.
    """
    check(by, Permission.INVESTIGATE_CASE)
    case, _ = _met(reference, visitor, by=by, at=at)
    if not reason.strip():
        raise StrangerUnexplained
    _settle(case, visitor, person=None, reason=reason.strip(), by=by, at=at)


def _met(reference: str | UUID, visitor: int, *, by: Actor, at: datetime) -> tuple[Case, list[Nearness]]:
    case, _ = locked(reference, by=by, at=at)
    met = list(Nearness.objects.filter(case=case, person_id=-visitor).order_by("id"))
    if visitor <= 0 or not met:
        raise NotFound(what="待查找的人", value=visitor)
    return case, met


def _settle(case: Case, visitor: int, *, person: int | None, reason: str, by: Actor, at: datetime) -> None:
    if StrangerFate.objects.filter(case=case, visitor=visitor).exists():
        raise StrangerSettled
    StrangerFate.objects.create(
        case=case, visitor=visitor, person_id=person, reason=reason, by=by.name, recorded_at=at
    )
    _log("cases.stranger_settled", case, visitor, by=by, at=at, found=person is not None)


def _log(action: str, case: Case, visitor: int, *, by: Actor, at: datetime, **facts: object) -> None:
    subject = f"cases_case:{case.pk}"
    audit.record(action, subject=subject, by=by, at=at, area=case.area, visitor=visitor, **facts)
