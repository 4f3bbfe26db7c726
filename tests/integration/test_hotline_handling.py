"""A matter from the call to its end: given to a post, taken up, answered, rated; each as known then."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.factories import control as orders
from tests.factories import hotline as factory
from tests.factories.control import BY, COUNTY, NOW, VILLAGE

from lianfang.apps.control import operations as control
from lianfang.apps.control.models import Measure, MeasureEvent
from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.duties import KINDS
from lianfang.apps.hotline.models import Matter, MatterEvent
from lianfang.apps.hotline.operations.receiving import NeedMissing
from lianfang.apps.hotline.rules.workflow import NotNow, ReasonMissing
from lianfang.apps.hotline.terms import LinkKind, MatterKind, Satisfaction
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CLERK = Actor(name="经办员", permissions=EVERY)
TOWN_CLERK = Actor(name="镇经办", scopes=(factory.TOWN,), permissions=EVERY)
SECRETARY = Actor(name="村书记", scopes=(VILLAGE,), permissions=EVERY)


@pytest.fixture(autouse=True)
def _county():
    factory.answering_county()


def state(slip, known_at=NOW + 1000 * HOUR):
    return queries.matter(slip.uid, scope="", known_at=known_at).state


def open_slots(at, area=COUNTY, known_at=None):
    view = engine.at_moment(area=area, at=at, known_at=known_at)
    return {(gap.kind, gap.subject, gap.area): gap.due_at for gap in engine.gaps(view=view, kinds=KINDS)}


def test_a_request_for_dialysis_goes_to_the_health_centre_and_is_due_within_two_hours():
    slip = factory.brought(MatterKind.HELP)
    card = queries.matter(slip.uid, scope="", known_at=NOW)
    assert (card.post, card.held_in, card.state) == ("health_centre_head", factory.TOWN, "waiting")
    assert open_slots(NOW) == {
        ("matter_taken", str(slip.uid), factory.TOWN): NOW + timedelta(minutes=30),
        ("help_given", str(slip.uid), factory.TOWN): NOW + 2 * HOUR,
    }


def test_taking_up_answering_rating_and_closing_are_dated_events_and_close_their_slots():
    slip = factory.brought(MatterKind.QUESTION, text="封控区能不能取快递")
    operations.acknowledge(slip.uid, by=CLERK, at=NOW + HOUR)
    assert [kind for kind, *_ in open_slots(NOW + HOUR)] == ["call_answered"]
    operations.answer(slip.uid, text="可以，放在卡口消毒后取", by=CLERK, at=NOW + 2 * HOUR)
    assert open_slots(NOW + 2 * HOUR) == {}
    operations.rate(slip.number, slip.code, satisfaction=Satisfaction.FAIR, at=NOW + 3 * HOUR)
    operations.close(slip.uid, reason="已答复，群众基本满意", by=CLERK, at=NOW + 4 * HOUR)
    moments = (NOW, NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR, NOW + 4 * HOUR)
    known = [state(slip, moment) for moment in moments]
    assert known == ["waiting", "taken", "answered", "answered", "closed"]
    assert set(open_slots(NOW + HOUR, known_at=NOW + 4 * HOUR)) == {
        ("call_answered", str(slip.uid), factory.TOWN)
    }
    actions = AuditEvent.objects.filter(action__startswith="hotline.").order_by("id")
    assert [line.action.partition(".")[2] for line in actions] == [
        "received", "acknowledged", "answered", "rated", "closed",
    ]  # fmt: skip


def test_who_is_not_satisfied_has_it_worked_at_again_with_a_clock_of_its_own():
    slip = factory.brought(MatterKind.QUESTION, text="什么时候解封")
    operations.answer(slip.uid, text="以通告为准，请等待", by=CLERK, at=NOW + HOUR)
    operations.rate(slip.number, slip.code, satisfaction=Satisfaction.UNSATISFIED, at=NOW + 2 * HOUR)
    assert state(slip) == "returned"
    assert open_slots(NOW + 2 * HOUR) == {("call_answered", str(slip.uid), factory.TOWN): NOW + 26 * HOUR}
    card = queries.matter(slip.uid, scope="", known_at=NOW + 2 * HOUR)
    assert (card.due_at, card.answered_at, card.answer) == (NOW + 26 * HOUR, None, "以通告为准，请等待")
    before = queries.matter(slip.uid, scope="", known_at=NOW + HOUR)
    assert (before.due_at, before.answered_at) == (NOW + 24 * HOUR, NOW + HOUR)
    operations.answer(slip.uid, text="预计7月20日评估，条件见通告第三条", by=CLERK, at=NOW + 3 * HOUR)
    assert (state(slip), open_slots(NOW + 3 * HOUR)) == ("answered", {})
    operations.close(slip.uid, reason="已再次答复", by=CLERK, at=NOW + 4 * HOUR)
    operations.rate(slip.number, slip.code, satisfaction=Satisfaction.SATISFIED, at=NOW + 5 * HOUR)
    assert state(slip) == "closed"


def test_handed_on_it_is_the_others_with_reason_and_out_of_sight_of_who_had_it():
    slip = factory.brought(MatterKind.HELP, need="food")
    with acting(SECRETARY):
        with pytest.raises(ReasonMissing):
            operations.hand_on(slip.uid, area=COUNTY, post="county_office", reason="", by=SECRETARY, at=NOW)
        told = {"area": COUNTY, "post": operations.handling.PostCode.COUNTY_OFFICE}
        operations.hand_on(slip.uid, **told, reason="本村没有配送车辆", by=SECRETARY, at=NOW + HOUR)
        with pytest.raises(NotFound):
            queries.matter(slip.uid, scope=VILLAGE, known_at=NOW + HOUR)
    card = queries.matter(slip.uid, scope="", known_at=NOW + HOUR)
    assert (card.held_in, card.post, card.state) == (COUNTY, "county_office", "waiting")
    assert queries.matter(slip.uid, scope="", known_at=NOW).held_in == VILLAGE
    assert ("matter_taken", str(slip.uid), COUNTY) in open_slots(NOW + HOUR)


def test_a_lead_is_seen_by_the_county_and_not_by_the_place_it_is_about():
    slip = factory.brought(MatterKind.LEAD)
    for actor in (SECRETARY, TOWN_CLERK):
        with acting(actor):
            assert Matter.objects.count() == MatterEvent.objects.count() == 0
            assert queries.matters(scope=actor.scope, known_at=NOW) == []
    with acting(Actor(name="县办", scopes=(COUNTY,))):
        assert [card.uid for card in queries.matters(scope=COUNTY, known_at=NOW)] == [slip.uid]


def test_a_town_takes_a_lead_in_though_it_will_not_see_it():
    with acting(TOWN_CLERK):
        slip = factory.brought(MatterKind.LEAD, by=TOWN_CLERK)
        assert Matter.objects.count() == 0
    assert state(slip) == "waiting"


@pytest.mark.parametrize("early", [-HOUR, 2 * HOUR])
def test_help_is_there_after_it_was_asked_for_and_not_in_time_to_come(early):
    slip = factory.brought(MatterKind.HELP)
    with pytest.raises(operations.NotBefore):
        operations.answer(slip.uid, text="已送到医院", happened_at=NOW + early, by=CLERK, at=NOW + HOUR)


def test_nothing_is_closed_unanswered_answered_twice_or_changed_afterwards():
    slip = factory.brought(MatterKind.QUESTION)
    with pytest.raises(NotNow):
        operations.close(slip.uid, reason="不用办了", by=CLERK, at=NOW)
    operations.answer(slip.uid, text="已经答复过", by=CLERK, at=NOW)
    with pytest.raises(NotNow):
        operations.answer(slip.uid, text="再答一次", by=CLERK, at=NOW)
    for change in (
        lambda: MatterEvent.objects.update(note="改"),
        lambda: Matter.objects.update(text="改"),
        lambda: MatterEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_help_says_what_for_and_places_are_those_that_answer_here():
    with pytest.raises(NeedMissing):
        factory.brought(MatterKind.HELP, need=None)
    for place in ("", "110101", "99012199", "abc"):
        with pytest.raises(queries.PlaceUnknown):
            factory.brought(place=place)


def test_a_matter_is_linked_by_uid_and_named_by_its_number():
    slip = factory.brought()
    operations.link(slip.uid, kind=LinkKind.FINDING, to="finding-uid", by=CLERK, at=NOW)
    card = queries.matter(slip.uid, scope="", known_at=NOW)
    assert [event.link_to for event in queries.events_of(card, known_at=NOW)] == ["", "finding-uid"]
    assert card.state == "waiting"
    assert queries.matter_names([str(slip.uid)]) == {str(slip.uid): f"举报线索 {slip.number}"}


@pytest.fixture
def order() -> Measure:
    orders.load_pack()
    return orders.ordered(orders.person(), "close_contact")[0]


def test_an_appeal_becomes_the_orders_own_suspends_nothing_and_is_decided_by_another(order):
    slip = factory.brought(MatterKind.APPEAL, text="我没有去过那家超市")
    operations.join_appeal(slip.uid, measure=order.pk, by=CLERK, at=NOW + HOUR)
    event = MeasureEvent.objects.get(kind="appealed")
    assert (event.note, event.measure_id) == ("我没有去过那家超市", order.pk)
    order.refresh_from_db()
    assert (order.ended_at, state(slip)) == (None, "reviewed")
    kinds = {gap.kind for gap in engine.gaps(view=engine.at_moment(area=COUNTY, at=NOW + HOUR))}
    assert "appeal_answered" in kinds
    assert "call_answered" not in kinds
    decided = {"text": "行程轨迹证实没有去过", "upheld": True, "at": NOW + 2 * HOUR}
    with pytest.raises(control.OwnDecision):
        operations.decide_appeal(slip.uid, by=Actor(name=BY.name, permissions=EVERY), **decided)
    assert len(operations.decide_appeal(slip.uid, by=CLERK, **decided)) == 2
    order.refresh_from_db()
    assert (order.end_ground, order.ended_at) == ("revoked", NOW + 2 * HOUR)
    card = queries.matter(slip.uid, scope="", known_at=NOW + 2 * HOUR)
    assert (card.state, card.answer, card.upheld) == ("answered", "行程轨迹证实没有去过", True)
    assert queries.public_status(slip.number, slip.code, at=NOW + 2 * HOUR).answer == "行程轨迹证实没有去过"


def test_an_appeal_that_is_not_upheld_leaves_the_order_in_force(order):
    slip = factory.brought(MatterKind.APPEAL, text="我没有去过那家超市")
    operations.join_appeal(slip.uid, measure=order.pk, by=CLERK, at=NOW)
    told = {"text": "监控证实去过，维持", "upheld": False}
    assert operations.decide_appeal(slip.uid, **told, by=CLERK, at=NOW) == []
    order.refresh_from_db()
    assert order.ended_at is None


def test_only_an_appeal_is_registered_against_an_order(order):
    slip = factory.brought(MatterKind.COMPLAINT)
    with pytest.raises(operations.NotAnAppeal):
        operations.join_appeal(slip.uid, measure=order.pk, by=CLERK, at=NOW)
    with pytest.raises(operations.NotAnAppeal):
        operations.decide_appeal(slip.uid, text="维持", upheld=False, by=CLERK, at=NOW)


def test_who_asks_for_help_is_reached_for_a_reason_that_is_logged():
    slip = factory.brought(MatterKind.HELP)
    found = operations.show_contact(slip.uid, reason="联系送医", by=CLERK, at=NOW)
    assert found == factory.INFORMANT
    line = AuditEvent.objects.get(action="hotline.contact_shown")
    assert line.facts["reason"] == "联系送医"
    with pytest.raises(NotAllowed):
        operations.show_contact(slip.uid, reason="联系送医", by=Actor(name="无权"), at=NOW)
    with pytest.raises(NotFound):
        operations.show_contact(factory.brought().uid, reason="想知道是谁", by=CLERK, at=NOW)


def test_a_letter_comes_in_once_and_its_writer_is_in_no_column():
    content = "From: 欧阳举证 <jz@example.cn>\nMessage-ID: <7@x>\n\n我叫欧阳举证，卡口晚上没有人".encode()
    told = {"file": "a.eml", "kind": MatterKind.LEAD, "place": COUNTY, "by": CLERK, "at": NOW}
    slip = operations.receive_letter(content, **told)
    assert "举证" not in queries.matter(slip.uid, scope="", known_at=NOW).text
    with pytest.raises(operations.KnownLetter), transaction.atomic():
        operations.receive_letter(content, **told)
