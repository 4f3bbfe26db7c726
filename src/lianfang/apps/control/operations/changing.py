"""Changes of an order: each is an event, the projection that follows from it, and one audit line."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Func, Value
from django.db.models.functions import Greatest

from lianfang.apps.control import queries
from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.apps.control.rules import monitoring, workflow
from lianfang.apps.control.rules.release import ReasonMissing, check_may_release
from lianfang.apps.control.terms import (
    EVENT_NAMES,
    UNAPPROVED,
    Approval,
    EventKind,
    MeasureState,
    MeasureView,
    Receipt,
    ReleaseGround,
)
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

APP: Final = "control"
ENDS: Final = (EventKind.LAPSED, EventKind.RELEASED, EventKind.REVOKED, EventKind.SUPERSEDED)


class OfficersMissing(InputRefused):
    """A notice served by one officer, or by the same one twice."""

    code = "control.officers_missing"
    sentence = "送达须由两名不同的执行人员完成（行政强制法第十八条）。请写明两人姓名。"


def append(
    view: MeasureView, kind: EventKind, *, by: Actor, at: datetime, happened_at: datetime, **facts: Any
) -> UUID:
    """Append an event to an order and move its projection; the workflow was checked by the caller.

    `facts` may be day, ground, note and details. Returns the event. Raises NotYet for what is
    still to come.
    """
    monitoring.check_happened(happened_at, at=at)
    made = MeasureEvent.objects.create(
        measure_id=view.id,
        area=view.area,
        kind=kind,
        by=by.name,
        happened_at=happened_at,
        recorded_at=at,
        **facts,
    )
    moved = _projection(view, kind, day=facts.get("day"), happened_at=happened_at, at=at)
    if moved:
        Measure.objects.filter(pk=view.id).update(**moved)
    made.refresh_from_db(fields=["uid"])
    return UUID(str(made.uid))


def _projection(
    view: MeasureView, kind: EventKind, *, day: date | None, happened_at: datetime, at: datetime
) -> dict[str, Any]:
    """The columns of an order that an event moves."""
    moved: dict[str, Any] = {}
    if kind in {EventKind.SERVED, EventKind.VISITED, EventKind.RELEASED}:
        moved |= {f"{kind}_at": happened_at, f"{kind}_recorded_at": at}
    if kind in {EventKind.EXTENDED, EventKind.SHORTENED}:
        moved |= {"ends_on": day, "ends_by": Greatest("ends_by", Value(day)), **_appended("ends", day, at)}
    if kind is EventKind.SHIFTED:
        moved |= {"duties_from": day, **_appended("shifts", day, at)}
    if kind in ENDS and view.ended_at is None:
        moved |= {"ended_at": happened_at, "ended_recorded_at": at, "end_ground": kind}
    return moved


def _appended(column: str, day: date | None, at: datetime) -> dict[str, Any]:
    """One more day of a moved period, and the moment from which it was known."""
    return {
        f"{column}_known": Func(F(f"{column}_known"), Value(day), function="array_append"),
        f"{column}_recorded": Func(F(f"{column}_recorded"), Value(at), function="array_append"),
    }


@transaction.atomic
def serve_notice(
    measure: str | int,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    receipt: Receipt | None = None,
) -> list[int]:
    """Record that the written notice was served; one notice serves every order of the series.

    Returns the numbers of the orders served. A receipt names who signed and the two officers. Raises
    NotFound, MeasureUnclear, MeasureNotInForce, OfficersMissing, NotYet.
    """
    named, series = locked(measure, EventKind.SERVED, by=by)
    if receipt is not None and len({name.strip() for name in receipt.officers} - {""}) < len(
        receipt.officers
    ):
        raise OfficersMissing
    served = [view for view in series if workflow.state_of(view) is MeasureState.ISSUED]
    details = asdict(receipt) if receipt else None
    for view in served:
        append(view, EventKind.SERVED, by=by, at=at, happened_at=happened_at or at, details=details)
    record_change(
        EventKind.SERVED, named, by=by, at=at, measures=[view.id for view in served], receipt=bool(receipt)
    )
    return [view.id for view in served]


@transaction.atomic
def extend(
    measure: str | int,
    *,
    until: date,
    reason: str,
    by: Actor,
    at: datetime,
    approval: Approval = UNAPPROVED,
) -> None:
    """Move the end of an order in force to a later day; the next step of the series begins there.

    Raises PastItsEnd once the period is over, NotLonger, ReasonMissing, and LongerThanRule beyond what the
    rule gives without approver and reason.
    """
    named, series = locked(measure, EventKind.EXTENDED, by=by)
    check_reason(EventKind.EXTENDED, reason)
    ruled = queries.ruled_until(named)
    workflow.check_extension(named, day=until, ruled=ruled, approved=approval.complete, at=at)
    details = asdict(approval) if until > ruled else None
    _move_end(named, series, EventKind.EXTENDED, until=until, note=reason, details=details, by=by, at=at)
    record_change(EventKind.EXTENDED, named, by=by, at=at, until=until, reason=reason, approval=details)


@transaction.atomic
def shorten(measure: str | int, *, until: date, reason: str, by: Actor, at: datetime) -> None:
    """Move the end of an order in force to an earlier day still ahead; the next step begins there.

    Raises PastItsEnd once the period is over, NotLonger for a day that is not earlier, ReasonMissing.
    """
    named, series = locked(measure, EventKind.SHORTENED, by=by)
    check_reason(EventKind.SHORTENED, reason)
    workflow.check_shortening(named, day=until, at=at)
    _move_end(named, series, EventKind.SHORTENED, until=until, note=reason, details=None, by=by, at=at)
    record_change(EventKind.SHORTENED, named, by=by, at=at, until=until, reason=reason)


def _move_end(
    named: MeasureView,
    series: Sequence[MeasureView],
    kind: EventKind,
    *,
    until: date,
    note: str,
    details: dict[str, Any] | None,
    by: Actor,
    at: datetime,
) -> None:
    append(named, kind, by=by, at=at, happened_at=at, day=until, note=note, details=details)
    told: dict[str, Any] = {"by": by, "at": at, "happened_at": at, "ground": "previous_step", "note": note}
    for view in series:
        if view.step > named.step and workflow.state_of(view) in workflow.IN_FORCE:
            if until < view.ends_on:
                append(view, EventKind.SHIFTED, day=until, **told)
                return
            append(view, EventKind.SUPERSEDED, **told)


@transaction.atomic
def release(
    measure: str | int,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    ground: ReleaseGround = ReleaseGround.COMPLETED,
    reason: str = "",
) -> list[int]:
    """Release a person from an order, or give the notice of release that a lapsed order still owes.

    `completed` ends this step; every other ground ends the whole series and needs a reason. Returns the
    numbers of the orders ended. Raises MeasureNotInForce if it has ended already, ReleaseNotDue if the rule
    still asks for days or tests (the message lists which), ReasonMissing.
    """
    named, series = locked(measure, EventKind.RELEASED, by=by)
    moment = happened_at or at
    check_may_release(
        named,
        ground=ground,
        reason=reason,
        condition=queries.release_condition(named),
        course=queries.course(named),
        at=moment,
    )
    whole = ground is not ReleaseGround.COMPLETED
    ended = [named, *(_others(named, series, EventKind.RELEASED) if whole else [])]
    for view in ended:
        append(view, EventKind.RELEASED, by=by, at=at, happened_at=moment, ground=ground, note=reason)
    measures = [view.id for view in ended]
    record_change(EventKind.RELEASED, named, by=by, at=at, ground=ground, reason=reason, measures=measures)
    return measures


@transaction.atomic
def revoke(measure: str | int, *, reason: str, by: Actor, at: datetime) -> list[int]:
    """Take a decision back: every order of its series that is in force ends. Raises ReasonMissing."""
    named, series = locked(measure, EventKind.REVOKED, by=by)
    check_reason(EventKind.REVOKED, reason)
    workflow.check_may(named, EventKind.REVOKED)
    ended = [named, *_others(named, series, EventKind.REVOKED)]
    for view in ended:
        append(view, EventKind.REVOKED, by=by, at=at, happened_at=at, note=reason)
    measures = [view.id for view in ended]
    record_change(EventKind.REVOKED, named, by=by, at=at, reason=reason, measures=measures)
    return measures


@transaction.atomic
def lapse(*, area: str, by: Actor, at: datetime) -> int:
    """End every order of an area whose period is over: without extension it has no force.

    The duty to release stays, late, until the notice is served. Returns how many lapsed.
    """
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"处理{area}的决定")
    lo, hi = area_code.prefix_range(area)
    on = at.astimezone(ZONE).date()
    found = sql.run(APP, "lapse_orders", lo=lo, hi=hi, on=on, at=at, by=by.name, zone=settings.TIME_ZONE)
    if found.rows:
        audit.record(
            "measures.lapsed", subject=f"areas_area:{area}", by=by, at=at, area=area, measures=found.rows
        )
    return found.rows


def locked(reference: str | int, event: EventKind, *, by: Actor) -> tuple[MeasureView, list[MeasureView]]:
    """The order meant and its series, locked; raises NotFound, MeasureUnclear, MeasureNotInForce."""
    named = queries.measure_for(reference, event=event, scope=by.scope)
    series = queries.lock_series(named)
    (current,) = [view for view in series if view.id == named.id]
    workflow.check_may(current, event)
    return current, series


def _others(named: MeasureView, series: Sequence[MeasureView], event: EventKind) -> list[MeasureView]:
    return [
        view
        for view in series
        if view.id != named.id and event in workflow.TRANSITIONS[workflow.state_of(view)]
    ]


def check_reason(event: EventKind, reason: str) -> None:
    """Raise ReasonMissing for a change of which nobody says why."""
    if not reason.strip():
        raise ReasonMissing(ground=EVENT_NAMES[event])


def record_change(event: EventKind, view: MeasureView, *, by: Actor, at: datetime, **facts: object) -> None:
    """The audit line of a change of an order."""
    audit.record(
        f"measure.{event}", subject=f"control_measure:{view.id}", by=by, at=at, area=view.area, **facts
    )
