"""Pages of the exchange, and its door for other servers."""

from lianfang.apps.exchange.web.desk import add_peer, bring, desk, end_peer, envelope, message, pack
from lianfang.apps.exchange.web.door import envelopes
from lianfang.apps.exchange.web.leaving import card, reports

__all__ = [
    "add_peer",
    "bring",
    "card",
    "desk",
    "end_peer",
    "envelope",
    "envelopes",
    "message",
    "pack",
    "reports",
]
