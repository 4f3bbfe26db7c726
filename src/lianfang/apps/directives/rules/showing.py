"""A paper as a page shows it: runs of its text, each of the innermost item that it belongs to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LEFT_OUT: Final = frozenset({"boilerplate", "repeated"})
"""What cleaning left out: shown, and seen to be left out."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of a paper; `item` is the place of the item that it belongs to, None for none."""

    text: str
    item: int | None = None
    left_out: bool = False
    first: bool = False


def runs(
    text: str, items: Iterable[tuple[int, int, int]], marks: Sequence[tuple[str, int, int]] = ()
) -> Iterator[Run]:
    """The runs of a text whose items are (place, start, end), and whose marks are (kind, start, end)."""
    spans = [(start, min(end, len(text)), place) for place, start, end in items if start < end]
    gone = [(start, end) for kind, start, end in marks if kind in LEFT_OUT]
    cuts = sorted({0, len(text), *(cut for span in (*spans, *gone) for cut in span[:2] if cut <= len(text))})
    seen: set[int] = set()
    for start, end in pairwise(cuts):
        within = [span for span in spans if span[0] <= start and end <= span[1]]
        place = max(within)[2] if within else None
        left_out = any(first <= start and end <= last for first, last in gone)
        first = place is not None and place not in seen
        if place is not None:
            seen.add(place)
        yield Run(text[start:end], place, left_out, first)


def around(text: str, start: int, end: int, *, beside: int = 60) -> tuple[str, str, str]:
    """A passage of a text with some words before and after it."""
    before, after = text[max(start - beside, 0) : start], text[end : end + beside]
    return before.lstrip(), text[start:end], after.rstrip()
