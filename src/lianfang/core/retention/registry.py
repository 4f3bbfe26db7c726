"""Which purposes there are: read from the `duties.py` of the apps and of the access part."""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from lianfang.core.retention.terms import Purpose


@lru_cache(maxsize=1)
def purposes() -> tuple[Purpose, ...]:
    """Every declared purpose, in the order of the apps."""
    names = [f"{app.name}.duties" for app in apps.get_app_configs() if app.name.startswith("lianfang.")]
    return tuple(
        purpose
        for name in names
        if find_spec(name)
        for purpose in getattr(import_module(name), "RETENTION", ())
    )
