"""The field's pages as the server sees them: forms without a script, the queue of a browser, photographs."""

import json
import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import access
from tests.factories import control as factory
from tests.factories.control import DAY, NOW

from lianfang.apps.control import models, operations
from lianfang.apps.control.terms import Slot
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import SYSTEM, Actor

pytestmark = pytest.mark.django_db
TASK = re.compile(r'name="task" value="(\w+)"')
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    factory.load_pack()
    monkeypatch.setenv("LIANFANG_NOW", f"{DAY}T09:00+08:00")


@pytest.fixture
def client() -> Client:
    return access.signed_in("village_secretary", factory.VILLAGE)


@pytest.fixture
def person():
    made = factory.person()
    factory.ordered(made, when=NOW)
    return made


def form(person, **values: str) -> dict[str, str]:
    return {"id": str(uuid4()), "person": str(person.uid), "task": "x", "mine": "0"} | values


def queue(client: Client, records, *, owner: str = "") -> dict:
    owner = owner or client.session["_auth_user_id"]
    body = {"owner": owner, "sent_at": 1_000_000, "records": records}
    answer = client.post("/today/records/", json.dumps(body), content_type="application/json")
    return {"status": answer.status_code, **json.loads(answer.content)}


def queued(person, *, minutes: int = 0, **values: str) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "kind": "reading",
        "person": str(person.uid),
        "entered_at": 1_000_000 - minutes * 60_000,
        "values": {"celsius": "36.5", "slot": "am", "day": str(DAY)} | values,
    }


def test_my_area_shows_what_is_open_with_its_forms(client, person):
    text = client.get("/today/?mine=0").content.decode()
    for word in (
        "送达告知书",
        "首次上门",
        "每日测温",
        person.name,
        'inputmode="decimal"',
        'name="signed_by"',
    ):
        assert word in text


def test_a_form_is_taken_once_and_a_fever_asks_for_the_transfer(client, person):
    sent = form(person, kind="reading", celsius="38,1", slot="am", day=str(DAY))
    first, again = (client.post("/today/record/", sent) for _ in range(2))
    assert first.status_code == again.status_code == 302
    assert models.Reading.objects.count() == 1
    text = client.get(first.headers["Location"]).content.decode()
    assert "闭环转运至定点发热门诊" in text
    assert 'value="transfer"' in text


def test_a_refused_form_comes_back_with_its_value_and_reason(client, person):
    text = client.get("/today/?mine=0").content.decode()
    (key,) = {part.split('"')[0] for part in text.split('data-task="')[1:] if 'name="celsius"' in part}
    answer = client.post("/today/record/", form(person, kind="reading", celsius="25", task=key))
    assert answer.status_code == 422
    assert "体温“25”不可能" in answer.content.decode()
    assert 'value="25"' in answer.content.decode()


def test_a_form_in_conflict_offers_to_mean_it(client, person):
    with acting(SYSTEM):
        operations.add_reading(
            person=str(person.uid), slot=Slot.AM, celsius=Decimal("36.4"), by=Actor("钱医生"), at=NOW
        )
    sent = form(person, kind="reading", celsius="36.9", slot="am", day=str(DAY))
    answer = client.post("/today/record/", sent)
    assert answer.status_code == 409
    text = answer.content.decode()  # the gap is closed: what was refused stands above the list
    assert "钱医生" in text
    assert f'name="over" value="{meant()}"' in text
    assert 'name="celsius" value="36.9"' in text
    sent = form(person, kind="reading", celsius="36.9", slot="am", day=str(DAY), over=str(meant()))
    assert client.post("/today/record/", sent).status_code == 302
    assert models.Reading.objects.count() == 2


def meant():
    return models.Reading.objects.get().uid


def test_a_test_that_is_due_is_closed_by_its_result_where_one_may_record_it(client, person):
    address = "/today/?mine=0&only=test_taken"
    assert 'value="result"' not in client.get(address).content.decode()
    doctor = access.signed_in("village_doctor", factory.VILLAGE)
    text = doctor.get(address).content.decode()
    assert 'name="kind" value="result"' in text
    assert f'value="{DAY}"' in text
    values = {"kind": "result", "sampled_on": str(DAY), "task": TASK.search(text)[1]}
    answer = doctor.post("/today/record/", form(person, **values | {"outcome": "wrong"}))
    assert answer.status_code == 422
    assert "检测结果“wrong”" in answer.content.decode()
    answer = doctor.post("/today/record/", form(person, **values | {"outcome": "negative"}))
    assert answer.status_code == 302
    assert models.TestResult.objects.get().result == "negative"
    assert 'value="result"' not in doctor.get(address).content.decode()


def test_the_queue_is_reckoned_by_age_not_by_the_phones_clock(client, person):
    told = queue(client, [queued(person, minutes=30)])
    assert [one["fate"] for one in told["outcomes"]] == ["accepted"]
    happened = timezone.localtime(models.Reading.objects.get().happened_at)
    assert f"{happened:%H:%M}" == "08:30"


def test_each_record_of_the_queue_has_a_fate_of_its_own(client, person):
    good, bad, late = queued(person), queued(person, celsius="abc"), queued(person, clock="25:00")
    told = queue(client, [good, bad, late])
    assert [one["fate"] for one in told["outcomes"]] == ["accepted", "refused", "refused"]
    assert [one["fate"] for one in queue(client, [good])["outcomes"]] == ["known"]


def test_another_persons_queue_is_not_taken(client, person):
    assert queue(client, [queued(person)], owner="0")["status"] == 409
    assert not models.Reading.objects.exists()


def test_somebody_elsewhere_cannot_record(person):
    stranger = access.signed_in("village_secretary", "990121999001")
    assert [one["fate"] for one in queue(stranger, [queued(person)])["outcomes"]] == ["refused"]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"owner": 1, "sent_at": "x", "records": [{}]}'])
def test_what_is_no_queue_is_refused(client, body):
    assert client.post("/today/records/", body, content_type="application/json").status_code == 400


def test_a_photograph_is_sealed_and_shown_only_where_it_was_taken(client, person, settings):
    photo = SimpleUploadedFile("门口.jpg", JPEG, "image/jpeg")
    sent = form(person, kind="encounter", how="visit", outcome="reached")
    assert client.post("/today/record/", {**sent, "photo": photo}).status_code == 302
    kept = models.Photograph.objects.get()
    where = settings.HOME.kept / kept.file_hash[:2] / kept.file_hash
    assert JPEG not in where.read_bytes()
    shown = client.get(f"/photos/{kept.client_id}/")
    assert (b"".join(shown.streaming_content), shown.headers["Content-Type"]) == (JPEG, "image/jpeg")
    stranger = access.signed_in("village_secretary", "990121999001")
    assert stranger.get(f"/photos/{kept.client_id}/").status_code == 404


def test_what_is_no_photograph_is_refused(client, person):
    owner = client.session["_auth_user_id"]
    told = {"owner": owner, "id": str(uuid4()), "person": str(person.uid), "about": "x"}
    photo = SimpleUploadedFile("x.exe", b"MZ" + bytes(64))
    answer = client.post("/today/photos/", {**told, "photo": photo})
    assert json.loads(answer.content)["outcomes"][0]["fate"] == "refused"
