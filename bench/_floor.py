"""A place for the floors: COPY can't go into tables with locked rows, so it goes into their likeness."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def scratch() -> Iterator[None]:
    """A schema `bench` in which the program's role may make tables; gone afterwards."""
    program = connection.settings_dict["USER"]
    _as_owner("drop schema if exists bench cascade", "create schema bench")
    _as_owner(f'grant usage, create on schema bench to "{program}"')
    try:
        yield
    finally:
        _as_owner("drop schema bench cascade")


def _as_owner(*statements: str) -> None:
    with connection.as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
