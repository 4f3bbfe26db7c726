"""Lists reconciled with each other and the register; the five clears (五清), counted by hand."""

import pytest
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.intake import BY, HERE, NOW, TWIN, WILLOW, hours, row
from tests.factories.places import COUNTY, VILLAGE

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.terms import CheckOutcome, Finding, Group

pytestmark = pytest.mark.django_db

NAMES = ("张伟", "李娜", "王芳", "刘洋")


@pytest.fixture
def known():
    """Four registered persons by name: their uid and number."""
    lists.build_county()
    return {name: lists.resident(name, sequence=at) for at, name in enumerate(NAMES, start=1)}


@pytest.fixture
def receive(tmp_path, known):
    """Receive a list that names registered persons, each with an address."""

    def send(channel, after=0, **addresses):
        rows = [row(name, number=known[name][1], address=place) for name, place in addresses.items()]
        return lists.receive(tmp_path / f"{channel}{after}.csv", *rows, channel=channel, at=hours(after))

    return send


def found(finding, *, area=COUNTY, after=50.0):
    """Names of a finding, as many as its total says."""
    one = queries.reconcile(area=area, finding=Finding(finding), known_at=hours(after))
    assert one.total == len(one.lines)
    return sorted(line["name"] for line in one.lines)


def check(known, name, after, outcome=CheckOutcome.FOUND_CONTROLLED):
    operations.record_check(
        person=known[name][0], outcome=outcome, happened_at=hours(after), by=BY, at=hours(after)
    )


def test_who_is_pushed_and_neither_registered_nor_checked_is_not_found(known, receive):
    receive("police_push", 0, 张伟=HERE, 李娜=HERE, 王芳=HERE, 刘洋=HERE)
    receive("door_to_door", 1, 李娜=HERE)
    check(known, "王芳", 2)
    check(known, "刘洋", 2, CheckOutcome.NOT_REACHABLE)
    assert found("pushed_not_found") == ["刘洋", "张伟"]
    assert found("pushed_not_found", after=1.5) == ["刘洋", "张伟", "王芳"]
    assert found("pushed_not_found", after=0.5) == ["刘洋", "张伟", "李娜", "王芳"]
    assert found("pushed_not_found", area=WILLOW) == []


def test_who_registered_and_is_on_no_push_is_found_not_pushed(receive):
    receive("self_report", 0, 张伟=HERE, 李娜=HERE)
    receive("transport_push", 3, 张伟=HERE)
    assert found("found_not_pushed") == ["李娜"]
    assert found("found_not_pushed", after=2) == ["张伟", "李娜"]


def test_who_stands_on_two_registrations_is_found_twice(receive):
    receive("self_report", 0, 张伟=HERE, 李娜=HERE)
    receive("hotel", 1, 张伟=HERE)
    receive("police_push", 2, 李娜=HERE)
    assert found("found_twice") == ["张伟"]
    assert found("found_twice", after=0.5) == []


def test_addresses_contradict_between_any_lists_and_claims_between_registrations(receive):
    receive("self_report", 0, 张伟=HERE, 李娜=HERE, 王芳=HERE)
    receive("police_push", 1, 张伟="柳林乡柳林村", 王芳=HERE)
    receive("door_to_door", 2, 李娜="柳林乡柳林村")
    assert found("contradicting_addresses") == ["张伟", "李娜"]
    assert found("claimed_by_two_villages") == ["李娜"]
    one = queries.reconcile(area=COUNTY, finding=Finding.CLAIMED_BY_TWO_VILLAGES, known_at=hours(9))
    assert one.lines[0]["places"] == [VILLAGE, WILLOW]
    assert sorted(one.lines[0]["channels"]) == ["door_to_door", "self_report"]


def test_a_household_is_visited_by_a_door_list_or_a_check(known, receive):
    homes = {name: people.uid_of(900_000 + at) for at, name in enumerate(NAMES)}
    settled = [
        people.row(
            f"户{name}", document=people.citizen_number(sequence=at), household_uid=homes[name], address=name
        )
        for at, name in enumerate(NAMES, start=21)
    ]
    people.register(*settled)
    known |= {one["name"]: (one["uid"], one["document"]) for one in settled}
    receive("door_to_door", 1, 户张伟=HERE)
    receive("police_push", 1, 户王芳=HERE)
    check(known, "户李娜", 2)
    assert found("never_visited") == ["刘洋", "王芳"]
    assert found("never_visited", after=1.5) == ["刘洋", "李娜", "王芳"]
    assert found("never_visited", area=WILLOW) == []


def test_a_finding_counts_all_and_shows_the_first(receive):
    receive("self_report", 0, 张伟=HERE, 李娜=HERE, 王芳=HERE)
    one = queries.reconcile(area=COUNTY, finding=Finding.FOUND_NOT_PUSHED, known_at=hours(1), most=2)
    assert (one.total, len(one.lines)) == (3, 2)


@pytest.fixture
def five(known, tmp_path):
    """By hand: 3 outsiders, 1 away, 1 worker, 2 outside contacts, 1 from a key area, in two villages."""
    fresh = [people.citizen_number(sequence=at) for at in range(61, 64)]
    lists.receive(
        tmp_path / "推送.csv",
        row("赵一", number=fresh[0], exposure="密接", contact="2022-07-08", address=HERE),
        row("钱二", number=fresh[1], address="柳林乡柳林村"),
        row("张伟", number=known["张伟"][1], exposure="次密接", contact="2022-07-08", address=HERE),
        row("李娜", number=known["李娜"][1], address="远方省白石市青山县"),
    )
    worker = row("孙三", number=fresh[2], address="柳林乡柳林村") | {"风险等级": "高风险"}
    lists.receive(tmp_path / "企业.csv", worker, channel="employer", at=hours(2))
    return known


def test_the_five_clears_count_what_was_counted_by_hand(five):
    zeros = {group.value: 0 for group in Group}
    assert queries.five_clears(area=COUNTY, known_at=hours(3)) == {
        VILLAGE: zeros | {"outsiders": 1, "away": 1, "outside_contacts": 2},
        WILLOW: zeros | {"outsiders": 2, "enterprise_workers": 1, "key_areas": 1},
    }
    assert list(queries.five_clears(area=WILLOW, known_at=hours(3))) == [WILLOW]
    assert queries.five_clears(area=TWIN, known_at=hours(3)) == {}


def test_the_five_clears_as_known_earlier(five):
    earlier = queries.five_clears(area=COUNTY, known_at=hours(1))
    assert earlier[WILLOW] == {group.value: 0 for group in Group} | {"outsiders": 1}
    assert queries.five_clears(area=COUNTY, known_at=hours(-1)) == {}


def test_every_number_has_its_list(five):
    for after in (1, 3):
        counts = queries.five_clears(area=COUNTY, known_at=hours(after))
        for village, groups in counts.items():
            for group, number in groups.items():
                behind = queries.clear_list(area=village, group=Group(group), known_at=hours(after))
                assert len(behind) == number
    (away,) = queries.clear_list(area=COUNTY, group=Group.AWAY, known_at=hours(3))
    assert (away["name"], away["person"], away["since"]) == ("李娜", five["李娜"][0], NOW)


def test_who_left_is_no_longer_counted_but_was(five):
    outsider = queries.clear_list(area=VILLAGE, group=Group.OUTSIDERS, known_at=hours(3))[0]["person"]
    operations.record_check(
        person=outsider, outcome=CheckOutcome.LEFT_AREA, happened_at=hours(4), by=BY, at=hours(6)
    )
    assert queries.five_clears(area=VILLAGE, known_at=hours(5))[VILLAGE]["outsiders"] == 1
    now = queries.five_clears(area=VILLAGE, known_at=hours(6))[VILLAGE]
    assert (now["outsiders"], now["outside_contacts"], now["away"]) == (0, 1, 1)
