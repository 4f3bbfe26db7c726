"""Three teams write the trajectory of one case at once: nobody overwrites another, both words are kept."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories.cases import CDC, COUNTY, NOW

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.models import StayVersion
from lianfang.apps.cases.operations.investigating import StayImpossible
from lianfang.apps.cases.terms import Stay, Team
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
POLICE = Actor(name="民警", scopes=(COUNTY,), permissions=EVERY)


def said(place, team=Team.CDC, hour=10):
    begun = datetime(2022, 7, 8, hour, tzinfo=ZONE)
    return Stay(team, place, begun, begun + HOUR)


@pytest.fixture
def case(db):
    factory.centre_of_county()
    return factory.case()


def places(case, at=NOW):
    return [(one.place, one.beside is not None) for one in queries.stays(case, known_at=at)]


def test_who_saw_the_latest_version_writes_the_next(case):
    first = operations.save_stay(case.uid, said("市场"), by=CDC, at=NOW)
    later = NOW + HOUR
    second = operations.save_stay(case.uid, said("市场东门"), stay=first.stay, seen=1, by=POLICE, at=later)
    assert (second.version, second.conflict) == (2, False)
    assert (places(case), places(case, later)) == ([("市场", False)], [("市场东门", False)])


def test_who_saw_an_older_version_stands_beside_and_overwrites_nobody(case):
    first = operations.save_stay(case.uid, said("市场"), by=CDC, at=NOW)
    told = {"stay": first.stay, "seen": 1, "at": NOW}
    assert not operations.save_stay(case.uid, said("市场东门"), by=POLICE, **told).conflict
    mine = operations.save_stay(case.uid, said("市场西门"), by=CDC, **told)
    assert (mine.conflict, mine.stay != first.stay) == (True, True)
    assert sorted(places(case)) == [("市场东门", False), ("市场西门", True)]
    with pytest.raises(operations.StayChanged, match="民警"):
        operations.remove_stay(case.uid, by=CDC, **told)
    operations.remove_stay(case.uid, stay=first.stay, seen=2, by=CDC, at=NOW)
    assert places(case) == [("市场西门", False)]
    assert StayVersion.objects.count() == 4


def test_the_same_again_changes_nothing_and_what_cannot_be_is_refused(case):
    first = operations.save_stay(case.uid, said("市场"), by=CDC, at=NOW)
    again = operations.save_stay(case.uid, said("市场"), stay=first.stay, seen=0, by=POLICE, at=NOW)
    assert (again, StayVersion.objects.count()) == (first, 1)
    begun = datetime(2022, 7, 8, 10, tzinfo=ZONE)
    for wrong in (
        said(" "),
        Stay(Team.CDC, "店", begun, begun - HOUR),
        Stay(Team.CDC, "店", begun, NOW + HOUR),
    ):
        with pytest.raises(StayImpossible):
            operations.save_stay(case.uid, wrong, by=CDC, at=NOW)
    with pytest.raises(DatabaseError, match="append"), transaction.atomic():
        StayVersion.objects.update(place="改")


class AnyOrder(TestCase):
    """Whatever three teams write in whatever order with whatever they saw, no word of anybody is lost."""

    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.sampled_from(list(Team)), st.integers(0, 4)), min_size=1, max_size=8))
    def test_every_word_written_stands_in_some_version(self, writes):
        factory.centre_of_county()
        case = factory.case()
        first = operations.save_stay(case.uid, said("零"), by=CDC, at=NOW)
        for number, (team, seen) in enumerate(writes):
            told = {"stay": first.stay, "seen": seen, "by": CDC, "at": NOW}
            operations.save_stay(case.uid, said(f"说法{number}", team), **told)
        written = set(StayVersion.objects.values_list("place", flat=True))
        assert {f"说法{number}" for number in range(len(writes))} <= written
        standing = {place for place, _ in places(case)}
        right, version = [], 1
        for number, (_, seen) in enumerate(writes):
            if seen == version:
                right, version = [f"说法{number}"], version + 1
        beside = {f"说法{n}" for n, (_, seen) in enumerate(writes)} - self.superseded(writes)
        assert beside <= standing
        assert set(right) <= standing

    def superseded(self, writes):
        """Words that the same line replaced by a later version."""
        version, line = 1, []
        for number, (_, seen) in enumerate(writes):
            if seen == version:
                version += 1
                line.append(f"说法{number}")
        return set(line[:-1])


def test_the_page_saves_one_line_and_shows_both_versions(signed_in, case, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = signed_in("investigator", COUNTY)
    typed = {"team": "cdc", "place": "理发店", "since": "2022-07-08T10:00", "until": "2022-07-08T11:00"}
    address = f"/cases/{case.uid}/trajectory/"
    assert client.post(address, typed).status_code == 302
    line = StayVersion.objects.get()
    for place in ("理发店里间", "隔壁面馆"):
        assert (
            client.post(address, typed | {"place": place, "stay": str(line.stay), "seen": "1"}).status_code
            == 302
        )
    page = client.get(address).text
    assert page.count("有两种说法") >= 1
    assert "隔壁面馆" in page
    assert "理发店里间" in page
    refused = client.post(address, typed | {"team": "nobody"})
    assert refused.status_code == 400


def test_people_met_are_entered_where_the_case_stayed_and_stand_there(signed_in, case, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = signed_in("investigator", COUNTY)
    hours = {"since": "2022-07-08T10:00", "until": "2022-07-08T11:00"}
    address = f"/cases/{case.uid}/trajectory/"
    for place in ("长途客车", "面馆"):
        assert client.post(address, {"team": "police", "place": place} | hours).status_code == 302
    bus = StayVersion.objects.get(place="长途客车")
    seat = {"situation": "vehicle", "vehicle": "sealed_coach", "rows_apart": "2", "place": "长途客车"}
    met = {"of": str(bus.stay), "person": str(orders.person().uid)} | seat | hours
    answer = client.post(f"/cases/{case.uid}/met/", met)
    assert (answer.status_code, answer.url) == (302, address)
    page = client.get(address).text
    assert page.count("全封闭空调客车 相距 2 排") == 1
    assert (
        page.index(f'id="stay-{bus.stay}"') < page.index("相距 2 排") < page.index(f'value="{bus.stay}"><div')
    )
    assert "别处一起的人" not in page
    refused = client.post(f"/cases/{case.uid}/met/", met | {"rows_apart": "很远", "name": "司马邻"})
    assert (refused.status_code, "相距几排应为数字" in refused.text) == (400, True)
    assert refused.text.count('value="司马邻"') == 1
    assert client.post(f"/cases/{case.uid}/met/", met | {"place": "别家"}).status_code == 302
    assert "别处一起的人" in client.get(address).text
