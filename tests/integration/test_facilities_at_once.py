"""Rooms asked for by many at the same moment, in a database of their own: never two in one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker
from tests.factories import facilities as made
from tests.factories.county import connected_to, empty_database

from lianfang.apps.facilities import operations
from lianfang.apps.facilities.models import Lodging
from lianfang.apps.facilities.terms import BuildingPlan, Company
from lianfang.project import database

ASKED, PEOPLE, AT_ONCE = 200, 100, 8
PLAN = BuildingPlan("1号楼", floors=2, rooms_per_floor=10)


@pytest.fixture
def _own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), empty_database("rooms") as name, connected_to(name):
        database.migrate()
        yield


@pytest.mark.usefixtures("_own_database")
def test_two_hundred_at_once_put_never_two_into_one_room() -> None:
    """Two hundred ask for one of 20 rooms, each of a hundred persons twice."""
    made.build()
    site = made.active(made.SITE, PLAN)
    rooms = made.rooms(site)
    people = [str(made.ordered().uid) for _ in range(PEOPLE)]

    def ask(number: int) -> str:
        company = Company((people[number % PEOPLE],))
        try:
            operations.lodge(rooms[number % len(rooms)].uid, company, by=made.OFFICE, at=made.AT)
        except (operations.RoomTaken, operations.PersonLodged, operations.SiteFull) as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "lodged"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        fates = list(pool.map(ask, range(ASKED)))
    held = list(Lodging.objects.all())
    assert fates.count("lodged") == len(held) == len(rooms)
    assert len({one.room_id for one in held}) == len({one.person_id for one in held}) == len(rooms)
