"""Operations of the API about what officers are told: their notices, where they want mail, what left."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from lianfang.apps.alerts import operations, queries
from lianfang.apps.alerts.queries import MessageCard, NoticeCard
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest, officer_of
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Cursor, Given, PageOf, Size, Text
from lianfang.core.pages import told
from lianfang.kernel.errors import NotAllowed

router = DeniedByDefault(tags=["通知"])


class AcknowledgedOut(Schema):
    """How many notices were acknowledged by this call."""

    acknowledged: int


class MailboxIn(Given):
    """Where an officer wants e-mail; empty for none."""

    address: Text


class MailboxOut(Schema):
    """Where an officer wants e-mail, masked; empty for none."""

    address: str


class OutboxOut(Schema):
    """What waits to be sent, by state, and whether anything leaves this machine at all."""

    states: dict[str, int]
    leaves_the_machine: bool
    at: datetime


@router.get("/notices", response=PageOf[NoticeCard])
@needs(Permission.OWN_ACCOUNT)
def notices(request: ApiRequest, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """发给本人的通知，待签收的在前"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.notices_of(officer=officer_of(request), limit=size + 1, skipped=skipped)
    return cursors.page(found, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.post("/notices/acknowledge", response=AcknowledgedOut)
@needs(Permission.OWN_ACCOUNT)
def acknowledge_all(request: ApiRequest) -> dict[str, int]:
    """签收发给本人的全部通知；升级的须有相应权限"""
    officer = officer_of(request)
    if officer is None:
        raise NotAllowed(actor=request.actor.name, action="签收通知（没有任职）")
    return {"acknowledged": operations.acknowledge_all(officer=officer, **told(request))}


@router.post("/notices/{notice}/acknowledge", response=AcknowledgedOut)
@needs(Permission.OWN_ACCOUNT)
def acknowledge(request: ApiRequest, notice: UUID) -> dict[str, int]:
    """签收一条通知；已签收的不再登记"""
    new = operations.acknowledge(notice, officer=officer_of(request), **told(request))
    return {"acknowledged": int(new)}


@router.get("/mailbox", response=MailboxOut)
@needs(Permission.OWN_ACCOUNT)
def mailbox(request: ApiRequest) -> dict[str, str]:
    """本人接收通知的电子邮箱"""
    return {"address": queries.mailbox_of(officer=officer_of(request))}


@router.put("/mailbox", response={204: None})
@needs(Permission.OWN_ACCOUNT)
def set_mailbox(request: ApiRequest, given: MailboxIn) -> None:
    """登记本人接收通知的电子邮箱；留空为不用邮件"""
    area = min(request.actor.scopes, default="")
    operations.set_mailbox(given.address, officer=officer_of(request), area=area, **told(request))


@router.get("/outbox", response=PageOf[MessageCard])
@needs(Permission.VIEW_OUTBOX)
def outbox(request: ApiRequest, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """送出的短信和邮件，新的在前；号码遮盖"""
    skipped = cursors.number(cursor, "skipped")
    found = queries.messages(limit=size + 1, skipped=skipped)
    return cursors.page(found, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


@router.get("/outbox/states", response=OutboxOut)
@needs(Permission.VIEW_OUTBOX)
def outbox_states(request: ApiRequest) -> dict[str, Any]:
    """待发、已并入、没有联系方式的各有多少；是否真的送出本机"""
    real = operations.leaves_the_machine()
    return {"states": queries.waiting(), "leaves_the_machine": real, "at": request.moment}
