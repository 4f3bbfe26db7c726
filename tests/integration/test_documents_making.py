"""Documents: drafted, made, approved by two others, numbered, frozen; every figure traced to its records."""

import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.factories import reporting as factory

from lianfang.apps.control import models as control
from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.models import Paper
from lianfang.apps.documents.queries.material import LETTER_ROWS
from lianfang.apps.documents.rules import sources
from lianfang.apps.documents.terms import MADE_HERE, DocumentState, Trace, kind_of
from lianfang.apps.intake import queries as intake
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.documents import OfficialDocument, Paragraph, read_figures, read_parts, render
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
COUNTY, CUT_OFF, DAY = factory.COUNTY, factory.CUT_OFF, factory.DAY
WRITER, FIRST, SECOND = (
    Actor(name=name, permissions=EVERY, user=number, scopes=(COUNTY,))
    for number, name in enumerate(("拟稿人", "审一", "审二"), start=900)
)
PLAIN = [kind for kind in MADE_HERE if not kind.personal]
LATER = CUT_OFF + timedelta(hours=3)


@pytest.fixture(autouse=True)
def people() -> dict[str, Any]:
    return factory.build_county()


def draft(kind: str = "situation", **more: Any) -> Any:
    given = {"area": COUNTY, "on": DAY, "as_known_at": CUT_OFF, "by": WRITER, "at": CUT_OFF}
    return operations.prepare(kind, **(given | more))


def saved(docx: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "made.docx"
    path.write_bytes(docx)
    return path


def said(docx: bytes) -> str:
    return "\n".join("".join(piece.text for piece in part.pieces) for part in read_parts(docx))


def traced(path: Path) -> Trace:
    return queries.trace(path, by=WRITER, at=LATER)


@pytest.mark.parametrize("kind", PLAIN, ids=lambda kind: kind.code)
def test_every_kind_is_made_from_its_shipped_template_and_traced(kind, tmp_path):
    texts = {key: f"{title}一。\n{title}二。" for key, title in kind.texts.items()}
    made = operations.make(draft(kind.code, texts=texts), by=WRITER, at=CUT_OFF)
    words = said(made.docx)
    assert "{{" not in words
    assert "{%" not in words
    for title in kind.texts.values():
        assert f"{title}一。" in words
    found = traced(saved(made.docx, tmp_path))
    assert found.sound
    assert found.unchanged
    assert len(found.figures) == made.figures


def issue(kind: str = "situation", *, at: Any = CUT_OFF, **more: Any) -> Any:
    texts = {key: f"{kind_of(kind).texts[key]}。" for key in kind_of(kind).needed}
    uid = draft(kind, **({"texts": texts} | more))
    operations.submit(uid, by=WRITER, at=at)
    assert operations.approve(uid, by=FIRST, at=at) is None
    return uid, operations.approve(uid, by=SECOND, at=at)


def test_two_others_approve_then_it_is_numbered_and_frozen(tmp_path):
    uid = draft(texts={"work": "连夜推送名单。"})
    with pytest.raises(operations.NotWaiting):
        operations.approve(uid, by=FIRST, at=CUT_OFF)
    operations.submit(uid, by=WRITER, at=CUT_OFF)
    with pytest.raises(operations.NotTwice):
        operations.approve(uid, by=WRITER, at=CUT_OFF)
    assert operations.approve(uid, by=FIRST, at=CUT_OFF) is None
    same_account = Actor(name="另名", permissions=EVERY, user=FIRST.user, scopes=(COUNTY,))
    for again in (FIRST, same_account):
        with pytest.raises(operations.NotTwice):
            operations.approve(uid, by=again, at=CUT_OFF)
    made = operations.approve(uid, by=SECOND, at=LATER)
    assert made.number == "澜防指办报〔2022〕1号"
    assert made.number in said(made.docx)
    assert "连夜推送名单。" in said(made.docx)
    paper = queries.issued(uid, by=WRITER)
    assert bytes(paper.docx) == made.docx
    with pytest.raises(operations.NotOpen):
        operations.revise(uid, changes={}, texts={}, by=WRITER, at=LATER)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Paper.objects.update(digest="x")
    actions = AuditEvent.objects.filter(action__startswith="document.").order_by("id")
    assert [line.action.partition(".")[2] for line in actions] == [
        "written",
        "submitted",
        "approved",
        "approved",
        "frozen",
    ]


@pytest.mark.parametrize("kind", [kind for kind in MADE_HERE if kind.needed], ids=lambda kind: kind.code)
def test_what_decides_nothing_yet_is_not_handed_in(kind):
    first, second = kind.needed
    uid = draft(kind.code, texts={first: "为防控疫情。"})
    with pytest.raises(operations.TextMissing, match=kind.texts[second]):
        operations.submit(uid, by=WRITER, at=CUT_OFF)
    operations.revise(uid, changes={}, texts={first: "一。", second: "二。"}, by=WRITER, at=CUT_OFF)
    operations.submit(uid, by=WRITER, at=CUT_OFF)


@pytest.mark.parametrize(("rows", "bound"), [(1, False), (10, False), (11, True)])
def test_a_letter_binds_a_long_list_behind_itself(rows, bound, monkeypatch):
    (one,) = intake.open_forwards(area=COUNTY, known_at=CUT_OFF)
    monkeypatch.setattr(intake, "open_forwards", lambda **_: [one] * rows)
    parts = read_parts(operations.preview(draft("letter"), by=WRITER))
    (table,) = [part for part in parts if part.kind == "table" and len(part.rows[0]) == 4]
    lines = ["".join(piece.text for piece in part.pieces) for part in parts]
    assert len(table.rows) == 1 + rows
    assert ("附件：转交记录" in lines, "附件" in lines) == (bound, bound)
    signed = next(number for number, line in enumerate(lines) if line == "2022年7月20日")
    assert (parts.index(table) > signed) == bound


def test_the_rest_of_a_list_too_long_is_told_with_the_number_that_is_listed():
    assert f"以上为前{LETTER_ROWS}条" in sources.source_of("letter")
    assert f"letter.forwards > {LETTER_ROWS}" in sources.source_of("letter")


def test_a_file_named_on_the_head_stands_among_the_attachments():
    changes = {"attachments": "任务清单、责任分工"}
    words = said(operations.preview(draft("situation", changes=changes), by=WRITER))
    assert re.search(r"附件：1\.任务清单\n2\.责任分工", words)
    letter = said(operations.preview(draft("letter", changes={"attachments": "名单说明"}), by=WRITER))
    assert "附件：名单说明" in letter


def test_whoever_changed_a_draft_does_not_approve_it():
    uid = draft()
    operations.revise(uid, changes={"title": "关于疫情的报告"}, texts={}, by=FIRST, at=CUT_OFF)
    operations.submit(uid, by=WRITER, at=CUT_OFF)
    with pytest.raises(operations.NotTwice):
        operations.approve(uid, by=FIRST, at=CUT_OFF)


def test_sent_back_it_is_changed_and_approved_anew():
    uid = draft()
    operations.submit(uid, by=WRITER, at=CUT_OFF)
    operations.approve(uid, by=FIRST, at=CUT_OFF)
    with pytest.raises(operations.ReasonMissing):
        operations.send_back(uid, note=" ", by=SECOND, at=CUT_OFF)
    operations.send_back(uid, note="主送机关有误", by=SECOND, at=CUT_OFF)
    operations.revise(uid, changes={"addressee": "市人民政府"}, texts={}, by=WRITER, at=LATER)
    operations.submit(uid, by=WRITER, at=LATER)
    assert operations.approve(uid, by=FIRST, at=LATER) is None  # the first approval was of other words
    assert operations.approve(uid, by=SECOND, at=LATER) is not None


def test_numbers_follow_each_other_by_short_name_and_year_and_a_dropped_draft_takes_none():
    first, dropped = issue()[1], draft()
    operations.drop(dropped, note="不用了", by=WRITER, at=CUT_OFF)
    second, letter = issue()[1], issue("letter")[1]
    next_year = issue(at=CUT_OFF.replace(year=2023))[1]
    order = issue("command")[1]
    assert [made.number for made in (first, second, letter, next_year, order)] == [
        "澜防指办报〔2022〕1号",
        "澜防指办报〔2022〕2号",
        "澜防指办函〔2022〕1号",
        "澜防指办报〔2023〕1号",
        "第1号",
    ]
    register = queries.register(area=COUNTY, year=2022)
    assert sorted(entry.written for entry in register) == sorted(
        made.number for made in (first, second, letter, order)
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"title": " "}, "标题"),
        ({"prefix": "A1"}, "机关代字"),
        ({"urgency": "火急"}, "紧急程度"),
        ({"secrecy": "保密"}, "密级"),
    ],
)
def test_what_can_not_stand_on_a_head_is_refused(changes, what):
    with pytest.raises(operations.HeadFault, match=what):
        draft(changes=changes)


def test_marks_and_copies_stand_on_the_document():
    changes = {"urgency": "特急", "secrecy": "秘密★1年", "signer": "王某", "copied_to": "县委办、县政府办"}
    words = said(operations.make(draft(changes=changes), by=WRITER, at=CUT_OFF).docx)
    for mark in ("特急", "秘密★1年", "签发人：王某"):
        assert mark in words


def counts(path: Path, which: str) -> dict[str, Any]:
    return {one.key: getattr(one, which) for one in traced(path).figures}


def differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, int]:
    """How much each whole number changed; rates follow from these."""
    whole = {key: value for key, value in before.items() if isinstance(value, int)}
    return {key: after[key] - whole[key] for key in whole if after[key] != whole[key]}


def test_a_record_that_comes_later_changes_exactly_the_figures_of_today_that_count_it(tmp_path, people):
    path = saved(issue()[1].docx, tmp_path)
    before = counts(path, "now")
    measure = control.Measure.objects.get(person=people["丙"])
    factory.event(measure, "released", factory.at(16), recorded_at=factory.at(18))  # after the cut-off
    assert traced(path).sound
    changed = differing(before, counts(path, "now"))
    ledger = {key: step for key, step in changed.items() if "duty" not in key and "place" not in key}
    assert ledger == {
        "measures.persons": -1,
        "measures.released": 1,
        "measure.home_monitoring.persons": -1,
        "measure.home_monitoring.released": 1,
    }
    assert {key.split(".")[1] for key in changed if key.startswith("place.")} <= {people["丙"].area[:9]}


def test_a_record_slipped_in_before_the_cut_off_is_found_in_exactly_the_figures_that_count_it(
    tmp_path, people
):
    path = saved(issue()[1].docx, tmp_path)
    assert traced(path).sound
    known = {"happened_at": factory.at(10), "recorded_at": factory.at(16), "by": "测"}
    person = people["甲"]
    control.TestResult.objects.create(
        person=person, area=person.area, disease="covid19", sampled_on=DAY, result="positive", **known
    )
    found = traced(path)
    wrong = {one.key for one in found.figures if not one.agrees}
    town, county = f"place.{person.area[:9]}", f"place.{COUNTY}"
    assert {key for key in wrong if "rate" not in key} == {
        "tests.all",
        "tests.positive",
        *(f"duty.{column}" for column in ("due", "done", "gap", "overdue")),
        *(f"{town}.{column}" for column in ("done", "gap", "overdue")),  # the test that was owed is done
        *(f"{county}.{column}" for column in ("due", "gap")),  # who is positive without a case is owed one
        "change.duty.overdue",
    }
    assert {one.state for one in found.figures} == {"intact"}


def test_a_number_typed_over_is_found(tmp_path):
    made = issue()[1]
    source, target = saved(made.docx, tmp_path), tmp_path / "edited.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b">17<", b">18<")
            new.writestr(name, content)
    found = traced(target)
    assert not found.unchanged
    assert {one.key for one in found.figures if one.state == "altered"} == {"posts.all"}


def test_a_press_release_tells_no_small_count_not_even_in_the_file(tmp_path):
    made = operations.make(draft("press_release"), by=WRITER, at=CUT_OFF)
    assert "现有少于10人接受" in said(made.docx)
    values = {one.key: one.value for one in read_figures(saved(made.docx, tmp_path)).figures}
    assert values["measures.persons"] == "少于10"
    assert traced(saved(made.docx, tmp_path)).sound


def test_an_outline_is_about_the_place_with_most_left_undone():
    made = operations.make(draft("talk_outline"), by=WRITER, at=CUT_OFF)
    assert "约谈城关镇的提纲" in made.title or "约谈柳林乡的提纲" in made.title


def office_paper(*lines: str) -> bytes:
    written, body = datetime(2022, 7, 1, tzinfo=UTC), [Paragraph(line) for line in lines]
    return render(OfficialDocument(written_at=written, author="办", title="工作情况", body=body))


def test_a_template_of_the_office_is_used_and_a_misspelt_one_refused():
    given = {"area": COUNTY, "by": WRITER, "at": CUT_OFF}
    with pytest.raises(queries.TemplateFaulty, match=r"measures\.persons"):
        operations.upload_template(
            "situation", "模板.docx", office_paper("在管{{ measure.persons }}人"), **given
        )
    operations.upload_template("situation", "模板.docx", office_paper("本县现在管x人，特报。"), **given)
    assert "本县现在管4人，特报。" in said(operations.make(draft(), by=WRITER, at=CUT_OFF).docx)


def test_blanks_of_a_usual_paper_are_listed_and_filled_as_the_office_says(tmp_path):
    lines = (
        "澜防指办〔2022〕　号",
        "截至 x月x日x时，我县现 在 管　 x 人，其 中 新增（　）人，走访 __ 户、 ＿＿ 人。",
        "当日应办    项，骑马××人。",
        "2022年 　月 　日",
    )
    given = {"area": COUNTY, "by": WRITER, "at": CUT_OFF}
    uid = operations.upload_template("situation", "常用.docx", office_paper(*lines), **given)
    listed = queries.template(uid, by=WRITER).blanks
    assert [(line["number"], line["name"]) for line in listed] == [
        (1, "文号"),
        (2, "截至"),
        (3, "measures.persons"),
        (4, "measures.new"),
        (5, ""),
        (6, ""),
        (7, "duty.due"),
        (8, ""),
        (9, "成文日期"),
    ]
    with pytest.raises(queries.TemplateFaulty, match=r"measures\.person"):
        operations.choose_blanks(uid, {6: "measures.person"}, by=WRITER, at=CUT_OFF)
    again = operations.choose_blanks(uid, {6: "readings.taken", 7: ""}, by=WRITER, at=CUT_OFF)
    assert [line["number"] for line in queries.template(again, by=WRITER).blanks if line["chosen"]] == [6, 7]
    made = issue()[1]
    words = said(made.docx)
    for line in (
        "澜防指办报〔2022〕1号",
        "截至 2022年7月20日17时00分，我县现 在 管　 4 人，其 中 新增1人，走访 __ 户、 3 人。",
        "当日应办    项，骑马××人。",
        "2022年7月20日",
    ):
        assert line in words
    found = traced(saved(made.docx, tmp_path))
    assert found.sound
    assert {one.key for one in found.figures} == {"measures.persons", "measures.new", "readings.taken"}
    lines = [event.facts for event in AuditEvent.objects.filter(action="template.uploaded").order_by("id")]
    assert [line["blanks"] for line in lines] == [9, 9]


def test_an_issued_document_may_be_voided_and_keeps_its_number_and_its_file():
    uid, made = issue()
    with pytest.raises(operations.ReasonMissing):
        operations.void(uid, note=" ", by=FIRST, at=LATER)
    operations.void(uid, note="数字有误，另行印发", by=FIRST, at=LATER)
    assert queries.standing(uid, by=WRITER).state is DocumentState.VOIDED
    with pytest.raises(operations.NotWaiting):
        operations.void(uid, note="再废", by=FIRST, at=LATER)
    assert bytes(queries.issued(uid, by=WRITER).docx) == made.docx
    entries = queries.register(area=COUNTY, year=2022)
    (step,) = queries.voided(entries).values()
    assert (step.note, step.by) == ("数字有误，另行印发", FIRST.name)
    assert issue()[1].number == "澜防指办报〔2022〕2号"


def test_out_of_sight_is_unknown_and_without_permission_nothing_is_written(tmp_path):
    uid, made = issue()
    stranger = Actor(name="邻县", permissions=EVERY, scopes=("990122",))
    with pytest.raises(queries.DocumentUnknown):
        queries.standing(uid, by=stranger)
    with pytest.raises(queries.DocumentUnknown):
        queries.trace(saved(made.docx, tmp_path), by=stranger, at=LATER)
    with pytest.raises(NotAllowed):
        draft(by=Actor(name="村书记", scopes=(COUNTY,)))
    with pytest.raises(NotAllowed):
        draft(by=stranger)
