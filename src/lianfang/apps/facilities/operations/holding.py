"""Fever clinic: tested first, held until the result, and freed with it in the same transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome, Result
from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import ClinicHold
from lianfang.apps.facilities.operations import newcomers
from lianfang.apps.facilities.operations.newcomers import Came
from lianfang.apps.facilities.operations.refusing import refusing
from lianfang.apps.facilities.operations.transferring import begin
from lianfang.apps.facilities.queries import UnitOfSite
from lianfang.apps.facilities.terms import (
    RESULT_WITHIN,
    HoldEnd,
    HoldGround,
    HoldView,
    Journey,
    Newcomer,
    TransferWhy,
)
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, bound_to
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound


class HoldOver(InputRefused):
    """Something said of somebody who waits no more."""

    code = "facilities.hold_over"
    sentence = "这个人已经离开发热门诊，不能再登记。"


class EndUnsaid(InputRefused):
    """Somebody who goes without a result and nobody said why, or with a positive one and not where to."""

    code = "facilities.end_unsaid"
    sentence = "未等结果离开的，须写明原因；阳性的，须写明送往哪里。"


@transaction.atomic
def hold_at_clinic(
    person: str, clinic: str | UUID, ground: HoldGround, *, note: str = "", by: Actor, at: datetime
) -> HoldView:
    """Record that somebody was tested at a fever clinic and waits there apart for the result.

    Whoever came because of a fever has arrived. Raises PermissionMissing, NotFound, HeldAlready.
    """
    check(by, Permission.RUN_CLINIC)
    unit = _clinic(clinic, by=by)
    ((uid, number),) = queries.persons_to_lodge([person], by=by).items()
    return _hold(unit, Came(number, uid), ground, note, by=by, at=at)


@transaction.atomic
def take_newcomer(
    newcomer: Newcomer,
    clinic: str | UUID,
    ground: HoldGround,
    *,
    note: str = "",
    by: Actor,
    at: datetime,
) -> HoldView:
    """Record that somebody who lives elsewhere was tested at a fever clinic and waits there for the result.

    Whom the register knows by number and name is that person, wherever they live; whoever it does not know is
    registered at the clinic with the least data. Raises PermissionMissing, NotFound, NewcomerUnnamed,
    NewcomerOther, HeldAlready.
    """
    check(by, Permission.RUN_CLINIC)
    unit = _clinic(clinic, by=by)
    with queries.taking(by) as wide:
        came = newcomers.whom(newcomer, place=unit.area, by=wide, at=at)
    return _hold(unit, came, ground, note, by=by, at=at)


def _clinic(clinic: str | UUID, *, by: Actor) -> UnitOfSite:
    unit = queries.unit(clinic, kinds=queries.CLINIC_KINDS, what="发热门诊", by=by)
    if bound_to(by) not in {None, unit.uid}:
        raise NotFound(what="发热门诊", value=clinic)
    return unit


def _hold(
    unit: UnitOfSite, came: Came, ground: HoldGround, note: str, *, by: Actor, at: datetime
) -> HoldView:
    with refusing():
        made = ClinicHold.objects.create(
            area=unit.area,
            unit_id=unit.id,
            person_id=came.number,
            person_uid=UUID(came.uid),
            home=came.home,
            home_area=came.home_area,
            ground=ground,
            note=note.strip(),
            due_at=at + RESULT_WITHIN,
            by=by.name,
            happened_at=at,
            recorded_at=at,
        )
    made.refresh_from_db(fields=["uid"])
    kind, outcome = EncounterKind.TRANSFER, EncounterOutcome.ARRIVED
    with queries.taking(by) as wide:
        control.add_encounter(person=came.uid, kind=kind, outcome=outcome, by=wide, at=at)
    return _recorded("clinic.held", made, by=by, at=at, ground=ground)


@transaction.atomic
def tell_result(
    hold: str | UUID, result: Result, *, disease: str = "", to_place: str = "", by: Actor, at: datetime
) -> HoldView:
    """Record the result somebody waited for, which ends the hold: free, moved on, or sampled and held again.

    The result stands with all others of the person. A positive person is to be moved `to_place`, from now on.
    Raises PermissionMissing, NotFound, HoldOver, EndUnsaid, TransferOpen, DiseaseUnsaid, DiseaseUnknown.
    """
    check(by, Permission.RUN_CLINIC)
    made = _locked(hold, by=by, at=at)
    if result is Result.POSITIVE and not to_place.strip():
        raise EndUnsaid
    person, clinic = str(made.person_uid), made.unit.name
    with queries.taking(by) as wide:
        said = {"result": result, "disease": disease, "laboratory": clinic}
        control.add_result(person=person, **said, by=wide, at=at)  # type: ignore[arg-type]
    ended = _end(made, HoldEnd(result.value), to_place, by=by, at=at)
    if result is Result.POSITIVE:
        journey = Journey(TransferWhy.CASE, sender=clinic, from_place=clinic, to_place=to_place)
        begin(made.person_id, person, _answering(made), journey, by=by, at=at)
    if result is Result.INCONCLUSIVE:
        came = Came(made.person_id, person, made.home, made.home_area)
        return _hold(_clinic(made.unit.uid, by=by), came, HoldGround.RETEST, "", by=by, at=at)
    return ended


def _answering(made: ClinicHold) -> str:
    """The area that answers for moving somebody: theirs, or the clinic's where they live elsewhere."""
    if made.home or made.home_area:
        return str(made.area)
    return people.labels([made.person_id])[made.person_id].area


@transaction.atomic
def free(hold: str | UUID, *, note: str = "", by: Actor, at: datetime) -> HoldView:
    """Let somebody go: with the result that another door brought, or without one for a reason.

    Raises PermissionMissing, NotFound, HoldOver, EndUnsaid.
    """
    check(by, Permission.RUN_CLINIC)
    made = _locked(hold, by=by, at=at)
    result = queries.hold(hold, by=by, at=at).result
    if not note.strip() and result != Result.NEGATIVE:
        raise EndUnsaid
    return _end(made, HoldEnd(result or HoldEnd.WITHOUT_RESULT), note, by=by, at=at)


def _locked(uid: str | UUID, *, by: Actor, at: datetime) -> ClinicHold:
    seen = queries.hold(uid, by=by, at=at)
    made = ClinicHold.objects.select_for_update(of=("self",)).select_related("unit").get(pk=seen.id)
    if made.ended_at is not None:
        raise HoldOver
    return made


def _end(made: ClinicHold, end: HoldEnd, note: str, *, by: Actor, at: datetime) -> HoldView:
    made.ended_at, made.end, made.end_note = at, end, note.strip()
    made.save(update_fields=["ended_at", "end", "end_note"])
    if (made.home or made.home_area) and end is not HoldEnd.INCONCLUSIVE:
        newcomers.write_home(made, by=by, at=at)
    return _recorded("clinic.ended", made, by=by, at=at, end=end, note=note.strip())


def _recorded(action: str, made: ClinicHold, *, by: Actor, at: datetime, **facts: object) -> HoldView:
    subject = f"clinic_hold:{made.uid}"
    audit.record(action, subject=subject, by=by, at=at, area=made.area, person=made.person_uid, **facts)
    return queries.hold(made.uid, by=by, at=at)
