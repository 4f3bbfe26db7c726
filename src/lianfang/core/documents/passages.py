"""A saved document as a template shows it: passages whose figures are links."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lianfang.core.documents.reading import Part, Piece


@dataclass(frozen=True)
class Run:
    """A run of text, with an address where it is a figure that leads somewhere."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, a title, or a table; of a table the first row is its head."""

    kind: str
    runs: tuple[Run, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()


def passages(
    parts: Iterable[Part], address: Callable[[str], str], say: Callable[[str], str] = str
) -> list[Passage]:
    """The passages of a document; `address` tells where a figure leads, `say` how a text is shown."""
    return [_passage(part, address, say) for part in parts]


def _passage(part: Part, address: Callable[[str], str], say: Callable[[str], str]) -> Passage:
    if not part.rows:
        return Passage(part.kind, _runs(part.pieces, address, say))
    head = tuple("".join(piece.text for piece in cell) for cell in part.rows[0])
    rows = tuple(tuple(_runs(cell, address, say) for cell in row) for row in part.rows[1:])
    return Passage(part.kind, (), head, rows)


def _runs(
    pieces: Iterable[Piece], address: Callable[[str], str], say: Callable[[str], str]
) -> tuple[Run, ...]:
    return tuple(Run(say(piece.text), address(piece.key) if piece.key else "") for piece in pieces)
