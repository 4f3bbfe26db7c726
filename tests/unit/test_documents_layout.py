"""The layout of official documents, read back from the saved file (GB/T 9704-2012)."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from lianfang.core.documents import (
    Attachment,
    Figure,
    FigureConflict,
    Heading,
    Imprint,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Table,
    render,
)
from lianfang.core.documents import geometry as g
from lianfang.core.documents.frame import closing_indents, letterhead_size
from lianfang.core.documents.numbering import HeadingCounter, chinese, label
from lianfang.core.documents.styles import STYLES

WRITTEN = datetime(2022, 3, 5, 9, tzinfo=UTC)


def document(**changes: Any) -> OfficialDocument:
    given: dict[str, Any] = {
        "written_at": WRITTEN,
        "author": "清河县指挥部办公室",
        "title": "关于疫情防控工作的\n报告",
        "body": [Paragraph("正文。")],
    }
    return OfficialDocument(**(given | changes))


def part(blob: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        return etree.fromstring(package.read(name))


def paragraphs(blob: bytes) -> list[str]:
    body = part(blob, "word/document.xml")
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def mm(element: etree._Element, name: str) -> float:
    return int(element.get(qn(f"w:{name}"))) / 1440 * 25.4


def test_paper_margins_and_text_area() -> None:
    section = part(render(document()), "word/document.xml").find(f".//{qn('w:sectPr')}")
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    assert (mm(size, "w"), mm(size, "h")) == pytest.approx((210, 297), abs=0.05)
    assert (mm(margins, "top"), mm(margins, "left")) == pytest.approx((37, 28), abs=0.05)
    width = mm(size, "w") - mm(margins, "left") - mm(margins, "right")
    height = mm(size, "h") - mm(margins, "top") - mm(margins, "bottom")
    assert (width, height) == pytest.approx((156, 225), abs=0.05)


def test_grid_holds_22_lines_of_28_characters_and_no_more() -> None:
    grid = part(render(document()), "word/document.xml").find(f".//{qn('w:docGrid')}")
    pitch = int(grid.get(qn("w:linePitch")))
    cell = 320 + int(grid.get(qn("w:charSpace"))) / 4096 * 20
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert (g.TEXT_HEIGHT // pitch, int(g.TEXT_WIDTH / cell)) == (22, 28)
    body = next(style for style in STYLES if style.code == "Body")
    assert round(body.line * 20) == pitch
    assert int(g.TEXT_WIDTH / (320 + g.CONDENSED)) == 28


def test_faces_and_sizes_are_those_of_the_standard() -> None:
    faces = {style.code: (style.face, style.size) for style in STYLES}
    assert faces["Body"] == ("仿宋_GB2312", 16)
    assert faces["Title"] == ("方正小标宋简体", 22)
    assert faces["Heading1"] == ("黑体", 16)
    assert faces["Heading2"] == ("楷体_GB2312", 16)
    assert faces["Heading3"] == faces["Heading4"] == ("仿宋_GB2312", 16)
    assert faces["Footer"] == ("宋体", 14)
    assert faces["Imprint"] == ("仿宋_GB2312", 14)
    table = part(render(document()), "word/fontTable.xml")
    named = {font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val")) for font in table}
    assert named["仿宋_GB2312"] == "仿宋,FangSong"
    assert {style.face for style in STYLES} == set(named)


def test_elements_stand_in_the_order_of_the_standard() -> None:
    written = render(
        document(
            letterhead=Letterhead(
                body="清河县人民政府文件",
                number="清政〔2022〕3号",
                copy_number="000012",
                secrecy="秘密★1年",
                urgency="特急",
                signer="王某",
            ),
            addressee="市人民政府",
            body=[Heading(1, "总体情况"), Paragraph("一切正常。")],
            attachments=[Attachment(title="名单", body=[Paragraph("附件正文。")])],
            signature="清河县人民政府",
            signed_on=date(2022, 3, 5),
            note="此件公开发布",
            imprint=Imprint(
                printed_by="县政府办公室", printed_on=date(2022, 3, 6), copied_to=("县委", "县人大")
            ),
        )
    )
    shown = [text for text in paragraphs(written) if text]
    assert shown == [
        "000012",
        "秘密★1年",
        "特急",
        "清河县人民政府文件",
        "清政〔2022〕3号签发人：王某",
        "关于疫情防控工作的",
        "报告",
        "市人民政府：",
        "一、总体情况",
        "一切正常。",
        "附件：名单",
        "清河县人民政府",
        "2022年3月5日",
        "（此件公开发布）",
        "附件",
        "名单",
        "附件正文。",
        "抄送：县委，县人大。",
        "县政府办公室2022年3月6日印发",
    ]


def test_page_numbers_stand_outside_with_dashes() -> None:
    written = render(document())
    for name, side in (("odd", "right"), ("even", "left")):
        footer = part(written, f"word/footer-{name}.xml")
        assert footer.find(f".//{qn('w:jc')}").get(qn("w:val")) == side
        assert footer.find(f".//{qn('w:ind')}").get(qn(f"w:{side}")) == "280"
        assert "".join(t.text for t in footer.iter(qn("w:t"))) == "— 1 —"
    assert part(written, "word/settings.xml").find(qn("w:evenAndOddHeaders")) is not None


def test_same_input_gives_same_bytes_and_properties_come_from_it() -> None:
    assert render(document()) == render(document())
    core = part(render(document()), "docProps/core.xml")
    values = {etree.QName(entry).localname: entry.text for entry in core}
    assert values["created"] == values["modified"] == "2022-03-05T09:00:00Z"
    assert values["creator"] == "清河县指挥部办公室"
    assert values["title"] == "关于疫情防控工作的报告"


def test_other_input_gives_other_bytes() -> None:
    assert render(document()) != render(document(body=[Paragraph("正文！")]))


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_headings_count_in_chinese(number: int, written: str) -> None:
    assert chinese(number) == written


@pytest.mark.parametrize("number", [0, 100])
def test_headings_do_not_count_beyond_99(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        chinese(number)


def test_each_level_has_its_own_numbering_and_starts_anew_under_the_next() -> None:
    assert [label(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]
    counter = HeadingCounter()
    assert [counter.next(level) for level in (1, 2, 3, 3, 2, 3, 1, 2)] == [
        "一、",
        "（一）",
        "1.",
        "2.",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]


@pytest.mark.parametrize(
    ("signature", "sealed", "name_in", "day_in"),
    [
        ("清河县人民政府", True, 3.5, 4),  # 7 characters over a date of 6: half a character further out
        ("清河县疫情防控指挥部办公室", True, 0.5, 4),
        ("清河县新冠肺炎疫情联防联控工作指挥部办公室", True, 0, 7.5),  # longer than the date and both margins
        ("清河县疫情防控指挥部办公室", False, 2, 7),
        ("县政府", False, 7, 2),  # shorter than the date
    ],
)
def test_signature_and_date_stand_by_the_seal(
    signature: str, sealed: bool, name_in: float, day_in: float
) -> None:
    assert closing_indents(signature, "2022年3月5日", sealed=sealed) == (name_in, day_in)


def test_name_of_the_issuing_body_never_leaves_the_text_area() -> None:
    assert letterhead_size("清河县人民政府文件") == 46
    long = "清河县新型冠状病毒肺炎疫情联防联控工作指挥部办公室文件"
    assert letterhead_size(long) * len(long) <= g.TEXT_WIDTH / 20


def test_table_fills_the_text_area_and_repeats_its_head() -> None:
    table = Table(("乡镇", "应办", "已办"), [("甲镇", "3", "2"), ("乙乡", "1", "1")], widths=(3, 1, 1))
    element = part(render(document(body=[table])), "word/document.xml").find(f".//{qn('w:tbl')}")
    widths = [int(column.get(qn("w:w"))) for column in element.iter(qn("w:gridCol"))]
    assert sum(widths) == g.TEXT_WIDTH
    assert len(list(element.iter(qn("w:tblHeader")))) == 1
    assert len(list(element.iter(qn("w:cantSplit")))) == 3


def test_two_figures_of_one_key_must_agree() -> None:
    twice = [Paragraph([Figure("a", 1, "1"), Figure("a", 2, "2")])]
    with pytest.raises(FigureConflict, match="a: 1, 2"):
        render(document(body=twice))
