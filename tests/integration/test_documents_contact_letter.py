"""The official letter about contacts: whom, how near, what is asked, until when; few numbers in the clear."""

from datetime import timedelta

import pytest
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories.cases import CDC, COUNTY, NOW

from lianfang.apps.areas.models import Area
from lianfang.apps.cases import operations as cases
from lianfang.apps.cases import queries as told
from lianfang.apps.cases.terms import LetterTo, Met, NewPatient, Situation
from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.models import Paper
from lianfang.apps.documents.operations import LettersOnly, LetterUnnamed
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.documents import read_parts
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
OTHER, HOUR = "990122", timedelta(hours=1)
PHONE, DOCUMENT = "13911114444", "990121199001011238"
WRITER, FIRST, SECOND = (
    Actor(name=name, permissions=EVERY, user=number, scopes=(COUNTY,))
    for number, name in enumerate(("拟稿人", "审一", "审二"), start=900)
)


@pytest.fixture
def case():
    """A case that two people were with: one with a telephone, one with a document alone."""
    factory.centre_of_county()
    edition = Area.objects.get(code=COUNTY).from_edition
    Area.objects.create(code=OTHER, level=3, name="临水县", from_edition=edition)
    case = factory.case()
    met = Met(Situation.MEAL, NOW - 30 * HOUR, NOW - 28 * HOUR)
    for who in (NewPatient(name="甲有话", phone=PHONE, document="K1234567", area=orders.VILLAGE),
                NewPatient(name="乙无话", document=DOCUMENT, area=orders.VILLAGE)):  # fmt: skip
        cases.meet(case.uid, who, met, by=CDC, at=NOW)
    cases.judge(case.uid, by=CDC, at=NOW)
    return case


def sent(case, **to):
    persons = tuple(one.person for one in told.contacts(case, known_at=NOW))
    return cases.send_letter(
        case.uid, LetterTo(persons, "请查找此二人。\n请落实管控。", **to), by=CDC, at=NOW
    )


def draft(letter, *, at=NOW):
    asked = {"area": COUNTY, "on": NOW.date(), "as_known_at": at, "by": WRITER, "at": at}
    return operations.prepare("contact_letter", about=str(letter.uid), **asked)


def said(docx):
    found = []
    for part in read_parts(docx):
        found += ["".join(piece.text for piece in part.pieces)]
        found += ["|".join("".join(piece.text for piece in cell) for cell in row) for row in part.rows]
    return "\n".join(found)


def issue(uid):
    operations.submit(uid, by=WRITER, at=NOW)
    operations.approve(uid, by=FIRST, at=NOW)
    return operations.approve(uid, by=SECOND, at=NOW)


def test_a_letter_outside_prints_telephones_and_a_document_only_where_there_is_no_telephone(case, tmp_path):
    letter = sent(case, name="某省某市疾控中心")
    with rows.acting(WRITER):
        uid = draft(letter)
        shown = said(operations.preview(uid, by=WRITER))
        assert (PHONE in shown, DOCUMENT in shown) == (False, False)
        issued = issue(uid)
    words = said(issued.docx)
    assert (PHONE in words, DOCUMENT in words, "K1234567" in words) == (True, True, False)
    for each in ("某省某市疾控中心", "密切接触者，共2人", "请查找此二人。", "密闭环境下共餐",
                 f"确诊病例（{case.number}）", "7月10日10时前告知", "〔2022〕1号"):  # fmt: skip
        assert each in words, (each, words)
    path = tmp_path / "issued.docx"
    path.write_bytes(issued.docx)
    traced = queries.trace(path, by=WRITER, at=NOW + HOUR)
    assert (traced.sound, traced.unchanged, len(traced.figures)) == (True, True, 1)
    assert PHONE.encode() not in bytes(Paper.objects.get(docx__isnull=False).docx)
    assert operations.hand_out(uid, by=WRITER, at=NOW) == issued.docx
    assert AuditEvent.objects.filter(action="document.handed_out", actor="拟稿人").count() == 1


def test_a_letter_to_a_county_of_the_register_leaves_numbers_to_the_register(case):
    letter = sent(case, area=OTHER)
    words = said(issue(draft(letter)).docx)
    assert "临水县疫情防控指挥部办公室" in words
    assert (PHONE in words, DOCUMENT in words) == (False, False)
    assert "139****4444" in words
    assert "登录系统" in words


def test_the_letter_is_named_own_and_known_by_then(case):
    letter = sent(case, area=OTHER)
    with pytest.raises(LetterUnnamed):
        operations.make_kind("contact_letter", area=COUNTY, about="", on=NOW.date(), as_known_at=NOW,
                             by=WRITER, at=NOW)  # fmt: skip
    with pytest.raises(NotFound):
        draft(letter, at=NOW - HOUR)
    there = Actor(name="外县", permissions=EVERY, scopes=(OTHER,))
    asked = {"area": OTHER, "on": NOW.date(), "as_known_at": NOW, "by": there, "at": NOW}
    with pytest.raises(NotFound):
        operations.prepare("contact_letter", about=str(letter.uid), **asked)


def test_the_pages_lead_from_the_letter_to_its_document_and_mask_it(case, signed_in, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    letter = sent(case, name="某省某市疾控中心")
    client = signed_in("county_clerk", COUNTY)
    way = f"/documents/new/contact_letter/?about={letter.uid}"
    assert way in client.get(f"/letters/{letter.uid}/").text
    form = client.get(way).text
    assert f'value="{letter.uid}" selected' in form
    typed = {"about": str(letter.uid), "on": NOW.date().isoformat(), "at": "", "area": COUNTY}
    made = client.post("/documents/new/contact_letter/", typed)
    assert made.status_code == 302, made.text
    assert "甲有话" in client.get(made["Location"]).text
    uid = made["Location"].rstrip("/").rpartition("/")[2]
    issue(uid)
    page = client.get(made["Location"]).text
    assert ("甲有话" in page, PHONE in page, "139****4444" in page) == (True, False, True)
    assert client.get(f"{made['Location']}file/").status_code == 200
    taken = client.get("/documents/templates/shipped/contact_letter/")
    assert taken.content.startswith(b"PK")


def test_an_investigator_writes_about_the_letters_of_own_cases_and_nothing_else(case, signed_in, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    letter = sent(case, name="某省某市疾控中心")
    about = {"area": COUNTY, "on": NOW.date(), "as_known_at": NOW, "at": NOW}
    other = operations.prepare("announcement", by=WRITER, **about)
    client = signed_in("investigator", COUNTY)
    way = f"/documents/new/contact_letter/?about={letter.uid}"
    assert way in client.get(f"/letters/{letter.uid}/").text
    typed = {"about": str(letter.uid), "on": NOW.date().isoformat(), "at": "", "area": COUNTY}
    made = client.post("/documents/new/contact_letter/", typed)
    assert made.status_code == 302, made.text
    assert (
        client.post(f"{made['Location']}act/", {"act": "save", "text_contact": "流调组"}).status_code == 302
    )
    assert client.post(f"{made['Location']}act/", {"act": "submit"}).status_code == 302
    assert client.post(f"{made['Location']}decide/", {"act": "approve"}).status_code == 403
    listed = client.get("/documents/").text
    assert (made["Location"] in listed, f"/documents/{other}/" in listed) == (True, False)
    assert "/documents/new/announcement/" not in listed
    assert client.get(f"/documents/{other}/").status_code == 404
    for address in ("/documents/new/announcement/", "/documents/register/", "/documents/templates/"):
        assert client.get(address).status_code == 403, address


def test_a_letter_of_another_countys_case_is_not_an_investigators_to_write(case):
    letter = sent(case, area=OTHER)
    uid = draft(letter)
    asked = {"on": NOW.date(), "as_known_at": NOW, "at": NOW}
    own, there = (
        Actor("流调", (area,), "investigator", ROLES["investigator"].permissions, number)
        for number, area in ((910, COUNTY), (911, OTHER))
    )
    for kind, about in (("contact_letter", str(letter.uid)), ("announcement", "")):
        with pytest.raises(LettersOnly):
            operations.prepare(kind, area=OTHER, about=about, by=there, **asked)
    with pytest.raises(queries.DocumentUnknown):
        operations.make(uid, by=there, at=NOW)
    assert [str(one.row.uid) for one in queries.documents(area=COUNTY, by=own, at=NOW)] == [str(uid)]
    operations.submit(uid, by=own, at=NOW)
    with pytest.raises(PermissionMissing):
        operations.approve(uid, by=own, at=NOW)
