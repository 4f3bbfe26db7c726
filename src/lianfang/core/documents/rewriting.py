"""Changes in a docx that is there: words of paragraphs, marks of an earlier document, numbers of headings."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate
from lxml import etree

from lianfang.core.documents.figures import MARK, NotADocument
from lianfang.core.documents.locating import located
from lianfang.core.documents.numbering import HeadingCounter
from lianfang.core.documents.package import fixed_archive

LABEL: Final = re.compile(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|（\d+）)")
HEADINGS: Final = {f"Heading{level}": level for level in (1, 2, 3, 4)}


def template_of(docx: bytes) -> DocxTemplate:
    try:
        template = DocxTemplate(BytesIO(docx))
        template.init_docx()
    except Exception as problem:  # the library raises whatever zip, XML or a missing part makes it raise
        raise NotADocument(name="docx") from problem
    return template


@dataclass(frozen=True)
class Change:
    """Other words for those between two places of a paragraph."""

    start: int
    end: int
    words: str


def rewrite(docx: bytes, changes: Callable[[str, str], Sequence[Change]]) -> bytes:
    """Return a docx with other words in its paragraphs; `changes` is given each one's place and words.

    What stands in the place of a run's words has that run's look. Raises NotADocument.
    """
    template = template_of(docx)
    altered = False
    for place, paragraph in list(located(template.docx.element)):
        pieces = list(paragraph.iter(qn("w:t")))
        found = changes(place, "".join(piece.text or "" for piece in pieces))
        for change in sorted(found, key=lambda each: each.start, reverse=True):
            _put(pieces, change)
            altered = True
    return fixed_archive(template.docx.part.package) if altered else docx


def _put(pieces: Sequence[BaseOxmlElement], change: Change) -> None:
    """Put words in the place of others, which may lie in several runs: the first that has some takes all."""
    begun, words = 0, change.words
    for piece in pieces:
        text = piece.text or ""
        start, end = max(change.start - begun, 0), min(change.end - begun, len(text))
        if start < end:
            piece.text = text[:start] + words + text[end:]
            piece.set(qn("xml:space"), "preserve")
            words = ""
        begun += len(text)


def replace_words(docx: bytes, words: Mapping[str, str]) -> bytes:
    """Return a docx in which words that stand within one run are others. Raises NotADocument."""
    template = template_of(docx)
    for piece in template.docx.element.iter(qn("w:t")):
        for old, new in words.items():
            piece.text = (piece.text or "").replace(old, new)
    return fixed_archive(template.docx.part.package)


def unmark(root: BaseOxmlElement) -> None:
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


def tidy(root: BaseOxmlElement) -> None:
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
