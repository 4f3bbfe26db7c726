"""Letters about contacts: sent, received, acknowledged, answered, each with its clock; nobody is lost."""

import json
import re
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories.access import token_of
from tests.factories.cases import CDC, COUNTY, NOW
from tests.factories.control import VILLAGE

from lianfang.apps.areas.models import Area
from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.duties import KINDS
from lianfang.apps.cases.models import Letter, LetterEvent, LetterPerson
from lianfang.apps.cases.operations import LetterDone, LetterEmpty, LetterKnown, NotThen
from lianfang.apps.cases.terms import LetterFrom, LetterStep, LetterTo, Met, Named, NewPatient, Situation
from lianfang.apps.control.models import Measure
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.core.retention import operations as retention
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
OTHER = "990122"
THERE = Actor(name="外县", scopes=(OTHER,), permissions=EVERY)
HOUR = timedelta(hours=1)
ASKED = "请核实此人位置并落实管控"
FROM = LetterFrom("京山市疾控中心", "京疾控〔2022〕7号", "covid19", ASKED, NOW - HOUR)


@pytest.fixture
def contact():
    """A case with one judged contact, in a register that has another county too."""
    factory.centre_of_county()
    edition = Area.objects.get(code=COUNTY).from_edition
    Area.objects.create(code=OTHER, level=3, name="临水县", from_edition=edition)
    case, who = factory.case(), orders.person("去外县的")
    met = Met(Situation.MEAL, NOW - 30 * HOUR, NOW - 28 * HOUR)
    operations.meet(case.uid, NewPatient(person=str(who.uid)), met, by=CDC, at=NOW)
    operations.judge(case.uid, by=CDC, at=NOW)
    return case, who


def send(contact, *, by=CDC, at=NOW, **to):
    case, who = contact
    told = LetterTo((who.uid,), to.pop("asked", ASKED), **(to or {"area": OTHER}))
    return operations.send_letter(case.uid, told, by=by, at=at)


def gaps(area, at):
    view = engine.at_moment(area=area, at=at)
    letters = [kind for kind in KINDS if kind.code.startswith("letter_")]
    return {gap.kind: gap.due_at for gap in engine.gaps(view=view, kinds=letters)}


def named(name="来客", degree=1, day=9, **facts):
    return Named(NewPatient(name=name, area=VILLAGE, **facts), degree, date(2022, 7, day))


def test_a_letter_to_a_county_of_the_register_is_that_countys_to_acknowledge_and_answer(contact):
    sent = send(contact)
    assert (sent.other, sent.held_in, sent.number) == ("临水县", OTHER, f"{contact[0].number}-1")
    assert gaps(COUNTY, NOW) == {}
    assert gaps(OTHER, NOW) == {"letter_acknowledged": NOW + 2 * HOUR, "letter_answered": NOW + 24 * HOUR}
    with rows.acting(THERE):
        (seen,) = queries.letters(by=THERE, known_at=NOW)
        (person,) = queries.letter_persons(seen, known_at=NOW)
        assert (person.name, person.degree, person.controlled_at) == ("去外县的", 1, None)
        operations.note_letter(sent.uid, LetterStep.ACKNOWLEDGED, by=THERE, at=NOW + HOUR)
        with pytest.raises(LetterDone):
            operations.note_letter(sent.uid, LetterStep.ANSWERED, by=THERE, at=NOW + HOUR)
        note = "已找到，居家隔离"
        operations.note_letter(sent.uid, LetterStep.ANSWERED, note=note, by=THERE, at=NOW + 2 * HOUR)
    assert gaps(OTHER, NOW + 3 * HOUR) == {}
    card = queries.letter(sent.uid, by=CDC, known_at=NOW + 3 * HOUR)
    assert (card.acknowledged_at, card.answered_at, card.answer) == (NOW + HOUR, NOW + 2 * HOUR, note)
    assert queries.letter(sent.uid, by=CDC, known_at=NOW).acknowledged_at is None
    assert send(contact).number == f"{contact[0].number}-2"


def test_of_a_letter_to_a_place_outside_the_own_centre_asks_after_the_receipt(contact):
    sent = send(contact, name="某省某市疾控中心")
    assert (sent.other_area, sent.held_in) == ("", COUNTY)
    assert gaps(COUNTY, NOW).keys() == {"letter_acknowledged", "letter_answered"}
    operations.note_letter(sent.uid, LetterStep.ANSWERED, note="已管控", by=CDC, at=NOW + HOUR)
    assert gaps(COUNTY, NOW + HOUR) == {}  # whoever answers has received it


@pytest.mark.parametrize("to", [{"area": "", "name": ""}, {"area": OTHER, "asked": " "}])
def test_a_letter_names_its_receiver_its_persons_and_what_it_asks(contact, to):
    with pytest.raises(LetterEmpty):
        send(contact, **to)
    told = LetterTo((contact[0].person,), ASKED, area=OTHER)
    with pytest.raises(LetterEmpty):
        operations.send_letter(contact[0].uid, told, by=CDC, at=NOW)
    with pytest.raises(PermissionMissing):
        send(contact, by=Actor(name="无权", scopes=(COUNTY,)))
    assert Letter.objects.count() == 0


def test_whom_a_letter_from_outside_names_is_located_or_registered_and_ordered(contact):
    known = orders.person("已登记")
    before = Measure.objects.count()
    people = [named(), Named(NewPatient(person=str(known.uid)), 2, date(2022, 7, 9))]
    taken = operations.receive_letter(FROM, people, area=COUNTY, by=CDC, at=NOW)
    assert (taken.letter.persons, taken.refusal) == (2, "")
    assert Measure.objects.count() - before == taken.measures == 3
    cards = {one.name: one for one in queries.letter_persons(taken.letter, known_at=NOW)}
    assert {name: one.degree for name, one in cards.items()} == {"来客": 1, "已登记": 2}
    assert all(one.controlled_at == NOW for one in cards.values())
    assert gaps(COUNTY, NOW) == {"letter_acknowledged": NOW + 2 * HOUR, "letter_answered": NOW + 24 * HOUR}
    with pytest.raises(LetterKnown):
        operations.receive_letter(FROM, [named()], area=COUNTY, by=CDC, at=NOW)
    assert AuditEvent.objects.filter(action="cases.letter_received").count() == 1


def test_each_row_of_a_letter_is_accounted_and_a_wrong_one_takes_back_no_other(contact):
    known = orders.person("已登记")
    wrong = Named(NewPatient(person="00000000-0000-0000-0000-000000000000"), 1, date(2022, 7, 9))
    rows = [named(), wrong, Named(NewPatient(person=str(known.uid)), 2, date(2022, 7, 9)), named()]
    taken = operations.receive_letter(FROM, rows, area=COUNTY, by=CDC, at=NOW)
    account = (taken.rows, taken.registered, taken.located, taken.repeated, taken.refused)
    assert account == (4, 1, 1, 1, 1)
    assert [one.row for one in taken.refusals] == [2]
    assert LetterPerson.objects.count() == 2
    more = operations.receive_letter(FROM, [*rows, named("后来的")], area=COUNTY, by=CDC, at=NOW)
    assert (more.registered, more.repeated, more.letter.uid) == (1, 3, taken.letter.uid)
    assert (Letter.objects.count(), LetterPerson.objects.count()) == (1, 3)
    assert gaps(COUNTY, NOW)["letter_answered"] == NOW + 24 * HOUR


def test_a_letter_is_not_of_the_future_and_nobody_else_sees_it(contact):
    later = LetterFrom("甲", "1", "covid19", ASKED, NOW + HOUR)
    with pytest.raises(NotThen):
        operations.receive_letter(later, [named()], area=COUNTY, by=CDC, at=NOW)
    taken = operations.receive_letter(FROM, [named()], area=COUNTY, by=CDC, at=NOW)
    with rows.acting(THERE), pytest.raises(NotFound):
        queries.letter(taken.letter.uid, by=THERE, known_at=NOW)
    with rows.acting(THERE):
        assert (Letter.objects.count(), LetterPerson.objects.count(), LetterEvent.objects.count()) == (
            0,
            0,
            0,
        )


def test_letters_go_half_a_year_later(contact):
    sent = send(contact)
    operations.note_letter(sent.uid, LetterStep.ANSWERED, note="已管控", by=CDC, at=NOW)
    left = []
    for days in (179, 181):
        retention.run(by=SYSTEM, at=NOW + timedelta(days=days), dry_run=False)
        left.append([table.objects.count() for table in (Letter, LetterPerson, LetterEvent)])
    assert left == [[1, 1, 1], [0, 0, 0]]


def test_pages_send_receive_and_note(contact, signed_in, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    case, who = contact
    client = signed_in("investigator", COUNTY)
    assert "发协查函" in client.get(f"/cases/{case.uid}/contacts/").text
    typed = {"contact": [str(who.uid)], "to": OTHER, "asked": ASKED}
    sent = client.post(f"/cases/{case.uid}/letters/", typed)
    assert (sent.status_code, sent["Location"].startswith("/letters/")) == (302, True)
    page = client.get(sent["Location"]).text
    assert "去外县的" in page
    assert "临水县" in page
    nobody = client.post(f"/cases/{case.uid}/letters/", {"to": OTHER, "asked": ASKED}, follow=True)
    assert "协查函要写明" in nobody.text
    head, first = "姓名\t手机号\t现住址\t最后接触时间", "来客\t13911112222\t柳溪村\t7月9日"
    table = f"{head}\n{first}\n\n第二位，，，2022-07-09 12:30"
    came = {"sender": "京山市疾控中心", "number": "7号", "disease": "covid19", "asked": ASKED, "degree": "1"}
    assert client.post("/letters/", came | {"degree": "3"}).status_code == 400
    assert client.post("/letters/", came | {"table": "没有表头"}).status_code == 422
    bad = client.post("/letters/", came | {"table": table.replace("，", "\t").replace("7月9日", "昨天")})
    assert (bad.status_code, "退回1" in bad.text, "新登记1" in bad.text) == (200, True, True)
    word = re.search(r'name="rejects" value="([^"]+)"', bad.text)[1]
    assert client.post("/letters/", {"rejects": word}).content.startswith(b"PK")
    taken = client.post("/letters/", came | {"table": table.replace("，", "\t")})
    assert taken.status_code == 302, taken.text
    listed = client.get("/letters/").text
    assert "京山市疾控中心" in listed
    assert client.post(taken["Location"], {"step": "answered", "note": ""}).status_code == 422
    assert client.post(taken["Location"], {"step": "acknowledged"}).status_code == 302
    assert client.post(taken["Location"], {"step": "answered", "note": "已管控"}).status_code == 302
    assert "已管控" in client.get(taken["Location"]).text
    assert signed_in("village_secretary", VILLAGE).get("/letters/").status_code == 403


def test_the_api_sends_receives_and_notes(contact, client, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    case, who = contact
    headers = {"Authorization": f"Bearer {token_of('investigator', COUNTY)}"}
    shared = {"content_type": "application/json", "headers": headers}
    given = {"persons": [str(who.uid)], "asked": ASKED, "area": OTHER}
    sent = client.post(f"/api/cases/{case.uid}/letters", given, **shared)
    assert sent.status_code == 200, sent.text
    person = {"name": "来客", "area": VILLAGE, "degree": 1, "last_on": "2022-07-09"}
    came = {"sender": "甲", "number": "1", "disease": "covid19", "asked": ASKED, "area": COUNTY,
            "sent_at": (NOW - HOUR).isoformat(), "persons": [person]}  # fmt: skip
    taken = client.post("/api/letters", came, **shared)
    assert taken.status_code == 200, taken.text
    assert taken.json()["registered"] == 1
    file = SimpleUploadedFile("名单.csv", "姓名,末次接触\n来客,7月9日\n新客,7月9日\n".encode())
    form = {name: value for name, value in came.items() if name != "persons"} | {"file": file}
    more = client.post("/api/letters/file", form, headers=headers)
    assert (more.status_code, more.json()["repeated"], more.json()["registered"]) == (200, 1, 1), more.text
    uid = taken.json()["letter"]["uid"]
    assert client.post(f"/api/letters/{uid}/steps", {"step": "acknowledged"}, **shared).status_code == 200
    assert len(client.get("/api/letters", headers=headers).json()) == 2


def test_commands_receive_send_and_note(contact, run_command, capsys, tmp_path):
    case, who = contact
    uid = str(send(contact).uid)
    path = tmp_path / "来函.csv"
    columns = {"姓名": ["丁来", "戊来"], "级": ["密接", "次密接"], "末次接触": ["2022-07-09", "7月9日"]}
    pl.DataFrame(columns | {"住地": [VILLAGE] * 2, "电话": ["13911113333", ""]}).write_csv(path)
    told = ("--from", "乙", "--number", "2", "--asked", ASKED, "--disease", "covid19", "--area", COUNTY)
    assert run_command("letter", "receive", str(path), *told) == 0
    to = ("--asked", ASKED, "--person", str(who.uid), "--to", OTHER)
    assert run_command("letter", "send", case.number, *to) == 0
    assert run_command("letter", "note", uid, "answered", "--note", "已管控") == 0
    capsys.readouterr()
    assert run_command("letter", "list", "--json") == 0
    assert capsys.readouterr().out.count('"outgoing"') == 3
    capsys.readouterr()
    path.write_text(
        "姓名,级,末次接触\n丁来,密接,2022-07-09\n己,亲戚,2022-07-09\n庚,次密接者,2022-07-09\n辛,一,7月8日\n"
    )
    rejects = tmp_path / "退回.csv"
    assert run_command("letter", "receive", str(path), *told, "--rejects", str(rejects), "--json") == 0
    account = json.loads(capsys.readouterr().out)
    names = ("rows", "registered", "located", "repeated", "refused")
    assert [account[name] for name in names] == [4, 1, 0, 1, 2]
    assert rejects.read_text(encoding="utf-8-sig").count("\n") == 3
    assert "亲戚" in rejects.read_text(encoding="utf-8-sig")
    path.write_text("姓名,电话\n己,1\n")
    assert run_command("letter", "receive", str(path), *told) == 3


def test_a_moment_of_sending_is_kept(contact):
    sent = LetterFrom("甲", "1", "covid19", ASKED, datetime.fromisoformat("2022-07-09T08:00:00+08:00"))
    taken = operations.receive_letter(sent, [named()], area=COUNTY, by=CDC, at=NOW)
    assert taken.letter.sent_at == sent.sent_at
