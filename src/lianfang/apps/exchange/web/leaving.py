"""Pages of reports that leave: as a table with its dictionary, as data values; and the draft of a card."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianfang.apps.areas import queries as areas
from lianfang.apps.exchange import operations
from lianfang.apps.exchange.operations import Left, Span
from lianfang.apps.exchange.rules.card import STANDING_NAMES, Standing
from lianfang.apps.exchange.terms import PERIOD_NAMES, PeriodKind
from lianfang.apps.forms import queries as forms
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.exports.leaving import files_answered
from lianfang.core.exports.tables import TableFormat
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.core.typed import day
from lianfang.kernel.errors import DomainError, WrongCall

TABLES: Final = {kind.value: kind.value for kind in TableFormat}
SETS: Final = {f"dhis2-{kind}": f"DHIS2 {PERIOD_NAMES[kind]}" for kind in PeriodKind}
FORMATS: Final = [(code, name) for code, name in (TABLES | SETS).items()]
TONES: Final = {Standing.HELD: "good", Standing.COMPARE: "late", Standing.MISSING: "bad"}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EXPORT)
def reports(request: PageRequest) -> HttpResponse:
    """Choose a form, a place, days, a format, and say why; the answer is the file."""
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            return _leave(request, request.POST.dict())
        except DomainError as problem:
            refusal = problem
    editions = forms.editions()
    context = {
        "typed": {"area": request.actor.scope, "from": request.moment.date(), "until": request.moment.date()}
        | request.POST.dict(),
        "forms": sorted(forms.form_names({one.form for one in editions}).items()),
        "formats": FORMATS,
        "refused": sentence_of(refusal) if refusal else "",
    }
    return render(request, "exchange/reports.html", context, status=status_of(refusal) if refusal else 200)


def _leave(request: PageRequest, typed: dict[str, str]) -> HttpResponse:
    area = areas.require_area(typed.get("area", ""))
    first, last = day(typed.get("from", "")), day(typed.get("until", ""))
    span = Span(typed.get("form", ""), area, first, last, "accepted" in typed)
    if span.until_day < span.from_day:
        raise WrongCall(problem="起止日期颠倒了。")
    asked, reason = typed.get("format", ""), typed.get("reason", "")
    if asked in SETS:
        period = PeriodKind(asked.removeprefix("dhis2-"))
        left = operations.export_data_values(span, period, reason=reason, **told(request))
    elif asked in TABLES:
        left = operations.export_table(span, TableFormat(asked), reason=reason, **told(request))
    else:
        raise WrongCall(problem="请选择格式。")
    return _file(left, f"{span.form}-{area}-{span.from_day}")


def _file(left: Left, name: str) -> HttpResponse:
    """The one file, or all of them packed."""
    return files_answered(left.files, name)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.UNMASK)
def card(request: PageRequest, person: str) -> HttpResponse:
    """Say why, and see what of the national report card the registry can fill; a draft to read off."""
    shown = people.person(person, scope=request.actor.scope)
    if request.method != "POST":
        return render(request, "exchange/card_ask.html", {"card": shown})
    try:
        draft = operations.draft_card(person=person, reason=request.POST.get("reason", ""), **told(request))
    except DomainError as refusal:
        context = {"card": shown, "refused": sentence_of(refusal)}
        return render(request, "exchange/card_ask.html", context, status=status_of(refusal))
    lines = [
        {"one": one, "tone": TONES[one.standing], "name": STANDING_NAMES[one.standing]} for one in draft.items
    ]
    return render(request, "exchange/card.html", {"draft": draft, "lines": lines})
