"""Places by their names, where a page knows their codes only."""

from collections.abc import Iterable
from functools import lru_cache

from django import template

from lianfang.apps.areas import queries as areas

register = template.Library()


@register.filter
def places(codes: str | Iterable[str]) -> str:
    """The names of places; "" where there is none."""
    return place_names((codes,) if isinstance(codes, str) else tuple(codes))


@lru_cache(maxsize=4096)
def place_names(codes: tuple[str, ...]) -> str:
    """The names of some places; kept, as every page shows those of a hat. A code without a name stays."""
    known = areas.names(code for code in codes if code)
    return "、".join(known.get(code, code) for code in codes)
