"""Many notices as one file: asked for, written by the worker, taken with a line in the log."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.factories import control as factory
from tests.factories.access import BACKEND, account

from lianfang.apps.control import operations, queries
from lianfang.apps.control.models import Measure, NoticeSheaf
from lianfang.apps.control.queries import Wanted
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.documents import read_figures
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
COUNTY, NOW = factory.COUNTY, factory.NOW
OFFICE = Actor(name="办公室", permissions=EVERY, scopes=(COUNTY,))
STRANGER = Actor(name="邻县", permissions=EVERY, scopes=("990122",))
ALL = Wanted(area=COUNTY, since=NOW - timedelta(hours=1))


@pytest.fixture(autouse=True)
def lists() -> list[int]:
    """Two lists: three persons of one, two of the other, all ordered; the numbers of the lists."""
    factory.load_pack()
    made = []
    for count in (3, 2):
        batch = factory.batch()
        for number in range(count):
            factory.exposure(batch, factory.person(f"某{count}{number}"), "secondary_contact")
        factory.issue(batch)
        made.append(batch.pk)
    return made


def words(blocks: object) -> str:
    content = ZipFile(BytesIO(b"".join(blocks))).read("word/document.xml").decode()  # type: ignore[arg-type]
    return re.sub("<[^>]+>", "", content)


def asked(wanted: Wanted = ALL, **more: object) -> object:
    return operations.ask_sheaf(wanted, **({"reason": "送达", "by": OFFICE, "at": NOW} | more))


def test_a_file_is_written_by_the_worker_and_says_how_far_it_is(lists):
    uid = asked(help_phone="0712-1234567")
    waiting = queries.sheaf(uid, by=OFFICE)
    assert (waiting.written, waiting.total, waiting.file_hash) == (0, 5, "")
    with pytest.raises(NotFound):
        operations.take_sheaf(uid, by=OFFICE, at=NOW)
    assert operations.write_sheaves(at=NOW) == 1
    assert operations.write_sheaves(at=NOW) == 0
    ready = queries.sheaf(uid, by=OFFICE)
    assert (ready.written, ready.total, ready.done_at) == (5, 5, NOW)
    title, blocks = operations.take_sheaf(uid, by=OFFICE, at=NOW)
    text = words(blocks)
    assert title == "措施告知书"
    assert all(f"某{name}" in text for name in ("30", "31", "32", "20", "21"))
    assert text.count("0712-1234567") == 5
    lines = AuditEvent.objects.filter(action__startswith="notices.").order_by("id")
    assert [(line.action, line.actor, line.facts["notices"]) for line in lines] == [
        ("notices.asked", OFFICE.name, 5),
        ("notices.printed", OFFICE.name, 5),
        ("notices.taken", OFFICE.name, 5),
    ]


def test_the_notices_of_one_list_are_those_alone(lists):
    uid = asked(Wanted(area=COUNTY, since=ALL.since, batch=lists[1]))
    operations.write_sheaves(at=NOW)
    text = words(operations.take_sheaf(uid, by=OFFICE, at=NOW)[1])
    assert "某20" in text
    assert "某30" not in text


def test_what_is_gone_when_the_worker_comes_leaves_an_empty_one(lists):
    uid = asked()
    for measure in Measure.objects.all():
        operations.revoke(measure.pk, reason="复核不属于管控对象", by=OFFICE, at=NOW)
    operations.write_sheaves(at=NOW)
    found = queries.sheaf(uid, by=OFFICE)
    assert (found.total, found.file_hash, found.done_at) == (0, "", NOW)


def test_who_may_not_or_says_no_purpose_gets_none(lists):
    with pytest.raises(operations.PurposeMissing):
        asked(reason=" ")
    with pytest.raises(NotAllowed):
        asked(by=STRANGER)
    with pytest.raises(PermissionMissing):
        asked(by=Actor(name="网格员", scopes=(COUNTY,)))
    with pytest.raises(operations.NoNotices):
        asked(Wanted(area=COUNTY, since=ALL.since, released=True))
    assert not NoticeSheaf.objects.exists()
    uid = asked()
    operations.write_sheaves(at=NOW)
    with pytest.raises(NotFound):
        operations.take_sheaf(uid, by=STRANGER, at=NOW)


def test_the_page_asks_shows_how_far_it_is_and_gives_the_file(lists, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = Client()
    client.force_login(account("county_clerk", COUNTY, name="经办"), backend=BACKEND)
    given = {"kind": "", "area": COUNTY, "since": f"{factory.DAY}T00:00", "batch": str(lists[0])}
    assert client.post("/notices/print/", given).status_code == 422
    assert client.post("/notices/print/", given | {"reason": "送达"}).status_code == 302
    text = client.get("/notices/print/").content.decode()
    assert '<progress max="3" value="0"' in text
    assert "hx-trigger" in text
    operations.write_sheaves(at=NOW)
    text = client.get("/notices/print/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in text
    address = re.search(r'href="(/notices/print/[^"]+)"', text)
    answer = client.get(address[1])
    path = tmp_path / "notices.docx"
    path.write_bytes(b"".join(answer.streaming_content))
    assert answer.headers["Cache-Control"] == "no-store"
    assert read_figures(path).figures == ()
