"""Operations of the API about looks beyond one's area, and the logs of what deserves one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from ninja import Schema

from lianfang.core.access import operations, queries
from lianfang.core.access.doors import needs
from lianfang.core.access.models import BreakGlass
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Cursor, Given, Named, PageOf, Size
from lianfang.core.pages import told

router = DeniedByDefault(tags=["紧急查看与访问记录"])


class Logged(StrEnum):
    """The logs that an auditor reads."""

    EXPORTS = "exports"
    SIGN_INS = "sign-ins"


class LookIn(Given):
    """Where to look, one town at most, and why."""

    area: AreaCode
    reason: Named


class LookOut(Schema):
    """A look beyond one's area: who, where, why, until when, who took note of it."""

    id: int
    actor: str
    area: str
    reason: str
    begins_at: datetime
    ends_at: datetime
    seen_by: str
    seen_at: datetime | None


class LogLine(Schema):
    """A line of a log: when, who, and what there is to say."""

    at: datetime
    who: str
    facts: dict[str, Any]


@router.get("/looks", response=PageOf[LookOut])
@needs(Permission.OWN_ACCOUNT)
def looks(request: ApiRequest, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """紧急查看：自己的，和对自己辖区的，新的在前"""
    found = list(queries.looks_concerning(request.actor))
    return cursors.skip(found, cursor=cursor, size=size)


@router.post("/looks", response=LookOut)
@needs(Permission.BREAK_GLASS)
def break_glass(request: ApiRequest, given: LookIn) -> BreakGlass:
    """紧急查看别处两小时，只看不改；当地负责人和审计人员都会看到"""
    return operations.break_glass(**given.model_dump(), **told(request), real=timezone.now())


@router.post("/looks/{look}/acknowledge", response={204: None})
@needs(Permission.ACKNOWLEDGE_ESCALATION)
def acknowledge_look(request: ApiRequest, look: int) -> None:
    """当地负责人知悉一次紧急查看"""
    operations.acknowledge_look(look, **told(request), real=timezone.now())


@router.get("/logs/{log}", response=PageOf[LogLine])
@needs(Permission.VIEW_AUDIT)
def log(request: ApiRequest, log: Logged, cursor: Cursor = "", size: Size = cursors.SIZE) -> PageOf[Any]:
    """导出记录、登录记录，新的在前；查看完整号码见审计记录people.unmasked"""
    skipped = cursors.number(cursor, "skipped")
    rows = LOGS[log]()[skipped : skipped + size + 1]
    lines = [SHOWN[log](one) for one in rows]
    return cursors.page(lines, size=size, follows=lambda _: cursors.write(skipped=skipped + size))


LOGS = {Logged.EXPORTS: queries.exports, Logged.SIGN_INS: queries.sign_ins}
SHOWN: dict[Logged, Any] = {
    Logged.EXPORTS: lambda one: LogLine(
        at=one.at,
        who=one.actor,
        facts={name: getattr(one, name) for name in ("role", "what", "area", "rows", "reason", "mark")},
    ),
    Logged.SIGN_INS: lambda one: LogLine(
        at=one.at, who=one.username, facts={"outcome": one.outcome, "address": one.address}
    ),
}
