"""Writes of the hotline: what comes in, what is done about it, what is opened, answers to rumours."""

from lianfang.apps.hotline.operations.appeals import NotAnAppeal, decide_appeal, join_appeal
from lianfang.apps.hotline.operations.facts import FactMissing, write_fact_sheet
from lianfang.apps.hotline.operations.handling import (
    NotBefore,
    acknowledge,
    answer,
    close,
    hand_on,
    link,
    rate,
    show_contact,
)
from lianfang.apps.hotline.operations.letters import KnownLetter, receive_letter
from lianfang.apps.hotline.operations.opening import (
    NotYourRequest,
    NotYourself,
    OpeningOver,
    ask_opening,
    confirm_opening,
    open_identity,
)
from lianfang.apps.hotline.operations.receiving import PUBLIC, NothingSaid, receive

__all__ = [
    "PUBLIC",
    "FactMissing",
    "KnownLetter",
    "NotAnAppeal",
    "NotBefore",
    "NotYourRequest",
    "NotYourself",
    "NothingSaid",
    "OpeningOver",
    "acknowledge",
    "answer",
    "ask_opening",
    "close",
    "confirm_opening",
    "decide_appeal",
    "hand_on",
    "join_appeal",
    "link",
    "open_identity",
    "rate",
    "receive",
    "receive_letter",
    "show_contact",
    "write_fact_sheet",
]
