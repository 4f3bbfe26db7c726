"""The page of risk areas: which places are graded on a day; announce one, lift one."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.policy import operations, queries
from lianfang.apps.policy.terms import RISK_LEVELS
from lianfang.apps.policy.web.asking import DayRefused, day, day_or_none, today
from lianfang.core.access.choosing import Chosen, place_chosen, place_or_name
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import DomainError

TONES: Final = {"high": "bad", "sealed": "bad", "medium": "late", "controlled": "late"}
GRAVE: Final = ("high", "sealed", "medium", "controlled", "low", "precaution")
"""The grades from the gravest down: the list begins there."""
ANNOUNCED_ON, LIFTED_ON, ON = _("公布日"), _("到（不含）"), _("日期")
OUTCOMES: Final = {
    operations.ANNOUNCED: _("已公布。"),
    operations.UNCHANGED: _("该地已是这一等级，没有改动。"),
}


@needs(Permission.VIEW_POLICY, post=Permission.ADOPT_POLICY)
def risk_areas(request: PageRequest) -> HttpResponse:
    """The places graded on a day, all or those of one place; a form to announce another."""
    place, problem = place_or_name(request.POST), ""
    if request.method == "POST" and not place.problem:
        try:
            said = _announce(request, place)
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, gettext(OUTCOMES[said]))
            return HttpResponseRedirect(reverse("policy:risk_areas"))
    context = _listed(request) | {"place": place, "problem": problem, "typed": _typed(request)}
    return render(request, "policy/risk_areas.html", context, status=422 if problem or place.problem else 200)


def _announce(request: PageRequest, place: Chosen) -> str:
    typed = request.POST
    return operations.announce_risk_area(
        place=place.code,
        level=typed.get("level", ""),
        disease=typed.get("disease", ""),
        announced_on=day(typed.get("announced_on", ""), ANNOUNCED_ON),
        lifted_on=day_or_none(typed.get("lifted_on", ""), LIFTED_ON),
        source=typed.get("source", ""),
        by=request.actor,
        at=request.moment,
    )


def _typed(request: PageRequest) -> dict[str, str]:
    return {"announced_on": today(request).isoformat()} | request.POST.dict()


def _listed(request: PageRequest) -> dict[str, Any]:
    """The list, narrowed as asked; a day that is none is said and answered by today."""
    asked, within, wrong = request.GET, place_chosen(request.GET, "within"), ""
    try:
        on = day_or_none(asked.get("on", ""), ON) or today(request)
    except DayRefused as refusal:
        on, wrong = today(request), str(refusal)
    disease = asked.get("disease", "")
    found = queries.list_risk_areas(on=on, disease=disease, place=within.code)
    named = areas.names(row["place"] for row in found if row["place"].isdigit())
    diseases = queries.diseases()
    return {
        "on": on,
        "on_wrong": wrong,
        "within": within,
        "disease": disease,
        "diseases": list(diseases.items()),
        "any_disease": [("", _("全部")), *diseases.items()],
        "levels": list(RISK_LEVELS.items()),
        "rows": sorted((_row(row, named, diseases) for row in found), key=lambda row: row["grave"]),
        "may_adopt": request.actor.may(Permission.ADOPT_POLICY),
    }


def _row(row: dict[str, Any], named: dict[str, str], diseases: dict[str, str]) -> dict[str, Any]:
    return row | {
        "called": row["name"] or named.get(row["place"], row["place"]),
        "word": RISK_LEVELS[row["level"]],
        "grave": GRAVE.index(row["level"]),
        "tone": TONES.get(row["level"], ""),
        "sickness": diseases.get(row["disease"], row["disease"]),
    }


@require_POST
@needs(Permission.ADOPT_POLICY)
def lift(request: PageRequest) -> HttpResponse:
    """End the grade of a place on a day; then back to the list, or to it with what was wrong."""
    typed = request.POST
    try:
        operations.lift_risk_area(
            place=typed.get("place", ""),
            disease=typed.get("disease", ""),
            lifted_on=day(typed.get("lifted_on", ""), _("解除日")),
            by=request.actor,
            at=request.moment,
        )
    except DomainError as refusal:
        empty = {"announced_on": today(request).isoformat()}
        context = _listed(request) | {"place": Chosen(), "lift_problem": str(refusal), "typed": empty}
        return render(request, "policy/risk_areas.html", context, status=422)
    messages.success(request, gettext("已解除。"))
    return HttpResponseRedirect(reverse("policy:risk_areas"))
