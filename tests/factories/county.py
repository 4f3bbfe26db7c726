"""A small county after its morning, in a database of its own beside the tests' empty one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from lianfang.project import morning
from lianfang.project.morning import Morning

SCALE = 0.02


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let Django's connection lead to another database of the same server."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def county_database() -> Iterator[tuple[str, Morning]]:
    """Copy the tests' empty database, run the small county's morning in the copy, drop it at the end."""
    empty = connection.settings_dict["NAME"]
    name = f"{empty}_county"
    _statement(f'drop database if exists "{name}"')
    _statement(f'create database "{name}" template "{empty}"')
    try:
        with connected_to(name):
            made = morning.run(scale=SCALE, folder=settings.HOME.root / name)
        yield name, made
    finally:
        _statement(f'drop database if exists "{name}" with (force)')


def _statement(text: str) -> None:
    with connected_to("postgres"), connection.cursor() as cursor:
        cursor.execute(text)
