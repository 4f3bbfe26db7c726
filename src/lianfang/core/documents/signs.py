"""A figure while a template is filled: printed between two signs that no text has, compared by its value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import total_ordering
from typing import Final

from markupsafe import escape

from lianfang.core.documents.elements import Drawing, Emphasis, Figure, Fill, Inline, Text, inlines
from lianfang.core.documents.spoken import SPOKEN

OPENS, TELLS, ENDS = "\ue000", "\ue001", "\ue002"
"""Signs of the private use area around a figure's number in the list and its text."""
PRINTED: Final = re.compile(f"{OPENS}(\\d+){TELLS}(.*?){ENDS}", re.DOTALL)


@total_ordering
class Shown:
    """A figure as a template sees it: printed by its text, compared by its value."""

    def __init__(self, figure: Figure, signs: "Signs") -> None:
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


class Signs:
    """The figures that were printed, in the order of printing."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def printed(self, figure: Figure) -> str:
        self.figures.append(figure)
        return f"{OPENS}{len(self.figures) - 1}{TELLS}{escape(figure.text)}{ENDS}"

    def line(self, text: Text) -> "Line":
        return Line(inlines(text), self)


@dataclass(frozen=True)
class Line:
    """A text with figures among its words."""

    parts: Sequence[Inline]
    signs: Signs

    def __html__(self) -> str:
        return "".join(
            self.signs.printed(part) if isinstance(part, Figure) else str(escape(signless(_said(part))))
            for part in self.parts
        )

    def __bool__(self) -> bool:
        return any(self.parts)


def _said(part: Inline) -> str:
    if isinstance(part, Fill):
        return "　" * part.characters
    if isinstance(part, Drawing):
        return f"（{part.words}）"
    return part.text if isinstance(part, Figure | Emphasis) else part


def signless(text: str) -> str:
    """Return a text without any sign that would be read as a figure's."""
    return re.sub(f"[{OPENS}{TELLS}{ENDS}]", "", text)
