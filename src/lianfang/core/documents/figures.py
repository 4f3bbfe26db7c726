"""Figures that can be found again in a saved file.

Each figure in the text lies inside a bookmark (which LibreOffice keeps) inside a content control (which Word
and WPS keep even when the whole number is typed anew, and whose title tells a clerk what is counted). A
custom XML part of the file lists, mark by mark, the figure's key, value and printed text, beside the facts of
the document.
"""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

from lianfang.core.documents.elements import Figure
from lianfang.core.documents.ooxml import run, serialise, w
from lianfang.core.documents.terms import FigureState
from lianfang.kernel.errors import DomainError

NAMESPACE = "urn:lianfang:figures:1"
MARK = "lf_"
LARGEST_PART = 64 * 1024 * 1024
"""Bytes that a part of a document may unpack to before it is refused."""


class NotADocument(DomainError):
    """There is no such file, or it is no docx, or is damaged, or unpacks to something absurd."""

    code = "documents.not_a_document"
    sentence = "“{name}”读不了：文件不存在，或不是 Word 文档（docx），或已损坏。请用原文件再试。"


class NoFigures(DomainError):
    """The document holds no list of figures."""

    code = "documents.no_figures"
    sentence = "“{name}”中没有可追溯的数字清单：它不是本系统生成的，或另存时丢失了清单。请用原文件再试。"


class FigureConflict(ValueError):
    """Two figures of one key with different values would make the key meaningless; a defect of the caller."""

    code: ClassVar[str] = "documents.figure_conflict"


class FigureMarks:
    """Hands out marks while a document is written and keeps the list of its figures."""

    def __init__(self) -> None:
        self._figures: list[tuple[str, Figure]] = []
        self._by_key: dict[str, Figure] = {}

    def write(self, figure: Figure, face: str = "") -> BaseOxmlElement:
        """Return a figure as a marked run."""
        return self.control(figure, run(figure.text, face))

    def control(self, figure: Figure, content: BaseOxmlElement) -> BaseOxmlElement:
        """Return a run that prints a figure within its mark."""
        if self._by_key.setdefault(figure.key, figure).value != figure.value:
            raise FigureConflict(f"{figure.key}: {self._by_key[figure.key].value!r}, {figure.value!r}")
        number = len(self._figures) + 1
        mark = f"{MARK}{number:04d}"
        self._figures.append((mark, figure))
        identity = w(
            "sdtPr", w("alias", val=figure.counts or figure.key), w("tag", val=mark), w("id", val=number)
        )
        start, end = w("bookmarkStart", id=number, name=mark), w("bookmarkEnd", id=number)
        return w("sdt", identity, w("sdtContent", start, content, end))

    def part(self, facts: Mapping[str, str]) -> bytes:
        """Return the list of figures as the XML part that goes into the file."""
        root = etree.Element(f"{{{NAMESPACE}}}figures", nsmap={None: NAMESPACE})
        for name, value in sorted(facts.items()):
            etree.SubElement(root, f"{{{NAMESPACE}}}fact", name=name).text = value
        for mark, figure in self._figures:
            kind = "int" if isinstance(figure.value, int) else "str"
            shown = {"mark": mark, "key": figure.key, "kind": kind, "value": str(figure.value)}
            entry = etree.SubElement(root, f"{{{NAMESPACE}}}figure", {**shown, "text": figure.text})
            entry.text = figure.counts
        return serialise(root)


@dataclass(frozen=True)
class FoundFigure:
    """A figure as the file lists it, with the text now found at its mark (None when the mark is gone)."""

    mark: str
    key: str
    value: int | str
    text: str
    counts: str
    found: str | None

    @property
    def state(self) -> FigureState:
        """Return whether the printed number is still what the file's own list says."""
        if self.found is None:
            return FigureState.REMOVED
        return FigureState.INTACT if self.found.strip() == self.text.strip() else FigureState.ALTERED


@dataclass(frozen=True)
class FigureSheet:
    """All figures of a file in the order of the text, and the facts kept beside them."""

    facts: Mapping[str, str]
    figures: tuple[FoundFigure, ...]


def read_figures(path: Path) -> FigureSheet:
    """Return the figures of a saved file, with what is now printed at each mark.

    Raises NotADocument or NoFigures.
    """
    body, listing = parts_of(path, name=path.name)
    printed = _printed(body)
    facts = {entry.get("name", ""): entry.text or "" for entry in listing.iterfind(f"{{{NAMESPACE}}}fact")}
    entries = listing.iterfind(f"{{{NAMESPACE}}}figure")
    return FigureSheet(facts, tuple(_found(entry, printed) for entry in entries))


def _found(entry: etree._Element, printed: Mapping[str, str]) -> FoundFigure:
    mark, value = entry.get("mark", ""), entry.get("value", "")
    return FoundFigure(
        mark=mark,
        key=entry.get("key", ""),
        value=int(value) if entry.get("kind") == "int" else value,
        text=entry.get("text", ""),
        counts=entry.text or "",
        found=printed.get(mark),
    )


def parts_of(file: Path | BytesIO, *, name: str) -> tuple[etree._Element, etree._Element]:
    """Return the document body and the list of figures; raises NotADocument or NoFigures under that name."""
    try:
        with zipfile.ZipFile(file) as package:
            body = _parse(package, "word/document.xml")
            listings = [_parse(package, part) for part in _custom_parts(package)]
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError) as problem:
        raise NotADocument(name=name) from problem
    for listing in listings:
        if listing.tag == f"{{{NAMESPACE}}}figures":
            return body, listing
    raise NoFigures(name=name)


def _custom_parts(package: zipfile.ZipFile) -> list[str]:
    return [name for name in package.namelist() if name.startswith("customXml/item") and "Props" not in name]


def _parse(package: zipfile.ZipFile, name: str) -> etree._Element:
    """Return the root of a part; entities are not resolved and an absurd size is refused."""
    if package.getinfo(name).file_size > LARGEST_PART:
        raise ValueError(f"{name} is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(name), parser)


def _printed(body: etree._Element) -> dict[str, str]:
    """Return the text at each mark; a control counts before a bookmark, as typing can leave the latter."""
    return dict(_bookmarked(body)) | dict(_controlled(body))


def _bookmarked(body: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what lies between the start and the end of each of our bookmarks."""
    open_marks: dict[str, tuple[str, list[str]]] = {}
    for element in body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:t")):
        number = element.get(qn("w:id"), "")
        if element.tag == qn("w:t"):
            for _, pieces in open_marks.values():
                pieces.append(element.text or "")
        elif element.tag == qn("w:bookmarkStart"):
            name = element.get(qn("w:name"), "")
            if name.startswith(MARK):
                open_marks[number] = (name, [])
        elif number in open_marks:
            name, pieces = open_marks.pop(number)
            yield name, "".join(pieces)


def _controlled(body: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what each of our content controls holds."""
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None and tag.get(qn("w:val"), "").startswith(MARK):
            texts = control.iter(qn("w:t"))
            yield tag.get(qn("w:val"), ""), "".join(piece.text or "" for piece in texts)
