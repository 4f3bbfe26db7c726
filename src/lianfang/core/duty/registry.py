"""Which kinds of duty there are, and where holders are found: read from the apps' `duties.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from lianfang.core.duty.terms import DutyKind
from lianfang.kernel.errors import NotFound

Names = Callable[[Iterable[str]], Mapping[str, str]]
"""The names of subjects by their uids, in one statement; those out of sight are absent."""


@dataclass(frozen=True)
class HolderSource:
    """A statement that finds a holder for each `area` and `post` of the preceding relation `places`.

    It yields `area, post, holder, holder_post, holder_uid`. `places` also has the columns
    `ladder text[], above boolean, unit uuid`: what `parameters` makes of a post, the posts that stand in for
    it, whether only those above count, and of which unit the post itself must be.
    """

    app: str
    statement: str
    parameters: Callable[[str], dict[str, object]]


@lru_cache(maxsize=1)
def kinds() -> tuple[DutyKind, ...]:
    """Every declared kind, in the order of the apps."""
    return tuple(kind for module in _modules() for kind in getattr(import_module(module), "KINDS", ()))


@lru_cache(maxsize=1)
def subject_names() -> Mapping[str, Names]:
    """How the subjects of duties are named that are no persons: by the word for what they are."""
    found = [getattr(import_module(module), "SUBJECT_NAMES", {}) for module in _modules()]
    return {subject: names for told in found for subject, names in told.items()}


@lru_cache(maxsize=1)
def holder_source() -> HolderSource:
    """The one declared source of holders."""
    found = [getattr(import_module(module), "HOLDERS", None) for module in _modules()]
    (source,) = [holders for holders in found if isinstance(holders, HolderSource)]
    return source


def kind(code: str) -> DutyKind:
    """The kind of a code; raises NotFound."""
    for known in kinds():
        if known.code == code:
            return known
    raise NotFound(what="责任事项种类", value=code)


def _modules() -> list[str]:
    names = [
        f"{config.name}.duties"
        for config in apps.get_app_configs()
        if config.name.startswith("lianfang.apps.")
    ]
    return [name for name in names if find_spec(name)]
