"""The town clerk's lists by pages: handed in, corrected, tried, received, reviewed, taken over."""

import io
import re
import threading

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import override_settings
from tests.factories import access, people, places
from tests.factories import intake as lists
from tests.factories.county import connected_to, empty_database
from tests.factories.intake import BY, HERE, NOW, WILLOW, hours, row
from tests.factories.places import COUNTY, TOWN, VILLAGE

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Batch, Exposure, Forward, Mapping, ReviewDecision, Submission
from lianfang.apps.intake.operations import SubmissionBusy, SubmissionOver
from lianfang.apps.intake.terms import Work
from lianfang.apps.people.models import Person
from lianfang.core import background
from lianfang.core.access import rows
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.sql import live
from lianfang.core.sql.runner import StepResult
from lianfang.kernel.errors import NotAllowed, NotFound
from lianfang.project import database

WHOLE_NUMBER = re.compile(r"(?<![\da-f])(?:\d{17}[\dX]|1[3-9]\d{9})(?![\da-f])")
CONTACT = {"exposure": "密接", "contact": "2022-07-08", "address": HERE}


@pytest.fixture
def desk(signed_in, monkeypatch):
    """A clerk of the small county at the desk, an hour after NOW."""
    lists.build_county()
    monkeypatch.setenv("LIANFANG_NOW", hours(1).isoformat())
    return signed_in("county_clerk", COUNTY)


def upload(tmp_path, *rows, name="名单.xlsx"):
    return SimpleUploadedFile(name, lists.write(tmp_path / name, *rows).read_bytes())


def hand_in(client, *files, channel="police_push", **more):
    facts = {"files": list(files), "channel": channel, "area": COUNTY, "received": "2022-07-10T09:00"}
    return client.post("/submissions/", facts | more)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    text = answer.content.decode()
    assert not WHOLE_NUMBER.search(text)
    return text


def test_a_file_handed_in_is_shown_as_it_would_be_read(desk, tmp_path):
    number = people.citizen_number()
    answer = hand_in(desk, upload(tmp_path, row("张伟", number=number, phone="13900000001", **CONTACT)))
    found = Submission.objects.get()
    assert answer.headers["Location"] == f"/submissions/{found.uid}/"
    text = page(desk, answer.headers["Location"])
    for word in ("名单.xlsx", "公安推送", "身份证号", "证件号码", "密接", "试算", "导入"):
        assert word in text
    assert number[:3] in text
    assert (found.state, found.rows, found.problem) == ("waiting", 1, "")
    assert Batch.objects.count() == 0
    assert AuditEvent.objects.filter(action="intake.submitted", area=COUNTY).exists()


def test_a_dry_run_gives_the_account_and_writes_nothing(desk, tmp_path):
    address = hand_in(desk, upload(tmp_path, row("张伟", number=people.citizen_number(), **CONTACT))).url
    before = lists.everything()
    desk.post(f"{address}do/", {"work": "dry_run"})
    text = page(desk, address)
    assert "试算的账" in text
    assert Submission.objects.get().tried["created"] == 1
    now = lists.everything()
    assert {table for table in now if now[table] != before[table]} == {"intake_submission"}
    desk.post(f"{address}do/", {"work": "receive"})
    account = Submission.objects.get()
    assert (account.state, account.tried["created"], account.batch.created) == ("done", 1, 1)
    assert "看每一行的去向" in page(desk, address)


def test_words_are_corrected_saved_and_read_by_from_then_on(desk, tmp_path):
    line = row("张伟", number=people.citizen_number(), address=HERE) | {"风险等级": "红区"}
    address = hand_in(desk, upload(tmp_path, line)).url
    assert "1 种写法没有认出" in page(desk, address)
    desk.post(f"{address}correct/", {"named": "公安", "word-0-0": "high"})
    assert Mapping.objects.get().values == {"level": {"红区": "high"}}
    text = page(desk, address)
    assert "没有认出</span>" not in text
    desk.post(f"{address}do/", {"work": "receive"})
    assert Exposure.objects.get().level == "high"


def test_a_list_of_unclear_columns_waits_for_a_person_and_is_then_received(desk, tmp_path):
    line = {"姓名": "张伟", "名字": "小张", "身份证号": people.citizen_number(), "现住址": HERE}
    address = hand_in(desk, upload(tmp_path, line)).url
    assert "几列都像“姓名”" in page(desk, address)
    desk.post(f"{address}do/", {"work": "receive"})
    assert "几列都像" in Submission.objects.get().problem
    assert not Person.objects.exists()
    desk.post(f"{address}correct/", {"named": "两个姓名", "column-0-1": ""})
    desk.post(f"{address}do/", {"work": "receive"})
    assert Person.objects.get().name == "张伟"


def test_files_that_are_no_lists_are_refused_beside_those_that_are(desk, tmp_path):
    good = upload(tmp_path, row("张伟", number=people.citizen_number(), **CONTACT))
    bad = SimpleUploadedFile("照片.xlsx", b"\xff\xd8\xff picture")
    answer = hand_in(desk, good, bad)
    assert answer.status_code == 422
    assert "照片.xlsx" in answer.content.decode()
    assert [one.file_name for one in Submission.objects.all()] == ["名单.xlsx"]
    assert hand_in(desk).status_code == 400


def test_the_same_file_received_before_says_so_and_changes_nothing(desk, tmp_path):
    for _ in range(2):
        file = upload(tmp_path, row("张伟", number=people.citizen_number(), **CONTACT), name="名单.csv")
        address = hand_in(desk, file).url
        desk.post(f"{address}do/", {"work": "receive"})
    assert (Batch.objects.count(), Person.objects.count()) == (1, 1)
    assert Submission.objects.order_by("-id")[0].tried["unchanged"] == 1


def test_what_is_over_or_busy_is_left_alone(desk, tmp_path):
    address = hand_in(desk, upload(tmp_path, row("张伟", number=people.citizen_number(), **CONTACT))).url
    uid = Submission.objects.get().uid
    operations.begin(uid, Work.RECEIVE, by=BY)
    with pytest.raises(SubmissionBusy):
        operations.withdraw(uid, by=BY, at=NOW)
    assert "上次处理中途停止" in page(desk, address)
    desk.post(f"{address}do/", {"work": "receive"})
    with pytest.raises(SubmissionOver, match="导入"):
        operations.withdraw(uid, by=BY, at=NOW)


def test_a_file_is_withdrawn(desk, tmp_path):
    address = hand_in(desk, upload(tmp_path, row("张伟", number=people.citizen_number(), **CONTACT))).url
    desk.post(f"{address}withdraw/")
    assert (Submission.objects.get().state, Submission.objects.get().look) == ("withdrawn", None)
    assert queries.open_submissions(area=COUNTY) == []


def test_other_areas_files_are_out_of_sight(desk, tmp_path):
    hand_in(desk, upload(tmp_path, row("张伟", number=people.citizen_number(), **CONTACT)))
    town = Actor("镇", ("990121200",), permissions=BY.permissions)
    with pytest.raises(NotFound):
        queries.submission(Submission.objects.get().uid, by=town)
    with pytest.raises(NotAllowed):
        operations.submit(
            [b"x"], name="x.csv", channel="hotel", area=COUNTY, received_at=NOW, by=town, at=NOW
        )


def test_steps_are_seen_by_others_while_the_work_goes_on(db):
    with live.told(job="test", window="one", at=NOW) as listener:
        listener(StepResult("intake.chunk", 50, 1.0))
        assert live.steps_of(job="test", window="one") == [StepResult("intake.chunk", 50, 1.0)]


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    """A database of its own, whose sessions see what the others committed."""
    with django_db_blocker.unblock(), empty_database("desk") as name, connected_to(name), rows.acting(SYSTEM):
        database.migrate()  # run alone, the tests' database has no tables yet
        lists.build_county()
        yield


@override_settings(WORK_INLINE=False)
def test_two_lists_dropped_at_the_same_time_are_both_received_once(own_database, tmp_path, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", hours(1).isoformat())
    shared = row("张伟", number=people.citizen_number(), phone="13900000001", **CONTACT)
    files = [
        upload(
            tmp_path, shared, row("李娜", number=people.citizen_number(sequence=2), **CONTACT), name="甲.csv"
        ),
        upload(
            tmp_path, shared, row("王芳", number=people.citizen_number(sequence=3), **CONTACT), name="乙.csv"
        ),
    ]
    answers, clerks = [], [access.signed_in("county_clerk", COUNTY) for _ in range(2)]

    def drop(clerk, file):
        try:
            answers.append(hand_in(clerk, file).status_code)
        finally:
            connections.close_all()

    _together([threading.Thread(target=drop, args=pair) for pair in zip(clerks, files, strict=True)])
    uids = list(Submission.objects.values_list("uid", flat=True))
    assert (answers, len(uids)) == ([302, 302], 2)

    def take(clerk, uid):
        try:
            clerk.post(f"/submissions/{uid}/do/", {"work": "receive"})
        finally:
            connections.close_all()

    _together([threading.Thread(target=take, args=pair) for pair in zip(clerks, uids, strict=True)])
    _until_idle(uids)
    assert set(Submission.objects.values_list("state", "problem")) == {("done", "")}
    assert sorted(Person.objects.values_list("name", flat=True)) == ["张伟", "李娜", "王芳"]
    assert {(batch.state, batch.rows) for batch in Batch.objects.all()} == {("done", 2)}


def _together(threads):
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)


def _until_idle(uids):
    for uid in uids:
        waiting = background.queued(str(uid))
        if waiting is not None:
            waiting.result(timeout=60)


@pytest.fixture
def doubtful(desk, tmp_path):
    """张伟's number under another name in one list; a row whose number fails its check in a second."""
    uid, number = lists.resident("张伟")
    account = lists.receive(
        tmp_path / "存疑.csv",
        row("刘洋", number=number, phone="13900000009", **CONTACT),
        row("赵六", number=number[:-1] + ("0" if number[-1] != "0" else "1"), **CONTACT),
        row("一行张三、李四两人", **CONTACT),
    )
    return uid, lists.batch(account)


def test_a_doubtful_row_stands_beside_the_person_it_may_be(desk, doubtful):
    uid, batch = doubtful
    queue = page(desk, "/reviews/")
    first = f"/reviews/{batch.pk}/1/2/0/"
    assert first in queue
    text = page(desk, first)
    for word in ("刘洋", "张伟", "就是此人", "新人员", "退回", "相符：", "不符：", f"same_as:{uid}"):
        assert word in text


def test_deciding_goes_on_with_the_next_row_until_none_is_left(desk, doubtful):
    uid, batch = doubtful
    first, second = f"/reviews/{batch.pk}/1/2/0/", f"/reviews/{batch.pk}/1/3/0/"
    assert desk.post(f"{first}decide/", {"decision": f"same_as:{uid}"}).headers["Location"] == second
    refused = desk.post(f"{second}decide/", {"decision": "reject", "reason": ""})
    assert (refused.status_code, "须写明原因" in refused.content.decode()) == (422, True)
    done = desk.post(f"{second}decide/", {"decision": "reject", "reason": "号码与本人不符"})
    assert done.headers["Location"] == "/reviews/"
    assert "没有等待研判的行" in page(desk, "/reviews/")
    assert list(ReviewDecision.objects.order_by("id").values_list("decision", flat=True)) == [
        "same_as",
        "reject",
    ]
    assert "号码与本人不符" in page(desk, second)


def test_somebody_else_is_found_beside_the_candidates(desk, doubtful):
    other, _ = lists.resident("刘洋", sequence=5)
    _uid, batch = doubtful
    assert f"same_as:{other}" in page(desk, f"/reviews/{batch.pk}/1/2/0/?q=刘洋")


def test_rejected_rows_show_place_value_reason_and_remedy_and_are_downloaded(desk, doubtful):
    _uid, batch = doubtful
    desk.post(f"/reviews/{batch.pk}/1/3/0/decide/", {"decision": "reject", "reason": "号码与本人不符"})
    text = page(desk, f"/batches/{batch.pk}/?outcome=rejected")
    for word in ("第 4 行", "一行张三、李四两人", "退回", "下载退回文件"):
        assert word in text
    answer = desk.get(f"/batches/{batch.pk}/rejects/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    reasons = [line[-2] for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(reasons) == 2
    assert "号码与本人不符" in reasons
    assert AuditEvent.objects.get(action="intake.rejects_taken").facts == {"rows": 2}


def test_forwards_are_acknowledged_by_the_place_that_receives_them(desk, tmp_path):
    lists.receive(
        tmp_path / "转.csv",
        row("郑五", number=people.citizen_number(), phone="13900000008", address="柳林乡柳林村1号"),
        area=VILLAGE,
    )
    forward = Forward.objects.get()
    assert "郑五" in page(desk, "/forwards/")
    assert desk.post("/forwards/acknowledge/").status_code == 400
    desk.post("/forwards/acknowledge/", {"forward": [str(forward.uid)]})
    forward.refresh_from_db()
    assert (forward.acknowledged_at, forward.area) == (hours(1), WILLOW)
    assert "没有等待签收" in page(desk, "/forwards/")


def test_a_reviewer_is_told_how_many_are_out_of_sight_and_who_sees_them(signed_in, desk, tmp_path):
    _elsewhere, number = lists.resident("张伟", area=WILLOW)
    account = lists.receive(tmp_path / "存疑.csv", row("刘洋", number=number, **CONTACT))
    places.establish(("county_office", COUNTY))
    places.hold("county_office", COUNTY, "马主任")
    address = f"/reviews/{lists.batch(account).pk}/1/2/0/"
    there = page(signed_in("town_clerk", TOWN), address)
    for word in ("另有 1 位可能的人登记在你的辖区之外", "马主任"):
        assert word in there
    assert "张伟" not in there
    assert "登记中没有相近的人" not in there
    assert "另有" not in page(desk, address)


def test_a_village_finds_its_forwards_in_the_navigation_a_town_among_its_lists(signed_in, desk):
    village, town = (
        page(signed_in(role, area), "/today/")
        for role, area in (("village_secretary", VILLAGE), ("town_clerk", TOWN))
    )
    assert '<a href="/forwards/">' in village
    assert '<a href="/forwards/">' not in town
    assert '<a href="/batches/">' in town
