"""Transfers: requested, handed over step by step, arrived or cancelled; each step names who takes over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome
from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import HandOver, Lodging, Transfer
from lianfang.apps.facilities.operations.lodging import come, go
from lianfang.apps.facilities.operations.refusing import refusing
from lianfang.apps.facilities.rules import clocks, custody
from lianfang.apps.facilities.rules.custody import HandOverImpossible
from lianfang.apps.facilities.terms import Custodian, TransferView, TransferWhy
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit


@transaction.atomic
def request_transfer(
    person: str,
    *,
    why: TransferWhy,
    sender: str,
    from_place: str,
    to_place: str,
    site: str | UUID | None = None,
    by: Actor,
    at: datetime,
) -> TransferView:
    """Ask for somebody to be moved; the sender answers for them until a crew takes over.

    Raises PermissionMissing, NotFound for a person or site out of sight, HandOverImpossible, TransferOpen.
    """
    check(by, Permission.MOVE_PERSON)
    told = {"why": why, "sender": sender, "from_place": from_place, "to_place": to_place}
    return begin(person, site=site, by=by, at=at, **told)  # type: ignore[arg-type]


def begin(
    person: str,
    *,
    why: TransferWhy,
    sender: str,
    from_place: str,
    to_place: str,
    site: str | UUID | None = None,
    by: Actor,
    at: datetime,
) -> TransferView:
    """Begin a transfer; whether `by` may is the caller's question. Raises as `request_transfer`."""
    ((uid, number),) = queries.persons_to_lodge([person], by=by).items()
    found = queries.site(site, by=by, at=at) if site else None
    place = to_place.strip() or (found.name if found else "")
    if not (sender.strip() and from_place.strip() and place):
        raise HandOverImpossible(problem="须写明从哪里、到哪里、由谁负责送出")
    made = _open(
        area=people.labels([number])[number].area,
        person_id=number,
        person_uid=UUID(uid),
        why=why,
        from_place=from_place.strip(),
        to_place=place,
        site_id=found.id if found else None,
        due_at=at + clocks.MOVED_WITHIN[why],
        requested_at=at,
        by=by.name,
        recorded_at=at,
    )
    _note(made, 0, Custodian.SENDER, sender, by=by, at=at)
    return _recorded("transfer.requested", made, by=by, at=at, why=why, to=place)


def _open(**facts: Any) -> Transfer:
    with refusing():
        made = Transfer.objects.create(**facts)
    made.refresh_from_db(fields=["uid"])
    return made


@transaction.atomic
def hand_over(
    transfer: str | UUID,
    to: Custodian,
    *,
    name: str,
    vehicle: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> TransferView:
    """Record that who answered so far handed the person over, and who answers from now on.

    A crew that takes somebody out of a room ends the stay, a site that receives begins it. Raises
    PermissionMissing, NotFound, HandOverImpossible.
    """
    check(by, Permission.MOVE_PERSON)
    made, now = _locked(transfer, by=by, at=at)
    told = {"since": now.since, "at": at}
    custody.check_hand_over(Custodian(now.custodian), to, name=name, vehicle=vehicle, **told)
    _note(made, now.step + 1, to, name, vehicle=vehicle, note=note, by=by, at=at)
    if to is Custodian.CREW and now.custodian == Custodian.SENDER:
        _leave_room(made, by=by, at=at)
    if to is Custodian.RECEIVER:
        _end(made, at=at)
        _arrive(made, by=by, at=at)
    return _recorded("transfer.handed_over", made, by=by, at=at, to=to, step=now.step + 1)


@transaction.atomic
def cancel_transfer(transfer: str | UUID, *, note: str, by: Actor, at: datetime) -> TransferView:
    """Take a request back while, or after, the sender answers. Raises as `hand_over`."""
    check(by, Permission.MOVE_PERSON)
    made, now = _locked(transfer, by=by, at=at)
    custody.check_cancel(Custodian(now.custodian), note=note, since=now.since, at=at)
    _end(made, at=at, cancelled=True)
    return _recorded("transfer.cancelled", made, by=by, at=at, note=note)


def _locked(uid: str | UUID, *, by: Actor, at: datetime) -> tuple[Transfer, TransferView]:
    seen = queries.transfer(uid, by=by, at=at)
    made = Transfer.objects.select_for_update().get(pk=seen.id)
    if made.ended_at is not None:
        raise HandOverImpossible(problem="这次转运已经结束")
    return made, queries.transfer(uid, by=by, at=at)


def _note(
    made: Transfer,
    step: int,
    custodian: Custodian,
    name: str,
    *,
    vehicle: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    HandOver.objects.create(
        transfer_id=made.pk,
        area=made.area,
        step=step,
        custodian=custodian,
        name=name.strip(),
        vehicle=vehicle.strip(),
        note=note.strip(),
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )


def _end(made: Transfer, *, at: datetime, cancelled: bool = False) -> None:
    made.ended_at, made.cancelled = at, cancelled
    made.save(update_fields=["ended_at", "cancelled"])


def _leave_room(made: Transfer, *, by: Actor, at: datetime) -> None:
    stay = _stay(made)
    if stay is not None and stay.arrived_at is not None:
        go(stay, note=f"转往{made.to_place}", by=by, at=at)


def _arrive(made: Transfer, *, by: Actor, at: datetime) -> None:
    """Whoever has a room where they come to has arrived in it; a fever that came to the clinic is no gap."""
    stay = _stay(made)
    if stay is not None and stay.arrived_at is None and stay.site_id == made.site_id:
        come(stay, by=by, at=at)
    if made.why == TransferWhy.FEVER:
        kind, outcome = EncounterKind.TRANSFER, EncounterOutcome.ARRIVED
        control.add_encounter(person=str(made.person_uid), kind=kind, outcome=outcome, by=by, at=at)


def _stay(made: Transfer) -> Lodging | None:
    stays = Lodging.objects.select_for_update(of=("self",)).filter(person_id=made.person_id)
    return stays.filter(during__endswith__isnull=True).exclude(during__isempty=True).first()


def _recorded(action: str, made: Transfer, *, by: Actor, at: datetime, **facts: object) -> TransferView:
    subject = f"transfer:{made.uid}"
    audit.record(action, subject=subject, by=by, at=at, area=made.area, person=made.person_uid, **facts)
    return queries.transfer(made.uid, by=by, at=at)
