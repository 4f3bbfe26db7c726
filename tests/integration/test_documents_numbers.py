"""Numbers of documents taken at the same time, in a database of their own: without gap, without double."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker
from tests.factories.county import connected_to, empty_database

from lianfang.core import sql
from lianfang.project import database

COUNT, AT_ONCE = 24, 8


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), empty_database("numbers") as name, connected_to(name):
        database.migrate()  # run alone, the tests' database has no tables yet
        yield


def test_numbers_taken_at_the_same_time_have_no_gap_and_no_double(own_database: None) -> None:
    """Eight at once; of every three one fails after it took its number, and gives it back."""
    numbers: list[int] = []

    def take(place: int) -> None:
        try:
            with transaction.atomic():
                (taken,) = sql.fetch("documents", "take_number", area="990121", prefix="澜防指办", year=2022)
                if place % 3 == 0:
                    transaction.set_rollback(True)
                else:
                    numbers.append(taken["number"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(take, range(COUNT)))
    assert sorted(numbers) == list(range(1, 1 + COUNT - COUNT // 3))
