"""A directive is kept, corrected, issued: one task for each area and post; refused while doubts stand."""

from datetime import time, timedelta

import pytest
from tests.factories import directives as factory
from tests.factories.directives import COUNTY, FAR, NOW, OFFICE, OTHER, SECRETARY, TOWN, VILLAGE, item

from lianfang.apps.areas.models import Unit
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.models import Directive, DirectiveEvent, Item, Task
from lianfang.apps.directives.operations.correcting import AlreadyIssued, Correction, WrongTarget
from lianfang.apps.directives.operations.issuing import DoubtsOpen, NobodyToAct
from lianfang.apps.directives.operations.receiving import NothingAsked
from lianfang.apps.directives.terms import ActorKind, Doubt, ItemUse, Limit, Reading, Span, Targets
from lianfang.core.access import rows
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _county() -> None:
    factory.staffed()


def places(uid, number):
    return sorted(Task.objects.filter(directive__uid=uid, item__number=number).values_list("area", "post"))


def test_every_item_becomes_one_task_for_each_area_and_post():
    uid = factory.issued()
    villages = [(area, "village_secretary") for area in (VILLAGE, OTHER, FAR)]
    assert places(uid, "1.") == villages
    assert places(uid, "2.") == [(TOWN, "health_centre_head"), (f"{COUNTY}200", "health_centre_head")]
    assert places(uid, "3.") == villages


def test_the_account_counts_items_tasks_and_vacancies():
    uid = factory.kept()
    account = operations.issue(uid, by=OFFICE, at=NOW)
    assert (account.items, account.as_tasks, account.tasks, account.places) == (3, 3, 8, 5)
    assert account.vacant == 0  # the county's office answers where nobody else does
    assert AuditEvent.objects.filter(action="directive.issued").count() == 1


def test_a_post_nobody_holds_up_to_the_county_is_a_vacancy():
    from lianfang.apps.areas.models import Assignment

    Assignment.objects.exclude(area=VILLAGE).delete()
    account = operations.issue(factory.kept(), by=OFFICE, at=NOW)
    assert account.vacant == 8 - 2  # two tasks of the one secretary


def test_who_holds_a_task_reads_the_directive_and_others_do_not():
    uid = factory.issued(item(0, "1.", "排查。", "village_secretary"))
    assert queries.directive(uid, by=SECRETARY).uid == uid
    assert [row.uid for row in queries.directives_of(SECRETARY)] == [uid]
    Task.objects.filter(area=VILLAGE).delete()
    with pytest.raises(NotFound):
        queries.directive(uid, by=SECRETARY)


def test_limits_come_from_the_item_or_from_the_issuer():
    uid = factory.kept()
    operations.issue(uid, by=OFFICE, at=NOW, otherwise=timedelta(days=2))
    due = dict(Task.objects.filter(directive__uid=uid).values_list("item__number", "due_at").distinct())
    assert due == {"1.": None, "2.": NOW + timedelta(days=3), "3.": NOW + timedelta(days=2)}
    rhythm = Task.objects.filter(item__number="1.").first()
    assert (rhythm.times, rhythm.days, rhythm.clocks) == (1, 1, [time(18)])


def test_a_limit_of_what_the_item_speaks_of_is_not_the_tasks_own():
    fourteen = factory.within(timedelta(days=14), "自到达之日起")
    uid = factory.issued(item(0, "1.", "隔离14天。", "village_secretary", **fourteen))
    assert Task.objects.filter(directive__uid=uid).first().due_at == NOW + timedelta(days=7)


def test_a_unit_that_is_named_gets_the_task_of_its_head():
    unit = Unit.objects.create(kind="school", name="澜砚县第九中学", area=COUNTY)
    unit.refresh_from_db()
    named = factory.actor(text="第九中学", kind=ActorKind.UNIT)
    uid = factory.issued(item(0, "1.", "第九中学封闭管理。", actors=(named,)))
    assert places(uid, "1.") == [(COUNTY, f"unit_head@{unit.uid}")]


def test_doubts_must_be_settled_or_accepted_before_issue():
    doubt = Doubt("who", "不能确定由谁负责", Span(0, 1))
    uid = factory.kept(item(0, "1.", "排查。", "village_secretary", doubts=(doubt,)))
    with pytest.raises(DoubtsOpen, match="1个条目"):
        operations.issue(uid, by=OFFICE, at=NOW)
    operations.accept_doubts(Item.objects.get().uid, by=OFFICE, at=NOW)
    assert operations.issue(uid, by=OFFICE, at=NOW).tasks == 3


def test_an_item_without_anybody_is_refused_with_its_number():
    uid = factory.kept(item(0, "1.", "排查。"), item(1, "2.", "上报。", "village_secretary"))
    with pytest.raises(NobodyToAct, match=r"1\."):
        operations.issue(uid, by=OFFICE, at=NOW)


def corrected(**facts):
    given = {
        "text": "改过。",
        "use": ItemUse.TASK,
        "limit": Limit(),
        "targets": Targets(("village_secretary",)),
    }
    return Correction(**given | facts)


def test_a_correction_replaces_what_was_read_and_keeps_it():
    uid = factory.kept()
    one = Item.objects.get(number="3.")
    operations.correct_item(one.uid, corrected(limit=Limit(times=2, days=1)), by=OFFICE, at=NOW)
    one.refresh_from_db()
    assert (one.text, one.times, one.clocks) == ("改过。", 2, [time(12), time(18)])
    assert one.read["text"] == "加强宣传。"
    operations.issue(uid, by=OFFICE, at=NOW)
    with pytest.raises(AlreadyIssued):
        operations.correct_item(one.uid, corrected(), by=OFFICE, at=NOW)


def test_an_item_that_standing_work_covers_makes_no_task():
    uid = factory.kept()
    covered = corrected(use=ItemUse.COVERED, covered_by="temperature")
    operations.correct_item(Item.objects.get(number="1.").uid, covered, by=OFFICE, at=NOW)
    account = operations.issue(uid, by=OFFICE, at=NOW)
    assert (account.covered, places(uid, "1.")) == (1, [])


@pytest.mark.parametrize("targets", [Targets(("mayor",)), Targets(units=(factory.UUID(int=7),))])
def test_a_target_that_does_not_exist_is_refused(targets):
    factory.kept()
    with pytest.raises(WrongTarget):
        operations.correct_item(Item.objects.first().uid, corrected(targets=targets), by=OFFICE, at=NOW)


def test_an_issue_may_be_narrowed_to_a_town_and_never_widened():
    uid = factory.kept(item(0, "1.", "排查。", "village_secretary"))
    with pytest.raises(NotAllowed):
        operations.issue(uid, by=OFFICE, at=NOW, area="990122")
    operations.issue(uid, by=OFFICE, at=NOW, area=TOWN)
    assert places(uid, "1.") == [(VILLAGE, "village_secretary"), (OTHER, "village_secretary")]


def test_a_paper_that_asks_for_nothing_is_refused():
    with pytest.raises(NothingAsked):
        operations.keep(Reading("空.txt", "空", (), ()), b"x", area=COUNTY, by=OFFICE, at=NOW)


def test_the_database_lends_a_directive_to_who_holds_its_tasks_and_to_nobody_else():
    mine = factory.issued(item(0, "1.", "排查。", "village_secretary"))
    factory.issued(item(0, "1.", "备药。", "health_centre"))
    with rows.acting(SECRETARY):
        assert [one.uid for one in Directive.objects.all()] == [mine]
        assert Item.objects.count() == 1
        assert {task.area for task in Task.objects.all()} == {VILLAGE}
        assert DirectiveEvent.objects.count() == 1
    with rows.acting(factory.access.Actor(name="远", scopes=("990122",))):
        assert Directive.objects.count() + Item.objects.count() + Task.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("", b""),
        ("x.docx", b"PK\x03\x04 no document"),
        ("x.txt", bytes(range(256)) * 4),
        ("x.pdf", b"%PDF-1.4"),
        ("../x.txt", "十".encode() * 9),
    ],
)
def test_what_is_no_paper_is_refused_with_a_sentence(name, content):
    with pytest.raises(DomainError):
        operations.receive(name, content, area=COUNTY, by=OFFICE, at=NOW)


def test_signs_that_no_database_takes_are_marked_and_move_nothing():
    content = "1.各村书记排查\0返乡人员。".encode("utf-16")
    uid = operations.receive("a\0b.txt", content, area=COUNTY, by=OFFICE, at=NOW)
    found = queries.directive(uid, by=OFFICE)
    kept = queries.items_of(found)[0]
    assert "\ufffd" in found.text
    assert found.text[kept.start : kept.end].startswith("各村书记排查")
