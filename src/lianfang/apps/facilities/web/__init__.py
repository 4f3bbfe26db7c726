"""Pages of facilities: sites with their rooms, verification, who stays where, transfers, care."""

from lianfang.apps.facilities.web.caring import (
    ask_need,
    bring_meal,
    care,
    need,
    step_need,
)
from lianfang.apps.facilities.web.clinic import (
    acknowledge_letter,
    clinic,
    free,
    hold_at_clinic,
    hold_card,
    letter,
    tell_result,
)
from lianfang.apps.facilities.web.homes import check_home, home, homes
from lianfang.apps.facilities.web.hours import hours, set_hours
from lianfang.apps.facilities.web.lodgings import (
    act,
    assign,
    cancel,
    clean,
    hold,
    lodge,
    release,
    waiting,
)
from lianfang.apps.facilities.web.sites import (
    add_building,
    certificate,
    open_site,
    photograph,
    set_readiness,
    site,
    sites,
    verify,
)
from lianfang.apps.facilities.web.staff import enter_loop, leave_loop, staff, staff_temperature
from lianfang.apps.facilities.web.transfers import (
    ask_transfer,
    cancel_transfer,
    hand_over,
    transfer,
    transfers,
)

__all__ = [
    "acknowledge_letter",
    "act",
    "add_building",
    "ask_need",
    "ask_transfer",
    "assign",
    "bring_meal",
    "cancel",
    "cancel_transfer",
    "care",
    "certificate",
    "check_home",
    "clean",
    "clinic",
    "enter_loop",
    "free",
    "hand_over",
    "hold",
    "hold_at_clinic",
    "hold_card",
    "home",
    "homes",
    "hours",
    "leave_loop",
    "letter",
    "lodge",
    "need",
    "open_site",
    "photograph",
    "release",
    "set_hours",
    "set_readiness",
    "site",
    "sites",
    "staff",
    "staff_temperature",
    "step_need",
    "tell_result",
    "transfer",
    "transfers",
    "verify",
    "waiting",
]
