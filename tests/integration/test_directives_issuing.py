"""A directive is kept, corrected, issued: one task for each area and post; refused while doubts stand."""

from datetime import time, timedelta

import pytest
from django.test import Client
from tests.factories import directives as factory
from tests.factories.access import token_of
from tests.factories.directives import COUNTY, FAR, NOW, OFFICE, OTHER, SECRETARY, TOWN, VILLAGE, item

from lianfang.apps.areas.models import Unit
from lianfang.apps.directives import duties, operations, queries
from lianfang.apps.directives.models import Directive, DirectiveEvent, Item, Task
from lianfang.apps.directives.operations.correcting import (
    AlreadyIssued,
    Correction,
    TooManyParts,
    WrongTarget,
)
from lianfang.apps.directives.operations.issuing import DoubtsOpen, NobodyToAct
from lianfang.apps.directives.operations.receiving import NothingAsked
from lianfang.apps.directives.terms import (
    PART_NAMES,
    ActorKind,
    Doubt,
    ItemUse,
    Limit,
    Reading,
    Span,
    Targets,
)
from lianfang.core.access import rows
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
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


BOTH = factory.daily(1, time(18)) | factory.within(timedelta(days=3))
"""What an item says that comes back and has a deadline."""


def test_an_item_with_a_rhythm_and_a_deadline_is_one_demand_with_two_clocks():
    uid = factory.kept(item(0, "1.", "各村建立名册，每日消毒。", "village_secretary", **BOTH))
    account = operations.issue(uid, by=OFFICE, at=NOW)
    assert (account.items, account.as_tasks, account.tasks, account.places) == (1, 1, 6, 3)
    tasks = Task.objects.filter(area=VILLAGE).order_by("item__part")
    told = list(tasks.values_list("item__index", "item__part", "times", "due_at", "starts_on"))
    assert told == [(0, 1, 1, None, NOW.date()), (0, 2, 0, NOW + timedelta(days=3), None)]
    (row,) = queries.directives_of(OFFICE)
    assert (row.items, row.tasks) == (1, 6)


def test_each_part_has_its_own_slot_name_and_line():
    uid = factory.issued(item(0, "1.", "各村建立名册，每日消毒。", "village_secretary", **BOTH))
    view = engine.at_moment(area=VILLAGE, at=NOW + timedelta(days=4, hours=10))
    late = [gap for gap in engine.gaps(view=view, kinds=duties.KINDS) if gap.kind == "task_done"]
    names = queries.task_names(gap.subject for gap in late)
    assert sorted((gap.ref[:10], names[gap.subject].partition("（")[2]) for gap in late) == [
        ("2022-07-15", "之一）"),
        ("once", "之二）"),
    ]
    told = queries.status(queries.directive(uid, by=OFFICE), by=OFFICE, at=NOW)
    assert [(line.name[-4:], line.counts.tasks) for line in told.items] == [("（之一）", 3), ("（之二）", 3)]


def test_doubts_of_a_demand_are_accepted_for_all_its_parts_and_a_part_is_corrected_alone():
    doubt = Doubt("limit_passed_over", "还有时限没有采用", Span(4, 8))
    uid = factory.kept(item(0, "1.", "各村每日消毒。", "village_secretary", doubts=(doubt,), **BOTH))
    first, second = Item.objects.order_by("part")
    assert [one.doubts[0]["told"] for one in (first, second)] == [factory.TEXT[4:8]] * 2
    left_out = operations.as_read(second, use=ItemUse.LEFT_OUT)
    operations.correct_item(second.uid, left_out, by=OFFICE, at=NOW)
    with pytest.raises(DoubtsOpen, match=r"1个条目.*1\."):
        operations.issue(uid, by=OFFICE, at=NOW)
    operations.accept_doubts(first.uid, by=OFFICE, at=NOW)
    account = operations.issue(uid, by=OFFICE, at=NOW)
    assert (account.items, account.as_tasks, account.left_out, account.tasks) == (1, 1, 0, 3)


def test_a_person_gives_an_item_one_limit_more():
    uid = factory.kept(item(0, "1.", "各村每日消毒。", "village_secretary", **factory.daily()))
    one = Item.objects.get()
    added = operations.add_part(one.uid, by=OFFICE, at=NOW)
    assert list(Item.objects.order_by("part").values_list("part", "times")) == [(1, 1), (2, 0)]
    correction = corrected(limit=Limit(within=timedelta(days=2)))
    operations.correct_item(added, correction, by=OFFICE, at=NOW)
    assert operations.issue(uid, by=OFFICE, at=NOW).tasks == 6
    assert set(Task.objects.values_list("times", "due_at")) == {(1, None), (0, NOW + timedelta(days=2))}
    with pytest.raises(AlreadyIssued):
        operations.add_part(one.uid, by=OFFICE, at=NOW)


def test_an_item_has_as_many_parts_as_can_be_named():
    factory.kept(item(0, "1.", "各村每日消毒。", "village_secretary"))
    one = Item.objects.get()
    for _ in range(len(PART_NAMES) - 1):
        operations.add_part(one.uid, by=OFFICE, at=NOW)
    with pytest.raises(TooManyParts):
        operations.add_part(one.uid, by=OFFICE, at=NOW)


def test_the_page_tells_the_parts_of_an_item_and_adds_one(signed_in):
    uid = factory.kept(item(0, "1.", "各村建立名册，每日消毒。", "village_secretary", **BOTH))
    client = signed_in()
    page = client.get(f"/directives/{uid}/paper/").content.decode()
    assert [part in page for part in ('id="i0"', 'id="i0-2"', "之一", "之二", "每天1次", "3天内")] == [
        True
    ] * 6
    assert page.count('id="s0"') <= 1
    first = Item.objects.get(part=1)
    answer = client.post(f"/directives/items/{first.uid}/part/")
    added = Item.objects.get(part=3)
    assert answer["Location"] == f"/directives/{uid}/paper/?item={added.uid}#i0-3"
    assert (added.posts, added.times, added.due_at) == (first.posts, 0, None)


def test_a_program_reads_the_parts_and_adds_one():
    uid = factory.kept(item(0, "1.", "各村建立名册，每日消毒。", "village_secretary", **BOTH))
    known = {"Authorization": f"Bearer {token_of()}"}
    told = Client().get(f"/api/directives/{uid}", headers=known).json()["items"]
    assert [(one["index"], one["part"], one["times"], one["within_hours"]) for one in told] == [
        (0, 1, 1, None),
        (0, 2, 0, 72.0),
    ]
    answer = Client().post(f"/api/directive-items/{told[0]['uid']}/parts", headers=known)
    assert answer.json() == {"item": str(Item.objects.get(part=3).uid)}


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
