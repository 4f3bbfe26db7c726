"""Where posts and areas are found: read from the app whose `permissions.py` declares it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@dataclass(frozen=True)
class HatSource:
    """A statement that yields `post, area, unit, holder` of posts that `officer` holds or stands in for `at`.

    `roles` is the role that each post carries; posts without one carry no right. `place` gives the current
    code of an area and raises NotFound for one that is in no table; `candidates` gives code and name of the
    areas that a text may mean, `officers` number and name of the officers in post at a moment.
    """

    app: str
    statement: str
    roles: Mapping[str, str]
    place: Callable[[str], str]
    candidates: Callable[[str], Sequence[tuple[str, str]]]
    officers: Callable[[str, datetime], Sequence[tuple[str, str]]]


@lru_cache(maxsize=1)
def hat_source() -> HatSource:
    """The one declared source."""
    names = [f"{app.name}.permissions" for app in apps.get_app_configs() if ".apps." in app.name]
    found = [getattr(import_module(name), "HATS", None) for name in names if find_spec(name)]
    (source,) = [hats for hats in found if isinstance(hats, HatSource)]
    return source
