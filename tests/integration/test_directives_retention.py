"""Tasks go three years after their end, papers and meetings after ten: not while a task of theirs is left."""

from datetime import timedelta

import pytest
from tests.factories import directives as factory
from tests.factories.directives import COUNTY, NOW, OFFICE, item

from lianfang.apps.directives import operations
from lianfang.apps.directives.models import (
    Activation,
    Directive,
    DirectiveEvent,
    Evidence,
    Item,
    Meeting,
    Task,
    TaskEvent,
)
from lianfang.apps.directives.operations import Attached
from lianfang.apps.directives.terms import Convened
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.retention import operations as retention

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TASKS_OVER = NOW + 3 * 365 * DAY
PAPERS_OVER = NOW + 10 * 365 * DAY
OF_TASKS = {"task_evidence", "task_events", "tasks"}


@pytest.fixture(autouse=True)
def _county() -> None:
    factory.staffed()


def run(at, *, by=SYSTEM):
    """What a run deletes of directives, at a moment; nothing is left out that is zero."""
    report = retention.run(by=by, at=at, dry_run=False)
    return {one.purpose.code: one.rows for one in report if one.purpose.app == "directives" and one.rows}


def closed():
    """A directive whose tasks are done, each with a file, and signed off; how many they are."""
    factory.issued(item(0, "1.", "排查。", "health_centre_head"))
    uids = list(Task.objects.values_list("uid", flat=True))
    for uid in uids:
        paper = Attached("回执.pdf", f"%PDF-1.7 {uid}".encode())
        operations.finish_task(uid, "办了。", attached=[paper], by=OFFICE, at=NOW)
    operations.sign_off_tasks(uids, by=OFFICE, at=NOW)
    return len(uids)


def convene(at, *, minutes=""):
    uid = operations.prepare_meeting(Convened("调度会", at), area=COUNTY, by=OFFICE, at=at)
    if minutes:
        operations.write_minutes(uid, minutes, by=OFFICE, at=at)
        operations.sign_minutes(uid, by=OFFICE, at=at)
    return Meeting.objects.get(uid=uid)


def test_a_task_goes_three_years_after_its_end_and_its_paper_after_ten():
    tasks = closed()
    events = TaskEvent.objects.count()
    assert run(TASKS_OVER) == {}
    assert run(TASKS_OVER + DAY) == {"task_evidence": tasks, "task_events": events, "tasks": tasks}
    assert not any(kind.objects.exists() for kind in (Task, TaskEvent, Evidence))
    assert run(PAPERS_OVER) == {}
    assert run(PAPERS_OVER + DAY) == {"directives": 1}
    assert not any(kind.objects.exists() for kind in (Directive, Item, DirectiveEvent))


def test_a_paper_with_an_open_task_stays_whole():
    factory.issued(item(0, "1.", "排查。", "health_centre_head"))
    counted = [kind.objects.count() for kind in (Directive, Item, DirectiveEvent, Task)]
    assert run(PAPERS_OVER + DAY) == {}
    assert [kind.objects.count() for kind in (Directive, Item, DirectiveEvent, Task)] == counted
    assert min(counted) > 0


def test_a_meeting_goes_with_its_decisions_and_the_next_one_stays():
    first = convene(NOW, minutes="会议议定：\n1.两天内完成返乡人员摸排。\n")
    following = convene(NOW + 5 * DAY)
    assert following.previous_id == first.pk
    assert run(PAPERS_OVER) == {}
    assert run(PAPERS_OVER + DAY) == {"meetings": 1, "directives": 1}
    following.refresh_from_db()
    assert (Meeting.objects.count(), following.previous_id) == (1, None)


def test_an_activated_plan_goes_like_a_paper():
    uid, _ = operations.activate(
        "county-outbreak", area=COUNTY, level=1, ground="首例报告", by=OFFICE, at=NOW
    )
    operations.step_down(uid, "疫情结束", by=OFFICE, at=NOW + DAY)
    assert set(run(PAPERS_OVER + DAY)) == (OF_TASKS - {"task_evidence"}) | {"directives"}
    assert not Activation.objects.exists()


def test_another_county_deletes_nothing_here():
    closed()
    elsewhere = Actor("外县", scopes=("990199",), permissions=OFFICE.permissions)
    assert run(PAPERS_OVER + DAY, by=elsewhere) == {}
    assert set(run(PAPERS_OVER + DAY)) == OF_TASKS | {"directives"}
