"""What is behind a figure of a roll-up: the reports that gave it, the people whom it counts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import queries
from lianfang.apps.forms.models import HandedReport
from lianfang.apps.forms.web.rollup_asking import Asked, read
from lianfang.apps.forms.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.forms.terms import Field, Rollup
from lianfang.core.pages import PageRequest
from lianfang.core.paging import page_of


@needs(Permission.VIEW_ROLLUP)
@require_GET
def rollup_behind(request: PageRequest, form: str, area: str) -> HttpResponse:
    """The reports behind the figures of a place, as they counted then; of one field where it is asked for."""
    asked = read(request, form, areas.require_area(area))
    fields = {field.code: field for field in queries.form_of(queries.edition_on(form, asked.on)).fields}
    field = fields.get(request.GET.get("field", ""))
    reports = queries.reports_within(
        form, area=area, from_day=asked.on, until_day=asked.on, by=request.actor, known_at=asked.known_at
    )
    told = [one for one in reports if asked.slot in {"", one.slot}]
    values = [(one, queries.values(one).get(field.code) if field else None) for one in told]
    handed = queries.handed_within(
        form, area=area, from_day=asked.on, until_day=asked.on, by=request.actor, known_at=asked.known_at
    )
    page = page_of([pair for pair in values if field is None or pair[1] is not None], request.GET)
    context = {
        "sides": sides(request.actor, "forms:own_rollup"),
        "asked": asked,
        "place": areas.names([area]).get(area, area),
        "field": field,
        "page": page,
        "handed": [one for one in handed if asked.slot in {"", one.slot} and _says(one, field)],
        "names": queries.reporter_names(one.reporter for one, _value in page.rows),
        "back": asked.link(area),
        "people": _people(request, asked, field),
    }
    return render(request, "forms/rollup_behind.html", context)


def _says(one: HandedReport, field: Field | None) -> bool:
    return field is None or one.values.get(field.code) is not None


def _people(request: PageRequest, asked: Asked, field: Field | None) -> str:
    """The way to the people whom a figure counts, for whoever may see people."""
    counts = field is not None and field.rollup is Rollup.PEOPLE
    may = counts and request.actor.may(Permission.VIEW_PERSON)
    return asked.link(asked.area, "forms:rollup_people", field=field.code) if field and may else ""


@needs(Permission.VIEW_PERSON)
@require_GET
def rollup_people(request: PageRequest, form: str, area: str) -> HttpResponse:
    """The people whom a figure of a place counts, each once, with the reporters who list them."""
    asked = read(request, form, areas.require_area(area))
    code = request.GET.get("field", "")
    found = queries.rolled_persons(
        form,
        code,
        area=area,
        from_day=asked.on,
        known_at=asked.known_at,
        by=request.actor,
        slot=asked.slot,
    )
    page = page_of(found, request.GET)
    context = {
        "sides": sides(request.actor, "forms:own_rollup"),
        "asked": asked,
        "field": queries.form_of(queries.edition_on(form, asked.on)).by_code[code],
        "page": page,
        "twice": sum(len(one.reporters) > 1 for one in found),
        "place": areas.names([area]).get(area, area),
        "names": queries.reporter_names({code for one in page.rows for code in one.reporters}),
        "places": areas.names({one.area for one in page.rows if one.area}),
        "back": asked.link(area, "forms:rollup_behind", field=code),
    }
    return render(request, "forms/rollup_people.html", context)
