"""Figures are found again in the saved file, and a changed or deleted one is told."""

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.core.documents import (
    Figure,
    NoFigures,
    NotADocument,
    OfficialDocument,
    Paragraph,
    Table,
    read_figures,
    render,
)
from lianfang.core.documents import figures as figures_module


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    rows = Figure("intake.rows", 1240, "1,240", "收到的人员条数")
    rate = Figure("intake.rate", "96.8", "96.8%")
    body = [
        Paragraph(["共收到", rows, "条，核查率", rate, "。"]),
        Table(("乡镇", "缺口"), [("甲镇", Figure("gap.1", 0, "0")), ("乙乡", Figure("gap.2", 3, "3"))]),
        Paragraph(["以上", rows, "条均已交办。"]),
    ]
    path = tmp_path / "brief.docx"
    path.write_bytes(
        render(
            OfficialDocument(
                written_at=datetime(2022, 3, 5, tzinfo=UTC),
                author="县指挥部",
                title="日报",
                body=body,
                facts={"uid": "0195", "area": "990121"},
            )
        )
    )
    return path


def rewrite(path: Path, pattern: str, replacement: str) -> Path:
    """Return a copy of the document with its text changed as a person would in an office program."""
    target = path.with_name("edited.docx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                changed = re.sub(pattern, replacement, content.decode(), count=1)
                assert changed != content.decode(), "the edit found nothing to change"
                content = changed.encode()
            copy.writestr(name, content)
    return target


def states(path: Path) -> list[tuple[str, str | None, str]]:
    return [(figure.key, figure.found, figure.state) for figure in read_figures(path).figures]


def test_every_figure_is_read_back_where_it_stands(saved: Path) -> None:
    sheet = read_figures(saved)
    assert dict(sheet.facts) == {"uid": "0195", "area": "990121"}
    assert [(figure.key, figure.value, figure.found) for figure in sheet.figures] == [
        ("intake.rows", 1240, "1,240"),
        ("intake.rate", "96.8", "96.8%"),
        ("gap.1", 0, "0"),
        ("gap.2", 3, "3"),
        ("intake.rows", 1240, "1,240"),
    ]
    assert {figure.state for figure in sheet.figures} == {"intact"}
    assert sheet.figures[0].counts == "收到的人员条数"


def test_a_changed_number_is_told_and_only_that_one(saved: Path) -> None:
    edited = rewrite(saved, ">3</w:t>", ">2</w:t>")
    assert [entry for entry in states(edited) if entry[2] != "intact"] == [("gap.2", "2", "altered")]


def test_a_deleted_number_is_told(saved: Path) -> None:
    edited = rewrite(saved, r"<w:sdt>(?:(?!</w:sdt>).)*lf_0004.*?</w:sdt>", "")
    assert [entry for entry in states(edited) if entry[2] != "intact"] == [("gap.2", None, "removed")]


def test_bookmarks_are_enough_where_an_office_program_drops_the_controls(saved: Path) -> None:
    bare = rewrite(saved, r"(?s)(.*)", lambda whole: re.sub(r'<w:tag w:val="lf_\d+"/>', "", whole[0]))  # type: ignore[arg-type]
    assert {state for _, _, state in states(bare)} == {"intact"}


def test_a_number_retyped_beside_its_bookmark_is_found_in_its_control(saved: Path) -> None:
    pattern = r'(<w:bookmarkStart w:id="4"[^>]*/>)(<w:r>.*?</w:r>)(<w:bookmarkEnd w:id="4"/>)'
    retyped = rewrite(saved, pattern, r"\1\3<w:r><w:t>7</w:t></w:r>")
    assert ("gap.2", "7", "altered") in states(retyped)


def test_what_is_no_document_is_refused(tmp_path: Path, saved: Path) -> None:
    text = tmp_path / "brief.txt"
    text.write_text("不是文档")
    archive = tmp_path / "other.zip"
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("a.txt", "a")
    damaged = rewrite(saved, "<w:body>", "<w:body")
    for path in (text, archive, damaged, tmp_path / "missing.docx"):
        with pytest.raises(NotADocument, match=path.name):
            read_figures(path)


def test_an_absurdly_large_part_is_refused_unread(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures_module, "LARGEST_PART", 1000)
    with pytest.raises(NotADocument):
        read_figures(saved)


def test_a_document_of_another_origin_has_no_figures(saved: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.docx"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(plain, "w") as copy:
        for name in source.namelist():
            if not name.startswith("customXml/"):
                copy.writestr(name, source.read(name))
    with pytest.raises(NoFigures, match=r"plain\.docx"):
        read_figures(plain)


@settings(deadline=None)  # a loaded machine is no fault
@given(
    value=st.integers() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
)
def test_any_value_comes_back_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, value: int | str
) -> None:
    path = tmp_path_factory.getbasetemp() / "value.docx"
    body = [Paragraph(Figure("x", value, f"{value}元"))]
    moment = datetime(2022, 3, 5, tzinfo=UTC)
    path.write_bytes(render(OfficialDocument(written_at=moment, author="", title="题", body=body)))
    (figure,) = read_figures(path).figures
    assert (figure.value, figure.state) == (value, "intact")
