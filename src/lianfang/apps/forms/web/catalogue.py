"""The forms that are loaded: what each asks, of whom, until when."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianfang.apps.areas.terms import LEVEL_NAMES, UNIT_KIND_NAMES
from lianfang.apps.forms import queries
from lianfang.apps.forms.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.forms.terms import FIELD_TYPE_NAMES, ROLLUP_NAMES
from lianfang.core.pages import PageRequest


@needs(Permission.VIEW_REPORTS)
@require_GET
def catalogue(request: PageRequest) -> HttpResponse:
    """Every edition, the newest of a form first."""
    found = sorted(queries.editions(), key=lambda one: (one.form, -one.version))
    return render(
        request,
        "forms/catalogue.html",
        {
            "sides": sides(request.actor, "forms:catalogue"),
            "editions": [(one, queries.form_of(one)) for one in found],
            "levels": LEVEL_NAMES,
            "kinds": UNIT_KIND_NAMES,
        },
    )


@needs(Permission.VIEW_REPORTS)
@require_GET
def edition(request: PageRequest, number: int) -> HttpResponse:
    """What one edition asks, field by field."""
    found = queries.edition(number)
    return render(
        request,
        "forms/edition.html",
        {
            "sides": sides(request.actor, "forms:catalogue"),
            "edition": found,
            "form": queries.form_of(found),
            "types": FIELD_TYPE_NAMES,
            "rollups": ROLLUP_NAMES,
            "levels": LEVEL_NAMES,
            "kinds": UNIT_KIND_NAMES,
        },
    )
