"""Text that is being cleaned and knows where each of its characters stood."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lianfang.apps.directives.terms import Span
from lianfang.kernel.text import simplified_prose

_WIDE: Final = "".join(map(chr, range(0xFF01, 0xFF5F)))
_NARROW: Final = "".join(map(chr, range(0x21, 0x7F)))
ALIKE: Final = str.maketrans(_WIDE + "　\u00a0﹣–—−‐∶﹕〔〕【】〇○", _NARROW + "  -----::()()零零")
"""Characters that mean the same where patterns look: one for one, so that places stay the same."""


@dataclass(frozen=True)
class Traced:
    """Cleaned text; `at[i]` is where its character i stands in the original."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def whole(cls, text: str) -> "Traced":
        """The original itself."""
        return cls(text, tuple(range(len(text))))

    @cached_property
    def view(self) -> str:
        """The text for patterns: half-width, same length."""
        return self.text.translate(ALIKE)

    def span(self, start: int, end: int) -> Span:
        """Where the characters from `start` until before `end` stand in the original."""
        if start >= end:
            place = self.at[min(start, len(self.at) - 1)] if self.at else 0
            return Span(place, place)
        return Span(self.at[start], self.at[end - 1] + 1)

    def without(self, places: Iterable[tuple[int, int]]) -> "Traced":
        """The text with some stretches left out; they may overlap."""
        kept: list[tuple[int, int]] = []
        done = 0
        for start, end in sorted(places):
            if start > done:
                kept.append((done, start))
            done = max(done, end)
        kept.append((done, len(self.text)))
        text = "".join(self.text[start:end] for start, end in kept)
        return Traced(text, tuple(place for start, end in kept for place in self.at[start:end]))

    def simplified(self) -> "Traced":
        """In Simplified script, character for character."""
        before, after = self.text.split("\n"), simplified_prose(self.text).split("\n")
        lines = [_same_length(old, new) for old, new in zip(before, after, strict=True)]
        return Traced("\n".join(lines), self.at)

    def part(self, start: int, end: int) -> "Traced":
        """A stretch of it."""
        return Traced(self.text[start:end], self.at[start:end])


def _same_length(old: str, new: str) -> str:
    return new if len(new) == len(old) else "".join(map(_same_character, old))


def _same_character(character: str) -> str:
    changed = simplified_prose(character)
    return changed if len(changed) == 1 else character


CJK: Final = r"\u3400-\u9fff\uf900-\ufaff"
