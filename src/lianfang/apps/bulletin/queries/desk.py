"""What the desk works at: every version of an area, where it stands, who decided what."""

from dataclasses import dataclass
from uuid import UUID

from lianfang.apps.bulletin.models import Publication
from lianfang.apps.bulletin.queries.public import thawed
from lianfang.apps.bulletin.terms import Entry, Frozen, PublicationState, StepKind, StepTaken
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

SHOWN = 200
NEEDED = 2
"""Who approves: two, and neither of them wrote it."""


@dataclass(frozen=True)
class Draft:
    """A version with its steps, as the desk sees it."""

    row: Publication
    steps: tuple[StepTaken, ...]
    state: PublicationState
    entries: tuple[Entry, ...]
    frozen: Frozen

    @property
    def approvals(self) -> int:
        """How many have approved it."""
        return sum(step.kind == StepKind.APPROVED for step in self.steps)


def drafts(*, area: str) -> list[Draft]:
    """Every version of an area and below, the newest first."""
    lo, hi = area_code.prefix_range(area)
    found = Publication.objects.filter(area__gte=lo, area__lt=hi).prefetch_related("steps").order_by("-id")
    rows = list(found[:SHOWN])
    newest: dict[UUID, int] = {}
    for row in rows:
        if row.published_at:
            newest[row.series] = max(row.version, newest.get(row.series, 0))
    return [_draft(row, newest.get(row.series, 0)) for row in rows]


def draft(uid: UUID, *, by: Actor) -> Draft:
    """One version; raises NotFound outside the actor's areas."""
    row = Publication.objects.prefetch_related("steps").filter(uid=uid).first()
    if row is None or not by.may_see(row.area):
        raise NotFound(what="公开信息", value=uid)
    published = Publication.objects.filter(series=row.series, published_at__isnull=False)
    newest = published.order_by("-version").values_list("version", flat=True).first()
    return _draft(row, newest or 0)


def _draft(row: Publication, newest: int) -> Draft:
    taken = sorted(row.steps.all(), key=lambda step: step.pk)
    steps = tuple(StepTaken(step.kind, step.by, step.note, step.at) for step in taken)
    entries = tuple(Entry(**entry) for entry in row.entries)
    return Draft(row, steps, _state(row, steps, newest), entries, thawed(row.figures))


def _state(row: Publication, steps: tuple[StepTaken, ...], newest: int) -> PublicationState:
    if row.withdrawn_at:
        return PublicationState.WITHDRAWN
    if row.published_at:
        return PublicationState.CORRECTED if newest > row.version else PublicationState.PUBLISHED
    kinds = {step.kind for step in steps}
    if StepKind.DECLINED in kinds:
        return PublicationState.DECLINED
    return PublicationState.HALF_APPROVED if StepKind.APPROVED in kinds else PublicationState.WRITTEN
