"""Templates: names checked word by word with their places, figures marked where they are printed, blanks."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from lianfang.apps.documents.operations import fill_blanks
from lianfang.apps.documents.rules import blanks, numbers
from lianfang.apps.documents.rules.vocabulary import known
from lianfang.apps.documents.terms import KINDS, DocumentKind
from lianfang.core.documents import (
    Emphasis,
    Figure,
    Heading,
    Kind,
    Known,
    NotADocument,
    OfficialDocument,
    Paragraph,
    Table,
    check_template,
    fill,
    in_ten_thousands,
    in_words,
    read_figures,
    read_parts,
    render,
)
from lianfang.core.documents.styles import HEADING_FACE

AT = datetime(2022, 7, 20, 9, tzinfo=UTC)
ROWS = Known(Kind.ROWS, "各地", {"地名": Known(Kind.TEXT, "地名"), "缺口": Known(Kind.NUMBER, "缺口")})
KNOWN = {
    "measures.persons": Known(Kind.NUMBER, "在管人数"),
    "duty.gap": Known(Kind.NUMBER, "缺口"),
    "说明": Known(Kind.TEXT, "说明"),
    "句子": Known(Kind.LINES, "句子"),
    "各地": ROWS,
}


def template(*body: Paragraph | Heading | Table) -> bytes:
    return render(OfficialDocument(written_at=AT, author="甲", title="报告", body=body))


def figure(key: str, value: int) -> Figure:
    return Figure(key, value, str(value), key)


def filled(docx: bytes, **changes: object) -> bytes:
    values: dict[str, object] = {
        "measures.persons": figure("measures.persons", 12),
        "duty.gap": figure("duty.gap", 0),
        "说明": "甲<乙>&丙",
        "句子": [["比昨日多", figure("change.duty.gap", 3), "项。"], "没有。"],
        "各地": [{"地名": "甲镇", "缺口": figure("place.1.gap", 5)}, {"地名": "乙镇", "缺口": "—"}],
    }
    facts = {"paper": "1"}
    return fill(docx, values | changes, facts=facts, author="甲", title="报告", at=AT)  # type: ignore[arg-type]


def said(docx: bytes) -> list[str]:
    return ["".join(piece.text for piece in part.pieces) for part in read_parts(docx) if not part.rows]


@pytest.mark.parametrize(
    ("text", "place", "problem", "nearest"),
    [
        ("现在管{{ measure.persons }}人", "第3段", "没有“measure.persons”这个名称", "measures.persons"),
        ("{{ 在管人数 }}", "第3段", "没有“在管人数”这个名称", "measures.persons"),
        ("{{ 说明|汉字 }}", "第3段", "“汉字”只用于数字", ""),
        ("{{ duty.gap|汉子 }}", "第3段", "没有“汉子”这种写法", "汉字"),
        ("{{ duty.gap", "第3段", "括号不成对，占位符写作{{ 名称 }}", ""),
        ("{{ duty.gap + 1 }}", "第3段", "只能用名称、数字、比较（> < ==）、and、or、not", ""),
        ("{{ ''.__class__ }}", "第3段", "只能用名称、数字、比较（> < ==）、and、or、not", ""),
        ("{{ 各地 }}", "第3段", "这里是若干行，要用{% for … %}逐行写出", ""),
        ("{%p include 'x' %}", "第3段", "只能用if、elif、else、endif、for、endfor", ""),
        ("{%p if duty.gap > 0 %}", "第3段", "有“if”而没有“endif”", ""),
        ("{%p endif %}", "第3段", "“endif”之前没有对应的“if”", ""),
        ("{% if 说明 > 3 %}{% endif %}", "第3段", "数字和文字不能比较", ""),
        ("{%tr for 行 in 各地 %}{% endfor %}", "第3段", "{%tr … %}只能写在表格里", ""),
        ("{% for 行 in duty.gap %}{% endfor %}", "第3段", "“duty.gap”是数字，不能逐行写出", ""),
    ],
)
def test_a_wrong_placeholder_is_told_with_its_place_and_what_was_meant(text, place, problem, nearest):
    faults, _used = check_template(template(Paragraph(text)), KNOWN)
    assert [(fault.place, fault.problem) for fault in faults] == [(place, problem)]
    assert nearest in "、".join(faults[0].nearest)


def test_a_wrong_name_in_a_table_is_told_by_row_and_column():
    rows = [["{%tr for 行 in 各地 %}", ""], ["{{ 行.地名 }}", "{{ 行.缺囗 }}"], ["{%tr endfor %}", ""]]
    (fault,), _used = check_template(template(Table(("地区", "缺口"), rows)), KNOWN)
    assert (fault.place, fault.problem) == ("表格1第3行第2列", "这一行里没有“缺囗”")
    assert "行.缺口" in fault.nearest


def test_what_is_no_docx_is_refused():
    with pytest.raises(NotADocument):
        check_template(b"PK\x03\x04 nothing", KNOWN)


def test_figures_stand_in_marks_with_their_values_and_other_manners_of_printing(tmp_path: Path):
    docx = template(
        Paragraph("现在管{{ measures.persons }}人（{{ measures.persons|汉字 }}人），{{ 说明 }}。"),
        Paragraph("{%p for 句 in 句子 %}"),
        Paragraph("{{ 句 }}"),
        Paragraph("{%p endfor %}"),
    )
    made = filled(docx)
    assert said(made)[1:] == ["现在管12人（十二人），甲<乙>&丙。", "比昨日多3项。", "没有。"]
    path = tmp_path / "a.docx"
    path.write_bytes(made)
    found = [(one.key, one.value, one.found, one.state) for one in read_figures(path).figures]
    assert found == [
        ("measures.persons", 12, "12", "intact"),
        ("measures.persons", 12, "十二", "intact"),
        ("change.duty.gap", 3, "3", "intact"),
    ]
    assert filled(docx) == made


@pytest.mark.parametrize(
    ("gap", "headings"), [(0, ["一、甲", "二、丙"]), (2, ["一、甲", "二、乙", "三、丙"])]
)
def test_a_condition_leaves_out_a_section_and_the_others_are_numbered_anew(gap, headings):
    docx = template(
        Heading(1, "甲"),
        Paragraph("{%p if duty.gap > 0 %}", flush=True),
        Heading(1, "乙"),
        Paragraph("{%p endif %}", flush=True),
        Heading(1, "丙"),
    )
    assert said(filled(docx, **{"duty.gap": figure("duty.gap", gap)}))[1:] == headings


def test_rows_of_a_table_are_printed_once_for_each():
    rows = [["{%tr for 行 in 各地 %}", ""], ["{{ 行.地名 }}", "{{ 行.缺口 }}"], ["{%tr endfor %}", ""]]
    (table,) = [part for part in read_parts(filled(template(Table(("地区", "缺口"), rows)))) if part.rows]
    shown = [["".join(piece.text for piece in cell) for cell in row] for row in table.rows]
    assert shown == [["地区", "缺口"], ["甲镇", "5"], ["乙镇", "—"]]


def test_words_that_somebody_typed_are_never_read_as_a_placeholder_or_a_figure(tmp_path: Path):
    made = filled(template(Paragraph("{{ 说明 }}")), 说明="{{ duty.gap }}\ue0000\ue00199\ue002")
    assert said(made)[1] == "{{ duty.gap }}099"
    path = tmp_path / "a.docx"
    path.write_bytes(made)
    assert read_figures(path).figures == ()


@pytest.mark.parametrize(
    ("paper", "ready"),
    [
        (
            "全县现在管x人，其中新增X人。",
            "全县现在管{{ measures.persons }}人，其中新增{{ measures.new }}人。",
        ),
        (
            "居家隔离××人，发热__人。",
            "居家隔离{{ measure.home_isolation.persons }}人，发热{{ readings.fever }}人。",
        ),
        ("当日应办x项，超时x项。", "当日应办{{ duty.due }}项，超时{{ duty.overdue }}项。"),
        (
            "现 在 管　 x 人，居家隔离（　）人，新 增    人。",
            "现 在 管　 {{ measures.persons }} 人，居家隔离{{ measure.home_isolation.persons }}人，"
            "新 增{{ measures.new }}人。",
        ),
        ("清防指办〔2022〕　号", "{{ 文号 }}"),
        ("截至 x月x日x时，发热 ＿＿ 人", "截至 {{ 截至 }}，发热 {{ readings.fever }} 人"),
        ("2022年　月　日", "{{ 成文日期 }}"),
        (
            "清防指办〔2022〕3号、2022年7月1日、截至7月1日17时",
            "清防指办〔2022〕3号、2022年7月1日、截至7月1日17时",
        ),
        ("赴x地考察x人", "赴x地考察x人"),
        ("第3项、12人", "第3项、12人"),
    ],
)
def test_blanks_of_usual_papers_become_placeholders_where_the_words_say_which(paper, ready):
    docx = template(Paragraph(paper))
    assert said(fill_blanks(docx, {})[0])[1] == ready


def test_every_phrase_of_a_blank_names_a_figure_that_templates_know():
    assert set(blanks.phrases().values()) <= set(known(KINDS[DocumentKind.SITUATION]))


def test_blanks_are_filled_in_the_file_and_nothing_else_is_touched():
    docx = template(Paragraph("现在管x人，走访x户、x人。"), Paragraph("其他。"))
    made, found = fill_blanks(docx, {})
    assert said(made)[1:] == ["现在管{{ measures.persons }}人，走访x户、x人。", "其他。"]
    assert [(one.number, one.before, one.text, one.name) for one in found] == [
        (1, "现在管", "x", "measures.persons"),
        (2, "走访", "x", ""),
        (3, "", "x", ""),
    ]
    chosen = fill_blanks(docx, {1: "", 3: "readings.taken"})
    assert said(chosen[0])[1] == "现在管x人，走访x户、{{ readings.taken }}人。"
    assert [one.chosen for one in chosen[1]] == [True, False, True]
    nothing = template(Paragraph("其他。"))
    assert fill_blanks(nothing, {}) == (nothing, [])


def test_a_blank_that_lies_in_several_runs_leaves_the_looks_of_the_others():
    docx = template(Paragraph([Emphasis("现在"), "管", Emphasis("x"), "x人，", Emphasis("请核对"), "。"]))
    made, _ = fill_blanks(docx, {})
    assert said(made)[1] == "现在管{{ measures.persons }}人，请核对。"

    faces = dict(runs(made))
    assert {faces["现在"], faces["请核对"], faces["{{ measures.persons }}"]} == {HEADING_FACE}
    assert faces["。"] == faces["管"] != HEADING_FACE


def runs(docx: bytes) -> list[tuple[str, str]]:
    """The runs of a document with their faces."""
    found = []
    for run in Document(BytesIO(docx)).element.body.iter(qn("w:r")):
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        text = "".join(each.text or "" for each in run.iter(qn("w:t")))
        found.append((text, "" if fonts is None else fonts.get(qn("w:eastAsia"), "")))
    return found


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (20300, "二万零三百"),
        (100000, "十万"),
        (20010000, "二千零一万"),
        (100000001, "一亿零一"),
        (-3, "负三"),
    ],
)
def test_numbers_are_said_in_words(number, words):
    assert in_words(number) == words


def test_numbers_are_told_in_ten_thousands_and_never_rounded_up():
    assert [in_ten_thousands(each) for each in (9999, 10000, 12999, 120000)] == [
        "9999",
        "1万",
        "1.2万",
        "12万",
    ]


def test_numbers_of_documents_are_written_as_their_form_asks():
    assert numbers.written("document", "澜防指办报", 2022, 3) == "澜防指办报〔2022〕3号"
    assert numbers.written("order", "澜防指令", 2022, 3) == "第3号"
    assert numbers.prefix_of("澜砚县", "函") == "澜防指办函"
    assert numbers.gaps({1: "", 2: "", 4: ""}) == [3]
    assert [numbers.is_prefix(text) for text in ("澜防指办", "澜", "LF指办", "")] == [
        True,
        False,
        False,
        False,
    ]
