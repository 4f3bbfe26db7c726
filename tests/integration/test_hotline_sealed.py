"""Who informs is sealed: no role, log, dump or statement of the program shows it but two people together."""

import io
import json
import tokenize
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.factories import hotline as factory
from tests.factories.access import BACKEND, account
from tests.factories.control import COUNTY, NOW

from lianfang.apps.hotline import operations, queries
from lianfang.apps.hotline.models import FactSheet, OpeningStep, SealedIdentity
from lianfang.apps.hotline.terms import MatterKind
from lianfang.core import incidents
from lianfang.core.access import queries as access
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import EVERY, Permission
from lianfang.core.access.roles import ROLES
from lianfang.core.access.rows import seeing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.retention import operations as retention
from lianfang.core.sealing import vault

pytestmark = pytest.mark.django_db
SOURCE = Path(vault.__file__).parents[2]


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    factory.answering_county()
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())


@pytest.fixture
def slip():
    return factory.brought(MatterKind.LEAD, text=factory.SAID)


def hat(user):
    actor, _ = access.actor_of(user, at=NOW, real=timezone.now())
    return actor


@pytest.fixture
def two():
    first, second = account("headquarters", COUNTY, name="甲"), account("inspector", COUNTY, name="乙")
    return first, second


def asked(slip, two, **more):
    told = {"confirmer": two[1].username, "reason": "核实线索，当面取证"} | more
    real = told.pop("real", timezone.now())
    return operations.ask_opening(slip.uid, **told, by=hat(two[0]), at=NOW, real=real)


def test_two_named_people_open_it_together_once(slip, two):
    uid, real = asked(slip, two), timezone.now()
    told = {"at": NOW, "real": real}
    with pytest.raises(operations.OpeningOver):
        operations.open_identity(uid, by=hat(two[0]), **told)
    operations.confirm_opening(uid, agree=True, by=hat(two[1]), **told)
    found = operations.open_identity(uid, by=hat(two[0]), **told)
    assert found.identity == factory.INFORMANT
    assert found.words == factory.SAID
    with pytest.raises(operations.OpeningOver):
        operations.open_identity(uid, by=hat(two[0]), **told)
    lines = AuditEvent.objects.filter(action__contains="open").order_by("id").values_list("action", flat=True)
    assert list(lines) == [
        "hotline.opening_asked", "hotline.opening_confirmed", "hotline.identity_opened",
    ]  # fmt: skip


def test_neither_opens_it_alone_nor_for_the_other(slip, two):
    uid, told = asked(slip, two), {"at": NOW, "real": timezone.now()}
    with pytest.raises(operations.NotYourRequest):
        operations.confirm_opening(uid, agree=True, by=hat(two[0]), **told)
    operations.confirm_opening(uid, agree=True, by=hat(two[1]), **told)
    with pytest.raises(operations.NotYourRequest):
        operations.open_identity(uid, by=hat(two[1]), **told)
    for confirmer in (two[0].username, "nobody", "", account("administrator", "").username):
        with pytest.raises(operations.NotYourself):
            asked(slip, two, confirmer=confirmer)


def test_a_request_runs_out_and_one_declined_is_over(slip, two):
    before = timezone.now() - timedelta(hours=3)
    late = asked(slip, two, real=before)
    with pytest.raises(operations.OpeningOver):
        operations.confirm_opening(late, agree=True, by=hat(two[1]), at=NOW, real=timezone.now())
    uid, told = asked(slip, two), {"at": NOW, "real": timezone.now()}
    operations.confirm_opening(uid, agree=False, by=hat(two[1]), **told)
    for attempt in (
        lambda: operations.confirm_opening(uid, agree=True, by=hat(two[1]), **told),
        lambda: operations.open_identity(uid, by=hat(two[0]), **told),
    ):
        with pytest.raises(operations.OpeningOver):
            attempt()
    confirmed = asked(slip, two)
    operations.confirm_opening(confirmed, agree=True, by=hat(two[1]), **told)
    later = timezone.now() + timedelta(hours=3)
    with pytest.raises(operations.OpeningOver):
        operations.open_identity(confirmed, by=hat(two[0]), at=NOW, real=later)


def test_administrators_terminals_jobs_and_tokens_open_nothing(slip, two):
    uid, told = asked(slip, two), {"at": NOW, "real": timezone.now()}
    operations.confirm_opening(uid, agree=True, by=hat(two[1]), **told)
    for actor in (
        Actor(name="os:root", permissions=EVERY),
        Actor.job("any"),
        Actor(name="甲（令牌 x）", permissions=EVERY, user=two[0].pk),
    ):
        with pytest.raises(Exception, match="无权"):
            operations.open_identity(uid, by=actor, **told)
    with pytest.raises(PermissionMissing):
        operations.open_identity(uid, by=Actor(name="管理员", user=1), **told)
    able = {role for role, one in ROLES.items() if Permission.OPEN_IDENTITY in one.permissions}
    assert able == {"headquarters", "inspector"}


def test_no_dump_by_the_programs_role_shows_it(slip, two):
    uid = asked(slip, two)
    operations.confirm_opening(uid, agree=True, by=hat(two[1]), at=NOW, real=timezone.now())
    operations.open_identity(uid, by=hat(two[0]), at=NOW, real=timezone.now())
    held = factory.every_value()
    assert slip.number in held
    assert factory.marks_in(held) == []
    assert SealedIdentity.objects.count() == 0  # not even the cipher


def test_sql_of_the_programs_role_sees_no_more_than_a_cipher_whatever_it_sets(slip):
    with connection.cursor() as cursor:
        for scope in ('{""}', "{990121}", "{}"):
            with seeing(scope):
                cursor.execute("select count(*) from hotline_sealedidentity")
                assert cursor.fetchone() == (0,)
        cursor.execute("select set_config('lianfang.opening', %s, true)", [str(slip.uid)])
        cursor.execute("select encode(sealed, 'escape'), encode(sealed, 'hex') from hotline_sealedidentity")
        ((escaped, cipher),) = cursor.fetchall()
        cursor.execute("select set_config('lianfang.opening', '', true)")
    assert factory.marks_in(escaped + cipher) == []


def test_every_role_reads_every_page_and_answer_about_it_and_finds_nobody(slip, capsys):
    addresses = [
        "/hotline/", "/hotline/?state=", f"/hotline/{slip.uid}/", "/hotline/openings/", "/access/audit/log/",
        f"/api/matters/{slip.uid}", "/api/matters", f"/api/matters/{slip.uid}/events", "/api/audit",
        f"/people/?q={factory.NAME}", f"/people/?q={factory.PHONE}",
    ]  # fmt: skip
    read = 0
    for role in ROLES:
        client = Client()
        client.force_login(account(role, COUNTY), backend=BACKEND)
        for address in addresses:
            answer = client.get(address)
            read += answer.status_code == 200
            text = answer.content.decode().replace(factory.NAME, "", 0)
            shown = [mark for mark in factory.marks_in(text) if mark not in address and "q=" not in address]
            assert shown == [], (role, address)
    assert read > 30
    assert factory.marks_in("".join(capsys.readouterr())) == []


def test_the_audit_log_names_number_and_kind_and_no_word_of_it(slip, two):
    asked(slip, two)
    shown = json.dumps(
        list(AuditEvent.objects.values_list("facts", "subject", "actor")), default=str, ensure_ascii=False
    )
    assert slip.number in shown
    assert factory.marks_in(shown) == []
    assert "围挡" not in shown


def test_a_failure_beside_it_leaves_nobody_in_the_incident(slip, monkeypatch):
    def broken(*_args, **_facts):
        raise RuntimeError("disk")

    monkeypatch.setattr(vault, "shut", broken)
    with pytest.raises(RuntimeError) as failed:
        factory.brought(MatterKind.LEAD, text=factory.SAID)
    number = incidents.keep(failed.value)
    assert factory.marks_in((settings.HOME.root / "incidents" / f"{number}.txt").read_text()) == []


def test_the_page_of_the_two_asks_confirms_and_shows_once(slip, two):
    first, second = Client(), Client()
    first.force_login(two[0], backend=BACKEND)
    second.force_login(two[1], backend=BACKEND)
    base = f"/hotline/{slip.uid}/opening/"
    refused = first.post(base, {"confirmer": two[0].username, "reason": "核实线索"})
    assert refused.status_code == 422
    assert first.post(base, {"confirmer": two[1].username, "reason": "核实线索"}).status_code == 302
    uid = queries.openings_for(hat(two[0]), real=timezone.now())[0].uid
    assert "查看（只一次）" not in first.get("/hotline/openings/").text
    assert "同意查看" in second.get("/hotline/openings/").text
    second.post(f"/hotline/openings/{uid}/confirm/", {"agree": "yes"})
    shown = first.post(f"/hotline/openings/{uid}/reveal/")
    assert factory.NAME in shown.text
    assert factory.PHONE in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    again = first.post(f"/hotline/openings/{uid}/reveal/")
    assert again.status_code == 422
    assert factory.NAME not in again.text
    assert OpeningStep.objects.filter(kind="opened").count() == 1


def test_one_module_alone_opens_the_vault():
    """The name of the function that opens stands in the module of openings, and nowhere else."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        words = [
            token.string
            for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
            if token.type == tokenize.NAME
        ]
        pairs = set(pairwise(words))
        if ("vault", "opened") in pairs or ("import", "opened") in pairs:
            found.append(path.name)
    assert found == ["opening.py"]


def test_there_is_no_field_for_who_spread_a_rumour():
    columns = {field.name for field in FactSheet._meta.get_fields()}
    assert columns == {"id", "uid", "area", "question", "facts", "source", "on", "written_by", "recorded_at"}


def test_after_its_time_the_vault_is_empty(slip):
    clerk = Actor(name="经办", permissions=EVERY)
    operations.answer(slip.uid, text="已查实，已处理", by=clerk, at=NOW)
    operations.close(slip.uid, reason="已办结归档", by=clerk, at=NOW)
    at = NOW + timedelta(days=181)
    report = {one.purpose.code: one.rows for one in retention.run(by=SYSTEM, at=at, dry_run=False)}
    assert report["informants"] == 1
