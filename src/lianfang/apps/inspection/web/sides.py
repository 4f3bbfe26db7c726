"""The sides of inspection that the one who looks may go to."""

from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way

SIDES: Final = (
    (_("台账"), "inspection:ledger"),
    (_("督查安排"), "inspection:campaigns"),
    (_("现场检查"), "inspection:visits"),
    (_("值班"), "inspection:rosters"),
    (_("通报和报告"), "inspection:papers"),
    (_("问责统计"), "inspection:outcomes"),
)


def sides(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The tabs above every page of inspection."""
    return [
        {"name": name, "href": href, "current": view == here}
        for name, view in SIDES
        if (href := way(actor, view))
    ]
