"""Which purposes there are, which columns name files, what sweeps others: read from `duties.py` of all."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from lianfang.core.retention.terms import FileColumn, Folder, Purpose


@lru_cache(maxsize=1)
def purposes() -> tuple[Purpose, ...]:
    """Every declared purpose, in the order of the apps."""
    return tuple(_declared("RETENTION"))


@lru_cache(maxsize=1)
def file_columns() -> tuple[FileColumn, ...]:
    """Every column that names kept files."""
    return tuple(_declared("FILES"))


@lru_cache(maxsize=1)
def sweepers() -> tuple[Callable[[], int], ...]:
    """What removes files of an app's own that no row names any more; each tells how many."""
    return tuple(_declared("SWEEPERS"))


@lru_cache(maxsize=1)
def folders() -> tuple[Folder, ...]:
    """Every folder of copies in clear."""
    return tuple(_declared("FOLDERS"))


def _declared(name: str) -> Iterator[Any]:
    modules = [f"{app.name}.duties" for app in apps.get_app_configs() if app.name.startswith("lianfang.")]
    for module in modules:
        if find_spec(module):
            yield from getattr(import_module(module), name, ())
