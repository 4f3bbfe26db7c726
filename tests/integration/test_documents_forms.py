"""Letter, order and minutes as an office program prints them, measured on the page (GB/T 9704-2012, 10)."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.factories import office

from lianfang.core.documents import Imprint, Letterhead, OfficialDocument, Paragraph, render

pytestmark = [office.NEEDS_OFFICE, office.NEEDS_POPPLER, pytest.mark.slow]
MOMENT = datetime(2022, 3, 5, 9, tzinfo=UTC)
POINT_MM = 25.4 / 72
LARGE_MM = 46 * POINT_MM
TEXT = "现将有关情况函告如下，请予支持。" * 12
HEADS = {
    "letter": Letterhead(
        body="清河县防控指挥部", number="清防指函〔2022〕3号", form="letter", urgency="特急"
    ),
    "order": Letterhead(body="清河县防控指挥部令", number="第3号", form="order"),
    "minutes": Letterhead(body="清河县防控指挥部会议纪要", number="〔2022〕3号", form="minutes"),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each form as a PDF of several pages."""
    base = tmp_path_factory.mktemp("forms")
    sources = []
    for form, head in HEADS.items():
        document = OfficialDocument(
            written_at=MOMENT,
            author="清河县防控指挥部",
            title="关于协助核查的函",
            letterhead=head,
            addressee="某县防控指挥部",
            body=[Paragraph(TEXT) for _ in range(6)],
            attendance=[("出席", "甲某某、乙某某")] if form == "minutes" else (),
            signature="清河县防控指挥部",
            signed_on=date(2022, 3, 5),
            imprint=Imprint(
                printed_by="清河县防控指挥部", printed_on=date(2022, 3, 5), copied_to=("县公安局",)
            ),
        )
        source = base / f"{form}.docx"
        source.write_bytes(render(document))
        sources.append(source)
    return dict(zip(HEADS, office.convert(sources, kind="pdf", base=base), strict=True))


def words(pdf: Path, page: int) -> dict[str, tuple[float, float, float, float]]:
    """Return the words of a page with their box in millimetres: left, top, right, bottom."""
    shown = office.tool("pdftotext", "-bbox", "-f", page, "-l", page, pdf, "-")
    found = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<', shown)
    return {text: tuple(float(edge) * POINT_MM for edge in box) for *box, text in found}  # type: ignore[misc]


def red_lines(pdf: Path, base: Path) -> list[float]:
    """Return the heights in millimetres, from the top, where the first page is red across 150 mm."""
    office.tool("pdftoppm", "-r", 254, "-f", 1, "-l", 1, pdf, base / "page")
    (picture,) = base.glob("page-*.ppm")
    data = picture.read_bytes()
    head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    assert head
    width, height = int(head[1]), int(head[2])
    rows = [data[head.end() + y * width * 3 : head.end() + (y + 1) * width * 3] for y in range(height)]
    return [y / 10 for y, row in enumerate(rows) if _red(row) > 1500]


def _red(row: bytes) -> int:
    dots = zip(row[0::3], row[1::3], row[2::3], strict=True)
    return sum(red > 200 and green < 120 and blue < 120 for red, green, blue in dots)


def test_a_letter_has_its_name_30_mm_from_the_edge_and_two_double_red_lines(printed, tmp_path):
    first = words(printed["letter"], 1)
    _left, top, _right, bottom = first["清河县防控指挥部"]
    middle = (top + bottom) / 2
    assert middle - LARGE_MM / 2 == pytest.approx(30, abs=2)
    lines = red_lines(printed["letter"], tmp_path)
    upper, lower = ([y for y in lines if near(y)] for near in (lambda y: y < 100, lambda y: y > 200))
    assert min(upper) - (middle + LARGE_MM / 2) == pytest.approx(4, abs=1.5)
    assert 297 - max(lower) == pytest.approx(20, abs=1)
    for pair in (upper, lower):  # two rules with white between them
        assert max(pair) - min(pair) > 0.4
        assert len(pair) < (max(pair) - min(pair)) * 10 + 1


def test_a_letter_has_its_number_on_the_right_its_marks_on_the_left_and_no_page_number_first(printed):
    first, second = (words(printed["letter"], page) for page in (1, 2))
    number = next(box for text, box in first.items() if text.startswith("清防指函"))
    assert first["特急"][0] == pytest.approx(28, abs=1)
    assert first["特急"][1] == pytest.approx(number[1], abs=1)
    assert max(box[2] for box in first.values() if abs(box[1] - number[1]) < 1) == pytest.approx(184, abs=1)
    folios = [[text for text, box in page.items() if box[1] > 262] for page in (first, second)]
    assert folios[0] == []
    assert "2" in "".join(folios[1])
    dash = [box for box in second.values() if box[1] > 262]
    assert sum((box[1] + box[3]) / 2 for box in dash) / len(dash) == pytest.approx(262 + 7, abs=1.5)


def test_a_letter_names_no_printer(printed):
    pages = int(re.search(r"Pages:\s+(\d+)", office.tool("pdfinfo", printed["letter"]))[1])  # type: ignore[index]
    last = "".join(words(printed["letter"], pages))
    assert "抄送：县公安局。" in last
    assert "印发" not in last


def test_an_order_has_its_mark_20_mm_below_the_text_area_and_no_title(printed):
    first = words(printed["order"], 1)
    _left, top, _right, bottom = first["清河县防控指挥部令"]
    assert (top + bottom) / 2 - LARGE_MM / 2 == pytest.approx(37 + 20, abs=2)
    assert "关于协助核查的函" not in first
    assert "第" in "".join(first)


def test_minutes_have_their_mark_35_mm_below_the_text_area_and_say_who_was_there(printed):
    first = words(printed["minutes"], 1)
    _left, top, _right, bottom = first["清河县防控指挥部会议纪要"]
    size = 0.97 * 156 / 12  # twelve characters fill the line
    assert (top + bottom) / 2 - size / 2 == pytest.approx(37 + 35, abs=3)
    everything = office.tool("pdftotext", printed["minutes"], "-")
    assert "出席：甲某某、乙某某" in everything.replace(" ", "")
