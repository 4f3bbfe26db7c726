"""The log of what leaves by a file; whoever writes the file asks first and puts the mark into it."""

from datetime import datetime

from django.db import transaction

from lianfang.core.access import rows as locks
from lianfang.core.access.doors import check
from lianfang.core.access.models import Export
from lianfang.core.access.operations.breaking import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE

EXPORTING = Work(
    "access.export", "an export of several places is written down at the place that holds them all"
)


@transaction.atomic
def record_export(
    *, what: str, reason: str, by: Actor, at: datetime, area: str = "", rows: int | None = None
) -> str:
    """Write down an export before it leaves, and return the watermark for its file.

    Raises PermissionMissing and ReasonMissing. The mark names who took it, when, and the line of the log.
    """
    check(by, Permission.EXPORT)
    why = reason_of(reason)
    number = audit.record("access.exported", subject=what, area=area, by=by, at=at, reason=why, rows=rows)
    mark = f"{by.name} · {at.astimezone(ZONE):%Y-%m-%d %H:%M} · 导出 {number} 号 · 内部使用，禁止转发"
    with locks.acting_for(EXPORTING):
        Export.objects.create(
            user=by.user,
            actor=by.name,
            role=by.role,
            area=area or by.scope,
            what=what,
            reason=why,
            mark=mark,
            rows=rows,
            at=at,
        )
    return mark


def count_export(mark: str, *, rows: int) -> None:
    """Note how many rows left with an export, known once its file is written."""
    with locks.acting_for(EXPORTING):
        Export.objects.filter(mark=mark).update(rows=rows)
