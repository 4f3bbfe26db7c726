"""Transfers: whatever is done in whatever order, at any moment exactly one answers for the person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import facilities as made
from tests.factories.access import token_of

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import HandOver, Lodging, Site, Transfer
from lianfang.apps.facilities.rules.custody import HandOverContested, HandOverImpossible
from lianfang.apps.facilities.terms import Custodian, HandedOver, Journey, TransferWhy
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.models import Grant
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import DomainError, NotFound

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CREW, RECEIVER, SENDER = Custodian.CREW, Custodian.RECEIVER, Custodian.SENDER


def ask(person, *, why=TransferWhy.CLOSE_CONTACT, site=None, by=made.OFFICE, at=made.AT):
    journey = Journey(why, "北山村书记", "北山村", "" if site else "县人民医院", site)
    return operations.request_transfer(str(person.uid), journey, by=by, at=at)


def give(transfer, to, *, at, name="接手人", vehicle="京A1", by=made.OFFICE):
    return tell(transfer, to, at=at, name=name, vehicle=vehicle, by=by)[0]


def tell(transfer, to, *, at, happened_at=None, by=made.OFFICE, name="接手人", vehicle="京A1", **more):
    """What a phone sends, at once or later; whether it was told before."""
    told = HandedOver(to, name, vehicle, **more)
    return operations.hand_over(transfer.uid, told, by=by, at=at, happened_at=happened_at)


def test_a_transfer_goes_from_hand_to_hand_and_ends_a_stay_and_begins_one():
    made.build()
    site = made.active()
    person = made.ordered()
    made.lodged(made.rooms(site)[0], person, arrived=False)
    moved = ask(person, site=site.uid)
    assert (moved.custodian_name, moved.to_place) == ("北山村书记", made.SITE)
    give(moved, CREW, at=made.AT + MINUTE, name="车组一")
    give(moved, CREW, at=made.AT + 2 * MINUTE, name="车组二")
    moved = give(moved, RECEIVER, at=made.AT + 9 * MINUTE, name="隔离点护士")
    assert (moved.ended_at, moved.step) == (made.AT + 9 * MINUTE, 3)
    stay = Lodging.objects.get()
    assert stay.arrived_at == made.AT + 9 * MINUTE
    away = ask(person, why=TransferWhy.CASE, at=made.AT + made.HOUR)
    give(away, CREW, at=made.AT + made.HOUR + MINUTE)
    stay.refresh_from_db()
    assert stay.during.upper == made.AT + made.HOUR + MINUTE
    with pytest.raises(HandOverImpossible):
        give(moved, CREW, at=made.AT + made.HOUR)


def test_what_does_not_follow_is_refused():
    made.build()
    person = made.ordered()
    moved = ask(person)
    with pytest.raises(operations.TransferOpen):
        ask(person)
    for to, more in ((SENDER, {}), (CREW, {"vehicle": " "}), (CREW, {"name": ""})):
        with pytest.raises(HandOverImpossible):
            give(moved, to, at=made.AT + MINUTE, **more)
    with pytest.raises(HandOverImpossible):
        give(moved, CREW, at=made.AT)  # not before, and not at the moment of, the last hand-over
    give(moved, CREW, at=made.AT + MINUTE)
    with pytest.raises(HandOverImpossible):
        operations.cancel_transfer(moved.uid, note="不去了", by=made.OFFICE, at=made.AT + 2 * MINUTE)
    give(moved, SENDER, at=made.AT + 2 * MINUTE)
    ended = operations.cancel_transfer(moved.uid, note="车坏", by=made.OFFICE, at=made.AT + 3 * MINUTE)
    assert ended.cancelled
    ask(person, at=made.AT + 4 * MINUTE)


def test_who_may_and_who_sees():
    made.build()
    moved = ask(made.ordered())
    with pytest.raises(PermissionMissing):
        give(moved, CREW, at=made.AT + MINUTE, by=made.actor("grid_worker", made.VILLAGE))
    with pytest.raises(NotFound):
        give(moved, CREW, at=made.AT + MINUTE, by=made.actor("town_clerk", "990121200"))
    with rows.acting(made.actor("town_clerk", "990121200")):
        assert not Transfer.objects.exists()
        assert not HandOver.objects.exists()


OTHER = "柳林集中隔离点"


def clerk(name=made.SITE):
    return made.actor("site_clerk", unit=made.unit(name))


def seen(by, at=made.AT):
    return {one.uid for one in queries.transfers(by=by, at=at)}


def test_a_clerk_sees_whom_the_own_site_sends_or_receives_and_nobody_else():
    made.build()
    here, there = made.active(), made.active(OTHER)
    living, arriving, passing = made.ordered("在住"), made.ordered("将到"), made.ordered("过路")
    made.lodged(made.rooms(here)[0], living)
    nurse = made.control.person("护士")
    operations.enter_loop(there.uid, str(nurse.uid), work="medical", by=made.OFFICE, at=made.AT - MINUTE)
    out, between = ask(living, by=clerk()), ask(arriving, site=there.uid)
    away, elsewhere = ask(nurse), ask(passing)
    assert (seen(clerk()), seen(clerk(OTHER))) == ({out.uid}, {between.uid, away.uid})
    assert seen(made.OFFICE) == {out.uid, between.uid, away.uid, elsewhere.uid}
    for hidden in (between, away, elsewhere):
        with pytest.raises(NotFound):
            give(hidden, CREW, at=made.AT + MINUTE, by=clerk())
        with pytest.raises(NotFound):
            operations.cancel_transfer(hidden.uid, note="不去了", by=clerk(), at=made.AT + MINUTE)
    give(out, CREW, at=made.AT + MINUTE, by=clerk())
    assert out.uid in seen(clerk(), made.AT + made.HOUR)  # also when the room is left


def test_a_clerk_sends_nobody_away_from_another_site_but_may_fetch_them():
    made.build()
    here, there = made.active(), made.active(OTHER)
    living, at_the_gate = made.ordered("在住"), made.ordered("在门口")
    made.lodged(made.rooms(there)[0], living)
    with pytest.raises(HandOverImpossible, match="所在的隔离点"):
        ask(living, by=clerk())
    fetched, sent = ask(living, site=here.uid, by=clerk()), ask(at_the_gate, by=clerk())
    assert seen(clerk()) == {fetched.uid, sent.uid}
    assert seen(clerk(OTHER)) == {fetched.uid}


def test_pages_and_programs_of_a_clerk_show_the_own_transfers_only(signed_in, monkeypatch):
    made.build()
    made.active()
    there = made.active(OTHER)
    own, other = ask(made.ordered("甲某人")), ask(made.ordered("乙某人"), site=there.uid)
    Transfer.objects.filter(uid=own.uid).update(from_unit=Site.objects.exclude(uid=there.uid).get().unit_id)
    monkeypatch.setenv("LIANFANG_NOW", (made.AT + MINUTE).isoformat())
    client, bearer = signed_in("site_clerk", made.COUNTY), token_of("site_clerk", made.COUNTY)
    Grant.objects.filter(role="site_clerk").update(unit=made.unit())
    page = client.get("/today/transfers/").content.decode()
    assert ("甲某人" in page, "乙某人" in page) == (True, False)
    statuses = [client.get(f"/today/transfers/{one.uid}/").status_code for one in (own, other)]
    assert statuses == [200, 404]
    headers = {"Authorization": f"Bearer {bearer}"}
    listed = client.get("/api/facilities/transfers", headers=headers).json()
    assert [one["uid"] for one in listed] == [str(own.uid)]
    asked = {"headers": headers, "content_type": "application/json"}
    refused = client.post(f"/api/facilities/transfers/{other.uid}/cancel", {"reason": "不去"}, **asked)
    assert refused.status_code == 404


def test_a_transfer_that_is_stuck_is_a_gap_with_a_clock():
    made.build()
    moved, kind = ask(made.ordered("李四")), registry.kind("transfer_completed")

    def gaps(at):
        return list(engine.gaps(view=engine.at_moment(area=made.COUNTY, at=at), kinds=[kind]))

    (gap,) = gaps(made.AT + MINUTE)
    assert (gap.subject, gap.due_at) == (str(moved.uid), made.AT + 8 * made.HOUR)
    assert queries.transfer_names([gap.subject]) == {gap.subject: "李四"}
    give(moved, CREW, at=made.AT + 2 * MINUTE)
    assert len(gaps(made.AT + 3 * MINUTE)) == 1
    give(moved, RECEIVER, at=made.AT + 4 * MINUTE)
    assert gaps(made.AT + 5 * MINUTE) == []
    other = ask(made.ordered(), at=made.AT + 5 * MINUTE)
    operations.cancel_transfer(other.uid, note="误报", by=made.OFFICE, at=made.AT + 6 * MINUTE)
    assert gaps(made.AT + 7 * MINUTE) == []


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "crew", "receiver", "sender", "cancel"]), st.integers(0, 3), st.integers(0, 4)
    ),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_at_any_moment_exactly_one_answers(acts):
    """Whatever is tried, at once or minutes late: between request and end one, as a plain record says."""
    with transaction.atomic():
        made.places.build_county()
        person = made.ordered()
        record = tried(person, acts)
        for minute in range(40):
            at = made.AT + minute * MINUTE / 2
            found = queries.custodians(person.uid, at=at)
            assert [custodian for custodian, _ in found] == expected(record, at)
        transaction.set_rollback(True)


def tried(person, acts):
    """Do what can be done; the plain record: moments with who answers from then on, None after the end."""
    at, transfer, record = made.AT, None, []
    for act, minutes, late in acts:
        at += minutes * MINUTE
        happened = at - late * MINUTE
        try:
            if act == "ask":
                transfer = ask(person, at=at)
                record.append((at, "sender"))
            elif transfer is None:
                continue
            elif act == "cancel":
                operations.cancel_transfer(transfer.uid, note="取消", by=made.OFFICE, at=at)
                record.append((at, None))
            else:
                tell(transfer, Custodian(act), at=at, happened_at=happened)
                record.append((happened, None if act == "receiver" else act))
        except DomainError:
            continue
    return sorted(record, key=lambda told: told[0])


def expected(record, at):
    known = [custodian for moment, custodian in record if moment <= at]
    return [known[-1]] if known and known[-1] else []


def test_a_phone_that_sends_twice_is_heard_once():
    made.build()
    moved, identity = ask(made.ordered()), uuid4()
    late = {"at": made.AT + made.HOUR, "happened_at": made.AT + MINUTE, "id": identity}
    assert [tell(moved, CREW, **late)[1] for _ in range(2)] == [False, True]
    (_, crew) = HandOver.objects.order_by("happened_at")
    assert (crew.uid, crew.happened_at, crew.recorded_at) == (identity, made.AT + MINUTE, made.AT + made.HOUR)


def test_a_receipt_that_comes_before_the_crews_word_leaves_no_moment_without_one_who_answers():
    """The receiver's phone finds the network first; the crew's, an hour older, comes in between."""
    made.build()
    site = made.active()
    person = made.ordered()
    ((stay),) = made.lodged(made.rooms(site)[0], person)
    moved = ask(person, why=TransferWhy.CASE)
    seen, hour = moved.turn, made.HOUR
    tell(moved, RECEIVER, at=made.AT + 2 * hour, happened_at=made.AT + hour, name="护士", seen=seen)
    assert Lodging.objects.get(uid=stay).during.upper == made.AT + hour
    told, _ = tell(moved, CREW, at=made.AT + 3 * hour, happened_at=made.AT + hour / 2, name="车组", seen=seen)
    assert (told.ended_at, told.custodian_name, told.step) == (made.AT + hour, "护士", 2)
    answering = [queries.custodians(person.uid, at=made.AT + part * hour / 4) for part in (0, 1, 2, 3, 4)]
    assert [[name for _, name in one] for one in answering] == [["北山村书记"]] * 2 + [["车组"]] * 2 + [[]]
    assert Lodging.objects.get(uid=stay).during.upper == made.AT + hour / 2


def test_two_crews_that_both_claim_the_person_are_told_of_each_other_and_may_insist():
    made.build()
    moved = ask(made.ordered())
    first = {"at": made.AT + made.HOUR, "happened_at": made.AT + MINUTE, "seen": moved.turn}
    tell(moved, CREW, name="车组一", **first)
    second = first | {"happened_at": made.AT + 5 * MINUTE}
    with pytest.raises(HandOverContested) as told:
        tell(moved, CREW, name="车组二", **second)
    assert "车组一" in str(told.value)
    with pytest.raises(HandOverContested):  # the older word comes last: the same question
        tell(moved, CREW, name="车组三", **first | {"happened_at": made.AT + MINUTE / 2})
    view, _ = tell(moved, CREW, name="车组二", **second, over=told.value.other.uid)
    assert (view.custodian_name, view.step) == ("车组二", 2)


def test_what_is_told_late_of_a_transfer_that_is_over_is_refused_with_the_way_out():
    made.build()
    person = made.ordered()
    moved = ask(person)
    operations.cancel_transfer(moved.uid, note="不去了", by=made.OFFICE, at=made.AT + 2 * MINUTE)
    late = {"at": made.AT + made.HOUR, "happened_at": made.AT + MINUTE}
    with pytest.raises(HandOverImpossible, match="请重新申请"):
        tell(moved, CREW, **late)
    again = ask(person, at=made.AT + 3 * MINUTE)
    give(again, RECEIVER, at=made.AT + 9 * MINUTE)
    for to, happened in ((CREW, 10), (RECEIVER, 5), (CREW, 1)):
        with pytest.raises(HandOverImpossible):
            tell(again, to, at=made.AT + made.HOUR, happened_at=made.AT + happened * MINUTE)
    assert HandOver.objects.filter(transfer__uid=again.uid).count() == 2


def test_a_queue_is_taken_record_by_record(signed_in, monkeypatch):
    made.build()
    made.active()
    moved = ask(made.ordered())
    monkeypatch.setenv("LIANFANG_NOW", (made.AT + made.HOUR).isoformat())
    client = signed_in("headquarters", made.COUNTY)
    owner = str(client.session["_auth_user_id"])
    values = {"to": "crew", "name": "车组", "vehicle": "虚A·1", "seen": str(moved.turn)}
    record = {"id": str(uuid4()), "kind": "custody", "person": str(moved.uid), "values": values}
    other = record | {"id": str(uuid4()), "values": values | {"name": "另一组"}, "entered_at": 1_500_000}
    sent = {"owner": owner, "sent_at": 2_000_000, "records": [record | {"entered_at": 1_000_000}, other]}
    fates = [
        [one["fate"] for one in client.post("/today/records/", sent, "application/json").json()["outcomes"]]
        for _ in range(2)
    ]
    assert fates == [["accepted", "conflict"], ["known", "conflict"]]
    crew = HandOver.objects.get(custodian="crew")
    assert crew.happened_at == made.AT + made.HOUR - timedelta(seconds=1000)
    wrong = record | {"id": str(uuid4()), "entered_at": 1, "values": values | {"to": "nobody"}}
    (outcome,) = client.post("/today/records/", sent | {"records": [wrong]}, "application/json").json()[
        "outcomes"
    ]
    assert (outcome["fate"], "没有" in outcome["sentence"]) == ("refused", True)
