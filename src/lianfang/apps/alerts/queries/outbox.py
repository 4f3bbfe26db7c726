"""What left, or would have left, by message: addresses masked, texts without persons."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from lianfang.apps.alerts.models import Dispatch, Message
from lianfang.apps.alerts.terms import CHANNEL_NAMES, Channel


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as a page or a command shows it."""

    uid: UUID
    area: str
    channel: str
    channel_name: str
    holder: str
    address: str
    text: str
    notices: int
    made_at: datetime
    handed_at: datetime | None


def count_messages() -> int:
    """How many messages there are."""
    return Message.objects.count()


def messages(*, limit: int, skipped: int = 0) -> list[MessageCard]:
    """Messages, newest first."""
    found = Message.objects.order_by("-made_at", "-id")
    return [_card(message) for message in found[skipped : skipped + limit]]


def waiting() -> dict[str, int]:
    """How many notices stand where on their way out, by state."""
    counted = Dispatch.objects.values_list("state").annotate(count=Count("pk")).order_by("state")
    return dict(counted)


def _card(message: Message) -> MessageCard:
    return MessageCard(
        uid=message.uid,
        area=message.area,
        channel=message.channel,
        channel_name=CHANNEL_NAMES[Channel(message.channel)],
        holder=message.holder,
        address=message.address_masked,
        text=message.text,
        notices=message.notices,
        made_at=message.made_at,
        handed_at=message.handed_at,
    )
