"""The sides of reports that the one who looks may go to."""

from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.apps.forms.terms import State
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way

SIDES: Final = (
    (_("我的报表"), "forms:mine"),
    (_("上报情况"), "forms:own_status"),
    (_("上传表格"), "forms:upload"),
    (_("汇总"), "forms:own_rollup"),
    (_("疑点"), "forms:doubts"),
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
