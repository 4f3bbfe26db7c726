"""Operations of the API about the audit log."""

from datetime import datetime
from typing import Any

from ninja import Schema

from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api import cursors
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import Code, Cursor, PageOf, Size
from lianfang.core.audit import queries

router = DeniedByDefault(tags=["审计"])


class AuditLineOut(Schema):
    """One act: who, when, what, on which record, with which facts."""

    id: int
    at: datetime
    recorded_at: datetime
    actor: str
    role: str
    action: str
    subject: str
    area: str
    facts: dict[str, Any]


class VerdictOut(Schema):
    """What became of a verification of the chain."""

    lines: int
    sound: bool
    faults: list[str]


@router.get("/audit", response=PageOf[AuditLineOut])
@needs(Permission.VIEW_AUDIT)
def lines(
    request: ApiRequest,
    action: Code = "",
    subject: Code = "",
    cursor: Cursor = "",
    size: Size = cursors.SIZE,
) -> PageOf[Any]:
    """审计记录，新的在前"""
    found = queries.lines(
        scopes=request.actor.scopes,
        action=action,
        subject=subject,
        before=cursors.number(cursor, "before"),
        limit=size + 1,
    )
    return cursors.page(found, size=size, follows=lambda row: cursors.write(before=row.id))


@router.get("/audit/verify", response=VerdictOut)
@needs(Permission.VIEW_AUDIT)
def verify(request: ApiRequest) -> queries.Verdict:
    """核对审计链：被删、被改的记录"""
    return queries.verify()
