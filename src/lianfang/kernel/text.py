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
_KEPT_IN_NAMES = "昇"  # restored for names by 通用规范汉字表 (2013) and no part of GB 2312
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
    """Simplified script of Traditional prose, word by word (OpenCC, t2s). For names see `simplify`."""
    return text if text.isascii() else _converter().convert(text)


def simplified_prose(text: str) -> str:
    """`to_simplified` of a text that is too long, or too much somebody's own, to be remembered."""
    return text if text.isascii() else _converter().convert(text)


def simplify(text: str) -> str:
    """Simplified script character by character, as names of people and places need it.

    Prose conversion would correct a name (沈思 to 沉思); characters that Simplified script has as well
    (乾, 於, 徵, 昇: those of GB 2312 and the additions for names of 2013) stay as they are.
    """
    return text if text.isascii() else text.translate(simplified_characters())


@cache
def simplified_characters() -> dict[int, str]:
    """Code point of a character that only Traditional script has → its Simplified form."""
    every = [chr(point) for point in range(0x3400, 0xA000)]
    forms = to_simplified("\n".join(every)).split("\n")
    return {ord(old): new for old, new in zip(every, forms, strict=True) if old != new and not _stays(old)}


def _stays(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return character in _KEPT_IN_NAMES


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
