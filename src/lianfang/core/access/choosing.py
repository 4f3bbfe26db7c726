"""What somebody typed to name a place or an officer: its code, or words, with those that may be meant."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from lianfang.core.access.registry import hat_source

PLACE_CODE: Final = re.compile(r"[0-9]*")
OFFICER_CODE: Final = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}|")


@dataclass(frozen=True)
class Chosen:
    """What was typed, the code it means (empty where that is not known yet), and what it may mean."""

    typed: str = ""
    code: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def place_chosen(typed: Mapping[str, str], name: str = "area") -> Chosen:
    """The place in a field: a code as it is, a name by its only bearer or by the one chosen."""
    text = typed.get(name, "").strip()
    if PLACE_CODE.fullmatch(text):
        return Chosen(text, text)
    return _among(typed, name, hat_source().candidates(text))


def place_or_name(typed: Mapping[str, str], name: str = "place") -> Chosen:
    """The same where a place may be in no table, such as a country: what was typed may be meant as it is."""
    text = typed.get(name, "").strip()
    found = [] if PLACE_CODE.fullmatch(text) else hat_source().candidates(text)
    if not found:
        return Chosen(text, text)
    return _among(typed, name, [*found, (text, _("“{text}”，不在区划表里").format(text=text))])


def officer_chosen(typed: Mapping[str, str], name: str = "officer", *, at: datetime) -> Chosen:
    """The officer in a field: a number as it is, else by name, post or place."""
    text = typed.get(name, "").strip()
    if OFFICER_CODE.fullmatch(text):
        return Chosen(text, text)
    return _among(typed, name, hat_source().officers(text, at))


def _among(typed: Mapping[str, str], name: str, found: Sequence[tuple[str, str]]) -> Chosen:
    """A choice counts for the text for which it was offered: whoever types another is asked again."""
    text, chosen = typed.get(name, "").strip(), typed.get(f"{name}_chosen", "")
    if typed.get(f"{name}_offered", "") == text and chosen in dict(found):
        return Chosen(text, chosen, tuple(found))
    if len(found) == 1:
        return Chosen(text, found[0][0], tuple(found))
    if not found:
        return Chosen(text, problem=_("没有找到“{text}”，请核对。").format(text=text))
    return Chosen(text, choices=tuple(found), problem=_("“{text}”不止一个，请选定。").format(text=text))
