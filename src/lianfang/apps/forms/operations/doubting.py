"""Doubts: found by the checks of truth, each once; the reporter may answer; a person says what it was."""

import json
from collections import Counter
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas.terms import LEVEL_NAMES
from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Doubt, DoubtAnswer, DoubtSeen
from lianfang.apps.forms.operations.deciding import NotYourLevel
from lianfang.apps.forms.rules import doubts
from lianfang.apps.forms.rules.doubts import CHECKS, Suspect
from lianfang.apps.forms.rules.sight import decides_at
from lianfang.apps.forms.terms import DoubtOutcome
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

LONGEST: Final = 1000
DAYS: Final = (2, 1)
"""Days before today that are looked at: yesterday, and the day before once more for what came late."""


class FindingMissing(InputRefused):
    """A look that says not what was found."""

    code = "forms.finding_missing"
    sentence = "须写明核实的结果：看了什么、问了谁、为什么。"


class AlreadySeen(InputRefused):
    """A doubt that somebody has looked at."""

    code = "forms.already_seen"
    sentence = "这个疑点已由{by}核实。"


class ReportedYourself(NotAllowed):
    """Whoever handed in a report does not look at doubts about it."""

    code = "forms.reported_yourself"
    sentence = "本人填报的报表须由他人核实。"


class AnswerMissing(InputRefused):
    """An answer without words."""

    code = "forms.answer_missing"
    sentence = "请写明情况：为什么是这个数，或者怎样更正。"


class NotYourReport(NotAllowed):
    """Only whoever signs the report answers."""

    code = "forms.not_your_report"
    sentence = "只有填报单位可以说明。"


def look_through(area: str, *, by: Actor, at: datetime) -> int:
    """Look through the two days before and every day corrected since it was doubted; how many doubts are new.

    Each day is kept for itself: what was interrupted is finished by the same call. Raises NotFound.
    """
    queries.check_sight(area, by=by)
    today = at.astimezone(ZONE).date()
    days = {today - timedelta(days=back) for back in DAYS} | set(queries.corrected_days(area, at=at))
    return sum(find_doubts(area, on=day, by=by, at=at) for day in sorted(days))


@transaction.atomic
def find_doubts(area: str, *, on: date, by: Actor, at: datetime) -> int:
    """Look through the reports of an area of a day and keep what is new; the same again keeps nothing.

    Raises NotFound for an area out of sight.
    """
    queries.check_sight(area, by=by)
    found = [_row(one, on) for one in queries.suspected(area, on=on, at=at)]
    if not found:
        return 0
    statement = sql.text("forms", "doubt_write")
    kept = sql.tuples(statement, found=json.dumps(found, ensure_ascii=False), at=at)
    if kept:
        counts = Counter(code for (code,) in kept)
        audit.record(
            "doubts.found", subject=f"areas_area:{area}", by=by, at=at, area=area, day=on, **dict(counts)
        )
    return len(kept)


def _row(one: Suspect, on: date) -> dict[str, Any]:
    day = (one.on or on).isoformat()
    content = (one.check, one.form, one.reporter, day, one.slot, one.report or "", one.about)
    return {
        "check_code": one.check.value,
        "form": one.form,
        "reporter": one.reporter,
        "area": one.area,
        "period_on": day,
        "slot": one.slot,
        "report": one.report,
        "evidence": dict(one.evidence),
        "content_hash": sha256("|".join(map(str, content)).encode()).hexdigest(),
        "quiet": doubts.QUIET_DAYS if CHECKS[one.check].again else 0,
    }


@transaction.atomic
def look_at_doubt(
    doubt: UUID | str, *, outcome: DoubtOutcome, words: str, by: Actor, at: datetime
) -> DoubtSeen:
    """Say what a doubt turned out to be; it changes no report and blames nobody.

    Raises PermissionMissing, NotFound, NotYourLevel, ReportedYourself, AlreadySeen, FindingMissing.
    """
    check(by, Permission.LOOK_AT_DOUBT)
    found = queries.doubt(doubt, by=by)
    Doubt.objects.select_for_update().get(pk=found.pk)
    level = queries.level_of(found)
    if not decides_at(by, level, found.area):
        raise NotYourLevel(level=LEVEL_NAMES[level])
    if found.report is not None and by.user is not None and by.user == found.report.by_user:
        raise ReportedYourself
    seen = found.seen.first()
    if seen is not None:
        raise AlreadySeen(by=seen.by)
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise FindingMissing
    made = DoubtSeen.objects.create(
        doubt=found, outcome=outcome, words=said, by=by.name, by_user=by.user, at=at
    )
    audit.record("doubt.seen", subject=f"doubt:{found.uid}", by=by, at=at, area=found.area, outcome=outcome)
    return made


@transaction.atomic
def answer_doubt(doubt: UUID | str, *, words: str, by: Actor, at: datetime) -> DoubtAnswer:
    """What the reporter says to a doubt, before somebody has looked; as often as there is something to say.

    Raises PermissionMissing, NotFound, NotYourReport, AlreadySeen, AnswerMissing.
    """
    check(by, Permission.SUBMIT_REPORT)
    found = queries.doubt(doubt, by=by)
    if not queries.signs_for(found.reporter, by=by):
        raise NotYourReport
    Doubt.objects.select_for_update().get(pk=found.pk)
    seen = found.seen.first()
    if seen is not None:
        raise AlreadySeen(by=seen.by)
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise AnswerMissing
    made = DoubtAnswer.objects.create(doubt=found, words=said, by=by.name, by_user=by.user, at=at)
    audit.record("doubt.answered", subject=f"doubt:{found.uid}", by=by, at=at, area=found.area)
    return made
