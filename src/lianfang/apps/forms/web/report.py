"""A report with its chain and what may be decided of it; a dispute with both lists side by side."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Dispute
from lianfang.apps.forms.queries import Link
from lianfang.apps.forms.terms import DECISION_NAMES, SETTLEMENT_NAMES, Settlement
from lianfang.apps.forms.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.forms.terms import Field, Form
from lianfang.core.forms.values import shown
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound, WrongCall

MARKS: Final = {
    "prefilled": _("沿用上期"),
    "confirmed": _("台账数，已确认"),
    "disputed": _("台账数，有异议"),
}


COMPUTED: Final = _("自动计算")


@needs(Permission.VIEW_REPORTS)
@require_GET
def report(request: PageRequest, uid: str) -> HttpResponse:
    """A report: what it says, what each correction changed, what was decided."""
    return render(request, "forms/report.html", _report(request, uid))


def _report(request: PageRequest, uid: str) -> dict[str, Any]:
    found = queries.report(uid, by=request.actor)
    form = queries.form_of(found.edition)
    links = queries.chain(found)
    (here,) = [link for link in links if link.report.pk == found.pk]
    current = links[-1]
    name = queries.reporter_names([found.reporter]).get(found.reporter, found.reporter)
    may_decide = request.actor.may(Permission.DECIDE_REPORT) and queries.may_decide(found, by=request.actor)
    return {
        "sides": sides(request.actor, ""),
        "report": found,
        "form": form,
        "name": name,
        "rows": [_row(field, here, found.marks) for field in form.fields],
        "links": [_told(link, form) for link in links],
        "here": here,
        "decisions": DECISION_NAMES,
        "disputes": [_disputed(one, form) for one in queries.disputes_of(found)],
        "key": queries.Key(found.form, found.reporter, found.period_on, found.slot),
        "is_current": current.report.pk == found.pk,
        "current": current.report,
        "may_decide": may_decide and here.decision is None and found.superseded_at is None,
        "may_correct": current.report.pk == found.pk and queries.signs_for(found.reporter, by=request.actor),
    }


def _row(field: Field, link: Link, marks: dict[str, str]) -> dict[str, Any]:
    choices = {choice.code: choice.name for choice in field.choices}
    value = shown(field, link.values.get(field.code))
    return {
        "name": field.name,
        "unit": field.unit,
        "value": choices.get(value, value),
        "mark": COMPUTED if field.computed else MARKS.get(marks.get(field.code, ""), ""),
        "changed": field.code in link.changed,
    }


def _told(link: Link, form: Form) -> dict[str, Any]:
    before = [form.by_code[code].name for code in link.changed if code in form.by_code]
    return {"link": link, "report": link.report, "decision": link.decision, "changed": before}


def _disputed(one: Dispute, form: Form) -> dict[str, Any]:
    return {
        "dispute": one,
        "name": form.by_code[one.field].name,
        "outcome": SETTLEMENT_NAMES.get(one.outcome),
    }


def _done(
    request: PageRequest, template: str, context: Callable[[], dict[str, Any]], work: Callable[[], object]
) -> HttpResponse | None:
    """Do something; what is refused comes back on its page, else nothing."""
    try:
        work()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        told = context() | {"problem": str(refusal), "sent": request.POST}
        return render(request, template, told, status=status_of(refusal))
    return None


@needs(Permission.DECIDE_REPORT)
@require_POST
def accept(request: PageRequest, uid: str) -> HttpResponse:
    """Accept a report."""

    def work() -> object:
        return operations.accept(uid, by=request.actor, at=request.moment)

    refused = _done(request, "forms/report.html", lambda: _report(request, uid), work)
    messages.success(request, gettext("已接收并锁定。")) if refused is None else None
    return refused or redirect("forms:report", uid)


@needs(Permission.DECIDE_REPORT)
@require_POST
def return_report(request: PageRequest, uid: str) -> HttpResponse:
    """Return a report."""

    def work() -> object:
        reason = request.POST.get("reason", "")
        return operations.return_report(uid, reason=reason, by=request.actor, at=request.moment)

    refused = _done(request, "forms/report.html", lambda: _report(request, uid), work)
    messages.success(request, gettext("已退回。")) if refused is None else None
    return refused or redirect("forms:report", uid)


@needs(Permission.VIEW_REPORTS)
@require_GET
def dispute(request: PageRequest, uid: str) -> HttpResponse:
    """Both lists of people side by side, and the decision."""
    return render(request, "forms/dispute.html", _dispute(request, uid))


def _dispute(request: PageRequest, uid: str) -> dict[str, Any]:
    found = queries.dispute(uid, by=request.actor)
    form = queries.form_of(found.report.edition)
    ledger, said = set(found.ledger_persons), set(found.said_persons)
    name = queries.reporter_names([found.report.reporter]).get(found.report.reporter, found.report.reporter)
    may_settle = request.actor.may(Permission.DECIDE_REPORT) and queries.may_decide(
        found.report, by=request.actor
    )
    return {
        "sides": sides(request.actor, ""),
        "dispute": found,
        "name": name,
        "field": form.by_code[found.field],
        "form": form,
        "columns": [
            (gettext("只在台账"), queries.labels(ledger - said)),
            (gettext("两边都有"), queries.labels(ledger & said)),
            (gettext("只在报表"), queries.labels(said - ledger)),
        ],
        "outcomes": list(SETTLEMENT_NAMES.items()),
        "outcome": SETTLEMENT_NAMES.get(found.outcome),
        "may_settle": may_settle and found.settled_at is None and found.report.superseded_at is None,
    }


@needs(Permission.DECIDE_REPORT)
@require_POST
def settle(request: PageRequest, uid: str) -> HttpResponse:
    """Say which list was right."""

    def work() -> object:
        outcome, words = request.POST.get("outcome", ""), request.POST.get("words", "")
        if outcome not in set(Settlement):
            raise WrongCall(problem=gettext("请选择裁定结果"))
        return operations.settle(
            uid, outcome=Settlement(outcome), words=words, by=request.actor, at=request.moment
        )

    refused = _done(request, "forms/dispute.html", lambda: _dispute(request, uid), work)
    messages.success(request, gettext("已裁定。")) if refused is None else None
    return refused or redirect("forms:dispute", uid)
