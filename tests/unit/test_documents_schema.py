"""Children stand in the order of the schema (ECMA-376): Word refuses what LibreOffice forgives."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from docx.oxml.ns import qn
from lxml import etree

from lianfang.core.documents import (
    Attachment,
    Emphasis,
    Figure,
    Fill,
    Heading,
    Imprint,
    Letterhead,
    Notice,
    OfficialDocument,
    Paragraph,
    Table,
    render,
    render_notice,
)

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs overflowPunct"
    " autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind jc outlineLvl",
    "rPr": "rFonts b i snapToGrid color spacing w kern position sz szCs highlight u lang",
    "sdtPr": "alias tag id lock",
    "sdt": "sdtPr sdtContent",
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblW jc tblInd tblBorders tblLayout tblCellMar",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "tcPr": "tcW vAlign",
    "sectPr": "footerReference type pgSz pgMar cols docGrid",
    "settings": "defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
    "compat": "useFELayout compatSetting",
    "styles": "docDefaults style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name basedOn uiPriority qFormat pPr rPr tblPr",
    "font": "altName charset family pitch",
    "p": "pPr r sdt fldSimple",
    "r": "rPr t tab",
}
MIXED = {"p"}  # pPr comes first, the rest in any order


def everything() -> bytes:
    body = [
        Heading(1, "一级"),
        Heading(2, "二级。", ["随文", Emphasis("强调"), Figure("a", 1, "1", "计数")]),
        Paragraph(["签名：", Fill(4)], align="left"),
        Paragraph("顶格", flush=True),
        Table(("甲", "乙"), [("1", Figure("b", 2, "2"))], title="表"),
    ]
    return render(
        OfficialDocument(
            written_at=datetime(2022, 3, 5, tzinfo=UTC),
            author="办",
            letterhead=Letterhead(body="某县人民政府", number="某政〔2022〕1号", signer="王某"),
            title="题",
            subtitle="副",
            addressee="某市",
            body=body,
            attachments=[Attachment(title="一", body=body[:1]), Attachment(title="二", body=body[:1])],
            signature="某县",
            signed_on=date(2022, 3, 5),
            note="注",
            imprint=Imprint(printed_by="办", printed_on=date(2022, 3, 5), copied_to=("某",)),
        )
    )


def a_notice() -> bytes:
    return render_notice(
        Notice(
            written_at=datetime(2022, 3, 5, tzinfo=UTC),
            author="办",
            title="告知书",
            person="某某",
            reasons="因。",
            decision="决定。",
            terms=[("地点", "家")],
            obligations=["一", "二"],
            signature="某县",
            signed_on=date(2022, 3, 5),
        )
    )


def parts(blob: bytes) -> list[etree._Element]:
    with zipfile.ZipFile(io.BytesIO(blob)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return [etree.fromstring(package.read(name)) for name in names]


@pytest.mark.parametrize("make", [everything, a_notice])
def test_children_stand_in_the_order_of_the_schema(make) -> None:
    wrong = []
    for root in parts(make()):
        for element in root.iter(*(qn(f"w:{name}") for name in ORDER)):
            name = etree.QName(element).localname
            order = ORDER[name].split()
            found = [etree.QName(child).localname for child in element]
            found = found[:1] if name in MIXED else found
            if [child for child in found if child not in order] or found != sorted(found, key=order.index):
                wrong.append((name, found))
    assert wrong == []


def test_a_table_cell_ends_with_a_paragraph_and_a_table_is_followed_by_one() -> None:
    for root in parts(everything()):
        for cell in root.iter(qn("w:tc")):
            assert cell[-1].tag == qn("w:p")
        for table in root.iter(qn("w:tbl")):
            assert table.getnext().tag == qn("w:p")


def test_marks_are_numbered_once() -> None:
    (body,) = (root for root in parts(everything()) if root.tag == qn("w:document"))
    for tag in ("bookmarkStart", "bookmarkEnd"):
        numbers = [mark.get(qn("w:id")) for mark in body.iter(qn(f"w:{tag}"))]
        assert len(numbers) == len(set(numbers)) == 2
