"""Pages of who plans: campaigns, the form of a new one, the sample with its weights."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import UNIT_KIND_NAMES
from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.rules.checklist_file import KINDS
from lianfang.apps.inspection.rules.weights import NORM_DAYS, WEIGHTS
from lianfang.apps.inspection.terms import METHOD_NAMES, RISK_NAMES, VILLAGE, CampaignPlan
from lianfang.apps.inspection.web.sides import sides
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.core.typed import day
from lianfang.kernel.errors import DomainError, NotAllowed

KIND_NAMES = {VILLAGE: _("村（社区）")} | {
    kind: UNIT_KIND_NAMES[kind] for kind in UNIT_KIND_NAMES if kind in KINDS
}


@needs(Permission.VISIT_TARGETS)
@require_GET
def campaigns(request: PageRequest) -> HttpResponse:
    """Campaigns of one's areas; with the form of a new one for who plans."""
    return render(request, "inspection/campaigns.html", _campaigns(request))


def _campaigns(request: PageRequest) -> dict[str, Any]:
    actor = request.actor
    own = areas.headquarters(at=request.moment) if not actor.scope else [actor.scope]
    below = [place for code in own for place in areas.area(code).children]
    names = areas.names(own)
    return {
        "sides": sides(actor, "inspection:campaigns"),
        "campaigns": queries.campaigns(by=actor),
        "places": [(code, names.get(code, code)) for code in own] + [(one.code, one.name) for one in below],
        "checklists": [(one.code, f"{one.title} {one.version}") for one in queries.newest()],
        "kinds": list(KIND_NAMES.items()),
        "kind_names": KIND_NAMES,
        "methods": [(code.value, name) for code, name in METHOD_NAMES.items()],
        "risks": [(code.value, name) for code, name in RISK_NAMES.items()],
        "norms": [(KIND_NAMES.get(kind, kind), days) for kind, days in NORM_DAYS.items()],
    }


@needs(Permission.PLAN_INSPECTION)
@require_POST
def load_checklists(request: PageRequest) -> HttpResponse:
    """Load the checklists that come with the program, where none are there yet."""
    operations.load_builtin_checklists(by=request.actor, at=request.moment)
    return redirect("inspection:campaigns")


@needs(Permission.PLAN_INSPECTION)
@require_POST
def plan(request: PageRequest) -> HttpResponse:
    """Plan a campaign; what is refused comes back with what was typed."""
    try:
        made = operations.plan_campaign(plan_of(request.POST), by=request.actor, at=request.moment)
    except NotAllowed:
        raise
    except DomainError as refusal:
        chosen = request.POST.getlist("kinds")
        told = {"problem": str(refusal), "tried": request.POST, "chosen": chosen}
        context = _campaigns(request) | told
        return render(request, "inspection/campaigns.html", context, status=status_of(refusal))
    return redirect("inspection:campaign", made.uid)


def plan_of(form: QueryDict) -> CampaignPlan:
    """A plan as typed; raises WrongCall for days and numbers that are none."""
    return CampaignPlan(
        area=form.get("area", ""),
        name=form.get("name", ""),
        purpose=form.get("purpose", ""),
        ground=form.get("ground", ""),
        starts_on=day(form.get("starts_on", "")),
        ends_on=day(form.get("ends_on", "")),
        checklist=form.get("checklist", ""),
        kinds=tuple(form.getlist("kinds")),
        risk=form.get("risk", ""),
        method=form.get("method", ""),
        size=int(form.get("size", "")) if form.get("size", "").isdecimal() else 0,
        teams=dict(_teams(form.get("teams", ""))),
    )


def _teams(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Teams, a line each: a name, then its members behind a colon."""
    lines = [line.replace("：", ":").partition(":") for line in text.splitlines() if line.strip()]
    return [(name.strip(), tuple(members.replace("、", " ").split())) for name, _colon, members in lines]


@needs(Permission.VISIT_TARGETS)
@require_GET
def campaign(request: PageRequest, uid: str) -> HttpResponse:
    """A campaign: what it is for, its sample, how the weights came about, the whole pool."""
    return render(request, "inspection/campaign.html", _campaign(request, uid))


def _campaign(request: PageRequest, uid: str) -> dict[str, Any]:
    found = queries.campaign(uid, by=request.actor)
    made = queries.draws(found, by=request.actor)
    return {
        "sides": sides(request.actor, "inspection:campaigns"),
        "campaign": found,
        "kind_names": KIND_NAMES,
        "method": METHOD_NAMES[found.method],
        "risk": RISK_NAMES[found.risk],
        "draws": made,
        "sample": queries.sample_of(found, by=request.actor),
        "pool": queries.pool_of(made[0], by=request.actor) if made else [],
        "weights": WEIGHTS,
    }


@needs(Permission.PLAN_INSPECTION)
@require_POST
def draw(request: PageRequest, uid: str) -> HttpResponse:
    """Draw the sample by the seed that was typed."""
    try:
        operations.draw_sample(
            uid, seed=request.POST.get("seed", "").strip(), by=request.actor, at=request.moment
        )
    except NotAllowed:
        raise
    except DomainError as refusal:
        context = _campaign(request, uid) | {"problem": str(refusal)}
        return render(request, "inspection/campaign.html", context, status=status_of(refusal))
    messages.success(request, gettext("已抽样，种子和全部权重已存档。"))
    return redirect("inspection:campaign", uid)
