"""Renders an official document: the elements in the order of GB/T 9704-2012, as the bytes of a docx."""

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from lianfang.core.documents import frame
from lianfang.core.documents.body import BodyWriter, keep_with_next
from lianfang.core.documents.contents import drawings_in
from lianfang.core.documents.elements import OfficialDocument
from lianfang.core.documents.figures import FigureMarks
from lianfang.core.documents.package import assemble


def render(document: OfficialDocument) -> bytes:
    """Return the document as docx bytes; the same input always gives the same bytes.

    Raises FigureConflict when two figures of one key differ.
    """
    marks = FigureMarks()
    content = list(content_of(document, marks))
    listing = marks.part(document.facts)
    title = document.title.replace("\n", "")
    head = document.letterhead
    first = (
        (frame.letter_name(head), frame.letter_foot()) if head is not None and head.form == "letter" else None
    )
    return assemble(
        content,
        listing,
        author=document.author,
        title=title,
        at=document.written_at,
        first_page=first,
        pictures=drawings_in(document),
    )


def content_of(document: OfficialDocument, marks: FigureMarks) -> Iterator[BaseOxmlElement]:
    """Yield the elements of a document in the order of the standard."""
    if document.letterhead:
        yield from frame.letterhead(document.letterhead)
    yield from frame.title(document)
    text = list(BodyWriter(marks).write(document.body))
    if document.signature:
        keep_with_next(text[-1:])
    yield from text
    yield from frame.closing(document)
    yield from BodyWriter(marks).write(document.below)
    yield from frame.conditional(document.attached_if, _attached(document, marks))
    if document.imprint:
        letter = document.letterhead is not None and document.letterhead.form == "letter"
        yield from frame.imprint(document.imprint, ruled=not letter)


def _attached(document: OfficialDocument, marks: FigureMarks) -> Iterator[BaseOxmlElement]:
    total = len(document.attachments) + len(document.enclosed)
    for number, attachment in enumerate(document.attachments, start=1):
        yield from frame.attachment_head(number, total, attachment.title)
        yield from BodyWriter(marks).write(attachment.body)
