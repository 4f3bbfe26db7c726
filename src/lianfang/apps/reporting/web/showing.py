"""The main part of a page of the account, made once for all who look at one place and may do the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lianfang.core import kept
from lianfang.core.pages import PageRequest

Context = tuple[str, datetime, dict[str, Any]]
"""The name of a place, the moment of what is shown of it, and what a template needs."""


@dataclass(frozen=True)
class Shown:
    """A part of a page, and the name of the place that it is about."""

    name: str
    html: SafeString


def shown(request: PageRequest, area: str, template: str, context: Callable[[], Context]) -> Shown:
    """A template with its context, kept for a little while."""

    def make() -> Shown:
        name, moment, found = context()
        return Shown(name, render_to_string(template, found | {"actor": request.actor, "moment": moment}))

    actor = request.actor
    key = (template, request.get_full_path(), get_language(), actor.role, actor.permissions)
    return kept.answer(key, make, area=area, user=actor.user)
