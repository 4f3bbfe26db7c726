"""Hats follow posts, deputies and grants, live; tokens narrow them; what deserves a log line leaves one."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import access

from lianfang.apps.areas import operations as areas
from lianfang.apps.areas import queries as places
from lianfang.apps.areas.permissions import POST_ROLES
from lianfang.apps.areas.terms import PostCode
from lianfang.core import sql
from lianfang.core.access import operations, queries
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.models import BreakGlass, Export, Token, User
from lianfang.core.access.permissions import EVERY, Permission
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import SYSTEM, Actor, narrowed
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import NotFound

TOWN, VILLAGE = 9, 12


@pytest.fixture
def secretary(county) -> tuple[User, str]:
    """The account of a village secretary, and the village."""
    row = sql.query(
        "select p.area, o.uid, o.name from areas_assignment a join areas_post p on p.id = a.post_id"
        " join areas_officer o on o.id = a.officer_id where p.code = 'village_secretary'"
        " and a.ends_at is null and (select count(*) from areas_assignment b where b.officer_id = o.id) = 1"
        " order by p.area limit 1"
    )[0]
    made = operations.create_user(
        username="shuji", name=row["name"], officer=row["uid"], by=SYSTEM, at=county.at
    )
    return made, row["area"]


def hats(account: User, county) -> list[tuple[str, tuple[str, ...]]]:
    return [(hat.role, hat.scopes) for hat in queries.hats(account, at=county.at, real=timezone.now())]


def client_of(account: User) -> Client:
    client = Client()
    client.force_login(account, backend=access.BACKEND)
    return client


def test_every_post_carries_a_role_and_every_role_is_described():
    assert set(POST_ROLES) == set(PostCode)
    assert len(ROLES) == 13
    for role in ROLES.values():
        assert role.description
        assert Permission.OWN_ACCOUNT in role.permissions
    assert {one for role in ROLES.values() for one in role.permissions} == EVERY


def test_who_loses_the_post_loses_access_with_the_next_click(secretary, county):
    account, village = secretary
    client = client_of(account)
    assert hats(account, county) == [("village_secretary", (village,))]
    assert client.get(f"/rollup/{village}/").status_code == 200
    areas.end_assignment(post="village_secretary", area=village, by=SYSTEM, at=county.at)
    assert hats(account, county) == []
    assert client.get(f"/rollup/{village}/").status_code == 403
    assert client.get("/account/").status_code == 200


def test_a_deputy_has_the_hat_for_the_period_and_not_after(secretary, county):
    account, village = secretary
    town = village[:TOWN]
    begins, ends = county.at - timedelta(days=1), county.at + timedelta(days=3)
    deputy = areas.stand_in(
        post="town_clerk",
        area=town,
        officer=account.officer,
        begins_at=begins,
        ends_at=ends,
        ground="休假",
        by=SYSTEM,
        at=county.at,
    )
    assert hats(account, county) == [("town_clerk", (town,)), ("village_secretary", (village,))]
    (shown,) = places.deputies(area=town, at=county.at)
    assert (shown.uid, shown.name, shown.ground) == (deputy, "街道（乡镇）疫情防控办公室", "休假")
    later = queries.hats(account, at=ends, real=timezone.now())
    assert [hat.role for hat in later] == ["village_secretary"]
    areas.end_stand_in(deputy=deputy, ground="提前返岗", by=SYSTEM, at=county.at)
    assert hats(account, county) == [("village_secretary", (village,))]


def test_standing_in_has_an_end_a_post_and_an_officer(secretary, county):
    account, village = secretary
    told = {"post": "village_secretary", "area": village, "ground": "x", "by": SYSTEM, "at": county.at}
    with pytest.raises(areas.PeriodTooLong):
        areas.stand_in(
            officer=account.officer, begins_at=county.at, ends_at=county.at + timedelta(days=91), **told
        )
    with pytest.raises(areas.OfficerNotFound):
        areas.stand_in(
            officer=UUID(int=1), begins_at=county.at, ends_at=county.at + timedelta(days=1), **told
        )


def test_two_villages_are_one_hat_and_the_hat_is_changed_in_the_header(secretary, county):
    account, village = secretary
    other = next(place.code for place in places.area(village[:9]).children if place.code != village)
    for role, area in (("village_secretary", other), ("inspector", "990121")):
        operations.grant(account, role=role, area=area, ground="包村", by=SYSTEM, at=county.at)
    assert hats(account, county) == [
        ("village_secretary", tuple(sorted((village, other)))),
        ("inspector", ("990121",)),
    ]
    client = client_of(account)
    assert client.get("/rollup/990121/").status_code == 403
    client.post("/account/wear/", {"hat": "inspector", "next": "//evil.example/"})
    assert client.get("/rollup/990121/").status_code == 200
    client.post("/account/wear/", {"hat": "administrator"})
    assert client.get("/rollup/990121/").status_code == 403


def test_the_hat_changer_leads_nowhere_else(secretary):
    answer = client_of(secretary[0]).post("/account/wear/", {"hat": "x", "next": "//evil.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    ("scopes", "to", "left"),
    [
        (["990121", "990121100"], "", ("990121",)),
        (["990121"], "990121100", ("990121100",)),
        (["990121100201", "990121200001"], "990121100", ("990121100201",)),
        (["990121100"], "990121200", ()),
        ([""], "", ("",)),
        ([], "", ()),
    ],
)
def test_scopes_are_narrowed(scopes, to, left):
    assert narrowed(scopes, to=to) == left


def test_an_actor_without_scopes_sees_nothing_and_shares_a_prefix_with_others():
    assert not Actor("某", ()).may_see("990121")
    assert Actor("某", ()).scope == "00"
    assert Actor("某", ("990121100201", "990121100202")).scope == "990121100"
    assert Actor("某", ("990121", "980101")).scope == ""


def test_a_token_acts_as_its_accounts_hat_narrowed_until_it_ends(secretary, county):
    account, village = secretary
    now = timezone.now()
    told = {"role": "village_secretary", "label": "体温枪", "lifetime": timedelta(days=1), "by": SYSTEM}
    secret = operations.issue_token(account, area=village, at=county.at, real=now, read_only=True, **told)
    found = queries.token(secret, at=county.at, real=now)
    actor = queries.actor_of_token(found)
    assert (actor.scopes, actor.role) == ((village,), "village_secretary")
    assert actor.may(Permission.VIEW_GAPS)
    assert not actor.may(Permission.ADD_READING)
    assert queries.token(secret, at=county.at, real=now + timedelta(days=1)) is None
    assert queries.token(secret + "x", at=county.at, real=now) is None
    areas.end_assignment(post="village_secretary", area=village, by=SYSTEM, at=county.at)
    assert queries.actor_of_token(queries.token(secret, at=county.at, real=now)).scopes == ()
    operations.revoke_token(Token.objects.get().pk, by=SYSTEM, at=county.at, real=now)
    assert queries.token(secret, at=county.at, real=now) is None


def test_no_token_for_what_is_not_held_or_needs_a_second_factor(secretary, county):
    account, _ = secretary
    now = timezone.now()
    operations.grant(account, role="auditor", area="", ground="x", by=SYSTEM, at=county.at)
    for role in ("headquarters", "auditor", "nonsense"):
        with pytest.raises(operations.RoleNotHeld):
            operations.issue_token(
                account,
                role=role,
                area="",
                label="x",
                lifetime=timedelta(days=1),
                by=SYSTEM,
                at=county.at,
                real=now,
            )


def test_only_who_manages_access_makes_accounts_grants_and_tokens(county):
    clerk = Actor("经办", ("990121",), "headquarters", ROLES["headquarters"].permissions)
    with pytest.raises(PermissionMissing):
        operations.create_user(username="x", name="x", by=clerk, at=county.at)
    account = access.account()
    with pytest.raises(PermissionMissing):
        operations.grant(account, role="headquarters", area="", ground="x", by=clerk, at=county.at)


def foreign_to(code: str) -> str:
    found = sql.query(
        "select distinct left(area, 12) as area from people_person where area not like %(near)s order by 1",
        near=f"{code[:TOWN]}%",
    )
    return found[0]["area"]


def test_a_look_beyond_sees_one_town_for_two_hours_and_changes_nothing(county, signed_in):
    own = sql.query("select left(area, 9) as town from people_person order by area limit 1")[0]["town"]
    client, away = signed_in("town_clerk", own), foreign_to(own)
    head = signed_in("town_clerk", away[:TOWN])
    person = sql.query("select uid from people_person where area like %(a)s limit 1", a=f"{away}%")[0]["uid"]
    assert client.get(f"/people/{person}/").status_code == 404
    assert client.post("/beyond/", {"area": away, "reason": ""}).status_code == 422
    assert client.post("/beyond/", {"area": "990121", "reason": "密接在外乡"}).status_code == 422
    assert client.post("/beyond/", {"area": away, "reason": "密接在外乡"}).status_code == 302
    assert client.get(f"/people/{person}/").status_code == 200
    assert client.get(f"/rollup/{own}/").status_code == 403
    assert client.post(f"/people/{person}/correct/", {"name": "王改", "ground": "试试"}).status_code == 403
    assert "密接在外乡" in head.get("/beyond/").content.decode()
    view = engine.at_moment(area=away[:TOWN], at=county.at)
    (told,) = engine.gaps(view=view, kinds=[registry.kind("look_noted")])
    assert told.holder_post == "town_clerk"
    look = BreakGlass.objects.get()
    assert head.post(f"/beyond/{look.pk}/").status_code == 302
    look.refresh_from_db()
    assert look.seen_by
    assert not list(engine.gaps(view=view, kinds=[registry.kind("look_noted")]))
    BreakGlass.objects.update(ends_at=timezone.now())
    assert client.get(f"/people/{person}/").status_code == 404
    assert client.get(f"/rollup/{own}/").status_code == 200


def test_a_head_elsewhere_neither_sees_nor_notes_a_look(county, signed_in):
    own = sql.query("select left(area, 9) as town from people_person order by area limit 1")[0]["town"]
    away = foreign_to(own)
    signed_in("town_clerk", own).post("/beyond/", {"area": away, "reason": "密接在外乡"})
    other = signed_in("town_clerk", "990121999")
    assert "密接在外乡" not in other.get("/beyond/").content.decode()
    assert other.post(f"/beyond/{BreakGlass.objects.get().pk}/").status_code == 404


def test_whole_numbers_are_shown_for_a_reason_that_is_kept(county, signed_in):
    person = sql.query(
        "select p.uid, p.area from people_person p join people_identitykey k on k.person_id = p.id limit 1"
    )[0]
    client = signed_in("town_clerk", person["area"][:TOWN])
    address = f"/people/{person['uid']}/clear/"
    masked = client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    answer = client.post(address, {"reason": "联系转运"})
    shown = answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert masked != shown
    line = AuditEvent.objects.get(action="people.unmasked")
    assert (line.facts["reason"], line.user) == ("联系转运", int(client.session["_auth_user_id"]))
    auditor = signed_in("auditor", "")
    assert "联系转运" in auditor.get("/audit/unmaskings/").content.decode()


def test_what_is_held_is_printed_for_the_person_and_leaves_a_line(county, signed_in):
    person = sql.query("select person_uid as uid, area from control_measure order by id limit 1")[0]
    client = signed_in("town_clerk", person["area"][:TOWN])
    address = f"/people/{person['uid']}/held/"
    assert "已核对身份" in client.get(address).content.decode()
    assert not AuditEvent.objects.filter(action="people.unmasked").exists()
    page = client.post(address).content.decode()
    assert "谁查看或更改过" in page
    assert "people.unmasked" in page
    assert AuditEvent.objects.filter(action="people.unmasked").count() == 1


def test_a_correction_keeps_before_and_after_sealed(county, signed_in):
    person = sql.query("select uid, area, name from people_person where length(name) > 1 limit 1")[0]
    client = signed_in("town_clerk", person["area"][:TOWN])
    answer = client.post(f"/people/{person['uid']}/correct/", {"name": "王更正", "ground": "户口簿"})
    assert answer.status_code == 302
    line = AuditEvent.objects.get(action="people.corrected")
    assert line.facts["ground"] == "户口簿"
    assert person["name"] not in str(line.facts)
    assert "王更正" in client.get(f"/people/{person['uid']}/").content.decode()


def test_an_export_needs_permission_and_reason_and_leaves_a_mark(county):
    role = ROLES["town_clerk"]
    clerk = Actor("赵经办", ("990121100",), "town_clerk", role.permissions, 7)
    with pytest.raises(operations.ReasonMissing):
        operations.record_export(what="gaps", reason="", by=clerk, at=county.at)
    mark = operations.record_export(what="gaps", reason="上报县办", by=clerk, at=county.at, rows=12)
    assert "赵经办" in mark
    kept = Export.objects.get()
    assert (kept.mark, kept.rows, kept.area, kept.user) == (mark, 12, "990121100", 7)
    assert str(AuditEvent.objects.get(action="access.exported").pk) in mark
    with pytest.raises(PermissionMissing):
        operations.record_export(
            what="gaps", reason="上报", by=Actor("网格员", role="grid_worker"), at=county.at
        )


def test_a_role_or_a_look_in_a_place_of_no_table_is_refused(secretary, county):
    account, village = secretary
    told = {"by": SYSTEM, "at": county.at}
    with pytest.raises(NotFound, match="990121999999"):
        operations.grant(account, role="inspector", area="990121999999", ground="x", **told)
    looking = Actor("乡镇", ("990121100",), permissions=EVERY, user=account.pk)
    with pytest.raises(NotFound, match="990121999"):
        operations.break_glass(
            area="990121999", reason="密接在邻镇", by=looking, at=county.at, real=timezone.now()
        )
    operations.grant(account, role="investigator", area=village, ground="流调", **told)
    client = client_of(account)
    client.post("/account/wear/", {"hat": "investigator"})
    answer = client.post("/beyond/", {"area": "990121999", "reason": "密接在邻镇"})
    assert answer.status_code == 422
    assert "没有找到区划" in answer.content.decode()
    assert BreakGlass.objects.count() == 0


def test_a_look_beyond_is_asked_for_by_name_and_chosen_from_those_that_bear_it(county, signed_in):
    client = signed_in("town_clerk", "990121100")
    typed = {"area": "社区", "reason": "核实密接住处"}
    asked = client.post("/beyond/", typed)
    assert asked.status_code == 422
    page = asked.content.decode()
    codes = re.findall(r'name="area_chosen" value="(\d+)"', page)
    assert len(codes) > 1
    assert "核实密接住处" in page
    assert not BreakGlass.objects.exists()
    town = next(code for code in codes if not code.startswith("990121100"))
    done = client.post("/beyond/", typed | {"area_offered": "社区", "area_chosen": town})
    assert done.status_code == 302
    assert BreakGlass.objects.get().area == town
