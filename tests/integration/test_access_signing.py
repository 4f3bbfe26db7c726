"""Signing in: passwords, second factor, lock-out, time-outs, the log; and that nothing answers without it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lianfang.core.access import operations, queries
from lianfang.core.access.models import Entry, SignIn, User
from lianfang.core.access.terms import SYSTEM, Outcome
from lianfang.core.audit.models import AuditEvent

PASSWORD = "柳林-晨测-38.5-不算热"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_of_earlier_tests():
    cache.clear()


@pytest.fixture
def invited() -> tuple[User, str]:
    now = timezone.now()
    made = operations.create_administrator(username="guanli", name="管理员", by=SYSTEM, at=now)
    return made, operations.invite(made, by=SYSTEM, at=now, real=now)


def with_password() -> User:
    made = operations.create_user(username="lifang", name="李芳", by=SYSTEM, at=timezone.now())
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client: Client, password: str = PASSWORD, name: str = "lifang"):
    return client.post("/sign-in/", {"login": name, "password": password})


def test_signed_out_pages_lead_to_the_sign_in_page_and_back(client):
    assert client.get("/gaps/?area=99").headers["Location"] == "/sign-in/?next=/gaps/%3Farea%3D99"
    fragment = client.get("/gaps/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/x/"})
    assert fragment.status_code == 401
    assert fragment.headers["HX-Redirect"] == "/sign-in/?next=/x/"


def test_an_invitation_sets_a_password_once_and_signs_in_with_it(invited, client):
    _, code = invited
    page = client.get(f"/invitation/{code}/")
    assert "guanli" in page.content.decode()
    both = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(f"/invitation/{code}/", both).headers["Location"] == "/sign-in/"
    assert client.get(f"/invitation/{code}/").status_code == 422
    assert sign_in(client, name="guanli").status_code == 302
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("短", "短", "10"),
        ("1234567890123", "1234567890123", "数字"),
        ("password1234", "password1234", "常见"),
        ("guanli2022", "guanli2022", "相似"),
        (PASSWORD, PASSWORD + "。", "不同"),
    ],
)
def test_a_weak_password_is_refused_and_the_invitation_stays(invited, client, first, second, says):
    _, code = invited
    answer = client.post(f"/invitation/{code}/", {"password1": first, "password2": second})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert client.get(f"/invitation/{code}/").status_code == 200


def test_an_invitation_runs_out(invited, client):
    _, code = invited
    Entry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/invitation/{code}/").status_code == 422


def test_codes_and_tokens_are_kept_as_digests_only(invited):
    _, code = invited
    kept = bytes(Entry.objects.get().digest)
    assert code.encode() not in kept
    assert kept == queries.digest(code)


def test_an_account_without_a_password_can_not_be_guessed(invited, client):
    assert sign_in(client, "", name="guanli").status_code == 200
    assert not SignIn.objects.filter(outcome=Outcome.SIGNED_IN).exists()


def test_five_failures_lock_out_and_are_logged(client):
    with_password()
    for _ in range(5):
        last = sign_in(client, "wrong-password-x")
    assert last.status_code == 429
    sign_in(client)
    assert client.get("/account/").status_code == 302
    outcomes = list(SignIn.objects.order_by("at", "pk").values_list("outcome", flat=True))
    assert outcomes.count(Outcome.FAILED) >= 5
    assert Outcome.LOCKED in outcomes
    assert Outcome.SIGNED_IN not in outcomes


def test_sign_in_and_out_are_logged_with_address(client):
    with_password()
    sign_in(client)
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302
    found = [(one.outcome, one.username, one.address) for one in SignIn.objects.order_by("pk")]
    assert found == [
        (Outcome.SIGNED_IN, "lifang", "127.0.0.1"),
        (Outcome.SIGNED_OUT, "lifang", "127.0.0.1"),
    ]


def code_of(secret: str) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_a_second_factor_is_enrolled_sealed_asked_for_and_replaced_by_a_recovery_code(client):
    account = with_password()
    sign_in(client)
    asked = client.get("/account/second-factor/add/").headers["Location"]
    back = client.post(asked, {"password": PASSWORD}).headers["Location"]
    page = client.get(back).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    client.post("/account/second-factor/add/", {"code": code_of(secret)})
    (kept,) = account.authenticator_set.filter(type="totp")
    assert secret not in str(kept.data)
    codes = re.findall(r"<code>(\w{8,})</code>", client.get("/account/recovery-codes/").content.decode())
    other = Client()
    asked = sign_in(other)
    assert asked.headers["Location"].startswith("/sign-in/second/")
    assert other.get("/account/").status_code == 302
    other.post("/sign-in/second/", {"code": codes[0]})
    assert other.get("/account/").status_code == 200
    third = Client()
    sign_in(third)
    third.post("/sign-in/second/", {"code": codes[0]})
    assert third.get("/account/").status_code == 302


def test_a_role_that_needs_a_second_factor_is_bare_without(invited, signed_in):
    account, _ = invited
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/account/").status_code == 200
    now = timezone.now()
    bare, hats = queries.actor_of(account, at=now, real=now)
    assert (bare.scopes, bare.permissions) == ((), queries.BARE)
    assert [hat.role for hat in hats] == ["administrator"]
    assert signed_in("auditor").get("/audit/").status_code == 200


def test_a_session_ends_after_a_shift_and_when_idle(client):
    with_password()
    sign_in(client)
    session = client.session
    assert session.get_expiry_age() <= settings.SESSION_COOKIE_AGE == 7200
    session["began"] = (timezone.now() - timedelta(hours=12, seconds=1)).timestamp()
    session.save()
    assert client.get("/account/").status_code == 302


def test_closing_an_account_ends_its_sessions(client):
    account = with_password()
    sign_in(client)
    operations.close_account(account, ground="调离", by=SYSTEM, at=timezone.now())
    assert client.get("/account/").status_code == 302
    assert sign_in(Client()).status_code in {200, 302}
    assert SignIn.objects.filter(outcome=Outcome.SIGNED_IN).count() == 1


def test_nobody_registers_and_no_address_of_allauth_answers_unasked(client):
    for address in ("/sign-up/", "/signup/", "/accounts/signup/", "/password/reset/", "/email/"):
        assert client.get(address).status_code == 404


def test_a_rehearsals_link_enters_once_after_a_button(client, tmp_path):
    account = with_password()
    settings.HOME.clock.write_text(datetime(2022, 7, 11, 16, tzinfo=UTC).isoformat())
    try:
        code = operations.open_door(account, by=SYSTEM, at=timezone.now(), real=timezone.now())
        assert "进入" in client.get(f"/enter/{code}/").content.decode()
        assert client.get("/account/").status_code == 302
        assert client.post(f"/enter/{code}/").headers["Location"] == "/"
        assert client.get("/account/").status_code == 200
        assert Client().post(f"/enter/{code}/").status_code == 422
    finally:
        settings.HOME.clock.unlink()
    assert AuditEvent.objects.filter(action="access.entered").count() == 1


def test_no_link_enters_where_the_clock_runs(client):
    account = with_password()
    with pytest.raises(operations.NotARehearsal):
        operations.open_door(account, by=SYSTEM, at=timezone.now(), real=timezone.now())


def test_a_rehearsals_link_is_worth_nothing_once_real_work_began(client):
    account = with_password()
    settings.HOME.clock.write_text(datetime(2022, 7, 11, 16, tzinfo=UTC).isoformat())
    code = operations.open_door(account, by=SYSTEM, at=timezone.now(), real=timezone.now())
    settings.HOME.clock.unlink()
    assert client.post(f"/enter/{code}/").status_code == 403
    assert client.get("/account/").status_code == 302
