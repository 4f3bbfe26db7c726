"""The workflow of an order: every state and event is covered, and the page shows the table as it is."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.factories.measures import NOW, VIEW

from lianfang.apps.control.rules import workflow
from lianfang.apps.control.rules.workflow import (
    IN_FORCE,
    TRANSITIONS,
    LongerThanRule,
    MeasureNotInForce,
    NotLonger,
    PastItsEnd,
    check_extension,
    check_may,
    check_shortening,
    in_force,
    state_of,
)
from lianfang.apps.control.terms import EVENT_NAMES, STATE_NAMES, EventKind, MeasureState

END = VIEW.ends_on
STATES = {
    MeasureState.ISSUED: VIEW,
    MeasureState.SERVED: replace(VIEW, served_at=NOW),
    MeasureState.LAPSED: replace(VIEW, ended_at=NOW, end_ground="lapsed"),
    MeasureState.RELEASED: replace(VIEW, ended_at=NOW, end_ground="released", released_at=NOW),
    MeasureState.REVOKED: replace(VIEW, ended_at=NOW, end_ground="revoked"),
    MeasureState.SUPERSEDED: replace(VIEW, ended_at=NOW, end_ground="superseded"),
}


def test_every_state_has_its_row_and_every_event_its_place():
    assert set(TRANSITIONS) == set(MeasureState) == set(STATE_NAMES)
    assert {event for steps in TRANSITIONS.values() for event in steps} == set(EventKind) == set(EVENT_NAMES)


@pytest.mark.parametrize("state", list(MeasureState))
def test_an_order_knows_its_state(state):
    assert state_of(STATES[state]) is state


@pytest.mark.parametrize("state", list(MeasureState))
@pytest.mark.parametrize("event", list(EventKind))
def test_a_step_is_allowed_exactly_where_the_table_has_it(state, event):
    if event in TRANSITIONS[state]:
        assert check_may(STATES[state], event) is TRANSITIONS[state][event]
    else:
        with pytest.raises(MeasureNotInForce, match=EVENT_NAMES[event]):
            check_may(STATES[state], event)


def test_what_ended_never_comes_back_into_force():
    for state in set(MeasureState) - IN_FORCE:
        assert not set(TRANSITIONS[state].values()) & IN_FORCE


def test_an_appeal_changes_no_state_and_is_possible_in_every_one():
    for state, steps in TRANSITIONS.items():
        assert steps[EventKind.APPEALED] is steps[EventKind.APPEAL_ANSWERED] is state


def test_an_order_binds_until_the_midnight_of_its_last_day():
    at_end = NOW.replace(year=END.year, month=END.month, day=END.day, hour=0)
    assert in_force(VIEW, at=at_end - timedelta(microseconds=1))
    assert not in_force(VIEW, at=at_end)


def test_an_extension_within_the_rule_needs_no_approval():
    later = END + timedelta(days=1)
    check_extension(VIEW, day=later, ruled=later, approved=False, at=NOW)
    check_extension(VIEW, day=later, ruled=END, approved=True, at=NOW)
    with pytest.raises(LongerThanRule):
        check_extension(VIEW, day=later, ruled=END, approved=False, at=NOW)
    with pytest.raises(NotLonger):
        check_extension(VIEW, day=END, ruled=END, approved=False, at=NOW)
    with pytest.raises(PastItsEnd):
        check_extension(VIEW, day=later, ruled=later, approved=True, at=NOW + timedelta(days=30))


@pytest.mark.parametrize("day", [NOW.date(), END, date(2022, 7, 1)])
def test_a_shortening_stays_ahead_of_today_and_before_the_end(day):
    check_shortening(VIEW, day=NOW.date() + timedelta(days=1), at=NOW)
    with pytest.raises(NotLonger):
        check_shortening(VIEW, day=day, at=NOW)


def test_the_page_of_states_is_current():
    page = Path(__file__).parents[2] / "docs" / "reference" / "measure-states.md"
    assert page.read_text() == workflow.page()
    assert "issued --> served" in workflow.diagram()
