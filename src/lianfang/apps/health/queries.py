"""What the health centre sees of its villages: fevers, transfers, and one list to call."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any, Final

from lianfang.apps.areas import queries as areas
from lianfang.apps.control.duties import FEVER_TRANSFER, TEMPERATURE
from lianfang.apps.control.terms import EncounterOutcome, Slot
from lianfang.apps.health.terms import Desk, Fever, ToCall, TransferState
from lianfang.apps.people import queries as people
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine
from lianfang.core.duty.terms import DutyKind, Gap
from lianfang.kernel.clock import ZONE

APP: Final = "health"
STATES: Final = {
    EncounterOutcome.DEPARTED.value: TransferState.UNDER_WAY,
    EncounterOutcome.REFUSED.value: TransferState.REFUSED,
}
"""How far a transfer is after its last step; an arrival closes the duty, and nothing yet is a request."""


def slot_at(moment: datetime) -> Slot:
    """The half of the day whose temperatures are taken at a moment."""
    noon: time = TEMPERATURE.constants["pm_opens"]  # type: ignore[assignment]
    return Slot.PM if moment.astimezone(ZONE).time() >= noon else Slot.AM


def desk(*, by: Actor, at: datetime) -> Desk:
    """The desk of the actor's villages at a moment."""
    slot = slot_at(at)
    fevers = _open(FEVER_TRANSFER, by=by, at=at)
    missing = [gap for gap in _open(TEMPERATURE, by=by, at=at) if gap.ref.endswith(slot)]
    labels = people.labels_by_uid(gap.subject for gap in (*fevers, *missing))
    places = areas.names(gap.area for gap in (*fevers, *missing))
    names = {uid: label.name for uid, label in labels.items()}
    return Desk(slot, _fevers(fevers, names, places, at), _to_call(missing, names, places, at=at, slot=slot))


def _open(kind: DutyKind, *, by: Actor, at: datetime) -> list[Gap]:
    views = (engine.at_moment(area=scope, at=at) for scope in by.scopes)
    return [gap for view in views for gap in engine.gaps(view=view, kinds=[kind])]


def _fevers(
    gaps: Sequence[Gap], names: dict[str, str], places: dict[str, str], at: datetime
) -> tuple[Fever, ...]:
    """Fevers by the clock of their transfer, those without a vehicle first."""
    if not gaps:
        return ()
    rows = sql.fetch(
        APP,
        "fever_facts",
        persons=[gap.subject for gap in gaps],
        since=[gap.opens_at for gap in gaps],
        zone=ZONE.key,
        at=at,
    )
    facts = {str(row["person"]): row for row in rows}
    found = (_fever(gap, facts[gap.subject], names, places) for gap in gaps if gap.subject in facts)
    return tuple(sorted(found, key=lambda one: (one.state is TransferState.UNDER_WAY, one.due_at, one.name)))


def _fever(gap: Gap, fact: dict[str, Any], names: dict[str, str], places: dict[str, str]) -> Fever:
    return Fever(
        person=gap.subject,
        name=names.get(gap.subject, ""),
        area=gap.area,
        place=places.get(gap.area, gap.area),
        holder=gap.holder or "",
        celsius=fact["celsius"],
        symptoms=fact["symptoms"] or "",
        since=gap.opens_at,
        due_at=gap.due_at,
        state=STATES.get(fact["outcome"], TransferState.REQUESTED),
        moved_at=fact["moved_at"],
    )


def _to_call(
    gaps: Iterable[Gap], names: dict[str, str], places: dict[str, str], *, at: datetime, slot: Slot
) -> tuple[ToCall, ...]:
    """One line a person: those nobody called first, then those called longest ago; village by village."""
    of_person = {gap.subject: gap for gap in gaps}
    if not of_person:
        return ()
    on = at.astimezone(ZONE).date()
    clock: time = TEMPERATURE.constants[f"{slot}_opens"]  # type: ignore[assignment]
    opens_at = datetime.combine(on, clock, tzinfo=ZONE)
    rows = sql.fetch(APP, "call_facts", persons=list(of_person), on=on, opens_at=opens_at, at=at)
    found = (_line(of_person[str(row["person"])], row, names, places) for row in rows)
    return tuple(sorted(found, key=_order))


def _order(one: ToCall) -> tuple[bool, float, str, str]:
    called = one.called_at.timestamp() if one.called_at else 0
    return one.called_at is not None, called, one.area, one.name


def _line(gap: Gap, row: dict[str, Any], names: dict[str, str], places: dict[str, str]) -> ToCall:
    return ToCall(
        person=gap.subject,
        name=names.get(gap.subject, ""),
        area=gap.area,
        place=places.get(gap.area, gap.area),
        holder=gap.holder or "",
        opens_at=gap.opens_at,
        due_at=gap.due_at,
        calls=row["calls"],
        called_at=row["called_at"],
        outcome=row["outcome"],
        earlier=row["earlier"],
    )
