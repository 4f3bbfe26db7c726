"""Reads of what was told: one's own notices, the slots in them, messages that left."""

from lianfang.apps.alerts.queries.notices import (
    NoticeCard,
    NoticeRow,
    count_of,
    mailbox_of,
    notices_in,
    notices_of,
    unacknowledged,
)
from lianfang.apps.alerts.queries.outbox import MessageCard, count_messages, messages, waiting

__all__ = [
    "MessageCard",
    "NoticeCard",
    "NoticeRow",
    "count_messages",
    "count_of",
    "mailbox_of",
    "messages",
    "notices_in",
    "notices_of",
    "unacknowledged",
    "waiting",
]
