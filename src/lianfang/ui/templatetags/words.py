"""Words in the reader's language: names of terms, states and kinds, which templates get as values."""

from django import template
from django.utils.translation import get_language, gettext

from lianfang.ui.traditional import traditional

register = template.Library()
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


@register.filter
def translated(word: object) -> str:
    """A word of the program in the reader's language; a word that no catalogue has stands for itself.

    In Traditional script such a word is at least written in Traditional characters. Never for persons' names.
    """
    text = "" if word is None else str(word)
    found = gettext(text) if text.strip() else text
    return traditional(text) if found == text and get_language() == "zh-hant" else found


@register.filter
def as_tag(code: str | None) -> str:
    """A language as `lang` names it: zh-Hans, zh-Hant, en."""
    return TAGS.get(code or "", "zh-Hans")
