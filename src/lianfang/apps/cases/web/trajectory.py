"""Where a case was and with whom, over two weeks; each line is saved on its own, as three teams write."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.terms import (
    SITUATION_NAMES,
    TEAM_NAMES,
    VEHICLE_NAMES,
    CaseCard,
    MetCard,
    Situation,
    Stay,
    StayCard,
    Team,
    Vehicle,
)
from lianfang.apps.cases.web import typed
from lianfang.apps.cases.web.shown import shown, tabs
from lianfang.core.access.choosing import Chosen, place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.core.typed import moment, one_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, WrongCall

DAYS: Final = 14
LONGEST: Final = 400
MOMENT: Final = "%Y-%m-%dT%H:%M"
TEAMS: Final = [(one.value, name) for one, name in TEAM_NAMES.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.VIEW_CASES, post=Permission.INVESTIGATE_CASE)
def trajectory(request: PageRequest, uid: UUID) -> HttpResponse:
    """The two weeks before a case was diagnosed; writing, changing or removing one line."""
    card = queries.case(uid, by=request.actor, known_at=request.moment)
    if request.method != "POST":
        return _page(request, card)
    try:
        _said(request, _write(request, uid))
    except DomainError as refusal:
        return _page(request, card, problem=sentence_of(refusal), status=status_of(refusal))
    return redirect("cases:trajectory", uid)


def _write(request: PageRequest, uid: UUID) -> bool:
    """Save or remove the line; whether another team wrote it meanwhile."""
    said = request.POST
    try:
        stay = UUID(said["stay"]) if said.get("stay") else None
        seen = int(said.get("seen") or 0)
    except ValueError as problem:
        raise WrongCall(problem=_("这一条的编号有误。")) from problem
    if stay and "taken_out" in said:  # a field named remove would hide the method of its form
        operations.remove_stay(uid, stay=stay, seen=seen, **told(request))
        return False
    return operations.save_stay(uid, _typed(request), stay=stay, seen=seen, **told(request)).conflict


@require_POST
@needs(Permission.INVESTIGATE_CASE)
def met(request: PageRequest, uid: UUID) -> HttpResponse:
    """Enter somebody who was with the case where it stayed."""
    card = queries.case(uid, by=request.actor, known_at=request.moment)
    place, asked = place_chosen(request.POST, "area"), request.POST.dict()
    try:
        if place.problem:
            raise WrongCall(problem=place.problem)
        operations.meet(uid, typed.patient(asked, place.code), typed.met(asked), **told(request))
    except DomainError as refusal:
        return _page(request, card, place, problem=sentence_of(refusal), status=status_of(refusal))
    messages.success(request, _("已登记。"))
    return redirect("cases:trajectory", uid)


def _typed(request: PageRequest) -> Stay:
    said = request.POST
    if not said.get("since") or not said.get("until"):
        raise WrongCall(problem=_("请填写从何时到何时。"))
    return Stay(
        one_of(said.get("team", ""), Team, wrong=_("请选择是哪一方登记。")),
        place=said.get("place", "")[:LONGEST],
        since=moment(said["since"]),
        until=moment(said["until"]),
        note=said.get("note", "")[:LONGEST],
    )


def _said(request: PageRequest, conflict: bool) -> None:
    if conflict:
        messages.warning(request, _("别人刚改过这一条。两种说法都保留，请核实后删去一种。"))
    else:
        messages.success(request, _("已保存。"))


def _page(
    request: PageRequest, card: CaseCard, place: Chosen | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    found = queries.stays(card, known_at=request.moment)
    people = [_met(one, request.actor) for one in queries.met(card, known_at=request.moment)]
    last = (card.diagnosed_at or card.stated_at).astimezone(ZONE).date()
    first = last - timedelta(days=DAYS - 1)
    early = [one for one in found if one.until.astimezone(ZONE).date() < first]
    late = [one for one in found if one.since.astimezone(ZONE).date() > last]
    context = {
        "one": shown([card])[0],
        "days": [_day(first + timedelta(days=number), card, found) for number in range(DAYS)],
        "lines": [_line(one, people, request.POST if problem else {}) for one in found],
        "elsewhere": [row for row in people if not any(_there(row, one) for one in found)],
        "place": place or Chosen(),
        "situations": typed.SITUATIONS,
        "vehicles": typed.VEHICLES,
        "outside": len(early) + len(late),
        "teams": TEAMS,
        "typed": request.POST if problem else {},
        "may_investigate": request.actor.may(Permission.INVESTIGATE_CASE),
        "problem": problem,
        "tabs": tabs(request, "cases:cases"),
    }
    return render(request, "cases/trajectory.html", context, status=status)


def _day(day: date, card: CaseCard, found: list[StayCard]) -> dict[str, Any]:
    """A day of the strip: the stays that touch it, and whether it is the day of the onset."""
    touching = [
        one for one in found if one.since.astimezone(ZONE).date() <= day <= one.until.astimezone(ZONE).date()
    ]
    return {"day": day, "onset": day == card.onset_on, "stays": touching}


def _met(one: MetCard, actor: Actor) -> dict[str, Any]:
    """Somebody met, in words."""
    return {
        "one": one,
        "href": way(actor, "control:person", str(one.person)) if one.person else "",
        "situation": SITUATION_NAMES[Situation(one.situation)],
        "vehicle": VEHICLE_NAMES[Vehicle(one.vehicle)] if one.vehicle else "",
    }


def _there(row: dict[str, Any], stay: StayCard) -> bool:
    """Whether somebody was met during a stay, and not said to be somewhere else."""
    one: MetCard = row["one"]
    return one.since < stay.until and stay.since < one.until and one.place in ("", stay.place)


def _line(one: StayCard, people: list[dict[str, Any]], said: Mapping[str, str]) -> dict[str, Any]:
    return {
        "typed": said if said.get("of") == str(one.stay) else {},
        "met": [row for row in people if _there(row, one)],
        "one": one,
        "at": str(one.stay),
        "since": one.since.astimezone(ZONE).strftime(MOMENT),
        "until": one.until.astimezone(ZONE).strftime(MOMENT),
        "team": TEAM_NAMES[Team(one.team)],
    }
