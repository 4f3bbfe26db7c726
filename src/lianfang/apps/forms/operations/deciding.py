"""Decide on a report: accept it, which freezes it with a digest, or return it with a reason."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas.terms import LEVEL_NAMES
from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Decision, Report
from lianfang.apps.forms.rules.sight import decides_at
from lianfang.apps.forms.terms import DecisionKind
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import InputRefused, NotAllowed

LONGEST: Final = 1000
LOCK: Final = 4_712_071  # one at a time decides
FROZEN: Final = (
    "form",
    "reporter",
    "area",
    "period_on",
    "slot",
    "sequence",
    "reason",
    "zero",
    "numbers",
    "texts",
    "marks",
    "explanation",
    "happened_at",
    "recorded_at",
    "by",
)
"""What the digest of an accepted report covers."""


class NotToDecide(InputRefused):
    """A report that was decided, or that another one superseded."""

    code = "forms.not_to_decide"
    sentence = "这份报表{problem}，不能再接收或退回。请看最新的一份。"


class GroundMissing(InputRefused):
    """A report returned without a word why."""

    code = "forms.ground_missing"
    sentence = "退回报表须写明哪里不对、怎样改。"


class DisputeOpen(InputRefused):
    """A report that can't be accepted while a number of the ledger is disputed."""

    code = "forms.dispute_open"
    sentence = "这份报表对台账数有异议，请先裁定异议再接收。"


class OwnReport(NotAllowed):
    """Whoever hands in a report does not decide on it."""

    code = "forms.own_report"
    sentence = "本人上报的报表须由他人接收或退回。"


class NotYourLevel(NotAllowed):
    """A report that another level decides on."""

    code = "forms.not_your_level"
    sentence = "这份报表由{level}接收，您的身份不在这一级。"


@transaction.atomic
def accept(report: UUID | str, *, by: Actor, at: datetime) -> Decision:
    """Accept a report: from now on it is frozen, and what comes later is an amendment.

    Raises PermissionMissing, NotFound, NotYourLevel, OwnReport, NotToDecide, DisputeOpen.
    """
    found = _to_decide(report, by=by)
    if queries.open_disputes(found).exists():
        raise DisputeOpen
    return _decide(found, DecisionKind.ACCEPTED, by=by, at=at, digest=digest_of(found))


@transaction.atomic
def return_report(report: UUID | str, *, reason: str, by: Actor, at: datetime) -> Decision:
    """Return a report: its reporter corrects it. Raises as `accept`, and GroundMissing."""
    found = _to_decide(report, by=by)
    said = " ".join(reason.split())[:LONGEST]
    if not said:
        raise GroundMissing
    return _decide(found, DecisionKind.RETURNED, by=by, at=at, reason=said)


@transaction.atomic
def accept_clean(*, area: str, on: date, by: Actor, at: datetime, form: str | None = None) -> int:
    """Accept every report of a day against which nothing speaks; how many.

    Left for a look are those disputed, in doubt, explained, late, corrected, or one's own.
    Raises PermissionMissing, NotFound.
    """
    check(by, Permission.DECIDE_REPORT)
    sql.lock(LOCK)
    numbers = queries.clean_reports(area=area, on=on, form=form, by=by)
    found = Report.objects.select_related("edition").prefetch_related("persons").filter(pk__in=numbers)
    mine = [one for one in found if decides_at(by, Level(one.edition.accepted_level), one.area)]
    Decision.objects.bulk_create(
        _row(one, DecisionKind.ACCEPTED, by=by, at=at, digest=digest_of(one)) for one in mine
    )
    audit.record(
        "report.accepted_clean",
        subject=f"reports:{on}",
        by=by,
        at=at,
        area=area,
        form=form or "",
        reports=[str(one.uid) for one in mine],
    )
    return len(mine)


def digest_of(report: Report) -> str:
    """The digest of what a report says, persons included."""
    said = {name: getattr(report, name) for name in FROZEN}
    moments = {name: said[name].isoformat() for name in ("period_on", "happened_at", "recorded_at")}
    persons = sorted([one.field, str(one.person)] for one in report.persons.all())
    content = said | moments | {"persons": persons}
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _to_decide(uid: UUID | str, *, by: Actor) -> Report:
    check(by, Permission.DECIDE_REPORT)
    sql.lock(LOCK)
    found = queries.report(uid, by=by)
    level = Level(found.edition.accepted_level)
    if not decides_at(by, level, found.area):
        raise NotYourLevel(level=LEVEL_NAMES[level])
    if by.user is not None and by.user == found.by_user:
        raise OwnReport
    if found.superseded_at is not None:
        raise NotToDecide(problem="已经更正")
    if found.decisions.exists():
        raise NotToDecide(problem="已经有了决定")
    return found


def _decide(
    found: Report, kind: DecisionKind, *, by: Actor, at: datetime, reason: str = "", digest: str = ""
) -> Decision:
    made = _row(found, kind, by=by, at=at, reason=reason, digest=digest)
    made.save()
    audit.record(
        f"report.{kind}", subject=f"report:{found.uid}", by=by, at=at, area=found.area, digest=digest
    )
    return made


def _row(
    found: Report, kind: DecisionKind, *, by: Actor, at: datetime, reason: str = "", digest: str = ""
) -> Decision:
    return Decision(
        report=found,
        area=found.area,
        kind=kind,
        reason=reason,
        digest=digest,
        happened_at=at,
        recorded_at=at,
        by=by.name,
        by_user=by.user,
        officer=by.officer,
    )
