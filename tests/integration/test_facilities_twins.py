"""The statements of facilities against their slow twins, on whatever is drawn."""

from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import facilities as made
from tests.reference.facilities_twin import Order, hours_beyond, taken_up, turns

from lianfang.apps.control.duties import RELEASE_ON_TIME
from lianfang.apps.control.models import Measure
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import Lodging, LodgingEvent
from lianfang.apps.facilities.rules import clocks
from lianfang.apps.facilities.terms import NEEDS, NeedKind, NeedStep
from lianfang.core import sql
from lianfang.core.sql.runner import text
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

pytestmark = pytest.mark.django_db
HOUR, DAY = made.HOUR, timedelta(days=1)
MIDNIGHT = made.AT.replace(hour=0, minute=0, second=0, microsecond=0)
DRAWN = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ORDERS = st.lists(
    st.tuples(
        st.integers(0, 8), st.integers(1, 5), st.none() | st.tuples(st.integers(0, 120), st.booleans())
    ),
    min_size=1,
    max_size=3,
)


STAYS = st.tuples(st.integers(0, 60), st.none() | st.integers(1, 200))


@pytest.fixture
def site(db):
    made.build()
    return made.active(at=MIDNIGHT - 2 * DAY)


def ordered_again(person, first, days, ended):
    """Another order over somebody: from a day on, for some days, ended after some hours, or lapsed so."""
    begins = made.DAY + timedelta(days=first)
    end = {} if ended is None else {"ended_at": _moment(begins) + ended[0] * HOUR}
    end |= {"end_ground": "lapsed" if ended[1] else "completed"} if ended else {}
    copied = Measure.objects.filter(person=person).order_by("id").first()
    facts = {one.attname: getattr(copied, one.attname) for one in Measure._meta.concrete_fields}
    facts = {name: value for name, value in facts.items() if name not in {"id", "uid"}}
    ends = begins + timedelta(days=days)
    dates = {
        "starts_on": begins,
        "duties_from": begins,
        "ends_on": ends,
        "ends_by": ends,
        "ordered_until": ends,
    }
    step = Measure.objects.filter(person=person).count() + 1
    Measure.objects.create(**facts | dates | end | {"step": step, "last": False})
    until = datetime.combine(ends, RELEASE_ON_TIME.constants["release_by"], tzinfo=ZONE)
    moment = end.get("ended_at") if ended and not ended[1] else None
    return Order(_moment(begins), until, moment, clocks.LEAVE_WITHIN)


def _moment(day):
    return datetime.combine(day, time(), tzinfo=ZONE)


@DRAWN
@given(ORDERS, STAYS, st.tuples(st.integers(0, 100), st.integers(1, 200)))
def test_hours_beyond_policy_are_those_of_the_twin(site, drawn, lived, asked):
    (arrived, stayed), (since, length) = lived, asked
    with transaction.atomic():
        person = made.ordered(days=1)
        (stay,) = made.lodged(made.rooms(site)[0], person, at=MIDNIGHT, arrived=False)
        came = MIDNIGHT + arrived * HOUR
        operations.arrive(stay, by=made.OFFICE, at=came)
        left = None if stayed is None else came + stayed * HOUR
        if left is not None:
            operations.leave(stay, by=made.OFFICE, at=left)
        release_by = RELEASE_ON_TIME.constants["release_by"]
        until_first = datetime.combine(made.DAY + DAY, release_by, tzinfo=ZONE)
        orders = [Order(MIDNIGHT, until_first, None, clocks.LEAVE_WITHIN)]
        orders += [ordered_again(person, *one) for one in drawn]
        period = {"since": MIDNIGHT + since * HOUR, "until": MIDNIGHT + (since + length) * HOUR}
        found = queries.held_beyond(area=made.COUNTY, by=made.OFFICE, **period)
        assert sum(one.hours for one in found) == hours_beyond(came, left, orders, **period)
        transaction.set_rollback(True)


ACTS = st.lists(
    st.tuples(st.integers(1, 9), st.sampled_from(["acknowledged", "answered", "ended", "left"])), max_size=6
)


@DRAWN
@given(ACTS, st.none() | st.integers(1, 30), st.integers(0, 60))
def test_slots_of_a_need_are_those_of_the_twin(site, acts, every, known):
    with transaction.atomic():
        person = made.ordered()
        (stay,) = made.lodged(made.rooms(site)[0], person, at=MIDNIGHT)
        again = None if every is None else every * HOUR
        asked = {"every": again, "by": made.OFFICE, "at": MIDNIGHT + HOUR}
        need = operations.ask_need(str(person.uid), NeedKind.MEDICINE, **asked)
        done = list(_done(need, stay, acts))
        known_at = MIDNIGHT + HOUR + known * HOUR
        told = {
            "lo": made.COUNTY,
            "hi": "990122",
            "from_at": MIDNIGHT,
            "until_at": known_at,
            "known_at": known_at,
        }
        rows = slots("slots_need_answered", **told)
        found = {(row["opens_at"], row["due_at"], row["done_at"]) for row in rows}
        within = NEEDS[NeedKind.MEDICINE].answered
        twins = turns(MIDNIGHT + HOUR, within, again, done, known=known_at)
        assert found == {(one.opens, one.due, one.done) for one in twins}
        assert len(found) == len(rows)
        over = {row["lapses_at"] for row in rows if row["lapses_at"]}
        assert over == {one.over for one in twins if one.over}
        (taking,) = slots("slots_need_acknowledged", **told)
        assert taking["done_at"] == taken_up(done, known=known_at)
        transaction.set_rollback(True)


def slots(name, **told):
    """The slots of a statement; those that never lapse, without a moment of it."""
    shown = "subject_id, opens_at, due_at, done_at, nullif(lapses_at, 'infinity') as lapses_at"
    return sql.query(f"select {shown} from ({text('facilities', name)}) slots", **told)


def _done(need, stay, acts):
    """Do what can be done; what was done, and when."""
    at = MIDNIGHT + HOUR
    for hours, act in acts:
        at += hours * HOUR
        told = {"by": made.OFFICE, "at": at}
        try:
            if act == "left":
                operations.leave(stay, **told)
            else:
                operations.step_need(need.uid, NeedStep(act), note="说明", **told)
        except InputRefused:
            continue
        yield at, act


def test_the_figure_counts_no_hour_before_somebody_came_and_none_between_orders_is_lost(site):
    """What the twin found: an arrival after the order was over, and a second order long after the first."""
    person = made.ordered(days=1)
    (stay,) = made.lodged(made.rooms(site)[0], person, at=MIDNIGHT, arrived=False)
    operations.arrive(stay, by=made.OFFICE, at=MIDNIGHT + 3 * DAY)
    ordered_again(person, 5, 2, None)
    period = {"since": MIDNIGHT, "until": MIDNIGHT + 6 * DAY}
    (held,) = queries.held_beyond(area=made.COUNTY, by=made.OFFICE, **period)
    assert (held.hours, held.until_at) == (48, MIDNIGHT + 3 * DAY)
    assert Lodging.objects.count() == 1
    assert LodgingEvent.objects.filter(kind="held").count() == 0
