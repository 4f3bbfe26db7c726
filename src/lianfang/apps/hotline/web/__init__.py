"""Pages of the hotline: for callers, for those who answer, for the two who open an identity."""

from lianfang.apps.hotline.web.desk import clocks, desk, letter, matter, new
from lianfang.apps.hotline.web.facts import facts
from lianfang.apps.hotline.web.handling import act, contact
from lianfang.apps.hotline.web.opening import ask_opening, confirm, openings, reveal
from lianfang.apps.hotline.web.public import ask, follow, rate

__all__ = [
    "act",
    "ask",
    "ask_opening",
    "clocks",
    "confirm",
    "contact",
    "desk",
    "facts",
    "follow",
    "letter",
    "matter",
    "new",
    "openings",
    "rate",
    "reveal",
]
