"""A meeting is prepared, minuted and signed; its decisions become tasks, and open the next meeting."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from tests.factories import directives as factory
from tests.factories.directives import COUNTY, NOW, OFFICE, SECRETARY

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.models import Meeting, MeetingPaper
from lianfang.apps.directives.operations.meeting import MeetingSigned, MeetingUnnamed, MinutesMissing
from lianfang.apps.directives.rules import meeting_papers, meeting_text
from lianfang.apps.directives.rules.meeting_text import AgendaFault
from lianfang.apps.directives.terms import Convened, Pending, Point
from lianfang.core import keeping
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.documents import read_figures, render
from lianfang.core.retention import operations as retention
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AGENDA = (Point("通报近期疫情", "疾控中心", 10, "疫情通报"), Point("研究检测安排"))
FACTS = Convened("第三次调度会", NOW, "指挥部会议室", "周主任", "各工作组", AGENDA)
MINUTES = """会议议定：
1.两天内完成返乡人员摸排。
责任人：村（社区）书记
2.三天内备齐采样管。
责任人：卫生院院长
"""


@pytest.fixture(autouse=True)
def _county() -> None:
    factory.staffed()


def signed(facts=FACTS, text=MINUTES, *, at=NOW):
    uid = operations.prepare_meeting(facts, area=COUNTY, by=OFFICE, at=at)
    operations.write_minutes(uid, text, by=OFFICE, at=at)
    return uid, operations.sign_minutes(uid, by=OFFICE, at=at)


def test_decisions_become_tasks_by_the_same_fan_out():
    _, decided = signed()
    account = operations.issue(decided, by=OFFICE, at=NOW)
    assert (account.as_tasks, account.tasks) == (2, 5)
    assert queries.directive(decided, by=OFFICE).source == "meeting"


def test_the_next_meeting_begins_with_what_the_last_left_open():
    _, decided = signed()
    operations.issue(decided, by=OFFICE, at=NOW)
    operations.take_tasks(by=factory.secretary(), at=NOW)
    mine = queries.own_tasks(by=factory.secretary(), at=NOW)[0]
    operations.finish_task(mine.uid, "办了。", by=SECRETARY, at=NOW)
    operations.sign_off(mine.uid, by=OFFICE, at=NOW)
    following = Convened("第四次调度会", NOW + 4 * DAY)
    uid = operations.prepare_meeting(following, area=COUNTY, by=OFFICE, at=NOW + DAY)
    found = queries.meeting(uid, by=OFFICE)
    assert found.previous.title == "第三次调度会"
    left = queries.pending_of(found, by=OFFICE, at=NOW + 4 * DAY)
    assert [(one.tasks, one.open, one.overdue) for one in left] == [(3, 2, 2), (2, 2, 2)]


def test_minutes_that_decide_nothing_are_signed_without_tasks():
    uid, decided = signed(text="会议通报了近期疫情形势。")
    assert decided is None
    assert queries.meeting(uid, by=OFFICE).signed_by == "县办"


def test_what_is_signed_is_not_changed():
    uid, _ = signed()
    with pytest.raises(MeetingSigned):
        operations.write_minutes(uid, "改。", by=OFFICE, at=NOW)
    with pytest.raises(MeetingSigned):
        operations.change_meeting(uid, FACTS, by=OFFICE, at=NOW)
    assert AuditEvent.objects.filter(action="meeting.minutes_signed").count() == 1


def test_a_title_words_and_a_place_are_asked_for():
    with pytest.raises(MeetingUnnamed):
        operations.prepare_meeting(Convened(" ", NOW), area=COUNTY, by=OFFICE, at=NOW)
    with pytest.raises(NotAllowed):
        operations.prepare_meeting(FACTS, area="990122", by=OFFICE, at=NOW)
    uid = operations.prepare_meeting(FACTS, area=COUNTY, by=OFFICE, at=NOW)
    with pytest.raises(MinutesMissing):
        operations.sign_minutes(uid, by=OFFICE, at=NOW)
    other = Actor(name="邻县", scopes=("990122",), permissions=OFFICE.permissions)
    with pytest.raises(NotFound):
        queries.meeting(uid, by=other)
    operations.change_meeting(uid, Convened("改名", NOW), by=OFFICE, at=NOW)
    assert Meeting.objects.get().agenda == []


def test_an_agenda_is_read_line_by_line_and_written_back():
    text = "通报近期疫情 | 疾控中心 | 10 | 疫情通报\n研究检测安排"
    assert meeting_text.points_of(text) == AGENDA
    assert meeting_text.agenda_text(AGENDA) == text
    assert meeting_text.points_of("议题｜张三｜5分钟") == (Point("议题", "张三", 5),)
    for wrong in ("| 张三", "议题 | 张三 | 很久", "a | b | 1 | c | d"):
        with pytest.raises(AgendaFault):
            meeting_text.points_of(wrong)


def test_the_script_names_every_point_speaker_and_what_is_left(tmp_path):
    left = [Pending("1. 摸排", 3, 2, 1), Pending("2. 备药", 2, 0, 0)]
    made = render(meeting_text.script(FACTS, left, office="指挥部办公室", written_at=NOW))
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)
    for words in ("通报近期疫情", "请疾控中心汇报，时间10分钟", "《疫情通报》", "请周主任讲话"):
        assert words in text
    (tmp_path / "script.docx").write_bytes(made)
    figures = {figure.key: figure.value for figure in read_figures(tmp_path / "script.docx").figures}
    assert (figures["points"], figures["pending.open"], figures["pending.overdue"]) == (2, 2, 1)


def test_the_minutes_are_an_official_document():
    made = render(meeting_text.minutes(FACTS, MINUTES, office="指挥部办公室", written_at=NOW))
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)
    assert "2022年7月11日09:00，在指挥部会议室召开第三次调度会，周主任主持。" in text
    assert "1.两天内完成返乡人员摸排。" in text


PDF = b"%PDF-1.7 agenda"


def prepared(facts=FACTS, *, at=NOW):
    return operations.prepare_meeting(facts, area=COUNTY, by=OFFICE, at=at)


def attach(uid, name="疫情通报.pdf", content=PDF, *, point="通报近期疫情", by=OFFICE):
    return operations.attach_paper(uid, name, content, point=point, by=by, at=NOW)


def test_a_paper_of_a_point_is_sealed_and_opened_with_a_line():
    uid = prepared()
    paper = attach(uid)
    kept = MeetingPaper.objects.get(uid=paper)
    assert (kept.point, kept.size, kept.media_type) == ("通报近期疫情", len(PDF), "application/pdf")
    assert PDF not in keeping.kept_path(kept.file_hash).read_bytes()
    assert operations.open_paper(paper, by=OFFICE, at=NOW).content == PDF
    actions = ["meeting.paper_attached", "meeting.paper_seen"]
    assert [AuditEvent.objects.filter(action=action).count() for action in actions] == [1, 1]


def test_the_same_file_for_the_same_point_is_one_paper():
    uid = prepared()
    assert attach(uid) == attach(uid, "又一次.pdf")
    assert attach(uid, point="研究检测安排") != attach(uid, point="")
    assert MeetingPaper.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("说明.exe", b"MZ", meeting_papers.NoPaper),
        ("说明.pdf", b"not a pdf", meeting_papers.NoPaper),
        ("说明.html", b"<html>", meeting_papers.NoPaper),
        ("", PDF, meeting_papers.PaperUnnamed),
        ("长" * 121 + ".pdf", PDF, meeting_papers.PaperUnnamed),
        ("大.pdf", PDF + bytes(20 * 2**20), meeting_papers.PaperTooLarge),
    ],
)
def test_a_file_that_is_no_paper_is_refused_and_not_kept(name, content, refusal):
    uid = prepared()
    with pytest.raises(refusal):
        attach(uid, name, content)
    assert MeetingPaper.objects.count() == 0


def test_a_meeting_takes_so_many_papers_and_no_more(monkeypatch):
    monkeypatch.setattr(meeting_papers, "MOST", 1)
    uid = prepared()
    attach(uid)
    with pytest.raises(meeting_papers.TooManyPapers):
        attach(uid, content=PDF + b"2")


def test_a_paper_belongs_to_a_point_that_is_there():
    with pytest.raises(NotFound):
        attach(prepared(), point="没有这一项")


def test_papers_stay_once_the_minutes_are_signed():
    uid = prepared()
    paper = attach(uid)
    operations.remove_paper(attach(uid, point=""), by=OFFICE, at=NOW)
    operations.write_minutes(uid, MINUTES, by=OFFICE, at=NOW)
    operations.sign_minutes(uid, by=OFFICE, at=NOW)
    with pytest.raises(MeetingSigned):
        operations.remove_paper(paper, by=OFFICE, at=NOW)
    with pytest.raises(MeetingSigned):
        attach(uid, content=PDF + b"2")
    assert AuditEvent.objects.filter(action="meeting.paper_removed").count() == 1


def test_who_does_not_see_the_meeting_or_holds_none_opens_no_paper():
    paper = attach(prepared())
    with pytest.raises(NotFound):
        operations.open_paper(paper, by=SECRETARY, at=NOW)
    with pytest.raises(PermissionMissing):
        operations.open_paper(paper, by=Actor("甲", scopes=(COUNTY,)), at=NOW)


def test_papers_go_with_their_meeting_after_ten_years():
    attach(prepared())
    retention.run(by=SYSTEM, at=NOW + 3649 * DAY, dry_run=False)
    assert MeetingPaper.objects.count() == 1
    retention.run(by=SYSTEM, at=NOW + 3651 * DAY, dry_run=False)
    assert MeetingPaper.objects.count() == Meeting.objects.count() == 0


def test_pages_show_papers_at_their_points_and_documents_name_them(signed_in):
    client = signed_in("headquarters", COUNTY)
    uid = prepared()
    page = f"/meetings/{uid}/"
    files = [
        SimpleUploadedFile("疫情通报.pdf", PDF),
        SimpleUploadedFile("近三日曲线.png", b"\x89PNG\r\n\x1a\n1"),
    ]
    sent = client.post(f"{page}papers/", {"point": "通报近期疫情", "files": files})
    assert sent.status_code == 302
    refused = client.post(f"{page}papers/", {"point": "", "files": SimpleUploadedFile("a.exe", b"MZ")})
    assert (refused.status_code, MeetingPaper.objects.count()) == (422, 2)
    assert "不能作为会议材料" in refused.content.decode()
    shown = client.get(page).content.decode()
    assert shown.index("通报近期疫情") < shown.index("疫情通报.pdf") < shown.index("研究检测安排")
    paper = MeetingPaper.objects.get(name="疫情通报.pdf")
    opened = client.get(f"/meetings/papers/{paper.uid}/")
    assert (opened.content, opened["Cache-Control"]) == (PDF, "no-store")
    assert "attachment" in opened["Content-Disposition"]
    assert text_of(client.get(f"{page}script.docx").content).count("《近三日曲线》") == 1
    said = text_of(client.get(f"{page}minutes.docx").content)
    assert said.index("附件：1.") < said.index("疫情通报") < said.index("近三日曲线")
    assert client.post(f"/meetings/papers/{paper.uid}/remove/").status_code == 302
    assert MeetingPaper.objects.get().name == "近三日曲线.png"


def text_of(content):
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs).replace("\t", "")
