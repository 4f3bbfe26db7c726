"""Adopt a pack for an area: a drill, a revived protocol, or a town's own table."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from lianfang.apps.policy import models
from lianfang.apps.policy.operations.loading import LOADED, UNCHANGED, PackLoaded
from lianfang.apps.policy.operations.strictness import check_not_stricter
from lianfang.core.access.terms import Actor
from lianfang.core.audit.operations import record
from lianfang.kernel import area_code
from lianfang.kernel.errors import DomainError, NotAllowed


class AdoptionOverlaps(DomainError):
    """Another adoption for the area begins on the same day or later."""

    code = "policy.adoption_overlaps"
    sentence = "{area}已从{starts_on}起采用“{name}”，与所报期间重叠。请改用更晚的起日，或写明止日。"


@transaction.atomic
def adopt_pack(
    *,
    pack_id: int,
    area: str,
    starts_on: date,
    ends_on: date | None = None,
    by: Actor,
    at: datetime,
    approved_by: str = "",
    reason: str = "",
) -> PackLoaded:
    """Let an area work by a pack from one day until (not including) another; an earlier adoption ends there.

    Raises NotAllowed outside the actor's scope, AdoptionOverlaps, and StricterThanUpper where the pack is
    stricter than what the level above has in force and approver or reason is missing.
    """
    area_code.level_of(area)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"为{area}采用政策包")
    pack = models.Pack.objects.get(pk=pack_id)
    if _adopted(pack, area=area, starts_on=starts_on, ends_on=ends_on):
        return PackLoaded(pack.name, pack.version, UNCHANGED, pack.pk)
    approval = {"approved_by": approved_by, "reason": reason}
    cells = check_not_stricter(pack_id=pack_id, area=area, on=starts_on, by=by, at=at, **approval)
    for disease in pack.diseases:
        _end_earlier(area=area, disease=disease, starts_on=starts_on, ends_on=ends_on)
        row = models.Adoption(pack=pack, disease=disease, area=area, starts_on=starts_on, ends_on=ends_on)
        row.adopted_by, row.adopted_at = by.name, at
        row.save(force_insert=True)
    facts: dict[str, Any] = {"name": pack.name, "version": pack.version, "period": [starts_on, ends_on]}
    facts |= {"stricter_cells": len(cells), "approval": approval if cells else {}}
    record("policy.pack_adopted", subject=f"policy_pack:{pack_id}", by=by, at=at, area=area, **facts)
    return PackLoaded(pack.name, pack.version, LOADED, pack.pk, cells)


def _adopted(pack: models.Pack, *, area: str, starts_on: date, ends_on: date | None) -> bool:
    found = models.Adoption.objects.filter(pack=pack, area=area, starts_on=starts_on, ends_on=ends_on)
    return found.count() == len(pack.diseases)


def _end_earlier(*, area: str, disease: str, starts_on: date, ends_on: date | None) -> None:
    others = models.Adoption.objects.filter(area=area, disease=disease).exclude(ends_on__lte=starts_on)
    overlapping = others.filter(starts_on__lt=ends_on) if ends_on else others
    later = overlapping.filter(Q(starts_on__gte=starts_on)).select_related("pack").first()
    if later is not None:
        raise AdoptionOverlaps(area=area, starts_on=later.starts_on, name=later.pack.name)
    overlapping.update(ends_on=starts_on)
