"""Who was with a case and is in no register: by traces, called by masked numbers, until somebody is found."""

from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.cases.models import Nearness, StrangerFate
from lianfang.apps.cases.rules import clocks
from lianfang.apps.cases.terms import CaseCard, Stranger
from lianfang.apps.venues import queries as venues
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Work

FOUND_BY_OTHERS: Final = Work(
    "cases.strangers", "who was with a case is called, whichever office loaded the observation"
)


def strangers(card: CaseCard, *, known_at: datetime) -> list[Stranger]:
    """The strangers of a case, each once with all their meetings; those still to be found first."""
    met: dict[int, list[Nearness]] = {}
    told = Nearness.objects.filter(case__uid=card.uid, person_id__lt=0, recorded_at__lte=known_at)
    for one in told.order_by("since", "id"):
        met.setdefault(-one.person_id, []).append(one)
    fates = {
        one.visitor: one for one in StrangerFate.objects.filter(case__uid=card.uid, recorded_at__lte=known_at)
    }
    with acting_for(FOUND_BY_OTHERS):
        words = venues.visitors(met)
    found = [_stranger(visitor, several, words, fates.get(visitor)) for visitor, several in met.items()]
    return sorted(found, key=lambda one: (one.settled_at is not None, one.due_at, one.visitor))


def _stranger(
    visitor: int, met: list[Nearness], words: dict[int, tuple[str, str]], fate: StrangerFate | None
) -> Stranger:
    number, name = words.get(visitor, ("", ""))
    return Stranger(
        visitor=visitor,
        number=number,
        name=name,
        places=tuple(dict.fromkeys(one.place for one in met)),
        first_at=min(one.since for one in met),
        last_at=max(one.until for one in met),
        due_at=min(one.recorded_at for one in met) + timedelta(hours=clocks.STRANGER_HOURS),
        settled_at=fate.recorded_at if fate else None,
        reason=fate.reason if fate else "",
    )
