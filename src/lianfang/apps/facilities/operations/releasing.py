"""Release: whose order is over leaves with a certificate; whom the rule still holds stays, and why."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.facilities import queries
from lianfang.apps.facilities.models import Lodging, LodgingEvent, Site
from lianfang.apps.facilities.operations.lodging import StepImpossible, go, happen
from lianfang.apps.facilities.terms import LodgingEventKind, ReleaseDone, SiteView
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE


@transaction.atomic
def release_due(site: str | UUID, *, by: Actor, at: datetime) -> ReleaseDone:
    """Release all of a site whose last order is over: the order first, as control decides, then the room.

    Who may not go yet (a test is missing, a result is positive) stays, and what is missing is recorded as the
    reason, once a day. Raises PermissionMissing, NotFound.
    """
    check(by, Permission.CHANGE_MEASURE)
    found = queries.site(site, by=by, at=at)
    Site.objects.select_for_update().get(pk=found.id)
    ending = queries.stays_ending(found, at=at)
    asked = [one.measure for one in ending if one.open]
    fates = {fate.measure: fate for fate in control.release_all(asked, by=by, at=at)} if asked else {}
    kept = {one.lodging: fates[one.measure].problem for one in ending if one.open}
    kept = {lodging: problem for lodging, problem in kept.items() if problem}
    stays = {one.pk: one for one in Lodging.objects.filter(pk__in=[one.lodging for one in ending])}
    numbers = [_let_go(found, stays[one.lodging], by=by, at=at) for one in ending if one.lodging not in kept]
    for lodging, problem in kept.items():
        _hold(stays[lodging], problem, by=by, at=at)
    _carers_leave(found, by=by, at=at)
    facts = {"released": len(numbers), "held": len(kept)}
    audit.record("site.released", subject=f"site:{found.uid}", by=by, at=at, area=found.area, **facts)
    return ReleaseDone(len(ending), tuple(numbers), tuple(kept.values()))


def _let_go(site: SiteView, stay: Lodging, *, by: Actor, at: datetime) -> str:
    """Somebody goes with a certificate; its number."""
    number = f"{site.id}-{at.astimezone(ZONE):%Y}-{_issued(site, at) + 1:04}"
    happen([stay], LodgingEventKind.RELEASED, number, by=by, at=at)
    go(stay, note=number, by=by, at=at)
    return number


def _issued(site: SiteView, at: datetime) -> int:
    issued = LodgingEvent.objects.filter(kind=LodgingEventKind.RELEASED, lodging__site_id=site.id)
    return issued.filter(note__startswith=f"{site.id}-{at.astimezone(ZONE):%Y}-").count()


def _hold(stay: Lodging, problem: str, *, by: Actor, at: datetime) -> None:
    """Record why somebody stays beyond the order's days; the same on the same day is said once."""
    day = at.astimezone(ZONE).date()
    said = LodgingEvent.objects.filter(lodging_id=stay.pk, kind=LodgingEventKind.HELD, note=problem)
    if not any(one.happened_at.astimezone(ZONE).date() == day for one in said):
        happen([stay], LodgingEventKind.HELD, problem, by=by, at=at)


def _carers_leave(site: SiteView, *, by: Actor, at: datetime) -> None:
    """Who cared for somebody goes with them: a stay without an order whose party has no other left."""
    for stay in _carers_alone(site):
        go(stay, note="", by=by, at=at)


def _carers_alone(site: SiteView) -> Sequence[Lodging]:
    living = Lodging.objects.filter(
        site_id=site.id, arrived_at__isnull=False, during__endswith__isnull=True, during__isempty=False
    )
    parties = set(living.filter(measure_id__isnull=False).values_list("party_id", flat=True))
    return [one for one in living.filter(measure_id__isnull=True) if one.party_id not in parties]


@transaction.atomic
def let_go(lodging: str | UUID, *, by: Actor, at: datetime) -> str:
    """Let somebody go whose order was released already; the number of the certificate.

    Raises PermissionMissing, NotFound, StepImpossible while an order holds them, or owes its release.
    """
    check(by, Permission.RUN_SITE)
    stay = queries.lock_lodging(lodging, by=by)
    site = queries.site(stay.site.uid, by=by, at=at)
    Site.objects.select_for_update().get(pk=site.id)
    if not any(one.lodging == stay.pk and not one.open for one in queries.stays_ending(site, at=at)):
        raise StepImpossible(step="凭解除证明离开", problem="决定还没有解除，或已经离开")
    number = _let_go(site, stay, by=by, at=at)
    _carers_leave(site, by=by, at=at)
    subject, facts = f"lodging:{stay.uid}", {"person": stay.person_uid, "certificate": number}
    audit.record("lodging.released", subject=subject, by=by, at=at, area=stay.area, **facts)
    return number


@transaction.atomic
def hold(lodging: str | UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Record why somebody stays beyond the order's days. Raises PermissionMissing, StepImpossible."""
    check(by, Permission.CHANGE_MEASURE)
    found = queries.lock_lodging(lodging, by=by)
    if not reason.strip() or found.during.upper is not None:
        raise StepImpossible(step="暂不离开", problem="须写明理由；已经离开的不用登记")
    _hold(found, reason.strip(), by=by, at=at)
    subject, facts = f"lodging:{found.uid}", {"person": found.person_uid, "reason": reason}
    audit.record("lodging.held", subject=subject, by=by, at=at, area=found.area, **facts)
