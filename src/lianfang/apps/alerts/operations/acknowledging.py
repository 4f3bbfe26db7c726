"""Acknowledge: the one who was told says that it is in hand; the level above waits a while longer."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from lianfang.apps.alerts.models import Notice
from lianfang.apps.alerts.terms import Nature
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotAllowed, NotFound


class NotYours(NotAllowed):
    """A notice to somebody else: only who was told can say that it was taken up."""

    code = "alerts.not_yours"
    sentence = "这条通知发给{holder}，只能由本人签收。"


@transaction.atomic
def acknowledge(notice: str | UUID, *, officer: UUID | None, by: Actor, at: datetime) -> bool:
    """Acknowledge a notice to an officer; False when it was acknowledged before.

    Raises NotFound, NotYours, and PermissionMissing for what was escalated to a role that may not take it up.
    """
    found = _locked(notice)
    if found.officer != officer:
        raise NotYours(holder=found.holder)
    if found.acknowledged_at is not None:
        return False
    _check_role(found, by)
    _acknowledged([found], by=by, at=at)
    return True


@transaction.atomic
def acknowledge_all(*, officer: UUID, by: Actor, at: datetime) -> int:
    """Acknowledge everything that an officer was told and may take up; returns how many notices."""
    waiting = Notice.objects.select_for_update().filter(officer=officer, acknowledged_at=None)
    if not by.may(Permission.ACKNOWLEDGE_ESCALATION):
        waiting = waiting.exclude(nature=Nature.ESCALATED)
    found = list(waiting.order_by("id"))
    if found:
        _acknowledged(found, by=by, at=at)
    return len(found)


def _locked(notice: str | UUID) -> Notice:
    try:
        return Notice.objects.select_for_update().get(uid=notice)
    except (Notice.DoesNotExist, ValidationError) as problem:
        raise NotFound(what="通知", value=notice) from problem


def _check_role(notice: Notice, by: Actor) -> None:
    needed = Permission.ACKNOWLEDGE_ESCALATION
    if notice.nature == Nature.ESCALATED and not by.may(needed):
        raise PermissionMissing(role=by.title, permission=needed.label)


def _acknowledged(notices: list[Notice], *, by: Actor, at: datetime) -> None:
    numbers = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=numbers).update(acknowledged_at=at, acknowledged_by=by.name)
    for notice in notices:
        audit.record(
            "alerts.acknowledged",
            subject=f"alerts_notice:{notice.pk}",
            by=by,
            at=at,
            area=notice.area,
            nature=notice.nature,
            items=notice.items,
        )
