"""Operations of the API about webhooks."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Cursor, Given, Named, PageOf, Size
from lianfang.core.pages import told
from lianfang.core.webhooks import operations, queries
from lianfang.core.webhooks.models import Delivery
from lianfang.core.webhooks.terms import EventKind

router = DeniedByDefault(tags=["通知其他系统"])


class WebhookIn(Given):
    """An address that wants to be told."""

    url: Named
    kinds: Annotated[list[EventKind], Field(min_length=1, max_length=len(EventKind))]
    area: AreaCode


class WebhookOut(Schema):
    """An address that is told."""

    uid: UUID
    url: str
    kinds: list[str]
    area: str
    by: str
    created_at: datetime
    ended_at: datetime | None


class SubscribedOut(WebhookOut):
    """A new one, with the secret of its signatures, shown this once."""

    secret: str


class DeliveryOut(Schema):
    """A message: how often it was tried, what came back."""

    uid: UUID
    event: UUID
    kind: str
    area: str
    attempts: int
    next_at: datetime | None
    tried_at: datetime | None
    arrived_at: datetime | None
    status: int | None
    reason: str


@router.get("/webhooks", response=PageOf[WebhookOut])
@needs(Permission.MANAGE_ACCESS)
def webhooks(request: ApiRequest, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """接收通知的地址"""
    return cursors.skip(queries.webhooks(by=request.actor), cursor=cursor, size=size)


@router.post("/webhooks", response=SubscribedOut)
@needs(Permission.MANAGE_ACCESS)
def subscribe(request: ApiRequest, given: WebhookIn) -> dict[str, Any]:
    """登记接收通知的地址：发热、阳性、升级；答复中的密钥只显示这一次"""
    webhook, secret = operations.subscribe(**given.model_dump(), **told(request))
    shown = WebhookOut.from_orm(webhook)
    return {**shown.model_dump(), "secret": secret}


@router.delete("/webhooks/{webhook}", response={204: None})
@needs(Permission.MANAGE_ACCESS)
def unsubscribe(request: ApiRequest, webhook: UUID) -> None:
    """不再通知这个地址"""
    operations.unsubscribe(webhook=str(webhook), **told(request))


@router.get("/webhooks/{webhook}/deliveries", response=PageOf[DeliveryOut])
@needs(Permission.MANAGE_ACCESS)
def deliveries(
    request: ApiRequest, webhook: UUID, cursor: Cursor = "", size: Size = cursors.SIZE
) -> PageOf[Any]:
    """发给一个地址的全部通知及其结果，新的在前"""
    found = queries.webhook(str(webhook), by=request.actor)
    sent = queries.deliveries(webhook=found, before=cursors.number(cursor, "before"), limit=size + 1)
    page = cursors.page(sent, size=size, follows=lambda row: cursors.write(before=row.pk))
    return PageOf(items=[_shown(one) for one in page.items], next=page.next)


def _shown(one: Delivery) -> dict[str, Any]:
    return {**vars(one), "event": one.event.uid, "kind": one.event.kind}
