"""Whose duties are mine: by who I am, not by my name; and those of whom I stand in for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import access, places
from tests.factories import control as factory
from tests.factories.control import COUNTY, NOW, VILLAGE

from lianfang.apps.areas import operations as areas
from lianfang.apps.areas.models import Officer
from lianfang.apps.control import queries
from lianfang.core.access import queries as accounts

pytestmark = pytest.mark.django_db
NEXT = f"{COUNTY}100201"
NAME = "王芳"
LONG_AGO = NOW - timedelta(days=30)


@pytest.fixture
def secretaries():
    """Two secretaries of one name, in two villages; in the first somebody must be served a notice."""
    places.build_county()
    factory.load_pack()
    factory.ordered(factory.person(), when=NOW)
    return [_secretary(village) for village in (VILLAGE, NEXT)]


def _secretary(village):
    places.establish(("village_secretary", village), at=LONG_AGO)
    places.hold("village_secretary", village, NAME, begins=LONG_AGO, at=LONG_AGO)
    return Officer.objects.get(assignments__area=village)


def own(officer):
    """The kinds among the gaps of the whole county that are this officer's own."""
    account = access.account("", name=NAME)
    account.officer = officer.uid
    account.save()
    (hat,) = accounts.hats(account, at=NOW, real=NOW)
    wide = replace(hat, scopes=(COUNTY,))
    return set(queries.held_by(wide, queries.gaps_of(by=wide, at=NOW)).by_kind)


def test_what_another_of_my_name_holds_is_not_mine(secretaries):
    here, there = secretaries
    assert "notice_served" in own(here)
    assert "notice_served" not in own(there)


def test_who_stands_in_has_the_duties_of_both(secretaries):
    _, there = secretaries
    period = {"begins_at": NOW - timedelta(days=1), "ends_at": NOW + timedelta(days=1)}
    told = {"ground": "外出学习", "by": places.BY, "at": NOW}
    areas.stand_in(post="village_secretary", area=VILLAGE, officer=there.uid, **period, **told)
    assert "notice_served" in own(there)
