"""Whoever lived with a case or was where it was is found by traces, named by the table, judged, logged."""

from datetime import datetime, timedelta
from uuid import uuid4

import polars as pl
import pytest
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories.access import token_of
from tests.factories.cases import CDC, COUNTY, NOW
from tests.factories.control import OTHER, VILLAGE

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.duties import KINDS
from lianfang.apps.cases.models import Nearness
from lianfang.apps.cases.operations import NobodyClose
from lianfang.apps.cases.terms import Met, NewPatient, Situation, Stay, Team
from lianfang.apps.control.models import Measure
from lianfang.apps.people.models import Household, Person
from lianfang.apps.venues import operations as venues
from lianfang.apps.venues.models import Venue
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.kernel.clock import ZONE

pytestmark = pytest.mark.django_db
GROUND = "查找密接"


def moment(day, clock):
    return f"2022-07-{day:02} {clock}"


def aware(day, clock):
    return datetime.fromisoformat(moment(day, clock)).replace(tzinfo=ZONE)


@pytest.fixture
def town(tmp_path):
    """A case of a household of three, venues, and a file of who was where."""
    factory.centre_of_county()
    home = Household.objects.create(area=orders.GRID, address="东街9号")
    ill = orders.person("病一", household=home)
    mate = orders.person("同户", household=home)
    orders.person("同户故", household=home, state="deceased")
    for code, name, kind, facts in (
        ("FD-1", "柳林饭店", "restaurant", {"enclosed": True}),
        ("GX-1", "露天集市", "market", {"enclosed": False}),
        ("D9901", "D9901次", "train", {}),
        ("SC-9", "河西商店", "shop", {}),
    ):
        Venue.objects.create(code=code, name=name, kind=kind, area=VILLAGE, by="试", recorded_at=NOW, **facts)
    return {"ill": ill, "mate": mate, "folder": tmp_path}


def seen(town, *rows):
    """Load rows: person (or telephone), venue, from, until, seat."""
    whole = [
        ("" if isinstance(who, str) else str(who.uid), who if isinstance(who, str) else "", *rest)
        for who, *rest in rows
    ]
    names = ("人员编号", "电话", "场所码", "到达时间", "离开时间", "座位")
    path = town["folder"] / f"{uuid4()}.csv"
    filled = [(*one, *[""] * (6 - len(one))) for one in whole]
    pl.DataFrame(filled, schema=names, orient="row").write_csv(path)
    assert venues.load(path, by=SYSTEM, at=NOW).rejected == 0


def seek(case, **more):
    return operations.seek(case.uid, **{"ground": GROUND, "by": CDC, "at": NOW} | more)


def found(case):
    return {one.name: (one.rule, one.place, one.source) for one in queries.proposed(case, at=NOW)}


def test_household_restaurant_train_and_shop_are_found_named_and_ordered(town):
    diner, rider, far, other, late, passer = (
        orders.person(name) for name in ("同桌", "同车", "远排", "别车", "后到", "路人")
    )
    case = factory.case(town["ill"])
    seen(
        town,
        (town["ill"], "FD-1", moment(9, "12:00"), moment(9, "13:00")),
        (diner, "FD-1", moment(9, "12:30"), moment(9, "14:00")),
        (late, "FD-1", moment(9, "18:00"), moment(9, "19:00")),
        (town["ill"], "D9901", moment(9, "15:00"), moment(9, "17:00"), "05车03A"),
        (rider, "D9901", moment(9, "15:00"), moment(9, "17:00"), "05车09F"),
        (other, "D9901", moment(9, "15:00"), moment(9, "17:00"), "06车03A"),
        (town["ill"], "GX-1", moment(8, "08:00")),
        (passer, "GX-1", moment(8, "08:10")),
        (far, "SC-9", moment(9, "19:00")),
        ("13900009999", "FD-1", moment(9, "12:10"), moment(9, "12:40")),
    )
    sought = seek(case)
    assert (sought.meetings, sought.noted, sought.known) == (6, 3, 0)
    assert sought.left_out == {"other_coach": 1, "open_air": 1}
    assert [one.venue for one in sought.strangers] == ["FD-1"]
    assert "13900009999" not in str(sought)
    assert found(case) == {
        "同户": ("household", "", "household"),
        "同桌": ("meal", "柳林饭店", "presence"),
        "同车": ("sealed_train", "D9901次", "presence"),
    }
    judged = operations.judge(case.uid, by=CDC, at=NOW)
    assert (judged.added, judged.refusal) == (3, "")
    assert Measure.objects.values("person_uid").distinct().count() == 3
    assert seek(case).noted == 0
    assert operations.judge(case.uid, by=CDC, at=NOW).same == 3


def test_a_place_that_the_case_told_of_is_sought_like_one_where_it_was_seen(town):
    shopper = orders.person("店里")
    case = factory.case(town["ill"])
    seen(town, (shopper, "SC-9", moment(9, "10:30")))
    assert seek(case).stays == 0
    told = Stay(Team.CDC, "河西商店", aware(9, "10:00"), aware(9, "11:00"))
    operations.save_stay(case.uid, told, by=CDC, at=NOW)
    operations.save_stay(case.uid, Stay(Team.CDC, "朋友家", told.since, told.until), by=CDC, at=NOW)
    sought = seek(case)
    assert (sought.stays, sought.noted) == (1, 1)
    assert found(case)["店里"] == ("same_room", "河西商店", "presence")


def test_an_earlier_onset_is_sought_anew_and_what_was_told_stays_beside(town):
    early = orders.person("早")
    case = factory.case(town["ill"])
    seen(town, (town["ill"], "SC-9", moment(4, "10:00")), (early, "SC-9", moment(4, "10:20")))
    assert "早" not in found(case)
    seek(case)
    assert "早" not in found(case)
    met = Met(Situation.VISIT, aware(9, "10:00"), aware(9, "11:00"))
    operations.meet(case.uid, NewPatient(person=str(town["mate"].uid)), met, by=CDC, at=NOW)
    said = factory.said(onset_on=datetime(2022, 7, 6).date())
    card = operations.state(case.uid, said, by=CDC, at=NOW)
    seek(card)
    assert found(card)["早"][0] == "same_room"
    assert Nearness.objects.filter(person=town["mate"]).count() == 3


def test_every_search_needs_a_permission_and_a_ground_and_stands_in_the_log(town):
    case = factory.case(town["ill"])
    for lacking in (Permission.INVESTIGATE_CASE, Permission.FIND_TOGETHER):
        less = Actor(name="少", scopes=(COUNTY,), permissions=CDC.permissions - {lacking})
        with pytest.raises(PermissionMissing):
            seek(case, by=less)
    with pytest.raises(Exception, match="依据"):
        seek(case, ground=" ")
    seek(case)
    asked = AuditEvent.objects.get(action="presence.asked")
    assert asked.facts["ground"] == f"病例{case.number}：{GROUND}"
    assert AuditEvent.objects.filter(action="cases.sought").count() == 1


def test_page_api_and_command_seek(town, signed_in, run_command, capsys, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    case, neighbour = factory.case(town["ill"]), orders.person("邻", area=OTHER)
    seen(
        town,
        (town["ill"], "SC-9", moment(9, "10:00")),
        (neighbour, "SC-9", moment(9, "10:20")),
        ("13900009999", "SC-9", moment(9, "10:10")),
    )
    client = signed_in("investigator", COUNTY)
    refused = client.post(f"/cases/{case.uid}/seek/", {"ground": "", "window": "2"})
    assert refused.status_code == 422
    page = client.post(f"/cases/{case.uid}/seek/", {"ground": GROUND, "window": "2"})
    assert page.status_code == 200
    assert "登记中没有的人" in page.text
    assert "13900009999" not in page.text
    assert "河西商店" in client.get(f"/cases/{case.uid}/contacts/").text
    headers = {"Authorization": f"Bearer {token_of('investigator', COUNTY)}"}
    sent = client.post(
        f"/api/cases/{case.uid}/seek", {"ground": GROUND}, content_type="application/json", headers=headers
    )
    assert (sent.status_code, sent.json()["known"]) == (200, 2)
    capsys.readouterr()
    assert run_command("case", "seek", case.number, "--ground", GROUND, "--window", "1", "--json") == 0
    assert '"known": 2' in capsys.readouterr().out


def test_the_company_of_close_contacts_is_sought_ranked_judged_and_keeps_both_between(town):
    diner, mate = orders.person("同桌"), town["mate"]
    long, short, early = (orders.person(name) for name in ("久", "短", "早来"))
    case = factory.case(town["ill"])
    with pytest.raises(NobodyClose):
        seek(case, further=True)
    seen(
        town,
        (town["ill"], "FD-1", moment(9, "12:00"), moment(9, "13:00")),
        (diner, "FD-1", moment(9, "12:30"), moment(9, "13:00")),
        (diner, "D9901", moment(9, "15:00"), moment(9, "17:00"), "05车03A"),
        (long, "D9901", moment(9, "15:00"), moment(9, "17:00"), "05车09F"),
        (diner, "SC-9", moment(9, "20:00"), moment(9, "20:30")),
        (mate, "SC-9", moment(9, "20:00"), moment(9, "21:00")),
        (short, "SC-9", moment(9, "20:10"), moment(9, "20:30")),
        (diner, "SC-9", moment(9, "08:00"), moment(9, "08:30")),
        (early, "SC-9", moment(9, "08:00"), moment(9, "08:30")),
    )
    seek(case)
    operations.judge(case.uid, by=CDC, at=NOW)
    sought = seek(case, further=True)
    assert sought.noted > 0
    assert seek(case, further=True).noted == 0
    fresh = [one for one in queries.proposed(case, at=NOW) if one.change == "added"]
    told = [(one.name, one.degree, one.rule, one.minutes, set(one.through)) for one in fresh]
    assert told == [
        ("久", 2, "sealed_train", 120, {"同桌"}),
        ("短", 2, "same_room", 40, {"同桌", "同户"}),
    ]
    assert operations.judge(case.uid, by=CDC, at=NOW).added == 2
    standing = {one.name: one.degree for one in queries.contacts(case, known_at=NOW)}
    assert standing == {"同户": 1, "同桌": 1, "久": 2, "短": 2}
    assert AuditEvent.objects.filter(action="presence.asked").last().facts["persons"] == 2


def test_whom_the_case_met_is_judged_also_after_they_left_the_county(town):
    case = factory.case(town["ill"])
    seek(case)
    Person.objects.filter(pk=town["mate"].pk).update(area="990122001001")
    with rows.acting(CDC):
        assert [one.name for one in queries.proposed(case, at=NOW)] == ["同户"]
        judged = operations.judge(case.uid, by=CDC, at=NOW)
        assert (judged.added, judged.measures, judged.refusal) == (1, 0, "其中1人现住辖区外，请发协查函。")
        assert [one.name for one in queries.contacts(case, known_at=NOW)] == ["同户"]


def test_strangers_are_kept_with_a_clock_until_found_or_given_up(town, signed_in, client, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    case = factory.case(town["ill"])
    rows_of = [(town["ill"], "FD-1", moment(9, "12:00"), moment(9, "13:00"))]
    for last in range(3):
        rows_of.append((f"1390000999{last}", "FD-1", moment(9, "12:10"), moment(9, "12:40")))
    seen(town, *rows_of)
    seek(case)
    assert len(seek(case).strangers) == 3
    kept = sorted(queries.strangers(case, known_at=NOW), key=lambda one: one.number)
    assert [(one.number, one.places, one.due_at - NOW) for one in kept] == [
        (f"139****999{last}", ("柳林饭店",), timedelta(hours=8)) for last in range(3)
    ]
    assert [gap.subject for gap in open_strangers(NOW)] == [str(case.uid)] * 3
    assert set(found(case)) == {"同户"}
    desk, (first, second, third) = signed_in("investigator", COUNTY), (one.visitor for one in kept)
    way = f"/cases/{case.uid}/strangers"
    assert "139****9990" in desk.get(f"/cases/{case.uid}/contacts/").text
    assert desk.post(f"{way}/{first}/", {"act": "call", "reason": ""}).status_code == 422
    called = desk.post(f"{way}/{first}/", {"act": "call", "reason": "联系"})
    assert ("13900009990" in called.text, "13900009991" in called.text) == (True, False)
    assert AuditEvent.objects.filter(action="cases.stranger_called").count() == 1
    told = {"act": "find", "name": "过客", "phone": "13900009990", "area": VILLAGE}
    assert desk.post(f"{way}/{first}/", told).status_code == 302
    assert desk.post(f"{way}/{first}/", told).status_code == 422
    assert found(case)["过客"] == ("meal", "柳林饭店", "presence")
    assert desk.post(f"{way}/{second}/", {"act": "give_up", "reason": "号码停机"}).status_code == 302
    headers = {"Authorization": f"Bearer {token_of('investigator', COUNTY)}"}
    shared = {"content_type": "application/json", "headers": headers}
    assert len(client.get(f"/api/cases/{case.uid}/strangers", headers=headers).json()) == 3
    given = {"person": str(town["mate"].uid)}
    assert client.post(f"/api{way}/{third}/find", given, **shared).status_code == 200
    assert client.post(f"/api{way}/{third}/give-up", {"reason": "无"}, **shared).status_code == 422
    assert list(open_strangers(NOW + timedelta(hours=1))) == []
    assert len(list(open_strangers(NOW - timedelta(microseconds=1)))) == 0
    judged = operations.judge(case.uid, by=CDC, at=NOW)
    assert judged.added == 2


def open_strangers(at):
    kinds = [kind for kind in KINDS if kind.code == "stranger_found"]
    return engine.gaps(view=engine.at_moment(area=COUNTY, at=at), kinds=kinds)


def test_who_was_near_once_is_near_only_as_often(town):
    case = factory.case(town["ill"])
    seek(case, at=NOW)
    later = seek(case, at=NOW + timedelta(hours=1))
    assert (later.noted, later.known) == (0, 1)
