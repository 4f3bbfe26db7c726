"""Calls of the API: who may, once per key, each record its fate, lists that leave and come back unchanged."""

import io
import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from tests.factories.access import signed_in, token_of

from lianfang.apps.control.models import Measure, Reading
from lianfang.core import sql
from lianfang.core.access.models import Export, Grant, Token
from lianfang.core.api.limits import TokenLimit
from lianfang.core.api.routers import LIMIT
from lianfang.core.webhooks import operations as webhooks
from lianfang.core.webhooks.models import Delivery, Event
from lianfang.core.webhooks.terms import WAITS, Answer, EventKind
from lianfang.kernel.clock import ZONE

REASON = {"reason": "上级抽查"}


@pytest.fixture
def call(county):
    """Call with the token of headquarters."""
    return caller(token_of())


def caller(token):
    def ask(method, address, body=None, **headers):
        known = {"Authorization": f"Bearer {token}", **headers}
        return Client().generic(
            method, f"/api/{address}", json.dumps(body or {}), content_type="application/json", headers=known
        )

    return ask


@pytest.fixture
def person(county):
    """Somebody under a measure who has no afternoon reading on the day."""
    found = sql.query(
        "select m.person_uid from control_measure m where m.ended_at is null and m.ends_on > %(on)s"
        " and m.duties_from <= %(on)s and not exists (select from control_reading r"
        " where r.person_id = m.person_id and r.on_date = %(on)s and r.slot = 'pm')"
        " order by m.id limit 1",
        on=county.at.astimezone(ZONE).date(),
    )
    return str(found[0]["person_uid"])


def test_nobody_is_asked_for_a_token_and_a_session_may_only_read(county, person):
    assert Client().get("/api/kinds").status_code == 401
    session = signed_in()
    assert session.get("/api/kinds").status_code == 200
    written = session.post("/api/encounters", {}, content_type="application/json")
    assert (written.status_code, written.json()["code"]) == (403, "api.token_needed")


def test_a_token_opens_the_api_alone_and_falls_with_its_role(call, county):
    secret = token_of()
    page = Client().get("/gaps/", headers={"Authorization": f"Bearer {secret}"})
    assert page.headers["Location"].startswith("/sign-in/")
    asked = caller(secret)
    assert asked("GET", "kinds").status_code == 200
    Grant.objects.update(ends_at=county.at)
    assert asked("GET", "kinds").status_code == 401


def test_a_parameter_that_an_operation_does_not_have_is_refused_not_overlooked(call):
    answer = call("get", "gaps?hodler=李芳")
    assert (answer.status_code, answer.json()["code"]) == (400, "api.unknown_parameter")
    assert "hodler" in answer.json()["detail"]


def test_one_and_many_tell_of_a_fever_once_each(call, person):
    fever = {"person": person, "slot": "pm", "celsius": "38.4"}
    before = Event.objects.filter(kind=EventKind.FEVER).count()
    assert call("POST", "readings", fever).json() == {"person": person, "fate": "added", "alert": True}
    assert call("POST", "readings", fever).json()["fate"] == "unchanged"
    many = call("POST", "readings/bulk", {"readings": [fever, fever | {"celsius": "38.6"}]}).json()["fates"]
    assert [one["fate"] for one in many] == ["unchanged", "superseding"]
    assert Event.objects.filter(kind=EventKind.FEVER).count() == before + 2


def test_a_role_without_the_permission_is_refused_before_its_body_is_read(county):
    refused = caller(token_of("grid_worker", county.area))("POST", "packs", {"nonsense": 1})
    assert (refused.status_code, refused.json()["code"]) == (403, "access.permission_missing")
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_a_call_with_a_key_is_done_once(call, person):
    told = {"person": person, "kind": "call", "outcome": "no_answer"}
    before = sql.query("select count(*) from control_encounter")[0]["count"]
    first = call("POST", "encounters", told, **{"Idempotency-Key": "a"})
    again = call("POST", "encounters", told, **{"Idempotency-Key": "a"})
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert again.headers["Idempotent-Replay"] == "true"
    assert sql.query("select count(*) from control_encounter")[0]["count"] == before + 1
    other = call("POST", "encounters", told | {"note": "x"}, **{"Idempotency-Key": "a"})
    assert (other.status_code, other.json()["code"]) == (409, "api.key_reused")


def test_a_refusal_may_be_asked_again_under_its_key(call, person):
    wrong = {"person": person, "slot": "pm", "celsius": "50"}
    assert call("POST", "readings", wrong, **{"Idempotency-Key": "b"}).status_code == 422
    right = wrong | {"celsius": "36.5"}
    assert call("POST", "readings", right, **{"Idempotency-Key": "b"}).status_code == 200


def test_each_reading_of_many_has_its_own_fate(call, person, county):
    reading = {"person": person, "slot": "pm", "celsius": "36.5"}
    nobody = "00000000-0000-7000-8000-000000000000"
    sent = [
        reading,
        reading,
        reading | {"celsius": "38.2"},
        reading | {"celsius": "50"},
        reading | {"person": nobody},
        reading | {"happened_at": (county.at + timedelta(hours=1)).isoformat()},
    ]
    answer = call("POST", "readings/bulk", {"readings": sent})
    assert answer.status_code == 200, answer.content.decode()
    fates = answer.json()["fates"]
    assert [one["fate"] for one in fates] == ["added", "unchanged", "superseding", *["refused"] * 3]
    assert [one["alert"] for one in fates] == [False, False, True, False, False, False]
    assert [one["code"] for one in fates[3:]] == [
        "control.reading_impossible",
        "control.not_identified",
        "control.not_yet",
    ]
    assert Reading.objects.filter(recorded_at=county.at, slot="pm").count() == 2


def test_many_and_one_by_one_say_the_same(call, county):
    """The set-based statements agree with the operation for one, on the same people."""
    people = [str(uid) for uid in Measure.objects.order_by("id").values_list("person_uid", flat=True)[:12]]
    sent = [{"person": uid, "slot": "am", "celsius": value} for uid in people for value in ("36.4", "36.6")]
    together = call("POST", "readings/bulk", {"readings": sent}).json()["fates"]
    again = [call("POST", "readings", one) for one in sent]
    assert all(answer.status_code == 200 for answer in again)
    assert [one["fate"] for one in together][1::2] == ["superseding"] * 12
    assert [answer.json()["fate"] for answer in again] == ["superseding"] * 24


def test_pages_by_cursor_give_everything_once(call, county):
    seen, cursor = [], ""
    while True:
        page = call("GET", f"gaps?area={county.area}&size=37&cursor={cursor}").json()
        seen += [(gap["kind"], gap["subject"], gap["ref"]) for gap in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    whole = call("GET", f"gaps/counts?area={county.area}").json()["gaps"]
    assert len(seen) == len(set(seen)) == sum(whole.values())
    assert call("GET", "gaps?cursor=nonsense").status_code == 400


def test_more_calls_than_the_limit_wait(call, monkeypatch):
    monkeypatch.setattr(
        LIMIT, "_name", f"limits-{uuid4().hex}"
    )  # tokens of another worker bear the same numbers
    Token.objects.update(per_minute=2)
    answers = [call("GET", "kinds") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert answers[2].json()["code"] == "api.too_often"


def test_a_bucket_fills_again(rf):
    now = [0.0]
    limit = TokenLimit(clock=lambda: now[0], name=f"limits-{uuid4().hex}")
    request = rf.get("/")
    request.token = type("Known", (), {"id": 1, "per_minute": 60})()
    assert sum(limit.allow_request(request) for _ in range(61)) == 60
    now[0] = 0.5
    assert not limit.allow_request(request)
    assert limit.wait() == pytest.approx(0.5)
    now[0] = 1.1
    assert limit.allow_request(request)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_persons_leave_and_come_back_unchanged(call, county, kind):
    left = call("POST", "exports/persons", REASON | {"format": kind, "clear": True})
    assert left.status_code == 200, left.content
    content = b"".join(left.streaming_content)
    before = sql.query("select md5(string_agg(p::text, '|' order by id)) as all from people_person p")
    keys = sql.query("select count(*) from people_identitykey")
    account = came_back("imports/persons", content, f"persons.{kind}")
    held = sql.query("select count(*) from people_person where merged_into_id is null")[0]["count"]
    assert (account["rows"], account["unchanged"]) == (held, held)
    assert (account["created"], account["keys"]) == (0, 0)
    assert sql.query("select md5(string_agg(p::text, '|' order by id)) as all from people_person p") == before
    assert sql.query("select count(*) from people_identitykey") == keys


def came_back(address, content, name):
    file = io.BytesIO(content)
    file.name = name
    headers = {"Authorization": f"Bearer {token_of()}"}
    answer = Client().post(f"/api/{address}", {"file": file}, headers=headers)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_readings_leave_and_come_back_unchanged(call, county, kind):
    day = county.at.astimezone(ZONE).date().isoformat()
    left = call("POST", "exports/readings", REASON | {"format": kind, "since": day, "until": day})
    content = b"".join(left.streaming_content)
    account = came_back("imports/readings", content, f"readings.{kind}")
    assert account["rows"] == account["unchanged"] > 0


def test_what_leaves_is_masked_marked_and_on_record(call, county):
    left = call("POST", "exports/persons", REASON)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(left.streaming_content)))
    sheet = book.worksheets[0]
    record = Export.objects.latest("id")
    assert sheet.cell(1, sheet.max_column).value == record.mark
    assert record.reason == REASON["reason"]
    numbers = [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    assert not any(re.fullmatch(r"\d{17}[\dX]|1[3-9]\d{9}", str(value)) for value in numbers)
    assert any("*" in str(value) for value in numbers)


@pytest.mark.parametrize("what", ["measures", "gaps"])
def test_orders_and_gaps_leave(call, county, what):
    left = call("POST", f"exports/{what}", REASON | {"format": "csv"})
    lines = b"".join(left.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) > 10


def test_who_may_not_export_or_says_not_why_gets_nothing(call, county):
    assert caller(token_of("grid_worker", county.area))("POST", "exports/persons", REASON).status_code == 403
    assert call("POST", "exports/persons", {"reason": " "}).status_code == 422
    assert not Export.objects.exists()


def test_a_fever_is_told_signed_and_once(call, county, person):
    hook = subscribed(county, EventKind.FEVER)
    call("POST", "readings", {"person": person, "slot": "pm", "celsius": "38.5"})
    call("POST", "readings/bulk", {"readings": [{"person": person, "slot": "pm", "celsius": "38.9"}]})
    call("POST", "results", {"person": person, "result": "positive"})
    sent = []

    def send(message):
        sent.append(message)
        return Answer(204)

    assert webhooks.deliver_due(county.at, send=send).arrived == 2
    assert webhooks.deliver_due(county.at + timedelta(days=9), send=send).tried == 0
    told = [json.loads(message.body) for message in sent]
    assert {(one["kind"], one["subject"]) for one in told} == {("fever", f"person:{person}")}
    stamp = sent[0].headers["Lianfang-Signature"]
    moment = int(stamp.split(",")[0].removeprefix("t="))
    assert stamp == webhooks.signature(hook[1], sent[0].body, sent=moment)
    assert stamp != webhooks.signature("another", sent[0].body, sent=moment)


def subscribed(county, *kinds):
    from lianfang.core.access.terms import SYSTEM

    return webhooks.subscribe(
        url="https://example.org/told",
        kinds=kinds,
        area=county.area,
        by=SYSTEM,
        at=county.at - timedelta(minutes=1),
    )


def test_what_does_not_arrive_is_tried_later_and_later_and_then_given_up(call, county, person):
    before = Event.objects.count()
    subscribed(county, EventKind.POSITIVE)
    call("POST", "results", {"person": person, "result": "positive"})
    at, waits = county.at, []
    for wait in WAITS:
        assert webhooks.deliver_due(at, send=lambda _: Answer(0, "no route")).failed == 1
        waits.append(Delivery.objects.get().next_at - at)
        assert webhooks.deliver_due(at, send=lambda _: Answer(204)).tried == 0
        at += wait
    last = webhooks.deliver_due(at, send=lambda _: Answer(500, "broken"))
    assert (waits, last.given_up) == (list(WAITS), 1)
    found = Delivery.objects.get()
    assert (found.next_at, found.status, found.attempts) == (None, 500, len(WAITS) + 1)
    assert webhooks.forget(at=datetime.now(UTC) + timedelta(days=999)) == before + 1
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "https://a:b@example.org/", "example.org", "http://[::1"]
)
def test_an_address_that_cannot_be_told_is_refused(county, url):
    with pytest.raises(webhooks.AddressRefused):
        webhooks.check_address(url)
