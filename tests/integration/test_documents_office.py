"""What an office program makes of our documents: the page as printed, and figures after edit and save."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.factories import office

from lianfang.core.documents import (
    Figure,
    Imprint,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Table,
    read_figures,
    render,
)

pytestmark = [office.NEEDS_OFFICE, office.NEEDS_POPPLER]
MOMENT = datetime(2022, 3, 5, 9, tzinfo=UTC)
SENTENCE = "疫情防控工作应检尽检应隔尽隔应报尽报应接尽接应转尽转应解尽解"
POINT_MM = 25.4 / 72

Convert = Callable[[str, dict[str, OfficialDocument]], dict[str, Path]]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Return a function that renders documents, has LibreOffice convert them and gives the results' paths."""
    base = tmp_path_factory.mktemp("office")

    def run(kind: str, documents: dict[str, OfficialDocument]) -> dict[str, Path]:
        sources = [base / f"{name}.docx" for name in documents]
        for source, document in zip(sources, documents.values(), strict=True):
            source.write_bytes(render(document))
        made = office.convert(sources, kind=kind, base=base)
        return dict(zip(documents, made, strict=True))

    return run


def document(body: list[Paragraph | Table], **changes: object) -> OfficialDocument:
    given: dict[str, object] = {"written_at": MOMENT, "author": "县指挥部", "title": "情况报告", "body": body}
    return OfficialDocument(**(given | changes))  # type: ignore[arg-type]


def words(pdf: Path, page: int) -> list[tuple[float, float, float, float, str]]:
    """Return the words of a page with their box in millimetres: left, top, right, bottom."""
    shown = office.tool("pdftotext", "-bbox", "-f", page, "-l", page, pdf, "-")
    found = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<', shown)
    return [(*(float(edge) * POINT_MM for edge in box), text) for *box, text in found]  # type: ignore[misc]


def pages(pdf: Path) -> int:
    found = re.search(r"Pages:\s+(\d+)", office.tool("pdfinfo", pdf))
    assert found
    return int(found[1])


@pytest.mark.slow
def test_a_full_page_prints_22_lines_of_28_characters_on_a4(convert: Convert) -> None:
    text = (SENTENCE * 60)[: 28 * 22 * 3]
    pdf = convert("pdf", {"full": document([Paragraph(text, flush=True)])})["full"]
    assert "595.304 x 841.89 pts (A4)" in office.tool("pdfinfo", pdf)
    shown = office.tool("pdftotext", "-layout", "-f", 2, "-l", 2, pdf, "-")
    lines = [re.sub(r"\s", "", line) for line in shown.replace("\f", "").splitlines() if line.strip()]
    assert [len(line) for line in lines] == [28] * 22 + [3]
    assert lines[-1] == "—2—"
    left, top, right, bottom = (
        extreme(word[edge] for word in words(pdf, 2) if len(word[4]) > 3)
        for edge, extreme in ((0, min), (1, min), (2, max), (3, max))
    )
    assert left == pytest.approx(28, abs=1)
    assert right == pytest.approx(184, abs=1)
    assert top > 37
    assert bottom < 262


@pytest.mark.slow
def test_the_head_stands_where_the_standard_puts_it(convert: Convert) -> None:
    head = Letterhead(body="清河县人民政府文件", number="清政〔2022〕3号")
    pdf = convert("pdf", {"head": document([Paragraph("正文。")], letterhead=head)})["head"]
    boxes = {text: (top, bottom) for _, top, _, bottom, text in words(pdf, 1)}
    top, bottom = boxes["清河县人民政府文件"]
    assert (top + bottom) / 2 - 8 == pytest.approx(37 + 35, abs=2)  # 46 points are 16 mm high
    number = next(box for text, box in boxes.items() if text.startswith("清政"))
    assert number[0] - bottom == pytest.approx(20.4, abs=6)  # two empty lines


@pytest.mark.slow
def test_the_imprint_ends_the_text_area_of_the_last_page_whatever_is_above_it(convert: Convert) -> None:
    imprint = Imprint(printed_by="县政府办公室", printed_on=date(2022, 3, 6), copied_to=("县委办公室",))
    made = {
        f"lines{count}": document(
            [Paragraph("行") for _ in range(count)],
            signature="清河县人民政府",
            signed_on=date(2022, 3, 5),
            imprint=imprint,
        )
        for count in (1, 12, 13, 14, 15, 16, 17)
    }
    for name, pdf in convert("pdf", made).items():
        last = words(pdf, pages(pdf))
        (printer,) = [word for word in last if word[4] == "县政府办公室"]
        assert printer[3] == pytest.approx(261, abs=2), name
        copies = next(word for word in last if word[4].startswith("抄送"))
        above = [word[3] for word in last if word[3] < copies[3] and word is not copies]
        assert all(bottom < copies[1] + 1 for bottom in above), name


@pytest.mark.slow
def test_figures_survive_being_opened_and_saved(convert: Convert, tmp_path: Path) -> None:
    body: list[Paragraph | Table] = [
        Paragraph(
            ["共", Figure("rows", 1240, "1,240", "条数"), "条，占", Figure("rate", "96.8", "96.8%"), "。"]
        ),
        Table(("乡镇", "缺口"), [("甲镇", Figure("gap", 0, "0"))]),
    ]
    original = document(body, facts={"uid": "0195"})
    saved = convert("docx", {"figures": original})["figures"]
    with zipfile.ZipFile(saved) as package:
        assert "LibreOffice" in package.read("docProps/app.xml").decode()
    sheet = read_figures(saved)
    assert sheet.facts == {"uid": "0195"}
    assert [(found.key, found.value, found.found) for found in sheet.figures] == [
        ("rows", 1240, "1,240"),
        ("rate", "96.8", "96.8%"),
        ("gap", 0, "0"),
    ]
    edited = tmp_path / "edited.docx"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(edited, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b">1,240<", b">1,200<"))
    assert [found.state for found in read_figures(edited).figures] == ["altered", "intact", "intact"]
