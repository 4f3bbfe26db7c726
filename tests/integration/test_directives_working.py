"""A task is received, told of, done with evidence, sent back, signed off, withdrawn; every step is a duty."""

from datetime import time, timedelta

import pytest
from django.db import transaction
from tests.factories import directives as factory
from tests.factories.directives import COUNTY, NOW, OFFICE, SECRETARY, VILLAGE, item

from lianfang.apps.alerts import operations as alerts
from lianfang.apps.alerts.models import Notice
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.duties import TASK_DONE, TASK_RECEIVED, TASK_SIGNED_OFF
from lianfang.apps.directives.models import Task, TaskEvent
from lianfang.apps.directives.operations import Attached
from lianfang.apps.directives.operations.working import NotYet, SlotDone
from lianfang.apps.directives.rules.evidence import NoEvidence
from lianfang.apps.directives.rules.workflow import NotNow, WordsMissing
from lianfang.apps.directives.terms import TaskState
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PHOTO = Attached("现场.jpg", b"\xff\xd8\xff\xe0" + b"x" * 40)


@pytest.fixture(autouse=True)
def _county() -> None:
    factory.staffed()


def once():
    """The task of the village's secretary, to be done within two days."""
    limit = factory.within(timedelta(days=2))
    factory.issued(item(0, "1.", "排查。", "village_secretary", **limit))
    return Task.objects.get(area=VILLAGE).uid


def open_kinds(at, *, area=VILLAGE, known_at=None):
    view = engine.at_moment(area=area, at=at, known_at=known_at)
    kinds = [TASK_RECEIVED, TASK_DONE, TASK_SIGNED_OFF]
    return {gap.kind: gap for gap in engine.gaps(view=view, kinds=kinds)}


def state(uid, at=NOW + 9 * HOUR):
    return queries.task(uid, by=OFFICE, at=at).state


def test_a_task_is_received_done_and_signed_off_and_each_closes_a_duty():
    uid = once()
    gaps = open_kinds(NOW)
    assert set(gaps) == {"task_received", "task_done"}
    assert {gap.holder for gap in gaps.values()} == {"书记"}
    operations.take_task(uid, by=SECRETARY, at=NOW + HOUR)
    assert set(open_kinds(NOW + HOUR)) == {"task_done"}
    operations.finish_task(uid, "已排查完毕。", attached=[PHOTO], by=SECRETARY, at=NOW + 2 * HOUR)
    assert open_kinds(NOW + 2 * HOUR) == {}
    (to_check,) = [
        gap for gap in open_kinds(NOW + 2 * HOUR, area=COUNTY).values() if gap.kind == "task_signed_off"
    ]
    assert (to_check.holder, to_check.area, to_check.subject) == ("县办", COUNTY, str(uid))
    operations.sign_off(uid, by=OFFICE, at=NOW + 3 * HOUR)
    assert "task_signed_off" not in open_kinds(NOW + 3 * HOUR, area=COUNTY)
    assert state(uid) is TaskState.SIGNED_OFF
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))[-3:]
    assert actions == ["task.received", "task.done", "task.signed_off"]


def test_what_is_known_at_a_moment_does_not_change_later():
    uid = once()
    operations.take_task(uid, by=SECRETARY, at=NOW + HOUR)
    operations.finish_task(uid, "办了。", by=SECRETARY, happened_at=NOW + HOUR, at=NOW + 5 * HOUR)
    assert "task_done" in open_kinds(NOW + 2 * HOUR)
    assert "task_done" not in open_kinds(NOW + 2 * HOUR, known_at=NOW + 5 * HOUR)


def test_sent_back_it_is_open_again_with_another_limit():
    uid = once()
    operations.finish_task(uid, "办了。", by=SECRETARY, at=NOW + HOUR)
    later = NOW + timedelta(days=3)
    operations.send_back(uid, "照片看不清。", due_at=later, by=OFFICE, at=NOW + 2 * HOUR)
    assert open_kinds(NOW + 2 * HOUR)["task_done"].due_at == later
    assert state(uid) is TaskState.SENT_BACK
    operations.finish_task(uid, "重拍。", attached=[PHOTO], by=SECRETARY, at=NOW + 3 * HOUR)
    assert state(uid) is TaskState.DONE


def test_withdrawn_it_is_no_duty_any_more_and_says_why():
    uid = once()
    operations.withdraw_task(uid, "重复交办。", by=OFFICE, at=NOW + HOUR)
    assert open_kinds(NOW + HOUR) == {}
    assert TaskEvent.objects.get(task__uid=uid).note == "重复交办。"
    with pytest.raises(NotNow):
        operations.take_task(uid, by=SECRETARY, at=NOW + 2 * HOUR)


def test_a_whole_directive_is_withdrawn_at_once():
    uid = factory.issued()
    assert operations.withdraw(uid, "文件作废。", by=OFFICE, at=NOW + HOUR) == 8
    assert open_kinds(NOW + HOUR, area=COUNTY) == {}
    assert operations.withdraw(uid, "文件作废。", by=OFFICE, at=NOW + 2 * HOUR) == 0


def test_a_rhythm_has_the_slots_of_its_day_and_each_is_done_by_itself():
    factory.issued(item(0, "1.", "每日两次。", "village_secretary", **factory.daily(2, time(10), time(16))))
    uid = Task.objects.get(area=VILLAGE).uid
    morning = open_kinds(NOW)["task_done"]
    assert (morning.ref, morning.due_at.hour) == ("2022-07-11/1", 10)
    operations.finish_task(uid, "上午。", by=SECRETARY, at=NOW + HOUR / 2)
    assert "task_done" not in open_kinds(NOW + HOUR / 2)
    assert open_kinds(NOW + 2 * HOUR)["task_done"].ref == "2022-07-11/2"
    tomorrow = open_kinds(NOW + timedelta(days=1))["task_done"]
    assert tomorrow.ref == "2022-07-12/1"
    with pytest.raises(SlotDone):
        operations.finish_task(uid, "再来。", slot="2022-07-11/1", by=SECRETARY, at=NOW + 3 * HOUR)


def test_times_that_were_due_before_the_issue_are_none():
    factory.issued(
        item(0, "1.", "每日两次。", "village_secretary", **factory.daily(2, time(10), time(16))),
        at=NOW + 3 * HOUR,
    )
    assert open_kinds(NOW + 4 * HOUR)["task_done"].ref == "2022-07-11/2"


def test_whoever_has_no_part_in_a_task_may_not_touch_it():
    uid = once()
    neighbour = Actor(name="邻", scopes=(factory.OTHER,), permissions=SECRETARY.permissions)
    with pytest.raises(NotFound):
        operations.take_task(uid, by=neighbour, at=NOW)
    operations.finish_task(uid, "办了。", by=SECRETARY, at=NOW)
    with pytest.raises(NotAllowed):
        operations.sign_off(uid, by=SECRETARY, at=NOW)


def test_words_and_files_are_asked_for():
    uid = once()
    with pytest.raises(WordsMissing):
        operations.finish_task(uid, " ", by=SECRETARY, at=NOW)
    with pytest.raises(NoEvidence):
        operations.finish_task(uid, "办了。", attached=[Attached("x.exe", b"MZ")], by=SECRETARY, at=NOW)
    with pytest.raises(NotYet):
        operations.finish_task(uid, "办了。", happened_at=NOW + HOUR, by=SECRETARY, at=NOW)


def test_evidence_is_sealed_and_a_look_at_it_is_logged():
    uid = once()
    operations.finish_task(uid, "办了。", attached=[PHOTO], by=SECRETARY, at=NOW)
    (event,) = queries.history(uid)
    opened = operations.open_evidence(event.evidence[0].uid, by=OFFICE, at=NOW)
    assert opened.content == PHOTO.content
    assert AuditEvent.objects.filter(action="task.evidence_seen").count() == 1


def test_all_that_waits_for_me_is_received_at_once():
    factory.issued()
    assert operations.take_tasks(by=factory.secretary(), at=NOW) == 2
    assert operations.take_tasks(by=factory.secretary(), at=NOW) == 0


def test_the_status_adds_up_by_place_and_item():
    uid = factory.issued()
    operations.take_tasks(by=factory.secretary(), at=NOW)
    found = queries.status(queries.directive(uid, by=OFFICE), by=OFFICE, at=NOW + timedelta(days=8))
    assert (found.total.tasks, found.total.waiting, found.total.working) == (8, 6, 2)
    assert {line.key: line.counts.tasks for line in found.places} == {f"{COUNTY}100": 5, f"{COUNTY}200": 3}
    assert [line.counts.tasks for line in found.items] == [3, 2, 3]
    assert found.total.overdue == 5  # those to be done once: the rhythm's time of that day is not up


def test_a_units_clerk_has_only_the_tasks_of_the_unit():
    from lianfang.apps.areas.models import Unit

    units = [Unit.objects.create(kind="school", name=name, area=COUNTY) for name in ("甲校", "乙校")]
    for unit in units:
        unit.refresh_from_db()
    factory.issued(item(0, "1.", "封闭管理。", "school"))
    clerk = Actor(
        name="校长", scopes=(COUNTY,), role="unit_clerk", permissions=SECRETARY.permissions, unit=units[0].uid
    )
    own, other = (Task.objects.get(unit=unit).uid for unit in units)
    operations.take_task(own, by=clerk, at=NOW)
    with pytest.raises(NotAllowed):
        operations.take_task(other, by=clerk, at=NOW)


def test_several_are_signed_off_at_once_or_none():
    factory.issued(item(0, "1.", "排查。", "village_secretary"))
    done, open_one, *_ = Task.objects.order_by("area").values_list("uid", flat=True)
    operations.finish_task(done, "办了。", by=OFFICE, at=NOW)
    with pytest.raises(NotNow), transaction.atomic():
        operations.sign_off_tasks([done, open_one], by=OFFICE, at=NOW)
    assert state(done) is TaskState.DONE
    assert operations.sign_off_tasks([done], by=OFFICE, at=NOW) == 1
    assert state(done) is TaskState.SIGNED_OFF


def test_the_page_of_tasks_signs_off_what_is_ticked(signed_in):
    uid = factory.issued(item(0, "1.", "排查。", "village_secretary"))
    done = Task.objects.order_by("area").first().uid
    operations.finish_task(done, "办了。", by=OFFICE, at=NOW)
    client = signed_in()
    page = client.get(f"/directives/{uid}/tasks/?only=done").content.decode()
    assert f'value="{done}"' in page
    answer = client.post(f"/directives/{uid}/sign-off/", {"task": [str(done)], "only": "done"})
    assert answer.headers["Location"] == f"/directives/{uid}/tasks/?only=done"
    assert Task.objects.get(uid=done).ended_at is not None
    assert signed_in("village_secretary", VILLAGE).post(f"/directives/{uid}/sign-off/").status_code == 403


def test_holders_are_told_and_what_they_leave_lying_goes_up():
    once()
    factory.held("town_clerk", factory.TOWN, "镇办")
    alerts.tell(area=COUNTY, by=SYSTEM, at=NOW)
    told = {(notice.holder, line["kind"]) for notice in Notice.objects.all() for line in notice.lines}
    assert ("书记", "task_received") in told
    alerts.tell(area=COUNTY, by=SYSTEM, at=NOW + timedelta(days=2, hours=5))
    late = Notice.objects.filter(told_at__gt=NOW)
    raised = {(one.holder, one.nature) for one in late for line in one.lines if line["kind"] == "task_done"}
    assert {("书记", "overdue"), ("镇办", "escalated")} <= raised
