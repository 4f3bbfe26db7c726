"""Transfers: asked for, and taken back while the sender answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import Transfer
from lianfang.apps.facilities.operations.handing import end, locked, note, recorded
from lianfang.apps.facilities.operations.refusing import refusing
from lianfang.apps.facilities.rules import clocks, custody
from lianfang.apps.facilities.rules.custody import HandOverImpossible
from lianfang.apps.facilities.terms import Custodian, HandedOver, Journey, SiteView, TransferView
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, bound_to


@transaction.atomic
def request_transfer(person: str, journey: Journey, *, by: Actor, at: datetime) -> TransferView:
    """Ask for somebody to be moved; the sender answers for them until somebody takes over.

    Raises PermissionMissing, NotFound for a person or site out of sight, HandOverImpossible, TransferOpen.
    """
    check(by, Permission.MOVE_PERSON)
    ((uid, number),) = queries.persons_to_lodge([person], by=by).items()
    return begin(number, uid, people.labels([number])[number].area, journey, by=by, at=at)


def begin(
    number: int, uid: str | UUID, area: str, journey: Journey, *, by: Actor, at: datetime
) -> TransferView:
    """Begin a transfer that `area` answers for; whether `by` may is the caller's question.

    Raises as `request_transfer`.
    """
    found = queries.site(journey.site, by=by, at=at) if journey.site else None
    from_place, place = journey.from_place.strip(), journey.to_place.strip() or (found.name if found else "")
    if not (journey.sender.strip() and from_place and place):
        raise HandOverImpossible(problem="须写明从哪里、到哪里、由谁负责送出")
    with refusing():
        made = Transfer.objects.create(
            area=area,
            person_id=number,
            person_uid=UUID(str(uid)),
            why=journey.why,
            from_place=from_place,
            to_place=place,
            site_id=found.id if found else None,
            from_unit_id=_leaving(number, found, by=by, at=at),
            due_at=at + clocks.MOVED_WITHIN[journey.why],
            requested_at=at,
            by=by.name,
            recorded_at=at,
        )
    made.refresh_from_db(fields=["uid"])
    note(made, 0, HandedOver(Custodian.SENDER, journey.sender), by=by, at=at, happened_at=at)
    return recorded("transfer.requested", made, by=by, at=at, why=journey.why, to=place)


def _leaving(person: int, to: SiteView | None, *, by: Actor, at: datetime) -> int | None:
    """The unit that lets somebody go: where they live or work; else that of the clerk who sends them away.

    A unit's clerk asks to move nobody out of another unit, unless to the own one.
    """
    own, held = bound_to(by), queries.unit_held_by(person, at=at)
    if own is not None and to is None:
        if held not in {None, own}:
            raise HandOverImpossible(problem="这个人不在本单位。请由其所在的隔离点申请转出")
        held = own
    return queries.unit_number(held) if held else None


@transaction.atomic
def cancel_transfer(transfer: str | UUID, *, note: str, by: Actor, at: datetime) -> TransferView:
    """Take a request back while, or after, the sender answers. Raises as `hand_over`."""
    check(by, Permission.MOVE_PERSON)
    made, turns = locked(transfer, by=by, at=at)
    if made.ended_at is not None:
        raise HandOverImpossible(problem="这次转运已经结束")
    custody.check_cancel(turns[-1].custodian, note=note, since=turns[-1].at, at=at)
    end(made, at=at, cancelled=True)
    return recorded("transfer.cancelled", made, by=by, at=at, note=note)
