"""Move a finding on: raised, rectified with evidence, re-checked by somebody else, withdrawn."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import FindingEvent
from lianfang.apps.inspection.rules import workflow
from lianfang.apps.inspection.terms import EVENT_NAMES, FindingEventKind, FindingView, Mode
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused

LONGEST: Final = 2000
OLDEST: Final = timedelta(days=60)


class NothingSaid(InputRefused):
    """An event without the words that it needs."""

    code = "inspection.nothing_said"
    sentence = "没有写明{what}。请用一两句话写清楚做了什么、看到什么。"


class MomentImpossible(InputRefused):
    """Something said to have happened before what it answers, or in the future."""

    code = "inspection.moment_impossible"
    sentence = "时间{value}早于问题发现的时间，或晚于现在。请核对。"


@transaction.atomic
def rectify(
    finding: str | UUID, *, text: str, by: Actor, at: datetime, happened_at: datetime | None = None
) -> FindingView:
    """Report a finding as rectified; it waits for a re-check by another person.

    Raises PermissionMissing, NotFound, NotNow, NothingSaid, MomentImpossible.
    """
    check(by, Permission.RECTIFY_FINDING)
    return _happen(finding, FindingEventKind.RECTIFIED, text, by=by, at=at, happened_at=happened_at)


@transaction.atomic
def recheck(
    finding: str | UUID, *, passed: bool, text: str, by: Actor, at: datetime, due: str = ""
) -> FindingView:
    """Re-check what was reported: closed, or opened again with a new time limit.

    Raises PermissionMissing, OwnCheck for whoever found it or mended it, NotFound, NotNow, NothingSaid,
    DueImpossible.
    """
    check(by, Permission.RECHECK_FINDING)
    found, mender = queries.finding_and_mender(finding, by=by, at=at)
    workflow.check_other(found, by=by, rectified_user=mender)
    kind = FindingEventKind.PASSED if passed else FindingEventKind.FAILED
    again = workflow.read_due(due, found_at=at) if due else at + workflow.AGAIN_WITHIN
    return _happen(finding, kind, text, by=by, at=at, due_at=None if passed else again)


@transaction.atomic
def raise_finding(finding: str | UUID, *, to: Mode, text: str, by: Actor, at: datetime) -> FindingView:
    """Ask the county or the city to solve it. Raises PermissionMissing, NotFound, NotNow."""
    check(by, Permission.RECTIFY_FINDING)
    due_at = at + workflow.RAISED_WITHIN
    return _happen(finding, FindingEventKind.RAISED, text, by=by, at=at, due_at=due_at, mode=to)


@transaction.atomic
def withdraw(finding: str | UUID, *, text: str, by: Actor, at: datetime) -> FindingView:
    """Take back a finding made in error; the ledger keeps it. Raises PermissionMissing, NotFound, NotNow."""
    check(by, Permission.PLAN_INSPECTION)
    return _happen(finding, FindingEventKind.WITHDRAWN, text, by=by, at=at)


def note_served(findings: list[FindingView], *, by: Actor, at: datetime) -> None:
    """Note that the notice of some findings was written and handed over, for those that are open."""
    for one in findings:
        if (workflow.S(one.state), FindingEventKind.NOTICED) in workflow.NEXT:
            _append(one, FindingEventKind.NOTICED, "", by=by, at=at, happened_at=at)


def _happen(
    finding: str | UUID,
    kind: FindingEventKind,
    text: str,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    due_at: datetime | None = None,
    mode: str = "",
) -> FindingView:
    queries.locked(queries.finding(finding, by=by, at=at).uid)
    found = queries.finding(finding, by=by, at=at)
    workflow.check_event(found, kind, act=EVENT_NAMES[kind])
    said = " ".join(text.split())[:LONGEST]
    if not said:
        raise NothingSaid(what=EVENT_NAMES[kind])
    moment = happened_at or at
    if not found.found_at <= moment <= at:
        raise MomentImpossible(value=moment)
    _append(found, kind, said, by=by, at=at, happened_at=moment, due_at=due_at, mode=mode)
    audit.record(f"finding.{kind}", subject=f"finding:{found.uid}", by=by, at=at, area=found.area)
    return queries.finding(finding, by=by, at=at)


def _append(
    found: FindingView,
    kind: FindingEventKind,
    text: str,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime,
    due_at: datetime | None = None,
    mode: str = "",
) -> None:
    FindingEvent.objects.create(
        finding_id=found.id,
        area=found.area,
        kind=kind,
        text=text,
        mode=mode,
        due_at=due_at,
        by=by.name,
        by_user=by.user,
        happened_at=happened_at,
        recorded_at=at,
    )
