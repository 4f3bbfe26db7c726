"""What the row lock refuses is a refusal at every door, and what is sent in pieces stays behind the lock."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from tests.factories import access

from lianfang.apps.people.models import Person
from lianfang.core import incidents, refusals, sql
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotAllowed
from lianfang.ui.doors import PageDoor

DatabaseErrors = (ProgrammingError, psycopg.errors.InsufficientPrivilege)
TOWN, ELSEWHERE = "990121100", "990121200001"


def write_elsewhere(*_: object, **__: object) -> None:
    """What a defect of an operation would do: a row of another area, by the ORM."""
    with transaction.atomic():
        Person.objects.filter(area__startswith=TOWN).update(area=ELSEWHERE)


def write_elsewhere_by_hand(*_: object, **__: object) -> None:
    """The same by a statement of our own, past the ORM."""
    with transaction.atomic():
        sql.execute("update people_person set area = '990121200001'", name="test")


@pytest.fixture
def no_incident(monkeypatch):
    def kept(problem: BaseException) -> str:
        raise AssertionError("an incident was kept") from problem

    monkeypatch.setattr(incidents, "keep", kept)


@pytest.mark.parametrize("write", [write_elsewhere, write_elsewhere_by_hand])
def test_a_row_refused_by_the_lock_is_a_refusal(county, write):
    with (
        rows.acting(Actor("王", (TOWN,))),
        pytest.raises(Exception, match="row-level security") as refused,
    ):
        write()
    assert isinstance(refusals.refusal_of(refused.value), NotAllowed)


def test_other_failures_of_the_database_stay_unforeseen(county):
    with pytest.raises(ProgrammingError) as broken, connection.cursor() as cursor, transaction.atomic():
        cursor.execute("select nothing from nowhere")
    assert refusals.refusal_of(broken.value) is None


@pytest.mark.usefixtures("no_incident")
@pytest.mark.parametrize("write", [write_elsewhere, write_elsewhere_by_hand])
def test_a_page_answers_403_with_a_sentence(county, signed_in, monkeypatch, write):
    monkeypatch.setattr("lianfang.apps.areas.queries.area", write)
    answer = signed_in("town_clerk", TOWN).get(f"/areas/{TOWN}/")
    assert answer.status_code == 403
    assert "辖区之外" in answer.content.decode()


@pytest.mark.usefixtures("no_incident")
def test_the_api_answers_403_as_a_problem(county, monkeypatch):
    monkeypatch.setattr("lianfang.apps.people.queries.find", write_elsewhere)
    secret = access.token_of("town_clerk", TOWN)
    answer = Client().get("/api/persons?q=王", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert json.loads(answer.content)["code"] == "access.row_out_of_reach"


@pytest.mark.usefixtures("no_incident")
def test_a_command_leaves_with_4(county, monkeypatch, run_command, capsys):
    monkeypatch.setenv("LIANFANG_SCOPE", TOWN)
    monkeypatch.setattr("lianfang.apps.people.queries.find", write_elsewhere_by_hand)
    assert run_command("people", "find", "王") == 4
    assert "辖区之外" in capsys.readouterr().err


def _scopes() -> bytes:
    return str(sql.tuples("select current_setting('lianfang.scopes', true)")[0][0]).encode()


def test_what_is_sent_in_pieces_sees_what_its_actor_may_see_and_no_longer(county):
    def pieces() -> Iterator[bytes]:
        yield _scopes()
        yield _scopes()

    def view(request: object) -> StreamingHttpResponse:
        return StreamingHttpResponse(pieces())

    request = RequestFactory().get("/")
    request.user = access.account("town_clerk", TOWN)
    request.session = {"began": 9e12, "seen": 9e12}
    before = _scopes()
    with rows.acting(Actor("谁也不是", ())):
        nothing = _scopes()
        answer = PageDoor(view)(request)  # type: ignore[arg-type]
        assert _scopes() == nothing
        assert list(answer) == [b"{990121100}"] * 2
        assert _scopes() == nothing
    assert _scopes() == before


def test_what_is_broken_off_leaves_nothing_open(county):
    def view(request: object) -> HttpResponse:
        return StreamingHttpResponse(_scopes() for _ in range(9))  # type: ignore[return-value]

    request = RequestFactory().get("/")
    request.user = access.account("town_clerk", TOWN)
    request.session = {"began": 9e12, "seen": 9e12}
    with rows.acting(Actor("谁也不是", ())):
        nothing = _scopes()
        answer = PageDoor(view)(request)
        next(iter(answer))
        for close in answer._resource_closers:  # what `close` does first; the rest would end our connection
            close()
        assert _scopes() == nothing
