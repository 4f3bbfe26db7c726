"""Pages of the exchange, and its door for other servers."""

from lianfang.apps.exchange.web.arrived import arrived
from lianfang.apps.exchange.web.bringing import bring, take
from lianfang.apps.exchange.web.desk import (
    add_peer,
    desk,
    end_peer,
    envelope,
    message,
    pack,
    resend,
)
from lianfang.apps.exchange.web.door import envelopes
from lianfang.apps.exchange.web.leaving import card, reports

__all__ = [
    "add_peer",
    "arrived",
    "bring",
    "card",
    "desk",
    "end_peer",
    "envelope",
    "envelopes",
    "message",
    "pack",
    "reports",
    "resend",
    "take",
]
