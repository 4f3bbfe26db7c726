"""The sides of isolation that the one who looks may go to."""

from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way

SIDES: Final = (
    (_("隔离点"), "facilities:sites"),
    (_("转运"), "facilities:transfers"),
    (_("照护"), "facilities:care"),
    (_("发热门诊"), "facilities:clinic"),
    (_("居家条件"), "facilities:homes"),
)


def sides(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The tabs above every page of isolation."""
    return [
        {"name": name, "href": href, "current": view == here}
        for name, view in SIDES
        if (href := way(actor, view))
    ]
