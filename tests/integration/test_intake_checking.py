"""Checks at the door and by telephone: what each settles, who leaves by it; and forwards taken over."""

import pytest
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.intake import BY, HERE, NOW, hours, row
from tests.factories.places import COUNTY, GRID

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.duties import PUSH_CHECK
from lianfang.apps.intake.models import Check, Forward, GroupFact
from lianfang.apps.intake.operations import AcknowledgedAlready
from lianfang.apps.intake.terms import CHECK_RETURN, CheckOutcome
from lianfang.apps.people.models import Person
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db

SETTLING = ("found_controlled", "left_area", "refused", "deceased", "duplicate")
STATES = {"left_area": "left", "deceased": "deceased"}


@pytest.fixture
def pushed(tmp_path):
    """The uid of a newcomer whom a push brought, a contact from outside."""
    lists.build_county()
    contact = row("赵新", number=people.citizen_number(), exposure="密接", contact="2022-07-08", address=HERE)
    return lists.persons(lists.receive(tmp_path / "名单.csv", contact))[0]


def check(person, outcome, *, after=5, known=None, by=BY):
    return operations.record_check(
        person=person,
        outcome=CheckOutcome(outcome),
        happened_at=hours(after),
        by=by,
        at=hours(after if known is None else known),
        note="说明",
    )


def unchecked(at):
    """The persons whose check is due and not done at a moment."""
    view = engine.at_moment(area=COUNTY, at=at)
    return [gap.subject for gap in engine.gaps(view=view, kinds=[PUSH_CHECK])]


def inside():
    """The groups that somebody is in by the latest facts."""
    latest = {}
    for fact in GroupFact.objects.order_by("happened_at", "id"):
        latest[fact.group] = fact.enters
    return {group for group, enters in latest.items() if enters}


@pytest.mark.parametrize("outcome", list(CheckOutcome))
def test_each_outcome_is_recorded_and_settles_the_push_or_does_not(pushed, outcome):
    assert unchecked(hours(4)) == [pushed]
    uid = check(pushed, outcome)
    made = Check.objects.get(uid=uid)
    assert (made.outcome, made.note, made.by, made.happened_at) == (outcome, "说明", BY.name, hours(5))
    assert unchecked(hours(6)) == ([] if outcome in SETTLING else [pushed])
    assert Person.objects.get().state == STATES.get(outcome, "present")
    (line,) = AuditEvent.objects.filter(action="intake.checked")
    assert (line.subject, line.facts["outcome"]) == (f"person:{pushed}", outcome)


@pytest.mark.parametrize(
    ("outcome", "groups"),
    [
        ("found_controlled", {"outsiders", "outside_contacts"}),
        ("wrong_number", {"outsiders", "outside_contacts"}),
        ("duplicate", {"outsiders", "outside_contacts"}),
        ("left_area", set()),
        ("deceased", set()),
    ],
)
def test_an_outsider_stays_in_or_leaves_the_groups(pushed, outcome, groups):
    check(pushed, outcome)
    assert inside() == groups


def test_a_resident_who_left_is_away_until_found_again():
    lists.build_county()
    uid, _ = lists.resident("张伟")
    check(uid, "left_area")
    assert inside() == {"away"}
    check(uid, "left_area", after=6)
    assert GroupFact.objects.filter(group="away").count() == 1
    check(uid, "found_controlled", after=7)
    assert inside() == set()


def test_a_check_that_came_before_the_push_settles_nothing(pushed):
    check(pushed, "found_controlled", after=-3, known=1)
    assert unchecked(hours(2)) == [pushed]


def test_a_check_counts_only_once_it_is_recorded(pushed):
    check(pushed, "found_controlled", after=5, known=20)
    assert unchecked(hours(10)) == [pushed]
    assert unchecked(hours(20)) == []


def test_nobody_out_of_sight_is_checked(pushed):
    with pytest.raises(NotFound):
        check(pushed, "found_controlled", by=Actor("某", ("990121200",)))
    assert not Check.objects.exists()


def test_a_list_of_checks_writes_them_and_brings_nobody(pushed, tmp_path):
    number = people.citizen_number()
    account = lists.receive(
        tmp_path / "反馈.csv",
        row("赵新", number=number, outcome="已找到，居家隔离"),
        row("赵新", number=number, outcome="天气不错"),
        row("无人识", number=people.citizen_number(sequence=9), outcome="已管控"),
        channel=CHECK_RETURN,
        at=hours(8),
    )
    assert lists.fates(account) == [
        ("matched", ""),
        ("rejected", "outcome_missing"),
        ("rejected", "person_unknown"),
    ]
    made = Check.objects.get()
    assert (str(made.person.uid), made.outcome, made.happened_at) == (pushed, "found_controlled", hours(8))
    assert unchecked(hours(9)) == []
    assert Person.objects.count() == 1


@pytest.fixture
def forward(tmp_path):
    """A row that a town forwarded to a village of another town."""
    lists.build_county()
    sent = row("郑五", number=people.citizen_number(), address="柳林乡柳林村")
    lists.receive(tmp_path / "名单.csv", sent, area="990121100")
    return Forward.objects.get()


def acknowledge(forward, *, by=BY, after=3):
    operations.acknowledge(forward=str(forward.uid), happened_at=hours(after), by=by, at=hours(after))


def test_a_forwarded_row_is_taken_over_once(forward):
    (waiting,) = queries.open_forwards(area=lists.WILLOW, known_at=hours(1))
    assert waiting.uid == forward.uid
    acknowledge(forward, by=Actor("柳林乡", ("990121200",)))
    with pytest.raises(AcknowledgedAlready, match="柳林乡"):
        acknowledge(forward, after=4)
    forward.refresh_from_db()
    assert (forward.acknowledged_by, forward.acknowledged_at) == ("柳林乡", hours(3))
    assert queries.open_forwards(area=lists.WILLOW, known_at=hours(4)) == []
    assert len(queries.open_forwards(area=lists.WILLOW, known_at=hours(2))) == 1


def test_a_forwarded_row_is_not_seen_before_it_was_sent_nor_by_strangers(forward):
    assert queries.open_forwards(area=COUNTY, known_at=NOW.replace(hour=8)) == []
    assert queries.open_forwards(area=GRID, known_at=hours(1)) == []
    with pytest.raises(NotFound):
        acknowledge(forward, by=Actor("某", (GRID,)))
    with pytest.raises(NotFound):
        operations.acknowledge(forward=people.uid_of(1), happened_at=NOW, by=BY, at=NOW)
