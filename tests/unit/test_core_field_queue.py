"""Records that waited on a phone are read once for every kind of them, by their age and not by its clock."""

import json
from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.core import field_queue
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound, WrongCall

AT = datetime(2022, 7, 10, 16, 0, tzinfo=ZONE)
SENT = 10_000_000_000
HOUR, DAY = 3_600_000, 86_400_000


def body(*records: dict, **more: object) -> bytes:
    return json.dumps({"owner": 7, "sent_at": SENT, "records": records, **more}).encode()


def record(**more: object) -> dict:
    return {"id": "a", "kind": "visit", "person": "b", "entered_at": SENT, "values": {"note": 5}, **more}


@pytest.mark.parametrize(
    ("before", "reckoned"),
    [
        (0, timedelta(0)),
        (HOUR, timedelta(hours=1)),
        (-HOUR, timedelta(0)),
        (40 * DAY, field_queue.OLDEST),
    ],
)
def test_a_moment_is_reckoned_by_the_age_of_the_record(before, reckoned):
    owner, (one,) = field_queue.read(body(record(entered_at=SENT - before)), most=1, at=AT)
    assert (owner, AT - one.entered_at) == ("7", reckoned)
    assert (dict(one.values), one.over) == ({"note": "5"}, "")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b"{}",
        body("no record"),
        body({"id": "a"}),
        body(record(values=[])),
        body(record(entered_at="soon")),
        body(record(), sent_at=None),
        body(record(), sent_at=float("nan")),
        body(record(), sent_at=1e300),
    ],
)
def test_what_is_no_queue_is_refused(sent):
    with pytest.raises(WrongCall):
        field_queue.read(sent, most=10, at=AT)


def test_a_queue_has_a_longest():
    assert len(field_queue.read(body(record(), record()), most=2, at=AT)[1]) == 2
    with pytest.raises(WrongCall, match="3"):
        field_queue.read(body(*[record()] * 3), most=2, at=AT)


def test_the_key_is_the_owners():
    assert field_queue.frame("7")["key"] == field_queue.frame("7")["key"]
    assert field_queue.frame("7")["key"] != field_queue.frame("7:visits")["key"]


def photograph(**more: str) -> SimpleNamespace:
    form = {"owner": "7", "id": str(uuid4()), "person": "b", "about": "c", "sent_at": str(SENT)}
    form |= {"entered_at": str(SENT - HOUR), **more}
    return SimpleNamespace(POST=form, FILES={"photo": SimpleUploadedFile("门口.jpg", b"x")}, moment=AT)


def fate(request: SimpleNamespace, keep) -> tuple[int, str]:
    answer = field_queue.take_photo(request, owner="7", keep=keep)  # type: ignore[arg-type]
    told = json.loads(answer.content)
    return answer.status_code, told["outcomes"][0]["fate"] if "outcomes" in told else ""


def test_a_photograph_has_one_fate():
    kept = []

    def keep(photo: field_queue.Photo) -> bool:
        kept.append(photo)
        return len(kept) == 1

    def refuse(photo: field_queue.Photo) -> bool:
        raise NotFound(what="人员", value=photo.person)

    request = photograph()
    assert fate(request, keep) == (200, "accepted")
    assert fate(request, keep) == (200, "known")
    assert (kept[0].name, kept[0].content, kept[0].happened_at) == ("门口.jpg", b"x", AT - timedelta(hours=1))
    assert fate(photograph(), refuse) == (200, "refused")


def test_a_photograph_of_somebody_else_is_not_taken():
    assert fate(photograph(owner="8"), lambda _photo: pytest.fail("kept")) == (409, "")


@pytest.mark.parametrize("more", [{"id": "x"}, {"sent_at": "soon"}, {"entered_at": "nan"}])
def test_what_is_no_photograph_of_a_queue_is_refused(more):
    with pytest.raises(WrongCall):
        field_queue.take_photo(photograph(**more), owner="7", keep=lambda _photo: True)  # type: ignore[arg-type]
