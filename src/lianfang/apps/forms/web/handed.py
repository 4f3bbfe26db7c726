"""A report that another server accepted and handed over: what it says, and what was handed over before."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianfang.apps.forms import queries
from lianfang.apps.forms.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.forms.terms import Form
from lianfang.core.forms.values import shown
from lianfang.core.pages import PageRequest


@needs(Permission.VIEW_ROLLUP)
@require_GET
def handed(request: PageRequest, number: int) -> HttpResponse:
    """What was accepted elsewhere, with its chain; nothing of it can be changed here."""
    found = queries.handed_report(number, by=request.actor)
    form = queries.form_of(found.edition) if found.edition else None
    own = queries.current(found.form, found.reporter, on=found.period_on, slot=found.slot)
    context = {
        "sides": sides(request.actor, ""),
        "one": found,
        "form": form,
        "own": own,
        "rows": [_row(form, code, value) for code, value in sorted(found.values.items(), key=_place(form))],
        "chain": queries.handed_chain(found),
    }
    return render(request, "forms/handed.html", context)


def _place(form: Form | None) -> Any:
    places = {field.code: number for number, field in enumerate(form.fields)} if form else {}
    return lambda one: (places.get(one[0], len(places)), one[0])


def _row(form: Form | None, code: str, value: Any) -> dict[str, str]:
    field = form.by_code.get(code) if form else None
    if field is None:
        return {"name": code, "value": f"{value}", "unit": ""}
    said = shown(field, value)
    choices = {choice.code: choice.name for choice in field.choices}
    return {"name": field.name, "value": choices.get(said, said), "unit": field.unit}
