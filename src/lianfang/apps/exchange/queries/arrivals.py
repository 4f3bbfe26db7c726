"""Who below has handed over the reports of a day, who has not yet: of every peer that reports to us."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lianfang.apps.exchange.models import Peer, Received
from lianfang.apps.exchange.terms import Direction
from lianfang.apps.forms import queries as forms
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True)
class FormArrived:
    """Reports of a form that a peer handed over of a day; `unknown`: of an edition not loaded here."""

    form: str
    name: str
    reports: int
    unknown: int


@dataclass(frozen=True)
class Arrival:
    """What a peer handed over of a day; without `received_at` nothing came."""

    peer: str
    areas: tuple[str, ...]
    on: date
    forms: tuple[FormArrived, ...]
    received_at: datetime | None
    envelopes: int


def arrivals(*, on: date, by: Actor, known_at: datetime) -> list[Arrival]:
    """Every peer that was to report to us on a day, those that have not yet first."""
    inward = Peer.objects.filter(direction=Direction.IN, begins_on__lte=on).order_by("name")
    asked = [one for one in inward if by.may_see(one.area) and _was_in_force(one, on)]
    came: dict[int, list[Received]] = defaultdict(list)
    received = Received.objects.filter(peer__in=asked, period_on=on, received_at__lte=known_at)
    for one in received.defer("envelope", "receipt"):
        came[one.peer_id].append(one)
    uids = [one.uid for several in came.values() for one in several]
    counts = forms.handed_counts(uids, on=on, known_at=known_at)
    names = forms.form_names({form for _, form in counts})
    told = [_arrival(peer, on, came[peer.pk], counts, names) for peer in asked]
    return sorted(told, key=lambda one: (one.received_at is not None, one.peer))


def _was_in_force(peer: Peer, on: date) -> bool:
    ended = peer.ended_at is not None and peer.ended_at.astimezone(ZONE).date() <= on
    return not ended and (peer.ends_on is None or on <= peer.ends_on)


def _arrival(
    peer: Peer,
    on: date,
    came: Iterable[Received],
    counts: dict[tuple[UUID, str], tuple[int, int]],
    names: dict[str, str],
) -> Arrival:
    moments = {one.uid: one.received_at for one in came}
    own = [(form, count, lost) for (source, form), (count, lost) in counts.items() if source in moments]
    told = [
        FormArrived(
            form,
            names.get(form, form),
            sum(count for code, count, _ in own if code == form),
            sum(lost for code, _, lost in own if code == form),
        )
        for form in sorted({code for code, _, _ in own})
    ]
    last = max(moments.values(), default=None)
    return Arrival(peer.name, tuple(peer.areas), on, tuple(told), last, len(moments))
