"""Statements of the hotline against a plain telling of the same, over courses drawn at random."""

import random
from datetime import datetime, timedelta

import pytest
from tests.factories import hotline as factory
from tests.factories.control import COUNTY, NOW, VILLAGE
from tests.reference import hotline_twin as twin

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.duties import KINDS
from lianfang.apps.hotline.models import Matter
from lianfang.apps.hotline.rules import clocks
from lianfang.apps.hotline.terms import MatterKind, Need, Satisfaction, Slip
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine
from lianfang.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
CLERK = Actor(name="经办员", permissions=EVERY)
HOUR = timedelta(hours=1)
PLACES = (COUNTY, factory.TOWN, VILLAGE)


def acted(draw: random.Random, slip: Slip, at: datetime) -> None:
    """Something that somebody does to a matter; what the workflow refuses is not done."""
    told = {"by": CLERK, "at": at}
    acts = {
        "acknowledge": lambda: operations.acknowledge(slip.uid, **told),
        "hand_on": lambda: operations.hand_on(
            slip.uid,
            area=draw.choice(PLACES),
            post=draw.choice(list(PostCode)),
            reason="转给对口的人",
            **told,
        ),
        "answer": lambda: operations.answer(
            slip.uid, text="已经办好了", happened_at=at - draw.random() * HOUR, **told
        ),
        "close": lambda: operations.close(slip.uid, reason="已经办结了", **told),
        "rate": lambda: operations.rate(
            slip.number, slip.code, satisfaction=draw.choice(list(Satisfaction)), at=at
        ),
    }
    try:
        acts[draw.choice(list(acts))]()
    except DomainError:
        return


def course(draw: random.Random) -> Slip:
    kind = draw.choice([MatterKind.LEAD, MatterKind.QUESTION, MatterKind.HELP])
    need = draw.choice(list(Need)) if kind is MatterKind.HELP else None
    slip = factory.brought(kind, need=need, place=draw.choice(PLACES))
    for step in range(draw.randint(0, 9)):
        acted(draw, slip, NOW + (2 * step + 2) * HOUR)
    return slip


def told_by_twin(slip: Slip, at: datetime) -> tuple[str, set[tuple[object, ...]]]:
    matter = Matter.objects.get(uid=slip.uid)
    columns = ("id", "kind", "happened_at", "recorded_at", "post", "held_in", "satisfaction")
    events = [twin.Event(*row) for row in matter.events.order_by("id").values_list(*columns)]
    clock = clocks.clock_of(matter.kind, matter.need)
    slots = [
        *twin.answering(matter.received_at, events, clock.answered, at),
        *twin.taking(events, clock.taken, at),
    ]
    uid = str(slip.uid)
    return twin.state(events, at), {
        (uid, one.ref, one.area, one.opens_at, one.due_at, one.done_at) for one in slots if one.opens_at <= at
    }


@pytest.mark.parametrize("seed", range(6))
def test_states_and_slots_are_those_of_the_twin_at_any_moment(seed):
    factory.answering_county()
    draw = random.Random(seed)
    slips = [course(draw) for _ in range(6)]
    for hours in (0, 3, 7, 12, 30):
        at = NOW + hours * HOUR
        expected = {slip.uid: told_by_twin(slip, at) for slip in slips}
        found = {card.uid: card.state for card in queries.matters(scope=COUNTY, known_at=at)}
        assert found == {uid: state for uid, (state, _) in expected.items()}
        view = engine.View(COUNTY, NOW - 24 * HOUR, at, at)
        slots = {
            (row["subject_id"], row["ref"], row["area"], row["opens_at"], row["due_at"], row["done_at"])
            for kind in KINDS
            for row in engine.slots(view=view, kind=kind)
        }
        assert slots == {slot for _, told in expected.values() for slot in told}
        gaps = {(gap.subject, gap.ref) for gap in engine.gaps(view=engine.at_moment(area=COUNTY, at=at))}
        wanted = {(slot[0], slot[1]) for _, told in expected.values() for slot in told if slot[5] is None}
        assert {gap for gap in gaps if gap[1].startswith(("answer:", "taken:"))} == wanted
