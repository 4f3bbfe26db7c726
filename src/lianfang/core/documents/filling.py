"""Fills a template: an office's docx, or one of ours, becomes a document whose figures can be traced.

1. Values are printed where their names stand; a figure is printed between two signs that no text has.
2. What stands between the signs is set into a content control with a bookmark, in the run's own face.
3. Headings are numbered anew, since a condition may have left one out; a line with a picture gives it room.
4. The list of figures goes into the file, beside its facts; the same input gives the same bytes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import total_ordering
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import escape

from lianfang.core.documents import geometry as g
from lianfang.core.documents.elements import Drawing, Emphasis, Figure, Fill, Inline, Text, inlines
from lianfang.core.documents.figures import MARK, NAMESPACE, FigureMarks, NotADocument
from lianfang.core.documents.numbering import HeadingCounter
from lianfang.core.documents.ooxml import text as text_element
from lianfang.core.documents.package import XML_CONTENT, fixed_archive, write_properties
from lianfang.core.documents.placeholders import Checker, Known, PlaceholderFault, located, passages
from lianfang.core.documents.spoken import SPOKEN

OPENS, TELLS, ENDS = "\ue000", "\ue001", "\ue002"
"""Signs of the private use area around a figure's number in the list and its text."""
PRINTED: Final = re.compile(f"{OPENS}(\\d+){TELLS}(.*?){ENDS}", re.DOTALL)
LABEL: Final = re.compile(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|（\d+）)")
HEADINGS: Final = {f"Heading{level}": level for level in (1, 2, 3, 4)}


@dataclass(frozen=True)
class Picture:
    """A picture that a template may print, as wide as the text unless said."""

    png: bytes
    width_mm: float = g.TEXT_WIDTH_MM


@total_ordering
class Shown:
    """A figure as a template sees it: printed by its text, compared by its value."""

    def __init__(self, figure: Figure, signs: "_Signs") -> None:
        self.figure, self._signs = figure, signs

    def _value(self) -> int:
        return int(self.figure.value) if isinstance(self.figure.value, int) else 0

    def __eq__(self, other: object) -> bool:
        return self._value() == (other._value() if isinstance(other, Shown) else other)

    def __lt__(self, other: object) -> bool:
        value = other._value() if isinstance(other, Shown) else other
        return self._value() < value if isinstance(value, int) else NotImplemented

    def __bool__(self) -> bool:
        return bool(self._value())

    __hash__ = None  # type: ignore[assignment]

    def spoken(self, manner: str) -> "Shown":
        """Return the same figure, printed in another manner."""
        value = self.figure.value
        said = SPOKEN[manner](value) if isinstance(value, int) else self.figure.text
        return Shown(Figure(self.figure.key, value, said, self.figure.counts), self._signs)

    def __html__(self) -> str:
        return self._signs.printed(self.figure)


class _Signs:
    """The figures that were printed, in the order of printing."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def printed(self, figure: Figure) -> str:
        self.figures.append(figure)
        return f"{OPENS}{len(self.figures) - 1}{TELLS}{escape(figure.text)}{ENDS}"

    def line(self, text: Text) -> "_Line":
        return _Line(inlines(text), self)


@dataclass(frozen=True)
class _Line:
    """A text with figures among its words."""

    parts: Sequence[Inline]
    signs: _Signs

    def __html__(self) -> str:
        return "".join(
            self.signs.printed(part) if isinstance(part, Figure) else str(escape(_signless(_said(part))))
            for part in self.parts
        )

    def __bool__(self) -> bool:
        return any(self.parts)


Value = Figure | Picture | str | bool | Sequence[Text] | Sequence[Mapping[str, Text]]


def check_template(
    docx: bytes, known: Mapping[str, Known]
) -> tuple[list[PlaceholderFault], dict[str, Known]]:
    """Return what is wrong with a template, and the names that it uses; raises NotADocument."""
    checker = Checker(known)
    template = _opened(docx)
    checker.read(passages(template.docx.element))
    for name, root in _margins(template):
        checker.read(passages(root, head=name))
    return checker.faults, checker.used


def _margins(template: DocxTemplate) -> list[tuple[str, etree._Element]]:
    """Return headers and footers, which are filled too."""
    parts = template.docx.part.rels.values()
    kinds = {RELATIONSHIP_TYPE.HEADER: "页眉", RELATIONSHIP_TYPE.FOOTER: "页脚"}
    return [
        (kinds[each.reltype], etree.fromstring(each.target_part.blob))
        for each in parts
        if each.reltype in kinds
    ]


def _opened(docx: bytes) -> DocxTemplate:
    try:
        template = DocxTemplate(BytesIO(docx))
        template.init_docx()
    except Exception as problem:  # the library raises whatever zip, XML or a missing part makes it raise
        raise NotADocument(name="docx") from problem
    return template


def fill(
    docx: bytes,
    values: Mapping[str, Value],
    *,
    facts: Mapping[str, str],
    author: str,
    title: str,
    at: datetime,
) -> bytes:
    """Return a template filled with values by their dotted names; it must have been checked."""
    template, signs = _opened(docx), _Signs()
    root: BaseOxmlElement = template.docx.element
    _unmark(root)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.filters = {name: _spoken(name) for name in SPOKEN} | {"e": escape}
    template.render(_nested(values, template, signs), environment, autoescape=True)
    root = template.docx.element
    marks = FigureMarks()
    for piece in list(root.iter(qn("w:t"))):
        if OPENS in (piece.text or ""):
            _set(piece, signs, marks)
    _tidy(root)
    package = template.docx.part.package
    _list(template, marks.part(facts))
    write_properties(package, author=author, title=title, at=at)
    return fixed_archive(package)


def rewrite_paragraphs(docx: bytes, change: Callable[[str, str], str]) -> bytes:
    """Return a docx in which the words of paragraphs were changed; `change` is given place and words.

    A changed paragraph keeps the look of its first run. Raises NotADocument.
    """
    template = _opened(docx)
    root = template.docx.element
    found = list(located(root))
    altered = False
    for place, paragraph in found:
        pieces = list(paragraph.iter(qn("w:t")))
        before = "".join(piece.text or "" for piece in pieces)
        after = change(place, before)
        if after != before:
            altered = True
            for number, piece in enumerate(pieces):
                piece.text = after if number == 0 else ""
    return fixed_archive(template.docx.part.package) if altered else docx


def replace_words(docx: bytes, words: Mapping[str, str]) -> bytes:
    """Return a docx in which words that stand within one run are others. Raises NotADocument."""
    template = _opened(docx)
    for piece in template.docx.element.iter(qn("w:t")):
        for old, new in words.items():
            piece.text = (piece.text or "").replace(old, new)
    return fixed_archive(template.docx.part.package)


def _spoken(manner: str) -> Any:
    return lambda shown: shown.spoken(manner)


def _nested(values: Mapping[str, Value], template: DocxTemplate, signs: _Signs) -> dict[str, Any]:
    """Return values by the first part of their names, the rest as attributes."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        *above, last = name.split(".")
        place: Any = found
        for step in above:
            inner = place.setdefault(step, SimpleNamespace()) if isinstance(place, dict) else None
            if inner is None:
                inner = vars(place).setdefault(step, SimpleNamespace())
            place = inner
        target = place if isinstance(place, dict) else vars(place)
        target[last] = _wrapped(value, template, signs)
    return found


def _wrapped(value: Any, template: DocxTemplate, signs: _Signs) -> Any:
    if isinstance(value, Figure):
        return Shown(value, signs)
    if isinstance(value, Picture):
        return InlineImage(template, BytesIO(value.png), width=Mm(value.width_mm))
    if isinstance(value, str | bool):
        return _signless(value) if isinstance(value, str) else value
    if isinstance(value, Mapping):
        return SimpleNamespace(**{name: _wrapped(each, template, signs) for name, each in value.items()})
    return [_wrapped(row, template, signs) if isinstance(row, Mapping) else signs.line(row) for row in value]


def _said(part: Inline) -> str:
    if isinstance(part, Fill):
        return "　" * part.characters
    if isinstance(part, Drawing):
        return f"（{part.words}）"
    return part.text if isinstance(part, Figure | Emphasis) else part


def _signless(text: str) -> str:
    """Return a text without any sign that would be read as a figure's."""
    return re.sub(f"[{OPENS}{TELLS}{ENDS}]", "", text)


def _set(piece: BaseOxmlElement, signs: _Signs, marks: FigureMarks) -> None:
    """Set the figures of a run's text each into a control of its own, the rest into runs like it."""
    run = piece.getparent()
    at, before = piece.text or "", 0
    pieces: list[BaseOxmlElement] = []
    for match in PRINTED.finditer(at):
        pieces.append(_like(run, at[before : match.start()]))
        pieces.append(marks.control(signs.figures[int(match[1])], _like(run, match[2])))
        before = match.end()
    if before < len(at):
        pieces.append(_like(run, at[before:]))
    siblings = list(run)
    place = siblings.index(piece)
    after = deepcopy(run)
    for element in list(after)[: place + 1]:
        if element.tag != qn("w:rPr"):
            after.remove(element)
    for element in siblings[place:]:
        run.remove(element)
    if [each for each in after if each.tag != qn("w:rPr")]:
        pieces.append(after)
    for each in reversed(pieces):
        run.addnext(each)


def _like(run: BaseOxmlElement, said: str) -> BaseOxmlElement:
    """Return a run of the same look that says something else."""
    made = deepcopy(run)
    for element in list(made):
        if element.tag != qn("w:rPr"):
            made.remove(element)
    made.append(text_element(said))
    return made


def _unmark(root: BaseOxmlElement) -> None:
    """Take out the marks of an earlier document from which a template was made."""
    for control in list(root.iter(qn("w:sdt"))):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        content = control.find(qn("w:sdtContent"))
        if content is not None and tag is not None and tag.get(qn("w:val"), "").startswith(MARK):
            for element in list(content):
                control.addprevious(element)
            control.getparent().remove(control)
    ours = {
        each.get(qn("w:id"))
        for each in root.iter(qn("w:bookmarkStart"))
        if each.get(qn("w:name"), "").startswith(MARK)
    }
    for each in list(root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        if each.get(qn("w:id")) in ours:
            each.getparent().remove(each)


def _tidy(root: BaseOxmlElement) -> None:
    """Number the headings anew; let lines with pictures be as high as these."""
    counter = HeadingCounter()
    for paragraph in root.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        level = HEADINGS.get("" if style is None else style.get(qn("w:val"), ""))
        first = next(paragraph.iter(qn("w:t")), None)
        if level and first is not None and LABEL.match(first.text or ""):
            first.text = LABEL.sub(counter.next(level), first.text or "")  # type: ignore[arg-type]
        if paragraph.find(f".//{qn('w:drawing')}") is not None:
            _give_room(paragraph)


def _give_room(paragraph: BaseOxmlElement) -> None:
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return
    spacing = properties.find(qn("w:spacing"))
    if spacing is None:
        spacing = etree.SubElement(properties, qn("w:spacing"))
        style = properties.find(qn("w:pStyle"))
        if style is not None:
            style.addnext(spacing)
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")


def _list(template: DocxTemplate, listing: bytes) -> None:
    """Put the list of figures into the file, in the place of an earlier one."""
    document = template.docx.part
    package = document.package
    for part in package.iter_parts():
        name = str(part.partname)
        ours = name.startswith("/customXml/item") and "Props" not in name and NAMESPACE.encode() in part.blob
        if ours:
            part._blob = listing
            return
    names = {str(part.partname) for part in package.iter_parts()}
    number = next(each for each in range(1, len(names) + 2) if f"/customXml/item{each}.xml" not in names)
    part = Part(PackURI(f"/customXml/item{number}.xml"), XML_CONTENT, listing, package)
    document.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
