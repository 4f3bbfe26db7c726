"""Finding and showing people: by every key, within the scope, masked."""

import re
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from tests.factories import people, places
from tests.factories.people import citizen_number, number_of
from tests.factories.places import AT, BY, GRID, TOWN, VILLAGE, days

from lianfang.apps.people import operations, queries
from lianfang.apps.people.models import Person
from lianfang.apps.people.operations.changes import UnknownState
from lianfang.core import sealing
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
CLERK = Actor(name="经办", permissions=EVERY, scopes=("990121",))
NUMBER = citizen_number(born=date(1985, 3, 5), sequence=21)


@pytest.fixture
def wang():
    places.build_county()
    return people.person(
        "欧阳芳",
        sex="female",
        birth_date=date(1985, 3, 5),
        document=NUMBER,
        phones=["13812345678"],
        address="北山村一组12号",
        household_uid=str(uuid4()),
    )


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} ",
        "13812345678",
        "+86 138-1234-5678",
        "欧阳芳",
        "歐陽芳",
        "ou yang fang",
        "ouyangf",
        "OUYANG",
    ],
)
def test_a_person_is_found_by_every_key(wang, text):
    people.person("王强", phones=["13900000000"])
    assert [str(line.person) for line in queries.find(text=text)] == [wang]


def test_a_person_is_found_by_the_uid(wang):
    assert [str(line.person) for line in queries.find(text=wang)] == [wang]


@pytest.mark.parametrize(
    "text", ["", "1381234567", "欧阳", "芳", "yang fang", NUMBER[:-1], "欧阳芳%", "ou_yang"]
)
def test_part_of_a_key_finds_nobody(wang, text):
    assert queries.find(text=text) == []


def test_what_is_found_is_masked(wang):
    (line,) = queries.find(text="欧阳芳")
    assert line.documents == ("990***********" + NUMBER[-4:],)
    assert line.phones == ("138****5678",)
    assert (line.place, line.birth_year) == ("澜砚县城关镇北山村", 1985)
    assert "12号" not in str(line)


def test_nobody_is_found_outside_the_scope(wang):
    for scope, count in ((TOWN, 1), (VILLAGE, 1), ("990121200", 0)):
        assert len(queries.find(text=NUMBER, scope=scope)) == count
        assert len(queries.find(text="ouyang", scope=scope)) == count
    with pytest.raises(NotFound):
        queries.person(wang, scope="990121200")


@pytest.mark.parametrize("text", [NUMBER, "13812345678", " 欧阳芳 ", "歐陽芳"])
def test_the_one_person_whom_a_form_means_is_told_by_the_uid(wang, text):
    assert queries.meant(text, by=CLERK) == wang
    assert queries.meant(text, by=replace(CLERK, permissions=frozenset())) == text.strip()
    with pytest.raises(NotFound):
        queries.meant(text, by=replace(CLERK, scopes=("990121200",)))
    with pytest.raises(NotFound):
        queries.meant("ouyang", by=CLERK)  # the beginning of a name means nobody


def test_a_name_of_several_is_refused_with_how_they_differ(wang):
    people.person("欧阳芳", birth_date=date(1960, 1, 1))
    with pytest.raises(queries.SeveralMeant) as refused:
        queries.meant("欧阳芳", by=CLERK)
    assert refused.value.facts["count"] == 2
    assert {"1960年生", "1985年生"} <= set(re.findall(r"\d{4}年生", str(refused.value)))
    assert list(queries.all_meant(f"{NUMBER}，{wang}", by=CLERK)) == [wang, wang]


def test_lists_stop_at_their_limit_in_the_order_of_names():
    for name in ("王芳", "王敏", "王安"):
        people.person(name)
    assert [line.name for line in queries.find(text="wang", limit=2)] == ["王安", "王芳"]


def test_a_card_by_uid_or_number_is_masked_unless_asked(wang):
    card = queries.person(number_of(wang))
    assert [key.value for key in card.keys] == ["990***********" + NUMBER[-4:], "138****5678"]
    assert (card.address, card.birth_date, card.household_size) == ("澜砚县城关镇北山村", None, 1)
    open_card = operations.unmask(person=wang, reason="流调", by=BY, at=AT)
    assert [key.value for key in open_card.keys] == [NUMBER, "13812345678"]
    assert (open_card.address, open_card.birth_date) == ("北山村一组12号", date(1985, 3, 5))
    look = AuditEvent.objects.get(action="people.unmasked")
    assert (look.subject, look.facts["reason"]) == (f"person:{wang}", "流调")


@pytest.mark.parametrize("reference", ["999999", "01811c8f-ec39-7106-980d-000000000000", "王", "", "1.5"])
def test_an_unknown_reference_is_not_found(wang, reference):
    with pytest.raises(NotFound):
        queries.person(reference)


def test_labels_and_numbers_for_other_parts(wang):
    number = number_of(wang)
    assert queries.labels([number, 10**9])[number].name == "欧阳芳"
    assert queries.canonical_ids([number, 10**9]) == {number: number}


def test_a_correction_keeps_before_and_after_sealed(wang):
    changes = {"name": "欧阳方", "birth_date": date(1985, 3, 6)}
    operations.correct(person=wang, changes=changes, ground="证件核对", by=BY, at=days(1))
    corrected = Person.objects.get(uid=wang)
    assert (corrected.name, corrected.name_key) == ("欧阳方", "ou yang fang")
    facts = AuditEvent.objects.get(action="people.corrected").facts
    assert facts["fields"] == ["birth_date", "name"]
    assert "欧阳" not in str(facts)
    assert '"name": "欧阳芳"' in sealing.unseal(bytes.fromhex(facts["before"]))
    assert '"name": "欧阳方"' in sealing.unseal(bytes.fromhex(facts["after"]))


@pytest.mark.parametrize("changes", [{}, {"uid": "x"}, {"sex": "other"}, {"name": "欧阳芳"}])
def test_a_correction_of_nothing_is_refused(wang, changes):
    with pytest.raises(operations.NothingToCorrect):
        operations.correct(person=wang, changes=changes, ground="", by=BY, at=AT)


def test_moving_changes_area_address_and_household(wang):
    operations.move(person=wang, area="990121200201000", address="柳林村3号", ground="迁居", by=BY, at=AT)
    moved = Person.objects.get(uid=wang)
    assert (moved.area, moved.address, moved.household) == ("990121200201", "柳林村3号", None)
    with pytest.raises(NotFound):
        operations.move(person=wang, area="990121999", ground="迁居", by=BY, at=AT)


def test_states(wang):
    operations.set_state(person=wang, state="deceased", ground="死亡证明", by=BY, at=AT)
    assert queries.person(wang).state == "deceased"
    with pytest.raises(UnknownState):
        operations.set_state(person=wang, state="gone", ground="", by=BY, at=AT)


def test_nobody_changes_a_person_outside_their_scope(wang):
    stranger = Actor(name="乡办", scopes=("990121200",))
    with pytest.raises(NotFound):
        operations.set_state(person=wang, state="left", ground="", by=stranger, at=AT)
    with pytest.raises(NotFound):
        operations.unmask(person=wang, reason="看看", by=stranger, at=AT)
    assert Person.objects.get(uid=wang).area == GRID
