"""Fill in one report: the page is made from the form; what is refused comes back beside its field."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.models import Report
from lianfang.apps.forms.operations import ReportRefused
from lianfang.apps.forms.terms import CHECK_NAMES, STATE_NAMES, Expected, State
from lianfang.apps.forms.web.asked import Beside, filled_of, parts
from lianfang.apps.forms.web.doubts import told
from lianfang.apps.forms.web.field import frame
from lianfang.apps.forms.web.sides import TONES, sides
from lianfang.apps.reporting.terms import LedgerFigure
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.forms.terms import Fault, Form, Values, Weight
from lianfang.core.forms.values import read_values, shown
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound


@needs(Permission.VIEW_REPORTS)
@require_GET
def mine(request: PageRequest) -> HttpResponse:
    """What is expected of the one who looks, with its clock."""
    found = queries.mine(by=request.actor, at=request.moment)
    doubted = queries.waiting_for_answers(one.reporter for one in found)
    keys = [queries.key(one) for one in found if one.state in queries.OPEN - {State.NOT_DUE}]
    kept = [reverse("forms:mine"), *(reverse("forms:entry", args=[key]) for key in keys)]
    return render(
        request,
        "forms/mine.html",
        {
            "sides": sides(request.actor, "forms:mine"),
            "expected": [(one, queries.key(one), one.state in queries.OPEN) for one in found],
            "states": STATE_NAMES,
            "tones": TONES,
            "doubted": list(zip(doubted, told(doubted), strict=True)),
            "checks": CHECK_NAMES,
            "kept": " ".join(kept),
            **frame(request),
        },
    )


@needs(Permission.VIEW_REPORTS, post=Permission.SUBMIT_REPORT)
@require_http_methods(["GET", "POST"])
def entry(request: PageRequest, uid: str) -> HttpResponse:
    """The page of one expected report; sent, it is handed in."""
    key = queries.key_of(uid)
    slot = queries.one_expected(
        key.form, key.reporter, on=key.on, slot=key.slot, by=request.actor, at=request.moment
    )
    if request.method == "POST":
        return _hand_in(request, slot)
    return render(request, "forms/entry.html", _page(request, slot))


def _hand_in(request: PageRequest, slot: Expected) -> HttpResponse:
    form = queries.form_of(queries.edition(slot.edition))
    try:
        told = operations.submit(
            slot.form,
            slot.reporter,
            on=slot.period_on,
            slot=slot.slot,
            filled=filled_of(form, request.POST, area=slot.area),
            client=queries.as_unit(request.POST.get("client", "")) or uuid4(),
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=request.moment,
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        context = _page(request, slot, refusal)
        return render(request, "forms/entry.html", context, status=status_of(refusal))
    messages.success(request, gettext("已上报。"))
    return redirect("forms:report", told.uid)


def _page(request: PageRequest, slot: Expected, refusal: DomainError | None = None) -> dict[str, Any]:
    form = queries.form_of(queries.edition(slot.edition))
    faults = refusal.faults if isinstance(refusal, ReportRefused) else ()
    last = queries.current(slot.form, slot.reporter, on=slot.period_on, slot=slot.slot)
    beside = _beside(request, slot, form, last, faults)
    sent = request.POST
    return {
        "sides": sides(request.actor, "forms:mine"),
        "slot": slot,
        "form": form,
        "uid": queries.key(slot),
        "parts": parts(form, beside),
        "last": last,
        "problem": _problem(refusal, form, faults),
        "doubts": [fault for fault in faults if fault.weight is Weight.DOUBT],
        "client": sent.get("client") or str(uuid4()),
        "sent": sent,
        "is_open": request.moment >= slot.opens_at and request.actor.may(Permission.SUBMIT_REPORT),
        "state": STATE_NAMES[slot.state],
        "tone": TONES[slot.state],
        "held": sum(held.value for held in beside.ledger.values()),
        "returned": _returned(last),
        "kept": "",
        **frame(request),
    }


def _problem(refusal: DomainError | None, form: Form, faults: tuple[Fault, ...]) -> str:
    """What stands above the page: the whole sentence, or only how many faults stand beside their fields."""
    if refusal is None:
        return ""
    if not faults:
        return str(refusal)
    others = [fault.told for fault in faults if not set(fault.fields) & set(form.by_code)]
    count = gettext("没有上报：{count}处须改正或说明，见各项下方。").format(count=len(faults))
    return " ".join((count, *others))


def _returned(last: Report | None) -> str:
    decision = last.decisions.first() if last else None
    return decision.reason if decision else ""


def _beside(
    request: PageRequest, slot: Expected, form: Form, last: Report | None, faults: tuple[Fault, ...]
) -> Beside:
    earlier = queries.before(slot.form, slot.reporter, on=slot.period_on, slot=slot.slot)
    before = _texts(form, earlier, only_prefill=True)
    ledger = _ledger(slot, form, at=request.moment)
    sent = request.POST if request.method == "POST" else None
    typed = _texts(form, last) if last else before
    if sent is not None:
        typed = {field.code: sent.get(f"v.{field.code}", "") for field in form.fields}
    return Beside(typed, before, ledger, _computed(slot, form, typed, ledger), faults, sent)


def _computed(
    slot: Expected, form: Form, typed: Mapping[str, str], ledger: Mapping[str, LedgerFigure]
) -> dict[str, str]:
    """What follows from what stands on the page."""
    own = {code: said for code, said in typed.items() if form.by_code[code].is_typed}
    held: Values = {code: float(figure.value) for code, figure in ledger.items()}
    values, _ = read_values(form, own, on=slot.period_on, derived=held)
    return {field.code: shown(field, values[field.code]) for field in form.fields if field.computed}


def _texts(form: Form, report: Report | None, *, only_prefill: bool = False) -> dict[str, str]:
    """The values of a report as they are typed."""
    values = queries.values(report) if report else {}
    return {
        field.code: shown(field, values[field.code])
        for field in form.fields
        if values.get(field.code) is not None and (field.prefill or not only_prefill)
    }


def _ledger(slot: Expected, form: Form, *, at: datetime) -> dict[str, Any]:
    found = queries.ledger_of(form, area=slot.area, on=slot.period_on, known_at=at)
    return {field.code: found[field.derived] for field in form.fields if field.derived}
