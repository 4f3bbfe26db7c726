"""One doubt: its evidence beside the innocent explanations, what the reporter says, what somebody found."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Doubt, Report
from lianfang.apps.forms.queries import DayRow, DoubtLine
from lianfang.apps.forms.rules import doubts as rules
from lianfang.apps.forms.rules.doubts import CHECKS
from lianfang.apps.forms.rules.sight import decides_at
from lianfang.apps.forms.terms import (
    DOUBT_OUTCOME_NAMES,
    STATE_NAMES,
    CheckCode,
    DoubtOutcome,
)
from lianfang.apps.forms.web.doubts import TONES, told
from lianfang.apps.forms.web.sides import TONES as STATE_TONES
from lianfang.apps.forms.web.sides import sides
from lianfang.core import charts
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

OWN: Final = "var(--accent)"
LIKE: Final = "var(--quiet)"
PERCENT: Final = 100
Row = tuple[Any, bool, list[tuple[str, str, bool]]]
"""A row of a table: its head, whether anything was said, cells: name of the column, value, whether marked."""
FEW: Final = 3
FEW_DAYS: Final = 6


@needs(Permission.VIEW_REPORTS)
@require_GET
def doubt(request: PageRequest, uid: str) -> HttpResponse:
    """A doubt: the numbers side by side, two weeks, the peers, the ledger's list; what was said and found."""
    return render(request, "forms/doubt.html", _doubt(request, uid))


def _doubt(request: PageRequest, uid: str) -> dict[str, Any]:
    found, actor = queries.doubt(uid, by=request.actor), request.actor
    line, seen = queries.doubt_line(found), found.seen.first()
    may_look = actor.may(Permission.LOOK_AT_DOUBT) and decides_at(actor, queries.level_of(found), found.area)
    return _evidence(found, request) | {
        "sides": sides(actor, ""),
        "doubt": found,
        "line": line,
        "check": CHECKS[CheckCode(found.check_code)],
        "measured": rules.MEASURED.get(CheckCode(found.check_code)),
        "sentence": told([line])[0],
        "numbers": rules.numbers(found.check_code, found.evidence) + _compared(found),
        "seen": seen,
        "outcome": DOUBT_OUTCOME_NAMES.get(line.outcome, ""),
        "tone": TONES[line.outcome],
        "outcomes": list(DOUBT_OUTCOME_NAMES.items()),
        "may_look": may_look and seen is None,
        "may_answer": seen is None and queries.signs_for(found.reporter, by=actor),
        "key": _to_correct(found, line, request),
        "inspection": way(actor, "inspection:campaigns")
        if seen and seen.outcome == DoubtOutcome.INSPECT
        else "",
    }


def _compared(found: Doubt) -> list[tuple[str, str]]:
    return [(name, f"{number:g}") for name, number in queries.compared(found)]


def _to_correct(found: Doubt, line: DoubtLine, request: PageRequest) -> Any:
    """The period that its reporter may still hand in or correct; nothing for others."""
    if found.form == rules.READINGS or line.corrected or found.check_code == CheckCode.LATE:
        return None
    mine = queries.signs_for(found.reporter, by=request.actor)
    return queries.Key(found.form, found.reporter, found.period_on, found.slot) if mine else None


def _evidence(found: Doubt, request: PageRequest) -> dict[str, Any]:
    """Tables, chart and records behind a doubt, as its check asks for them."""
    fields = queries.fields_of(found)
    theirs = queries.other_report(found, by=request.actor)
    return _tables(found, fields) | {
        "chart": _chart(found, dict(fields)),
        "periods": queries.periods_of(found, by=request.actor, at=request.moment),
        "states": STATE_NAMES,
        "state_tones": STATE_TONES,
        "readings": _readings(found, request),
        "theirs": theirs,
        "persons": _persons(found, theirs, request),
    }


def _tables(found: Doubt, fields: list[tuple[str, str]]) -> dict[str, Any]:
    """Two weeks of the reporter and its like of the day; many numbers stand below one another, day by day."""
    if not fields or found.check_code in queries.BY_CLOCK:
        return {}
    days = queries.days_of(found)
    said = [day for day in days if day.values is not None]
    if len(fields) > FEW:
        heads = [f"{day.on:%m-%d}" for day in said[:FEW_DAYS]]
        return {"heads": heads, "numbers_by_day": [_turned(found, said, heads, field) for field in fields]}
    shown = days[: max((at for at, day in enumerate(days, 1) if day.values is not None), default=0)]
    return {
        "heads": [name for _code, name in fields],
        "days": [_row(day.on, day, fields) for day in shown],
        "peers": [_row(name, row, fields) for name, row in queries.peers_of(found)],
    }


def _row(head: Any, row: DayRow, fields: list[tuple[str, str]]) -> Row:
    cells = [(name, _cell((row.values or {}).get(code)), False) for code, name in fields]
    return head, row.values is not None, cells


def _turned(found: Doubt, said: list[DayRow], heads: list[str], field: tuple[str, str]) -> Row:
    """A number over the last days; those that repeat the day before are marked."""
    repeated = int(found.evidence.get("days", 0)) if found.check_code == CheckCode.COPIED else 0
    numbers = [_cell((day.values or {}).get(field[0])) for day in said]
    same = [at < repeated and now == last for at, (now, last) in enumerate(pairwise([*numbers, ""]))]
    return field[1], True, list(zip(heads, numbers, same, strict=False))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _chart(found: Doubt, names: dict[str, str]) -> SafeString | None:
    """The number that jumped, over two weeks, beside the middle of its like."""
    trend = queries.trend_of(found)
    if trend is None:
        return None
    own, like = gettext("本单位"), gettext("同乡镇居中的")
    rows = [
        (f"{day:%m-%d}", name, number)
        for day, *both in trend.days
        for name, number in zip((own, like), both, strict=True)
        if number is not None
    ]
    series = (charts.Series(own, OWN), charts.Series(like, LIKE))
    name = names.get(trend.field, trend.field)
    return charts.lines(rows, series, label=gettext("最近十四天"), unit=name) if rows else None


def _readings(found: Doubt, request: PageRequest) -> list[dict[str, Any]]:
    """Each temperature: how often here, its share here and in the other villages of the town."""
    own: dict[str, int] = found.evidence.get("values", {})
    like = queries.temperatures_beside(found, by=request.actor)
    return [
        {"celsius": at, "number": own.get(at, 0), "share": _share(own, at), "like": _share(like, at)}
        for at in sorted(own.keys() | like.keys())
    ]


def _share(counts: dict[str, int], at: str) -> int | None:
    total = sum(counts.values())
    return round(PERCENT * counts.get(at, 0) / total) if total else None


def _persons(found: Doubt, theirs: Report | None, request: PageRequest) -> Any:
    """The people behind it, for whoever may see people."""
    if not request.actor.may(Permission.VIEW_PERSON):
        return []
    if found.check_code == CheckCode.TWICE:
        return queries.labels(queries.persons_twice(found, theirs))
    return queries.labels(queries.ledger_persons(found, at=request.moment))


@needs(Permission.LOOK_AT_DOUBT)
@require_POST
def look_at_doubt(request: PageRequest, uid: str) -> HttpResponse:
    """Say what it turned out to be."""
    outcome, words = request.POST.get("outcome", ""), request.POST.get("words", "")

    def work() -> object:
        if outcome not in set(DoubtOutcome):
            raise WrongCall(problem=gettext("请选择核实结果"))
        return operations.look_at_doubt(
            uid, outcome=DoubtOutcome(outcome), words=words, by=request.actor, at=request.moment
        )

    return _done(request, uid, work, gettext("核实结果已登记。"))


@needs(Permission.SUBMIT_REPORT)
@require_POST
def answer_doubt(request: PageRequest, uid: str) -> HttpResponse:
    """What the reporter says to it."""
    answer = request.POST.get("answer", "")

    def work() -> object:
        return operations.answer_doubt(uid, words=answer, by=request.actor, at=request.moment)

    return _done(request, uid, work, gettext("说明已登记，核实的人会看到。"))


def _done(request: PageRequest, uid: str, work: Callable[[], object], said: str) -> HttpResponse:
    try:
        work()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        context = _doubt(request, uid) | {"problem": str(refusal), "sent": request.POST}
        return render(request, "forms/doubt.html", context, status=status_of(refusal))
    messages.success(request, said)
    return redirect("forms:doubt", uid)
