"""Traditional Chinese, derived: OpenCC converts, a file of phrases corrects what a machine can't know."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import opencc

OVERRIDES: Final = Path(__file__).parent / "locale" / "zh_Hant" / "overrides.txt"


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """Simplified Chinese as readers of Traditional write it: their characters, their words."""
    written = str(_converter().convert(text))
    for found, wanted in overrides():
        written = written.replace(found, wanted)
    return written


@lru_cache(maxsize=1)
def overrides() -> tuple[tuple[str, str], ...]:
    """Phrases as OpenCC writes them, and as they should read: two columns; lines with # are remarks."""
    lines = (line.partition("#")[0].split() for line in OVERRIDES.read_text().splitlines())
    return tuple((line[0], line[1]) for line in lines if line)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
