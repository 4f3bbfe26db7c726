"""Writes of the exchange: reports leave and come back, are handed over and received."""

from lianfang.apps.exchange.operations.card import Draft, draft_card
from lianfang.apps.exchange.operations.importing import take
from lianfang.apps.exchange.operations.leaving import Left, Span, export_data_values, export_table
from lianfang.apps.exchange.operations.peers import PeerRefused, add_peer, end_peer
from lianfang.apps.exchange.operations.receiving import TakenBefore, UnknownPeer, receive
from lianfang.apps.exchange.operations.sending import (
    ReceiptRefused,
    acknowledge,
    envelope_file,
    pack,
    pack_days,
    send_due,
)

__all__ = [
    "Draft",
    "Left",
    "PeerRefused",
    "ReceiptRefused",
    "Span",
    "TakenBefore",
    "UnknownPeer",
    "acknowledge",
    "add_peer",
    "draft_card",
    "end_peer",
    "envelope_file",
    "export_data_values",
    "export_table",
    "pack",
    "pack_days",
    "receive",
    "send_due",
    "take",
]
