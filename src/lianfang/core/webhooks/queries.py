"""Reads of webhooks: who asked to be told, and what became of what was sent."""

from django.core.exceptions import ValidationError

from lianfang.core.access.terms import Actor
from lianfang.core.webhooks.models import Delivery, Webhook
from lianfang.kernel.errors import NotFound


def webhooks(*, by: Actor) -> list[Webhook]:
    """Webhooks within the actor's sight, those that ended too, the newest first."""
    return [found for found in Webhook.objects.order_by("-id") if by.may_see(found.area)]


def webhook(reference: str, *, by: Actor) -> Webhook:
    """The webhook of a uid; raises NotFound out of the actor's sight."""
    try:
        found = Webhook.objects.filter(uid=reference).first()
    except ValidationError as problem:
        raise NotFound(what="通知订阅", value=reference) from problem
    if found is None or not by.may_see(found.area):
        raise NotFound(what="通知订阅", value=reference)
    return found


def deliveries(*, webhook: Webhook, before: int, limit: int) -> list[Delivery]:
    """Deliveries to a webhook, the newest first, those before a number where one is told."""
    found = Delivery.objects.filter(webhook=webhook).select_related("event").order_by("-id")
    return list((found.filter(id__lt=before) if before else found)[:limit])
