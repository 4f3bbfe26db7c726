"""Reads of what was told: one's own notices, the slots in them, messages that left."""

from lianfang.apps.alerts.queries.notices import (
    NoticeCard,
    NoticeRow,
    notices_in,
    notices_of,
    unacknowledged,
)
from lianfang.apps.alerts.queries.outbox import MessageCard, messages, waiting

__all__ = [
    "MessageCard",
    "NoticeCard",
    "NoticeRow",
    "messages",
    "notices_in",
    "notices_of",
    "unacknowledged",
    "waiting",
]
