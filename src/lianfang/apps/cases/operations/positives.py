"""Who is positive and no case: the duty asks for one, unless somebody says why there is none."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.cases import queries
from lianfang.apps.cases.models import PositiveAside
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused


class AsideUnexplained(InputRefused):
    """A positive person who shall be no case, and nobody said why."""

    code = "cases.aside_unexplained"
    sentence = "请写明为何不作病例，如复阳、已在外地报告、送检有误。"


class AsideDone(InputRefused):
    """A positive result of which it was said already, or that was taken back."""

    code = "cases.aside_done"
    sentence = "这个阳性结果已经更正，或已写明不作病例，不需要再登记。"


@transaction.atomic
def set_aside(result: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Say why a positive result makes no case; the duty to report one ends.

    Raises PermissionMissing, NotFound, AsideUnexplained, AsideDone.
    """
    check(by, Permission.REPORT_CASE)
    found = queries.positive(result, by=by)
    if not reason.strip():
        raise AsideUnexplained
    if found.corrected or PositiveAside.objects.filter(result=result).exists():
        raise AsideDone
    PositiveAside.objects.create(
        result=result,
        person_id=found.person,
        area=found.area,
        reason=reason.strip(),
        by=by.name,
        recorded_at=at,
    )
    subject = f"control_testresult:{result}"
    audit.record("cases.positive_set_aside", subject=subject, by=by, at=at, area=found.area, reason=reason)
