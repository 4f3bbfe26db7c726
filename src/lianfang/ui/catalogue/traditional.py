"""Traditional Chinese, derived: OpenCC converts, a file of phrases corrects what a machine can't know."""

from typing import Final

from lianfang.ui.catalogue.files import LOCALE
from lianfang.ui.templatetags.words import traditional

OVERRIDES: Final = LOCALE / "zh_Hant" / "overrides.txt"


def overrides() -> dict[str, str]:
    """Phrases as OpenCC writes them, and as they should read: two columns; lines with # are remarks."""
    lines = OVERRIDES.read_text().splitlines()
    pairs = (
        (line.split()[0], line.split()[1]) for line in lines if line.strip() and not line.startswith("#")
    )
    return dict(pairs)


def derived(message: str) -> str:
    """A message in Traditional characters."""
    text = traditional(message)
    for found, wanted in overrides().items():
        text = text.replace(found, wanted)
    return text
