"""The sides of reports that the one who looks may go to, and the way to those of one's own area."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms.terms import State
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest

SIDES: Final = (
    (_("我的报表"), "forms:mine"),
    (_("上报情况"), "forms:own_status"),
    (_("上传表格"), "forms:upload"),
    (_("汇总"), "forms:own_rollup"),
    (_("单位评价"), "forms:own_evaluation"),
    (_("疑点"), "forms:doubts"),
    (_("停报"), "forms:closings"),
    (_("表单"), "forms:catalogue"),
)
TONES: Final = {
    State.NOT_DUE: "",
    State.DUE: "late",
    State.MISSING: "bad",
    State.ON_TIME: "good",
    State.LATE: "late",
    State.ZERO: "good",
    State.RETURNED: "bad",
    State.ACCEPTED: "good",
}


def sides(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The tabs above every page of reports."""
    return [
        {"name": name, "href": href, "current": view == here}
        for name, view in SIDES
        if (href := way(actor, view))
    ]


def to_own(request: PageRequest, view: str, *args: str) -> HttpResponse:
    """The way to a view of the area asked for, else of one's own; of the headquarters where one sees several.

    What else was asked stays asked. Who has no area is led to the reports of one's own.
    """
    asked = request.GET.copy()
    seats = [code for code in areas.headquarters(at=request.moment) if request.actor.may_see(code)]
    own = min(request.actor.scopes, default="") or next(iter(seats), "")
    area = "".join(asked.pop("area", [])[-1:]) or own
    if not area:
        return redirect("forms:mine")
    return redirect(f"{reverse(view, args=[*args, area])}?{asked.urlencode()}".rstrip("?"))
