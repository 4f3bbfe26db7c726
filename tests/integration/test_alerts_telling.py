"""Telling: holders hear once what opened, is nearly due, is late; those above hear what stays undone."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from tests.factories import control as factory
from tests.factories.control import BY, at
from tests.reference import alerts_twin as twin

from lianfang.apps.alerts import operations, rules
from lianfang.apps.alerts.models import Escalation, Notice
from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.models import Assignment, Officer, Post
from lianfang.apps.control import operations as control
from lianfang.apps.control.models import Measure
from lianfang.apps.control.terms import Approval, EncounterKind, EncounterOutcome, Slot
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
FIRST = date(2022, 7, 29)
DAY = date(2022, 7, 30)
BEFORE = at(FIRST - timedelta(days=60))
JOB = Actor.job("alerts.tell", scopes=(factory.COUNTY,))


def held(code: str, area: str, name: str) -> Officer:
    post = Post.objects.create(code=code, area=area, established_at=BEFORE)
    officer = Officer.objects.create(name=name)
    Assignment.objects.create(
        post=post, officer=officer, area=area, begins_at=BEFORE, begin_recorded_at=BEFORE
    )
    officer.refresh_from_db()
    return officer


@pytest.fixture(autouse=True)
def officers() -> dict[str, Officer]:
    factory.load_pack()
    return {
        "县办": held("county_office", factory.COUNTY, "县办"),
        "院长": held("health_centre_head", factory.COUNTY + "100", "院长"),
        "书记": held("village_secretary", factory.VILLAGE, "书记"),
        "村医": held("village_doctor", factory.VILLAGE, "村医"),
    }


def tell(moment: datetime):
    return operations.tell(area=factory.COUNTY, by=JOB, at=moment)


def heard(name: str, kind: str = "temperature") -> list[tuple[int, int]]:
    """Level and number of slots of each notice to somebody, of one kind."""
    found = []
    for notice in Notice.objects.filter(holder=name).order_by("told_at"):
        levels = notice.escalations.filter(kind=kind).values_list("level", flat=True)
        found += [(level, list(levels).count(level)) for level in sorted(set(levels))]
    return found


def under_measure(count: int) -> list:
    people = [factory.person() for _ in range(count)]
    for person in people:
        factory.ordered(person, "secondary_contact", last_exposure=FIRST, when=at(FIRST, "18:00"))
    return people


def test_forty_missing_readings_are_one_notice_that_is_told_once():
    under_measure(40)
    told = tell(at(DAY, "10:00"))
    assert heard("村医") == [(2, 40)]
    assert told.officers == told.notices == Notice.objects.count()
    assert tell(at(DAY, "10:00")).found == 0
    tell(at(DAY, "10:04"))
    assert heard("村医") == [(2, 40)]
    assert Escalation.objects.filter(kind="temperature").count() == 40


def test_windows_open_remind_and_close_by_the_clock():
    under_measure(2)
    for clock in ("06:00", "09:29", "09:30", "10:00", "10:30"):
        tell(at(DAY, clock))
    assert heard("村医") == [(0, 2), (1, 2), (2, 2)]
    times = Notice.objects.filter(holder="村医", lines__contains=[{"kind": "temperature"}])
    assert sorted(notice.told_at for notice in times) == [
        at(DAY, clock) for clock in ("06:00", "09:30", "10:00")
    ]


def test_what_is_done_in_time_is_not_late():
    first, _ = under_measure(2)
    tell(at(DAY, "06:00"))
    control.add_reading(person=first.pk, slot=Slot.AM, celsius=Decimal("36.5"), by=BY, at=at(DAY, "08:00"))
    tell(at(DAY, "10:00"))
    assert heard("村医") == [(0, 2), (2, 1)]


def test_undone_it_goes_up_past_the_vacant_post_to_the_county():
    Assignment.objects.filter(officer__name="院长").update(
        ends_at=at(DAY, "00:00"), end_recorded_at=at(DAY, "00:00")
    )
    under_measure(1)
    for clock in ("10:00", "10:59", "11:00", "13:00"):
        tell(at(DAY, clock))
    assert heard("院长") == []
    assert heard("县办") == [(3, 1), (4, 1)]


def test_who_acknowledges_keeps_the_level_above_waiting(officers):
    under_measure(1)
    tell(at(DAY, "10:00"))
    notice = Notice.objects.get(holder="村医")
    doctor = Actor("村医", scopes=(factory.VILLAGE,), role="village_doctor")
    own = officers["村医"].uid
    assert operations.acknowledge(notice.uid, officer=own, by=doctor, at=at(DAY, "10:30"))
    assert not operations.acknowledge(notice.uid, officer=own, by=doctor, at=at(DAY, "10:40"))
    tell(at(DAY, "12:29"))
    assert heard("院长") == []
    tell(at(DAY, "12:30"))
    assert heard("院长") == [(3, 1)]


def test_only_who_was_told_can_acknowledge(officers):
    under_measure(1)
    tell(at(DAY, "10:00"))
    notice = Notice.objects.get(holder="村医")
    with pytest.raises(operations.NotYours):
        operations.acknowledge(notice.uid, officer=officers["书记"].uid, by=BY, at=at(DAY, "10:30"))
    with pytest.raises(NotFound):
        operations.acknowledge("nothing", officer=officers["村医"].uid, by=BY, at=at(DAY, "10:30"))
    assert operations.acknowledge_all(officer=officers["村医"].uid, by=BY, at=at(DAY, "10:30")) == 1
    notice.refresh_from_db()
    assert (notice.acknowledged_by, notice.acknowledged_at) == (BY.name, at(DAY, "10:30"))


def test_what_was_escalated_is_acknowledged_by_a_role_that_may(officers):
    under_measure(1)
    tell(at(DAY, "11:00"))
    notice = Notice.objects.get(holder="院长")
    with pytest.raises(DomainError, match="签收上报"):
        operations.acknowledge(
            notice.uid, officer=officers["院长"].uid, by=Actor("院长", role="site_clerk"), at=at(DAY, "11:01")
        )


def test_slots_nobody_holds_are_found_again_when_somebody_does():
    Assignment.objects.all().delete()
    under_measure(1)
    told = tell(at(DAY, "10:00"))
    assert told.found == told.nobody > 0
    assert Notice.objects.count() == 0
    post = Post.objects.get(code="county_office")
    Assignment.objects.create(
        post=post,
        officer=Officer.objects.get(name="县办"),
        area=post.area,
        begins_at=at(DAY, "10:00"),
        begin_recorded_at=at(DAY, "10:01"),
    )
    assert tell(at(DAY, "10:05")).nobody == 0
    assert heard("县办")


def test_at_the_end_of_a_month_each_day_is_told_of_itself():
    under_measure(1)
    for day in (date(2022, 7, 31), date(2022, 8, 1)):
        for clock in ("10:00", "23:59"):
            tell(at(day, clock))
    refs = Escalation.objects.filter(kind="temperature", level=2).order_by("due_at")
    assert [slot.ref for slot in refs] == ["2022-07-31 am", "2022-07-31 pm", "2022-08-01 am", "2022-08-01 pm"]


def test_an_extended_order_is_told_of_its_new_end_only():
    under_measure(1)
    order = Measure.objects.get()
    later, approval = order.ends_on + timedelta(days=1), Approval(approved_by="县指挥部", reason="复检")
    before = at(order.ends_on - timedelta(days=1))
    control.extend(order.pk, until=later, reason="复检", by=BY, at=before, approval=approval)
    for day in (order.ends_on, later):
        tell(at(day, "00:00"))
    days = Escalation.objects.filter(kind="release_on_time", level=0).values_list("due_at", flat=True)
    assert list(days) == [at(later, "12:00")]


def test_a_run_is_one_line_of_the_log_and_stays_within_its_scope():
    under_measure(1)
    tell(at(DAY, "10:00"))
    tell(at(DAY, "10:00"))
    assert AuditEvent.objects.filter(action="alerts.told").count() == 1
    with pytest.raises(NotAllowed):
        operations.tell(area="990122", by=JOB, at=at(DAY, "10:00"))


def test_a_run_that_is_broken_off_tells_nobody_and_the_next_tells_all():
    under_measure(3)
    with transaction.atomic():
        tell(at(DAY, "10:00"))
        transaction.set_rollback(True)
    assert Notice.objects.count() == 0
    tell(at(DAY, "10:00"))
    assert heard("村医") == [(2, 3)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_random_days_are_told_as_the_slow_twin_tells_them(seed, officers):
    draw = random.Random(seed)
    memory = twin.Memory()
    people = under_measure(4)
    names = {str(officer.uid): name for name, officer in officers.items()}
    moment = at(FIRST, "19:00")
    for _ in range(14):
        moment += timedelta(minutes=draw.choice([1, 30, 55, 120, 300, 700]))
        _something_happens(draw, people, moment)
        expected = twin.newly_told(
            list(engine.gaps(view=engine.at_moment(area=factory.COUNTY, at=moment))),
            memory,
            at=moment,
            ladder=lambda kind: rules.ladder_of(kind, post=registry.kind(kind).post),
            holder=lambda area, post, moment=moment: _holder(area, post, moment),
            post=lambda kind: registry.kind(kind).post,
        )
        tell(moment)
        rows = Escalation.objects.filter(told_at=moment).select_related("notice")
        found = {
            (row.due_at, row.kind, row.subject, row.ref, row.level): names[str(row.notice.officer)]
            for row in rows
        }
        assert found == expected
        memory.told |= expected
        _somebody_acknowledges(draw, memory, moment + timedelta(minutes=1))
    assert memory.told


def _holder(area: str, post: str, moment: datetime) -> str | None:
    found = areas.holders_of_duties(places=[(area, post)], at=moment)
    return found[0].holder if found else None


def _something_happens(draw: random.Random, people: list, moment: datetime) -> None:
    person = draw.choice(people)
    slot = Slot.AM if moment.hour < 12 else Slot.PM
    value = draw.choice([Decimal("36.6"), Decimal("38.1")])
    if draw.random() < 0.6:
        control.add_reading(person=person.pk, slot=slot, celsius=value, by=BY, at=moment)
    if draw.random() < 0.4:
        outcome = draw.choice([EncounterOutcome.REACHED, EncounterOutcome.NO_ANSWER])
        control.add_encounter(person=person.pk, kind=EncounterKind.CALL, outcome=outcome, by=BY, at=moment)


def _somebody_acknowledges(draw: random.Random, memory: twin.Memory, moment: datetime) -> None:
    for notice in Notice.objects.filter(acknowledged_at=None):
        if draw.random() < 0.3:
            operations.acknowledge(notice.uid, officer=notice.officer, by=JOB, at=moment)
            for row in notice.escalations.all():
                key = (row.due_at, row.kind, row.subject, row.ref, row.level)
                memory.acknowledged[key] = moment
