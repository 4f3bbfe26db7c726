"""The page where lists leave: which, of where, as what, and why."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries as control
from lianfang.apps.people import queries as people
from lianfang.apps.reporting import queries
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.exports.leaving import Leaving, answer
from lianfang.core.exports.sheets import Format
from lianfang.core.pages import PageRequest
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotFound


def _readings(at: datetime) -> Leaving:
    today = at.astimezone(ZONE).date()
    return control.readings_leaving(since=today, until=today)


LISTS: Final[dict[str, tuple[str, Callable[[datetime], Leaving]]]] = {
    "gaps": (_("现在的缺口"), lambda at: queries.gaps_leaving(at=at)),
    "persons": (_("人员，号码遮蔽"), lambda at: people.persons_leaving(clear=False)),
    "persons-clear": (_("人员，完整号码"), lambda at: people.persons_leaving(clear=True)),
    "measures": (_("管控措施"), lambda at: control.measures_leaving()),
    "readings": (_("今天的体温"), _readings),
}
FORMATS: Final = [(Format.XLSX.value, "xlsx"), (Format.CSV.value, "csv")]


@needs(Permission.EXPORT)
def exports(request: PageRequest) -> HttpResponseBase:
    """Choose a list and say why; the answer is the file, the log is written first."""
    typed = request.POST if request.method == "POST" else request.GET
    problem = ""
    if request.method == "POST":
        try:
            return _leave(request)
        except InputRefused as refusal:
            problem = str(refusal)
    context = {"typed": typed, "problem": problem, "formats": FORMATS} | _choices(request)
    return render(request, "reporting/exports.html", context, status=422 if problem else 200)


def _leave(request: PageRequest) -> FileResponse:
    asked, area = request.POST.get("what", ""), request.POST.get("area", "")
    if asked not in LISTS:
        raise NotFound(what=_("名单"), value=asked)
    _name, made = LISTS[asked]
    kind = request.POST.get("format", "")
    return answer(
        Format(kind) if kind in set(Format) else Format.XLSX,
        made(request.moment),
        area=areas.require_area(area) if area else "",
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.moment,
    )


def _choices(request: PageRequest) -> dict[str, Any]:
    """What may leave, and the places: the actor's own and those right below."""
    own = list(request.actor.scopes) if request.actor.scope else areas.headquarters(at=request.moment)
    below = [(place.code, place.name) for code in own for place in areas.area(code).children]
    names = areas.names(own)
    whole = request.actor.may(Permission.UNMASK)
    return {
        "lists": [(code, name) for code, (name, _made) in LISTS.items() if whole or code != "persons-clear"],
        "places": [(code, names.get(code, code)) for code in own] + below,
    }
