"""Where a case was, day by day over two weeks; each line is saved on its own, as three teams write."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.terms import TEAM_NAMES, CaseCard, Stay, StayCard, Team
from lianfang.apps.cases.web.shown import shown, tabs
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
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
    typed = request.POST
    try:
        stay = UUID(typed["stay"]) if typed.get("stay") else None
        seen = int(typed.get("seen") or 0)
    except ValueError as problem:
        raise WrongCall(problem=_("这一条的编号有误。")) from problem
    if stay and "remove" in typed:
        operations.remove_stay(uid, stay=stay, seen=seen, **told(request))
        return False
    return operations.save_stay(uid, _typed(request), stay=stay, seen=seen, **told(request)).conflict


def _typed(request: PageRequest) -> Stay:
    typed = request.POST
    if typed.get("team") not in set(Team):
        raise WrongCall(problem=_("请选择是哪一方登记。"))
    if not typed.get("since") or not typed.get("until"):
        raise WrongCall(problem=_("请填写从何时到何时。"))
    return Stay(
        Team(typed["team"]),
        place=typed.get("place", "")[:LONGEST],
        since=doors.moment(typed["since"]),
        until=doors.moment(typed["until"]),
        note=typed.get("note", "")[:LONGEST],
    )


def _said(request: PageRequest, conflict: bool) -> None:
    if conflict:
        messages.warning(request, _("别人刚改过这一条。两种说法都保留，请核实后删去一种。"))
    else:
        messages.success(request, _("已保存。"))


def _page(request: PageRequest, card: CaseCard, *, problem: str = "", status: int = 200) -> HttpResponse:
    found = queries.stays(card, known_at=request.moment)
    last = (card.diagnosed_at or card.stated_at).astimezone(ZONE).date()
    first = last - timedelta(days=DAYS - 1)
    early = [one for one in found if one.until.astimezone(ZONE).date() < first]
    late = [one for one in found if one.since.astimezone(ZONE).date() > last]
    context = {
        "one": shown([card])[0],
        "days": [_day(first + timedelta(days=number), card, found) for number in range(DAYS)],
        "lines": [_line(one) for one in found],
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


def _line(one: StayCard) -> dict[str, Any]:
    return {
        "one": one,
        "at": str(one.stay),
        "since": one.since.astimezone(ZONE).strftime(MOMENT),
        "until": one.until.astimezone(ZONE).strftime(MOMENT),
        "team": TEAM_NAMES[Team(one.team)],
    }
