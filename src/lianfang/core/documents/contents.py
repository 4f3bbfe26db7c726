"""What a document says, apart from how it looks: its texts in order, and the figures among them."""

from collections.abc import Iterator, Sequence

from lianfang.core.documents.elements import (
    Block,
    Drawing,
    Emphasis,
    Figure,
    Fill,
    Heading,
    Inline,
    OfficialDocument,
    Paragraph,
    Table,
    inlines,
)


def figures_in(document: OfficialDocument) -> list[Figure]:
    """Return the figures that a document prints, in the order of the text."""
    return [part for part in _parts(document) if isinstance(part, Figure)]


def plain_text(document: OfficialDocument) -> str:
    """Return title and texts of a document, one piece a line, whatever the layout."""
    return "\n".join((document.title, document.subtitle, document.addressee, *map(_plain, _parts(document))))


def drawings_in(document: OfficialDocument) -> list[Drawing]:
    """Return the pictures of a document, each once."""
    found = {part.relation: part for part in _parts(document) if isinstance(part, Drawing)}
    return list(found.values())


def _plain(part: Inline) -> str:
    if isinstance(part, Figure | Emphasis):
        return part.text
    if isinstance(part, Drawing):
        return f"（{part.words}）"
    return "" if isinstance(part, Fill) else part


def _parts(document: OfficialDocument) -> Iterator[Inline]:
    yield from _of_blocks(document.body)
    yield from _of_blocks(document.below)
    for attachment in document.attachments:
        yield attachment.title
        yield from _of_blocks(attachment.body)
    yield from document.enclosed


def _of_blocks(blocks: Sequence[Block]) -> Iterator[Inline]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text
            yield from inlines(block.rest)
        elif isinstance(block, Paragraph):
            yield from inlines(block.text)
        elif isinstance(block, Table):
            yield from _of_table(block)


def _of_table(table: Table) -> Iterator[Inline]:
    yield table.title
    yield from table.header
    for row in table.rows:
        for cell in row:
            yield from inlines(cell)
