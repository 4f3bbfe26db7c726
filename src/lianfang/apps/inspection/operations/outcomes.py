"""Outcomes for officials: with their basis; counted for many, named for few, each look logged."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Outcome
from lianfang.apps.inspection.terms import OutcomeKind
from lianfang.core import sealing
from lianfang.core.access.doors import check
from lianfang.core.access.operations import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel import area_code
from lianfang.kernel.errors import InputRefused, NotAllowed


class OutcomeIncomplete(InputRefused):
    """An outcome without name, unit, basis or issuer."""

    code = "inspection.outcome_incomplete"
    sentence = "须写明姓名、单位、依据、作出机关，日期不能晚于今天。请补齐。"


@dataclass(frozen=True, slots=True)
class Named:
    """An outcome with its name in clear."""

    uid: UUID
    name: str
    unit: str
    kind: str
    basis: str
    issuer: str
    decided_on: date


@transaction.atomic
def add_outcome(
    *,
    area: str,
    unit: str,
    name: str,
    kind: OutcomeKind,
    basis: str,
    issuer: str,
    decided_on: date,
    by: Actor,
    at: datetime,
    finding: UUID | None = None,
) -> UUID:
    """Write down what an official got. Raises PermissionMissing, NotAllowed, NotFound, OutcomeIncomplete."""
    check(by, Permission.ADD_OUTCOME)
    if not area or not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"登记{area or '全部地区'}的问责")
    words = [text.strip() for text in (unit, name, basis, issuer)]
    if not all(words) or decided_on > at.date():
        raise OutcomeIncomplete
    found = queries.finding(finding, by=by, at=at).id if finding else None
    made = Outcome.objects.create(
        area=area,
        unit=words[0],
        kind=kind,
        basis=words[2],
        finding_id=found,
        issuer=words[3],
        decided_on=decided_on,
        name_sealed=sealing.seal(words[1]),
        by=by.name,
        recorded_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    audit.record("outcome.added", subject=f"outcome:{made.uid}", by=by, at=at, area=area, kind=kind)
    return UUID(str(made.uid))


@transaction.atomic
def outcome_names(*, area: str, reason: str, by: Actor, at: datetime) -> list[Named]:
    """Outcomes of an area with names; who looked, and why, stands in the log.

    Raises PermissionMissing, ReasonMissing, NotAllowed.
    """
    check(by, Permission.VIEW_OUTCOME_NAMES)
    why = reason_of(reason)
    within = area or by.scope
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的问责姓名")
    lo, hi = area_code.prefix_range(within)
    rows = Outcome.objects.filter(area__gte=lo, area__lt=hi).order_by("-decided_on", "-id")
    found = [
        Named(
            one.uid,
            sealing.unseal(bytes(one.name_sealed)),
            one.unit,
            one.kind,
            one.basis,
            one.issuer,
            one.decided_on,
        )
        for one in rows
    ]
    audit.record(
        "outcome.names_seen",
        subject=f"areas_area:{within}",
        by=by,
        at=at,
        area=within,
        reason=why,
        seen=[str(one.uid) for one in found],
    )
    return found
