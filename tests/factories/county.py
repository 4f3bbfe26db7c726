"""A small county after its morning, in a database of its own beside the tests' empty one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import override_settings

from lianfang.core.embedded.home import Home
from lianfang.project import morning
from lianfang.project.morning import Morning

SCALE = 0.02


@dataclass(frozen=True)
class Anchored(Home):
    """A home whose audit log is anchored apart: two databases of one home are two chains."""

    name: str

    @property
    def audit_anchor(self) -> Path:
        return self.root / f"audit-anchor-{self.name}.json"

    @property
    def clock(self) -> Path:
        return self.root / f"clock-{self.name}"


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let Django's connection lead to another database of the same server."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        with override_settings(HOME=Anchored(settings.HOME.root, name)):
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def county_database() -> Iterator[tuple[str, Morning]]:
    """A database with the small county after its morning: its name, and what came of it."""
    with empty_database("county") as name:
        with connected_to(name):
            made = run_morning(name)
        yield name, made


def run_morning(name: str) -> Morning:
    """Run the small county's morning, or what is left of it; its files lie in a folder of that name."""
    return morning.run(scale=SCALE, folder=settings.HOME.root / name)


@contextmanager
def empty_database(suffix: str) -> Iterator[str]:
    """A copy of the tests' empty database, dropped at the end."""
    empty = connection.settings_dict["NAME"]
    name = f"{empty}_{suffix}"
    _statement(f'drop database if exists "{name}"')
    _statement(f'create database "{name}" template "{empty}"')
    try:
        yield name
    finally:
        _statement(f'drop database if exists "{name}"')


def _statement(text: str) -> None:
    with connection.as_owner(), connected_to("postgres"), connection.cursor() as cursor:
        cursor.execute(text)
