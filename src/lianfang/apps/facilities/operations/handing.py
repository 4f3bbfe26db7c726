"""Hand-overs: who answers for somebody who is moved from this moment on, told at once or later by a phone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome
from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import HandOver, Lodging, Transfer
from lianfang.apps.facilities.operations.lodging import come, go
from lianfang.apps.facilities.rules import custody
from lianfang.apps.facilities.rules.custody import HandOverImpossible, Turn
from lianfang.apps.facilities.terms import Custodian, HandedOver, TransferView, TransferWhy
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, Told
from lianfang.core.audit import operations as audit


@transaction.atomic
def hand_over(
    transfer: str | UUID, told: HandedOver, *, by: Actor, at: datetime, happened_at: datetime | None = None
) -> tuple[TransferView, bool]:
    """Record who took somebody over; how the transfer stands, and whether this was told before.

    A crew that takes somebody out of a room ends the stay, a site that receives begins it. Hand-overs may be
    told late and in any order: each must fit between those that happened before and after it. Raises
    PermissionMissing, NotFound, HandOverImpossible, HandOverContested.
    """
    check(by, Permission.MOVE_PERSON)
    moment = min(happened_at or at, at)
    made, turns = locked(transfer, by=by, at=at)
    if told.id is not None and any(turn.uid == told.id for turn in turns):
        return queries.transfer(transfer, by=by, at=at), True
    last, following = _check(made, turns, told, moment)
    note(made, len(turns), told, by=by, at=at, happened_at=moment)
    if last.custodian is Custodian.SENDER:
        _leave_room(made, by=by, at=at, happened_at=moment)
    if told.to is Custodian.RECEIVER:
        end(made, at=moment)
        _arrive(made, by=by, at=at, happened_at=moment)
    facts = {"to": told.to, "step": len(turns), "happened_at": moment, "late": following is not None}
    return recorded("transfer.handed_over", made, by=by, at=at, **facts), False


def _check(made: Transfer, turns: list[Turn], told: HandedOver, moment: datetime) -> tuple[Turn, Turn | None]:
    custody.check_named(told.to, name=told.name, vehicle=told.vehicle)
    if made.cancelled:
        raise HandOverImpossible(problem="这次转运已经取消；人已上车的，请重新申请")
    new = Turn(told.id, told.to, told.name.strip(), moment)
    last, following = custody.check_fits(turns, new)
    custody.check_uncontested(last, following, new, seen=told.seen, over=told.over)
    return last, following


def locked(uid: str | UUID, *, by: Actor, at: datetime) -> tuple[Transfer, list[Turn]]:
    """A transfer, locked, and who answered one after the other; raises NotFound."""
    seen = queries.transfer(uid, by=by, at=at)
    made = Transfer.objects.select_for_update().get(pk=seen.id)
    return made, [
        Turn(one.uid, Custodian(one.custodian), one.name, one.happened_at) for one in queries.hand_overs(seen)
    ]


def note(
    made: Transfer, step: int, told: HandedOver, *, by: Actor, at: datetime, happened_at: datetime
) -> None:
    """Append who answers from a moment on; its identity is the maker's, where the maker gave one."""
    own = {} if told.id is None else {"uid": told.id}
    HandOver.objects.create(
        **own,
        transfer_id=made.pk,
        area=made.area,
        step=step,
        custodian=told.to,
        name=told.name.strip(),
        vehicle=told.vehicle.strip(),
        note=told.note.strip(),
        by=by.name,
        happened_at=happened_at,
        recorded_at=at,
    )


def end(made: Transfer, *, at: datetime, cancelled: bool = False) -> None:
    """A transfer is over."""
    made.ended_at, made.cancelled = at, cancelled
    made.save(update_fields=["ended_at", "cancelled"])


def _leave_room(made: Transfer, *, by: Actor, at: datetime, happened_at: datetime) -> None:
    """Whoever lived in a room left it when they were taken over, also where a later end was told before."""
    stays = Lodging.objects.select_for_update(of=("self",)).filter(person_id=made.person_id)
    stay = stays.filter(during__contains=happened_at, arrived_at__lt=happened_at).first()
    if stay is not None:
        go(stay, note=f"转往{made.to_place}", by=by, at=at, happened_at=happened_at)


def _arrive(made: Transfer, *, by: Actor, at: datetime, happened_at: datetime) -> None:
    """Whoever has a room there has arrived in it; a fever that came to the clinic is no gap."""
    stays = Lodging.objects.select_for_update(of=("self",)).filter(person_id=made.person_id)
    stay = stays.filter(during__endswith__isnull=True, during__isempty=False, arrived_at=None).first()
    if stay is not None and stay.site_id == made.site_id:
        come(stay, by=by, at=at, happened_at=max(happened_at, stay.during.lower))
    if made.why == TransferWhy.FEVER:
        kind, outcome, person = EncounterKind.TRANSFER, EncounterOutcome.ARRIVED, str(made.person_uid)
        told: Told = {"by": by, "at": at}
        control.add_encounter(person=person, kind=kind, outcome=outcome, happened_at=happened_at, **told)


def recorded(action: str, made: Transfer, *, by: Actor, at: datetime, **facts: object) -> TransferView:
    """One line in the log, and how the transfer stands now."""
    subject = f"transfer:{made.uid}"
    audit.record(action, subject=subject, by=by, at=at, area=made.area, person=made.person_uid, **facts)
    return queries.transfer(made.uid, by=by, at=at)
