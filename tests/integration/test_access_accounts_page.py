"""The administrator's page of accounts: invite, give a role, close, take away a lost second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.factories import access

from lianfang.core.access.models import Grant, User
from lianfang.core.audit.models import AuditEvent

GROUND = "本人书面申请"


@pytest.fixture
def admin(county, signed_in) -> Client:
    return signed_in("administrator", "")


def act(client: Client, account: User, **cells: str):
    return client.post(f"/accounts/{account.pk}/change/", cells)


def said(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_administrators_day_begins_with_the_accounts(admin):
    assert admin.get("/").headers["Location"] == "/accounts/"
    text = said(admin, "/accounts/")
    assert '<a href="/accounts/" aria-current="page">' in text
    assert "系统管理员" in text


def test_a_new_account_has_a_role_and_a_link_that_sets_the_password_once(admin):
    typed = {"username": "shenji", "name": "周审计", "role": "auditor", "ground": "县审计局派驻"}
    text = admin.post("/accounts/", typed).content.decode()
    (path,) = re.findall(r"http://testserver(/invitation/[^<]+)<", text)
    answer = Client().post(path, {"password1": "一句很长的口令-2022", "password2": "一句很长的口令-2022"})
    assert answer.status_code == 302
    assert Client().get(path).status_code == 422
    made = User.objects.get(username="shenji")
    assert [one.role for one in made.grants.all()] == ["auditor"]
    assert path not in said(admin, f"/accounts/{made.pk}/")


def test_what_is_wrong_is_said_on_the_page_and_nothing_is_made(admin):
    for wrong in ({"role": "auditor"}, {"role": "inspector", "ground": GROUND, "area": "123456"}):
        answer = admin.post("/accounts/", {"username": "ducha", "name": "赵督查"} | wrong)
        assert answer.status_code == 422
        assert 'value="赵督查"' in answer.content.decode()
    assert not User.objects.filter(username="ducha").exists()


def test_a_closed_account_is_let_in_no_more(admin):
    account = access.account("town_clerk", "990121100")
    theirs = Client()
    theirs.force_login(account, backend=access.BACKEND)
    assert act(admin, account, act="close", ground="").status_code == 422
    assert act(admin, account, act="close", ground=GROUND).status_code == 302
    assert theirs.get("/gaps/").status_code in {302, 403}
    assert "已停用" in said(admin, f"/accounts/{account.pk}/")
    assert AuditEvent.objects.filter(action="access.user_closed", facts__ground=GROUND).exists()


def test_a_lost_second_factor_is_taken_away_and_the_role_is_bare_until_a_new_one(admin):
    account = access.account("auditor", "")
    theirs = Client()
    theirs.force_login(account, backend=access.BACKEND)
    assert theirs.get("/audit/").status_code == 200
    assert act(admin, account, act="reset", ground=GROUND).status_code == 302
    assert not Authenticator.objects.filter(user=account).exists()
    assert theirs.get("/audit/").status_code == 403
    assert act(admin, account, act="reset", ground=GROUND).status_code == 422


def test_a_role_is_given_until_a_day_and_taken_back(admin):
    account = access.account("")
    cells = {"role": "inspector", "area": "990121", "ground": GROUND, "until": "2030-01-31"}
    act(admin, account, act="grant", **cells)
    given = Grant.objects.get(user=account)
    assert (given.area, given.ends_at.isoformat()) == ("990121", "2030-01-31T16:00:00+00:00")
    assert "督查人员 · 澜砚县" in said(admin, f"/accounts/{account.pk}/")
    act(admin, account, act="end", grant=str(given.pk), ground=GROUND)
    assert "没有岗位也没有授权" in said(admin, f"/accounts/{account.pk}/")


def test_a_grant_of_somebody_else_is_not_ended_by_this_page(admin):
    other = Grant.objects.get(user=access.account("inspector", "990121"))
    account = access.account("")
    assert act(admin, account, act="end", grant=str(other.pk), ground=GROUND).status_code == 422
    other.refresh_from_db()
    assert other.ends_at is None


@pytest.mark.parametrize("role", ["headquarters", "town_clerk", "auditor"])
def test_nobody_else_comes_in(county, signed_in, role):
    client = signed_in(role, "" if role == "auditor" else "990121")
    account = access.account("")
    assert client.get("/accounts/").status_code == 403
    assert client.post("/accounts/", {"username": "x", "name": "y"}).status_code == 403
    assert act(client, account, act="close", ground=GROUND).status_code == 403
    account.refresh_from_db()
    assert account.is_active


def test_the_command_does_the_same(county, run_command, capsys):
    account = access.account("auditor", "")
    assert run_command("users", "reset-second-factor", account.username, "--ground", GROUND) == 0
    assert "已取消" in capsys.readouterr().out
    assert run_command("users", "reset-second-factor", account.username, "--ground", GROUND) == 3


def test_an_officer_is_found_by_name_or_post_and_chosen_where_several_are_meant(admin):
    several = {"username": "shuji", "name": "某书记", "officer": "村（社区）书记"}
    asked = admin.post("/accounts/", several)
    text = asked.content.decode()
    assert asked.status_code == 422
    numbers = re.findall(r'name="officer_chosen" value="([0-9a-f-]{36})"', text)
    assert len(numbers) > 1
    assert not User.objects.filter(username="shuji").exists()
    free = next(one for one in numbers if not User.objects.filter(officer=one).exists())
    chosen = several | {"officer_offered": "村（社区）书记", "officer_chosen": free}
    assert admin.post("/accounts/", chosen).status_code == 200
    assert str(User.objects.get(username="shuji").officer) == free
    other = admin.post("/accounts/", chosen | {"username": "shuji2", "officer": "无此人某某"})
    assert other.status_code == 422
    assert "没有找到" in other.content.decode()


def test_a_place_is_granted_by_its_name(admin, county):
    typed = {
        "username": "ducha",
        "name": "赵督查",
        "role": "inspector",
        "ground": GROUND,
        "area": county.county,
    }
    assert admin.post("/accounts/", typed).status_code == 200
    assert Grant.objects.get(user__username="ducha").area == county.area
