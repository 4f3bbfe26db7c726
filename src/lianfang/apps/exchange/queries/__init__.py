"""Reads of the exchange: reports that leave, servers that hand over to each other and their messages."""

from lianfang.apps.exchange.queries.arrivals import Arrival, arrivals
from lianfang.apps.exchange.queries.files import metadata_of, read_file
from lianfang.apps.exchange.queries.leaving import ACCEPTED, rows_of, rows_within
from lianfang.apps.exchange.queries.mapping import Mapping, latest_form, mapping
from lianfang.apps.exchange.queries.messages import (
    HandOverCard,
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
    "Arrival",
    "HandOverCard",
    "Mapping",
    "arrivals",
    "last_received",
    "latest_form",
    "mapping",
    "message",
    "metadata_of",
    "own_key",
    "own_public_key",
    "party",
    "peer",
    "peers",
    "read_file",
    "received",
    "rows_of",
    "rows_within",
    "sender",
    "sent",
    "state_of",
]
