"""Words in the reader's language: names of terms, states and kinds, which templates get as values."""

from typing import Any

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
def told(event: Any) -> str:
    """What an event says in the reader's language: its sentence and the name in it, each translated."""
    said = getattr(event, "said", None)
    if said is None:
        return translated(event["what"] if isinstance(event, dict) else event.what)
    return translated(said.sentence).format(name=translated(said.name))


@register.filter
def as_tag(code: str | None) -> str:
    """A language as `lang` names it: zh-Hans, zh-Hant, en."""
    return TAGS.get(code or "", "zh-Hans")
