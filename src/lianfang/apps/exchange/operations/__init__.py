"""Writes of the exchange: reports leave and come back, are handed over and received."""

from lianfang.apps.exchange.operations.card import Draft, draft_card
from lianfang.apps.exchange.operations.importing import look, take
from lianfang.apps.exchange.operations.leaving import Left, Span, export_data_values, export_table
from lianfang.apps.exchange.operations.packing import pack, pack_days
from lianfang.apps.exchange.operations.peers import PeerRefused, add_peer, end_peer
from lianfang.apps.exchange.operations.receiving import TakenBefore, UnknownPeer, receive
from lianfang.apps.exchange.operations.sending import (
    ReceiptRefused,
    SentAlready,
    acknowledge,
    envelope_file,
    receipt_for,
    resend,
    send_due,
)

__all__ = [
    "Draft",
    "Left",
    "PeerRefused",
    "ReceiptRefused",
    "SentAlready",
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
    "look",
    "pack",
    "pack_days",
    "receipt_for",
    "receive",
    "resend",
    "send_due",
    "take",
]
