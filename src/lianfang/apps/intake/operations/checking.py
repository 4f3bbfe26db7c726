"""Outcomes of checks at the door or by telephone, one by one; and forwarded rows taken over."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lianfang.apps.intake.models import Check, Forward, GroupFact
from lianfang.apps.intake.rules.checks import ENTERS, LEAVES
from lianfang.apps.intake.terms import CheckOutcome, Group
from lianfang.apps.people import operations as people
from lianfang.apps.people import queries as persons
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound

STATES = {CheckOutcome.DECEASED: "deceased", CheckOutcome.LEFT_AREA: "left"}


class AcknowledgedAlready(InputRefused):
    """Somebody took the row over before."""

    code = "intake.acknowledged_already"
    sentence = "转交信息“{forward}”已由{by}签收，无需重复签收。"


@transaction.atomic
def record_check(
    *, person: str, outcome: CheckOutcome, happened_at: datetime, by: Actor, at: datetime, note: str = ""
) -> str:
    """Record what a check found; the uid of the record.

    An outcome that settles where the person is ends the duty to check them; a person who left or died changes
    state and leaves the groups (五清) that no longer apply. Raises NotFound for a person out of sight.
    """
    card = persons.person(person, scope=by.scope)
    check = Check.objects.create(
        person_id=card.id,
        area=card.area,
        outcome=outcome.value,
        note=note,
        by=by.name,
        happened_at=happened_at,
        recorded_at=at,
    )
    check.refresh_from_db(fields=["uid"])
    _follow(card.id, card.area, outcome, happened_at=happened_at, at=at)
    if outcome in STATES and card.state == "present":
        people.set_state(person=person, state=STATES[outcome], ground="核查结果", by=by, at=at)
    facts = {"outcome": outcome.value, "happened_at": happened_at}
    audit.record("intake.checked", subject=f"person:{card.person}", area=card.area, by=by, at=at, **facts)
    return str(check.uid)


def _follow(person: int, area: str, outcome: CheckOutcome, *, happened_at: datetime, at: datetime) -> None:
    """Let the person leave and enter groups as the outcome says; only who is in leaves."""
    inside = groups_of(person)
    changes = [(group, False) for group in LEAVES.get(outcome, ()) if group in inside]
    entered = ENTERS.get(outcome)
    if entered and entered not in inside and Group.OUTSIDERS not in inside:
        changes.append((entered, True))
    GroupFact.objects.bulk_create(
        GroupFact(
            person_id=person,
            area=area,
            group=group.value,
            enters=enters,
            happened_at=happened_at,
            recorded_at=at,
        )
        for group, enters in changes
    )


def groups_of(person: int) -> set[Group]:
    """The groups (五清) that a person is in."""
    facts = GroupFact.objects.filter(person_id=person).order_by("happened_at", "id")
    latest = {Group(group): enters for group, enters in facts.values_list("group", "enters")}
    return {group for group, enters in latest.items() if enters}


@transaction.atomic
def acknowledge_all(*, forwards: Sequence[str], happened_at: datetime, by: Actor, at: datetime) -> None:
    """Take several forwarded rows over, all or none; raises as `acknowledge` does."""
    for forward in forwards:
        acknowledge(forward=forward, happened_at=happened_at, by=by, at=at)


@transaction.atomic
def acknowledge(*, forward: str, happened_at: datetime, by: Actor, at: datetime) -> None:
    """Take a forwarded row over; raises NotFound, or AcknowledgedAlready with who did."""
    found = Forward.objects.select_for_update().filter(uid=forward).first()
    if found is None or not (by.may_see(found.held_in) or (found.area and by.may_see(found.area))):
        raise NotFound(what="转交信息", value=forward)
    if found.acknowledged_at is not None:
        raise AcknowledgedAlready(forward=forward, by=found.acknowledged_by)
    Forward.objects.filter(pk=found.pk).update(
        acknowledged_at=happened_at, acknowledged_recorded_at=at, acknowledged_by=by.name
    )
    subject = f"forward:{found.uid}"
    audit.record("intake.forward_acknowledged", subject=subject, area=found.held_in, by=by, at=at)
