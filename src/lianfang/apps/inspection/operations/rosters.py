"""Rosters: plan shifts, swap, excuse, check in, call; absence without leave becomes a finding."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Finding, Shift, ShiftEvent
from lianfang.apps.inspection.queries import ShiftView
from lianfang.apps.inspection.rules import shifts as rules
from lianfang.apps.inspection.rules import workflow
from lianfang.apps.inspection.rules.shifts import ShiftImpossible
from lianfang.apps.inspection.terms import Mode, PlannedShift, Severity, ShiftEventKind
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, bound_to
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotAllowed, NotFound

LOCK: Final = 4_712_061  # one at a time says that somebody came, or did not
LOOKED_BACK: Final = timedelta(days=2)
ITEM, CATEGORY = "on_duty", "值班"


@transaction.atomic
def plan_shifts(planned: Sequence[PlannedShift], *, by: Actor, at: datetime) -> int:
    """Plan shifts; how many are new (the same again changes nothing).

    Raises PermissionMissing, NotFound for a unit out of sight, ShiftImpossible.
    """
    check(by, Permission.MANAGE_ROSTER)
    units = queries.units_of({one.unit for one in planned})
    before = Shift.objects.count()
    for one in planned:
        rules.check_planned(one)
        unit = units.get(one.unit)
        if unit is None or not by.may_see(unit["area"]):
            raise NotFound(what="单位", value=one.unit)
        if bound_to(by) not in {None, one.unit}:
            raise NotAllowed(actor=by.name, action="为别的单位排班")
    rows = [_row(one, units[one.unit]["area"], units[one.unit]["name"], by=by, at=at) for one in planned]
    Shift.objects.bulk_create(rows, ignore_conflicts=True)
    new = Shift.objects.count() - before
    audit.record("roster.planned", subject="roster", by=by, at=at, area=by.scope, shifts=new)
    return new


def _row(one: PlannedShift, area: str, name: str, *, by: Actor, at: datetime) -> Shift:
    return Shift(
        area=area,
        unit=one.unit,
        unit_name=name,
        role=one.role,
        officer=one.officer.strip(),
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        by=by.name,
        recorded_at=at,
    )


@transaction.atomic
def check_in(shift: str | UUID, *, by: Actor, at: datetime) -> ShiftView:
    """Say that whoever is on a shift came; once, from half an hour before until its end.

    Raises PermissionMissing, NotFound, ShiftImpossible.
    """
    check(by, Permission.VIEW_ROSTER)
    found = _locked(shift, by=by, at=at)
    if found.came_at or found.excused_at:
        raise ShiftImpossible(problem="这一班已经签到或准假")
    if not found.begins_at - rules.EARLY <= at < found.ends_at:
        raise ShiftImpossible(problem="只能在班前半小时到下班之间签到")
    return _happen(found, ShiftEventKind.CHECKED_IN, by=by, at=at, officer=found.officer)


@transaction.atomic
def swap(shift: str | UUID, *, officer: str, note: str, by: Actor, at: datetime) -> ShiftView:
    """Let somebody else take a shift that nobody has begun. Raises PermissionMissing, ShiftImpossible."""
    check(by, Permission.MANAGE_ROSTER)
    found = _locked(shift, by=by, at=at)
    if not officer.strip() or found.came_at or at >= found.ends_at:
        raise ShiftImpossible(problem="换班须写明接班人，已签到或已下班的不能换")
    return _happen(found, ShiftEventKind.SWAPPED, by=by, at=at, officer=officer.strip(), note=note)


@transaction.atomic
def excuse(shift: str | UUID, *, note: str, by: Actor, at: datetime) -> ShiftView:
    """Grant leave from a shift; not after it was found absent. Raises PermissionMissing, ShiftImpossible."""
    check(by, Permission.MANAGE_ROSTER)
    found = _locked(shift, by=by, at=at)
    if found.came_at or found.finding or not note.strip():
        raise ShiftImpossible(problem="准假须写明理由；已签到或已登记缺岗的不能补假")
    return _happen(found, ShiftEventKind.EXCUSED, by=by, at=at, officer=found.officer, note=note.strip())


@transaction.atomic
def spot_call(shift: str | UUID, *, answered: bool, note: str, by: Actor, at: datetime) -> ShiftView:
    """Call or visit somebody on duty unannounced; not there without leave is a finding.

    Raises PermissionMissing, NotFound, ShiftImpossible outside the shift.
    """
    check(by, Permission.CHECK_PRESENCE)
    found = _locked(shift, by=by, at=at)
    if not found.begins_at <= at < found.ends_at or found.excused_at:
        raise ShiftImpossible(problem="只能抽查正在当班、没有准假的人员")
    kind = ShiftEventKind.ANSWERED if answered else ShiftEventKind.UNANSWERED
    told = _happen(found, kind, by=by, at=at, officer=found.officer, note=note)
    if not answered and not found.finding:
        _find(told, f"抽查时{found.officer}不在岗", by=by, at=at)
    return queries.shift(shift, by=by, at=at)


@transaction.atomic
def note_absences(*, area: str, by: Actor, at: datetime) -> int:
    """Make findings of shifts to which nobody came and for which there was no leave; how many are new."""
    sql.lock(LOCK)
    since = at - LOOKED_BACK
    absent = [
        one
        for one in queries.shifts(area=area, by=by, at=at, since=since, until=at)
        if one.state == "absent" and one.finding is None and one.begins_at >= since
    ]
    for one in absent:
        _find(one, f"{one.officer}无故缺岗：未签到，也没有准假", by=by, at=at)
    return len(absent)


def _locked(shift: str | UUID, *, by: Actor, at: datetime) -> ShiftView:
    sql.lock(LOCK)
    return queries.shift(shift, by=by, at=at)


def _happen(
    found: ShiftView, kind: ShiftEventKind, *, by: Actor, at: datetime, officer: str, note: str = ""
) -> ShiftView:
    ShiftEvent.objects.create(
        shift_id=found.id,
        area=found.area,
        kind=kind,
        officer=officer,
        note=note,
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    audit.record(f"shift.{kind}", subject=f"shift:{found.uid}", by=by, at=at, area=found.area)
    return queries.shift(found.uid, by=by, at=at)


def _find(found: ShiftView, text: str, *, by: Actor, at: datetime) -> None:
    """Absence as a finding of the unit, to be mended at once."""
    kind = queries.units_of([found.unit])[found.unit]["kind"]
    begun = f"{found.begins_at.astimezone(ZONE):%m月%d日%H时%M分}班"
    made = Finding.objects.create(
        shift_id=found.id,
        area=found.area,
        kind=kind,
        target=str(found.unit),
        unit=found.unit,
        name=found.unit_name,
        item=ITEM,
        category=CATEGORY,
        text=f"{begun}，{text}",
        mode=Mode.AT_ONCE,
        severity=Severity.GRAVE,
        due_at=at + workflow.AT_ONCE_WITHIN,
        by=by.name,
        by_user=by.user,
        happened_at=at,
        recorded_at=at,
    )
    audit.record("shift.absent", subject=f"shift:{found.uid}", by=by, at=at, area=found.area, finding=made.pk)
