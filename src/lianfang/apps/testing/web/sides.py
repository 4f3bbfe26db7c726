"""The sides of testing that the one who looks may go to."""

from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way

SIDES: Final = (
    (_("轮次"), "testing:rounds"),
    (_("采样点"), "testing:points"),
    (_("采样管"), "testing:tubes"),
    (_("标签"), "testing:labels"),
    (_("检测项目"), "testing:programmes"),
    (_("每周通报"), "testing:bulletin"),
    (_("测算"), "testing:plan"),
)


def sides(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The tabs above every page of testing."""
    return [
        {"name": name, "href": href, "current": view == here}
        for name, view in SIDES
        if (href := way(actor, view))
    ]
