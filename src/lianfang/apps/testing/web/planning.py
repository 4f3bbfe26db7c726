"""The page of the arithmetic: what is typed, each figure with its source, why it can't be done in time."""

import re
from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from lianfang.apps.areas import queries as areas
from lianfang.apps.testing import queries
from lianfang.apps.testing.terms import Plan, PlanAsked
from lianfang.apps.testing.terms.planning import WARNINGS
from lianfang.apps.testing.web.sides import sides
from lianfang.core import refusals
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.typed import number, number_or
from lianfang.kernel.errors import DomainError, WrongCall

NAMES: Final = ("population", "days", "pool", "prevalence", "labs", "samplers", "points", "hours")
USUAL: Final = {"days": "2", "prevalence": "0.01", "hours": "12"}
PERCENT: Final = 100
MOST_DIGITS: Final = 9


@require_GET
@needs(Permission.VIEW_TESTING)
def plan(request: PageRequest) -> HttpResponse:
    """Plan a round; without numbers the population of one's own area stands in the form."""
    typed = USUAL | {name: request.GET[name].strip() for name in NAMES if name in request.GET}
    if "population" not in typed:
        own = areas.area(request.actor.scope) if request.actor.scope else None
        typed["population"] = str(own.population or "") if own else ""
    context = {"sides": sides(request.actor, "testing:plan"), "typed": typed}
    if "population" not in request.GET:
        return render(request, "testing/plan.html", context)
    try:
        found = queries.plan(_asked(typed))
    except DomainError as refusal:
        told = context | {"problem": str(refusal)}
        return render(request, "testing/plan.html", told, status=refusals.status_of(refusal))
    return render(request, "testing/plan.html", context | {"plan": found, "warnings": _warnings(found)})


def _warnings(found: Plan) -> list[tuple[str, ...]]:
    """What is wrong and what would help, in the language of who looks."""
    return [tuple(gettext(said).format(**one.facts) for said in WARNINGS[one.code]) for one in found.warnings]


def _asked(typed: Mapping[str, str]) -> PlanAsked:
    return PlanAsked(
        population=number_or(typed["population"], 0),
        days=number_or(typed["days"], 0),
        pool=number_or(typed.get("pool", ""), None),
        prevalence=_share(typed["prevalence"]),
        labs=tuple(number(text) for text in re.split(r"[\s,，、+]+", typed.get("labs", "")) if text),
        samplers=number_or(typed.get("samplers", ""), None),
        points=number_or(typed.get("points", ""), None),
        hours=number_or(typed["hours"], 0),
    )


def _share(text: str) -> float:
    """A share of a hundred as typed."""
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", text, re.ASCII):
        raise WrongCall(problem=gettext("“{text}”不是数字").format(text=text))
    return float(text) / PERCENT
