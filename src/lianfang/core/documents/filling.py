"""Fills a template: an office's docx, or one of ours, becomes a document whose figures can be traced.

1. Values are printed where their names stand; a figure is printed between two signs that no text has.
2. What stands between the signs is set into a content control with a bookmark, in the run's own face.
3. Headings are numbered anew, since a condition may have left one out; a line with a picture gives it room.
4. The list of figures goes into the file, beside its facts; the same input gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

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
from lianfang.core.documents.elements import Figure, Text
from lianfang.core.documents.figures import NAMESPACE, FigureMarks
from lianfang.core.documents.locating import located_texts
from lianfang.core.documents.ooxml import text as text_element
from lianfang.core.documents.package import XML_CONTENT, fixed_archive, write_properties
from lianfang.core.documents.placeholders import Checker, Known, PlaceholderFault
from lianfang.core.documents.rewriting import template_of, tidy, unmark
from lianfang.core.documents.signs import OPENS, PRINTED, Shown, Signs, signless
from lianfang.core.documents.spoken import SPOKEN


@dataclass(frozen=True)
class Picture:
    """A picture that a template may print, as wide as the text unless said."""

    png: bytes
    width_mm: float = g.TEXT_WIDTH_MM


Value = Figure | Picture | str | bool | Sequence[Text] | Sequence[Mapping[str, Text]]


def check_template(
    docx: bytes, known: Mapping[str, Known]
) -> tuple[list[PlaceholderFault], dict[str, Known]]:
    """Return what is wrong with a template, and the names that it uses; raises NotADocument."""
    checker = Checker(known)
    template = template_of(docx)
    checker.read(located_texts(template.docx.element))
    for name, root in _margins(template):
        checker.read(located_texts(root, head=name))
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
    template, signs = template_of(docx), Signs()
    root: BaseOxmlElement = template.docx.element
    unmark(root)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.filters = {name: _spoken(name) for name in SPOKEN} | {"e": escape}
    template.render(_nested(values, template, signs), environment, autoescape=True)
    root = template.docx.element
    marks = FigureMarks()
    for piece in list(root.iter(qn("w:t"))):
        if OPENS in (piece.text or ""):
            _set(piece, signs, marks)
    tidy(root)
    package = template.docx.part.package
    _list(template, marks.part(facts))
    write_properties(package, author=author, title=title, at=at)
    return fixed_archive(package)


def _spoken(manner: str) -> Any:
    return lambda shown: shown.spoken(manner)


def _nested(values: Mapping[str, Value], template: DocxTemplate, signs: Signs) -> dict[str, Any]:
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


def _wrapped(value: Any, template: DocxTemplate, signs: Signs) -> Any:
    if isinstance(value, Figure):
        return Shown(value, signs)
    if isinstance(value, Picture):
        return InlineImage(template, BytesIO(value.png), width=Mm(value.width_mm))
    if isinstance(value, str | bool):
        return signless(value) if isinstance(value, str) else value
    if isinstance(value, Mapping):
        return SimpleNamespace(**{name: _wrapped(each, template, signs) for name, each in value.items()})
    return [_wrapped(row, template, signs) if isinstance(row, Mapping) else signs.line(row) for row in value]


def _set(piece: BaseOxmlElement, signs: Signs, marks: FigureMarks) -> None:
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
