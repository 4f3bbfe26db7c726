"""Text of cells: clean-up of what keyboards, scanners and spreadsheets leave behind.

The character classes are spelled out and not taken from the Unicode tables of one library, so that the
vectorised cleaning of lists can use the very same ones.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol, cast

# Characters nobody sees: controls but white space, soft hyphen, zero-width and direction marks, fillers,
# variation selectors, tags.
INVISIBLE = (
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
SPACE = r"[\t\n\x0b\x0c\r \x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_INVISIBLE = re.compile(INVISIBLE)
_SPACES = re.compile(SPACE + "+")
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n|]")
_NEUTRALISED = re.compile(r"'(?=[=+\-@＝＋－＠\t\r\n|])")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def clean(text: str) -> str:
    """Half-width and composed (NFKC), nothing invisible, single spaces, none at the ends; idempotent."""
    if text.isascii() and text.isalnum():
        return text
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).strip(" ")


@lru_cache(maxsize=65536)
def to_simplified(text: str) -> str:
    """Simplified script of a Traditional text (OpenCC, t2s); Simplified text stays as it is."""
    return text if text.isascii() else _converter().convert(text)


def neutralise_formula(text: str) -> str:
    """Text that a spreadsheet shows and never executes: an apostrophe before = + - @ and their kin."""
    return "'" + text if _FORMULA.match(text) else text


def restore_formula(text: str) -> str:
    """The text before `neutralise_formula`, so that our own exports can be sent back."""
    return _NEUTRALISED.sub("", text, count=1) if text.startswith("'") else text


@cache
def _converter() -> _Converter:
    from opencc import OpenCC

    return cast(_Converter, OpenCC("t2s"))
