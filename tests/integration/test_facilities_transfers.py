"""Transfers: whatever is done in whatever order, at any moment exactly one answers for the person."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import facilities as made

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import HandOver, Lodging, Transfer
from lianfang.apps.facilities.rules.custody import HandOverImpossible
from lianfang.apps.facilities.terms import Custodian, TransferWhy
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import DomainError, NotFound

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
CREW, RECEIVER, SENDER = Custodian.CREW, Custodian.RECEIVER, Custodian.SENDER


def ask(person, *, why=TransferWhy.CLOSE_CONTACT, site=None, by=made.OFFICE, at=made.AT):
    told = {"sender": "北山村书记", "from_place": "北山村", "to_place": "" if site else "县人民医院"}
    return operations.request_transfer(str(person.uid), why=why, site=site, by=by, at=at, **told)


def give(transfer, to, *, at, name="接手人", vehicle="京A1", by=made.OFFICE):
    return operations.hand_over(transfer.uid, to, name=name, vehicle=vehicle, by=by, at=at)


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
    for to, more in ((RECEIVER, {}), (SENDER, {}), (CREW, {"vehicle": " "}), (CREW, {"name": ""})):
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
    st.tuples(st.sampled_from(["ask", "crew", "receiver", "sender", "cancel"]), st.integers(0, 3)),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_at_any_moment_exactly_one_answers(acts):
    """Whatever is tried: between request and end one custodian, the one that a plain record of it names."""
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
    for act, minutes in acts:
        at += minutes * MINUTE
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
                give(transfer, Custodian(act), at=at)
                record.append((at, None if act == "receiver" else act))
        except DomainError:
            continue
    return record


def expected(record, at):
    known = [custodian for moment, custodian in record if moment <= at]
    return [known[-1]] if known and known[-1] else []
