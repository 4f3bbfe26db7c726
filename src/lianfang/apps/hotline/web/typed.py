"""What is typed into the forms of the hotline, read into what operations take."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_noop as _

from lianfang.apps.hotline.terms import (
    KIND_NAMES,
    NEED_NAMES,
    Brought,
    Identity,
    MatterChannel,
    MatterKind,
    Need,
)
from lianfang.kernel.errors import WrongCall

KINDS: Final = [(kind.value, name) for kind, name in KIND_NAMES.items()]
NEEDS: Final = [("", "—"), *((need.value, name) for need, name in NEED_NAMES.items())]
LONGEST_FACT: Final = 200


def brought(typed: Mapping[str, str], *, channel: MatterChannel) -> Brought:
    """The matter of a form; raises WrongCall for none of the kinds."""
    return Brought(kind(typed), channel, typed.get("place", ""), typed.get("text", ""), need(typed))


def kind(typed: Mapping[str, str]) -> MatterKind:
    """The kind of a form; raises WrongCall."""
    if typed.get("kind", "") not in set(MatterKind):
        raise WrongCall(problem=_("请选择种类。"))
    return MatterKind(typed["kind"])


def need(typed: Mapping[str, str]) -> Need | None:
    """What help of a form is for; None where it says nothing."""
    asked = typed.get("need", "")
    return Need(asked) if asked in set(Need) else None


def identity(typed: Mapping[str, str]) -> Identity:
    """Who brings a matter, as far as they say."""
    said = {name: typed.get(name, "").strip()[:LONGEST_FACT] for name in ("name", "phone", "address", "mail")}
    return Identity(**said)
