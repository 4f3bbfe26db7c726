"""Reads of the exchange: reports that leave, servers that hand over to each other and their messages."""

from lianfang.apps.exchange.queries.leaving import ACCEPTED, rows_of, rows_within
from lianfang.apps.exchange.queries.mapping import Mapping, latest_form, mapping
from lianfang.apps.exchange.queries.messages import (
    MessageCard,
    handed_reports,
    last_received,
    message,
    own_key,
    own_public_key,
    party,
    peer,
    peers,
    received,
    sender,
    sent,
    state_of,
)

__all__ = [
    "ACCEPTED",
    "Mapping",
    "MessageCard",
    "handed_reports",
    "last_received",
    "latest_form",
    "mapping",
    "message",
    "own_key",
    "own_public_key",
    "party",
    "peer",
    "peers",
    "received",
    "rows_of",
    "rows_within",
    "sender",
    "sent",
    "state_of",
]
