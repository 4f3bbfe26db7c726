"""Doubts: the list with its filters, one with its evidence and what was found, the table of the checks."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Doubt
from lianfang.apps.forms.queries import DoubtLine
from lianfang.apps.forms.rules.doubts import CHECK_NAMES, CHECKS, OUTCOME_NAMES, CheckCode, DoubtOutcome
from lianfang.apps.forms.rules.sight import decides_at
from lianfang.apps.forms.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of
from lianfang.core.refusals import status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

SENTENCES: Final[Mapping[str, str]] = {
    "missing": _("应于{due}前上报，一直没有上报；近{periods}期迟报{late}期。"),
    "late": _("近{periods}期迟报{late}期，这一期晚了{hours}小时。"),
    "contradiction": _("与上报前半小时台账所载不符：{says}"),
    "contradiction.zero": _("作了零报告，而台账当时已有{held}人发热。"),
    "silent_change": _("上报时台账为{told}，四小时后为{soon}，现在为{now}，报表没有更正。"),
    "jump": _("{field}报{said}，平常约{usual}；高出本单位{own}个波动宽度、同类单位{peers}个。"),
    "copied": _("连续{days}天，{numbers}个数与前一天完全相同；巧合的机会约{one_in}分之一。"),
    "twice": _("{field}中有{persons}人同日也列在{other}的名单里。"),
    "totals": _("上报时和现在都与下级合计不符：{says}"),
    "temperatures.alike": _("七天{readings}次体温中，{value}度占{percent}%。"),
    "temperatures.even": _("七天{readings}次体温分布均匀，人与人之间没有差别。"),
    "temperatures.burst": _("七天中有{rounds}次测温集中在一分钟内登记（如{minute}）。"),
}
SEEN: Final = (("", _("全部")), ("no", _("待核实")), ("yes", _("已核实")))
TONES: Final = {"": "late", "explained": "good", "corrected": "good", "inspect": "bad"}


@needs(Permission.VIEW_REPORTS)
@require_GET
def doubts(request: PageRequest) -> HttpResponse:
    """Doubts of one's area by day, check, form and whether somebody looked."""
    asked, actor = request.GET, request.actor
    area = asked.get("area", "") or actor.scope
    found = queries.doubts(
        area=area,
        by=actor,
        on=_day(asked),
        check=asked.get("check", ""),
        form=asked.get("form", ""),
        seen={"yes": True, "no": False}.get(asked.get("seen", "")),
    )
    page = page_of(found, asked)
    fields = {field for one in page.rows if (field := one.evidence.get("field"))}
    names = queries.field_names(fields)
    context = {
        "sides": sides(actor, "forms:doubts"),
        "place": areas.names([area]).get(area, ""),
        "page": page,
        "told": [(one, sentence(one, names)) for one in page.rows],
        "fields": _filters(asked, found),
        "names": CHECK_NAMES,
        "outcomes": OUTCOME_NAMES,
        "tones": TONES,
        "waiting": sum(not one.outcome for one in found),
    }
    return render(request, "forms/doubts.html", context)


def _day(asked: QueryDict) -> date | None:
    text = asked.get("on", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise WrongCall(problem=gettext("“{text}”不是日期。").format(text=text)) from problem


def _filters(asked: QueryDict, found: list[DoubtLine]) -> list[dict[str, Any]]:
    forms = sorted({(one.form, one.form_name) for one in found})
    choices: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "check": (_("疑点"), [("", _("全部")), *CHECK_NAMES.items()]),
        "form": (_("报表"), [("", _("全部")), *forms]),
        "seen": (_("核实"), list(SEEN)),
    }
    day = {"label": _("日期"), "name": "on", "kind": "date", "value": asked.get("on", ""), "id": "on"}
    return [day] + [
        {
            "label": label,
            "name": name,
            "kind": "choice",
            "choices": given,
            "value": asked.get(name, ""),
            "id": name,
        }
        for name, (label, given) in choices.items()
    ]


def sentence(one: DoubtLine, fields: Mapping[str, str]) -> str:
    """What the evidence says, in one sentence."""
    evidence = one.evidence
    key = f"{one.check}.{evidence['pattern']}" if "pattern" in evidence else one.check
    facts = {name: _plain(value) for name, value in evidence.items()}
    facts["percent"] = f"{100 * evidence.get('share', 0):.0f}"
    if "field" in evidence:
        facts["field"] = fields.get(evidence["field"], evidence["field"])
    if "due_at" in evidence:
        facts["due"] = f"{datetime.fromisoformat(evidence['due_at']).astimezone(ZONE):%m-%d %H:%M}"
    if "other" in evidence:
        facts["other"] = queries.reporter_names([evidence["other"]]).get(evidence["other"], evidence["other"])
    if evidence.get("zero"):
        key, facts["held"] = f"{one.check}.zero", _plain(evidence["held"].get("readings.fever", 0))
    return gettext(SENTENCES[key]).format(**facts)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


@needs(Permission.VIEW_REPORTS)
@require_GET
def doubt(request: PageRequest, uid: str) -> HttpResponse:
    """A doubt: the numbers of two weeks, the peers, the ledger's list; what was found."""
    return render(request, "forms/doubt.html", _doubt(request, uid))


def _doubt(request: PageRequest, uid: str) -> dict[str, Any]:
    found, actor = queries.doubt(uid, by=request.actor), request.actor
    line, fields = queries.doubt_line(found), queries.fields_of(found)
    seen = found.seen.first()
    may_look = actor.may(Permission.LOOK_AT_DOUBT) and decides_at(actor, queries.level_of(found), found.area)
    return {
        "sides": sides(actor, ""),
        "doubt": found,
        "line": line,
        "check": CHECKS[CheckCode(found.check_code)],
        "sentence": sentence(line, dict(fields)),
        "heads": [name for _code, name in fields],
        "days": _rows([(one.on, one) for one in queries.days_of(found)], fields),
        "peers": _rows(queries.peers_of(found), fields),
        "readings": sorted(found.evidence.get("values", {}).items()),
        "persons": _persons(found, request),
        "seen": seen,
        "outcome": OUTCOME_NAMES[seen.outcome] if seen else "",
        "tone": TONES[seen.outcome] if seen else TONES[""],
        "outcomes": list(OUTCOME_NAMES.items()),
        "may_look": may_look and seen is None,
        "inspection": way(actor, "inspection:campaigns")
        if seen and seen.outcome == DoubtOutcome.INSPECT
        else "",
    }


def _rows(days: list[Any], fields: list[tuple[str, str]]) -> list[tuple[Any, bool, list[Any]]]:
    """Rows of a table: a head, whether anything was said, the values of the fields."""
    return [
        (head, row.values is not None, [_cell((row.values or {}).get(code)) for code, _name in fields])
        for head, row in days
    ]


def _cell(value: Any) -> str:
    return "" if value is None else _plain(value)


def _persons(found: Doubt, request: PageRequest) -> Any:
    """The people behind it, for whoever may see people."""
    if not request.actor.may(Permission.VIEW_PERSON):
        return []
    if found.check_code == CheckCode.TWICE:
        return queries.labels(queries.persons_twice(found, by=request.actor))
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

    return _done(request, uid, work)


def _done(request: PageRequest, uid: str, work: Callable[[], object]) -> HttpResponse:
    try:
        work()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        told = _doubt(request, uid) | {"problem": str(refusal), "sent": request.POST}
        return render(request, "forms/doubt.html", told, status=status_of(refusal))
    messages.success(request, gettext("核实结果已登记。"))
    return redirect("forms:doubt", uid)


@needs(Permission.VIEW_REPORTS)
@require_GET
def checks(request: PageRequest) -> HttpResponse:
    """The checks of truth: what each looks at, how it errs, when it says something."""
    context = {"sides": sides(request.actor, ""), "checks": list(CHECKS.values())}
    return render(request, "forms/checks.html", context)
