"""What nobody of a place may know before it happened: campaigns, samples, visits to come.

The row lock shows these rows to no session of an area. This is the one door to them: it asks for the
permission, and for a scope that holds the whole area of the campaign, and opens the lock while it reads.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch

from lianfang.apps.inspection.models import Campaign, Draw, DrawnTarget, Visit
from lianfang.apps.inspection.terms import WEIGHT_NAMES, SampledTarget, SampleView
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, Work, bound_to
from lianfang.kernel.errors import NotFound

UNANNOUNCED: Final = Work(
    "inspection.unannounced",
    "campaigns and samples are sealed to every area; who plans or visits is shown theirs",
)


@contextmanager
def opened(by: Actor) -> Iterator[None]:
    """Let whoever plans or visits see sealed rows; raises PermissionMissing. Clerks of units never do."""
    if bound_to(by) or not (by.may(Permission.PLAN_INSPECTION) or by.may(Permission.VISIT_TARGETS)):
        raise PermissionMissing(role=by.title, permission=Permission.VISIT_TARGETS.label)
    with rows.acting_for(UNANNOUNCED):
        yield


def campaigns(*, by: Actor) -> list[Campaign]:
    """Campaigns of the actor's areas, the newest first, each with its drawings."""
    with opened(by):
        every = Campaign.objects.select_related("checklist").prefetch_related(
            Prefetch("draws", queryset=Draw.objects.order_by("-id"))
        )
        return [one for one in every.order_by("-starts_on", "-id") if by.may_see(one.area)]


def campaign(uid: str | UUID, *, by: Actor) -> Campaign:
    """A campaign by its uid, or by its name. Raises NotFound, also for one of an area out of sight."""
    with opened(by):
        found = [
            one
            for one in Campaign.objects.select_related("checklist")
            if str(uid) in {str(one.uid), one.name} and by.may_see(one.area)
        ]
    if not found:
        raise NotFound(what="督查安排", value=uid)
    return found[0]


def draws(found: Campaign, *, by: Actor) -> list[Draw]:
    """The drawings of a campaign, the newest first."""
    with opened(by):
        return list(found.draws.order_by("-id"))


def pool_of(draw: Draw, *, by: Actor) -> list[DrawnTarget]:
    """The whole pool of a drawing, by key: with it anybody can draw the sample again."""
    with opened(by):
        return list(draw.targets.order_by("key", "target"))


def sample_of(found: Campaign, *, by: Actor, seed: str | None = None) -> SampleView | None:
    """The sample of a campaign: of a seed, or the one that counts; None where nothing was drawn."""
    with opened(by):
        made = found.draws.filter(seed=seed) if seed is not None else found.draws.all()
        draw = made.order_by("-id").first()
        if draw is None:
            return None
        chosen = list(draw.targets.exclude(rank=None).order_by("rank"))
        visited = dict(Visit.objects.filter(drawn__in=chosen).values_list("drawn_id", "happened_at"))
    return SampleView(
        campaign=found.uid,
        name=found.name,
        seed=draw.seed,
        method=draw.method,
        pool=draw.pool,
        drawn_at=draw.drawn_at,
        targets=tuple(_sampled(one, visited) for one in chosen),
    )


def drawn_target(uid: str | UUID, *, by: Actor) -> tuple[DrawnTarget, Campaign]:
    """A target that was drawn, and its campaign. Raises NotFound, also out of sight."""
    with opened(by):
        found = (
            DrawnTarget.objects.select_related("draw__campaign__checklist")
            .exclude(rank=None)
            .filter(uid=uid)
            .first()
        )
    if found is None or not by.may_see(found.draw.campaign.area):
        raise NotFound(what="督查对象", value=uid)
    return found, found.draw.campaign


def _sampled(one: DrawnTarget, visited: Mapping[int, datetime]) -> SampledTarget:
    return SampledTarget(
        uid=one.uid,
        rank=one.rank or 0,
        kind=one.kind,
        target=one.target,
        area=one.area,
        name=one.name,
        weight=one.weight,
        reasons=tuple(WEIGHT_NAMES[reason] for reason in one.reasons),
        team=one.team,
        visited_at=visited.get(one.pk),
    )
