"""Registering people: written once, sealed, in households, from a frame or from what already arrived."""

from datetime import date
from uuid import uuid4

import polars as pl
import pytest
from django.db import connection
from tests.factories import people, places
from tests.factories.people import citizen_number, number_of, row
from tests.factories.places import AT, BY, GRID, VILLAGE

from lianfang.apps.areas import operations as areas
from lianfang.apps.areas.terms import Recode
from lianfang.apps.people import operations, queries
from lianfang.apps.people.models import Household, IdentityKey, Person
from lianfang.core import sealing
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.citizen_id import upgrade
from lianfang.kernel.errors import WrongCall

pytestmark = pytest.mark.django_db


def test_a_person_has_a_key_in_pinyin_and_sealed_documents():
    number = citizen_number()
    uid = people.person(
        "曾国芳", document=number, phones=["13800000000", "0571-88888888"], birth_date=date(1990, 1, 1)
    )
    made = Person.objects.get(uid=uid)
    assert (made.name_key, made.state, made.source) == ("zeng guo fang", "present", "test")
    keys = {key.kind: key for key in IdentityKey.objects.filter(person=made)}
    assert bytes(keys["national_id"].digest) == sealing.digest("national_id", number)
    assert sealing.unseal(keys["national_id"].sealed) == number
    assert IdentityKey.objects.count() == 3


def test_registering_again_changes_nothing():
    rows = [row("王芳", document=citizen_number(), phones=["13800000000"]), row("李强")]
    first, second = people.register(*rows), people.register(*rows)
    assert (first.created, first.keys) == (2, 2)
    assert (second.created, second.unchanged, second.keys) == (0, 2, 0)
    assert AuditEvent.objects.count() == 1


def test_a_known_person_gains_keys_and_keeps_all_else():
    known = row("王芳")
    people.register(known)
    again = people.register(known | {"name": "王方", "phones": ["13800000000"]})
    assert (again.created, again.keys) == (0, 1)
    assert Person.objects.get(uid=known["uid"]).name == "王芳"


def test_a_person_twice_in_one_frame_is_written_once():
    twice = row("王芳", phones=["13800000000"])
    account = people.register(twice, twice | {"phones": ["13800000000", "13900000000"]})
    assert (account.rows, account.created, account.unchanged, account.keys) == (2, 1, 1, 2)


def test_a_household_is_written_once_and_counts_its_members():
    home = str(uuid4())
    rows = [row(name, household_uid=home, address="一组1号") for name in ("王芳", "李强")]
    assert people.register(*rows).households == 1
    people.register(row("王小宝", household_uid=home))
    household = Household.objects.get()
    assert (household.area, household.address) == (GRID, "一组1号")
    assert household.persons.count() == 3


def test_an_old_number_is_registered_in_its_new_form():
    old = "990121400101001"
    people.person("钱老", document=old)
    assert queries.find_by_key(kind="national_id", value=upgrade(old)) == [Person.objects.get().pk]


def test_a_document_without_a_kind_is_another_document():
    people.register(row("史密斯", document="X-1") | {"document_kind": None})
    assert IdentityKey.objects.get().kind == "other_document"


def test_wrong_facts_write_nothing():
    with pytest.raises(WrongCall, match="uid"):
        operations.register(pl.DataFrame({"name": ["王芳"], "area": [GRID]}), by=BY, at=AT, source="test")
    for wrong in ({"sex": "neither"}, {"document_kind": "phone"}, {"name": None}, {"area": None}):
        with pytest.raises(operations.FactRefused, match=next(iter(wrong))):
            people.register(row("王芳"), row("李强") | wrong)
    assert Person.objects.count() == 0


def test_people_that_arrived_by_statement_are_registered_with_their_numbers():
    known = people.person("王芳")
    operations.begin_arrival()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into person_arriving (uid, name, name_key, area) values"
            " (%s, '王芳', 'wang fang', '990121'), (%s, '李强', 'li qiang', '990121')",
            [known, str(uuid4())],
        )
        cursor.execute(
            "insert into identity_arriving select uid, 'phone', %s, %s from person_arriving",
            [sealing.digest("phone", "13800000000"), sealing.seal("13800000000")],
        )
    account = operations.register_arrived(by=BY, at=AT, source="list")
    assert (account.created, account.unchanged, account.keys) == (1, 1, 2)
    with connection.cursor() as cursor:
        cursor.execute("select uid::text, person_id, fresh from person_arriving")
        arrived = {uid: (number, fresh) for uid, number, fresh in cursor.fetchall()}
    assert arrived[known] == (number_of(known), False)
    assert queries.find_by_key(kind="phone", value="13800000000") == sorted(n for n, _ in arrived.values())


def test_keys_are_added_to_known_persons_once():
    uid = people.person("王芳", phones=["13800000000"])
    frame = pl.DataFrame(
        {"person_id": [number_of(uid)] * 2, "kind": ["phone"] * 2, "value": ["13800000000", "13900000000"]}
    )
    assert [operations.add_keys(frame, by=BY, at=AT) for _ in range(2)] == [1, 0]


def test_a_wrong_key_is_removed_with_its_value_sealed_in_the_log():
    uid = people.person("王芳", phones=["13800000000"])
    gone = {
        "person": uid,
        "kind": "phone",
        "value": "13800000000",
        "ground": "号码为他人所有",
        "by": BY,
        "at": AT,
    }
    assert [operations.remove_key(**gone) for _ in range(2)] == [True, False]
    facts = AuditEvent.objects.get(action="people.key_removed").facts
    assert "13800000000" not in str(facts)
    assert "13800000000" in sealing.unseal(bytes.fromhex(facts["before"]))


def test_persons_follow_areas_that_changed_their_code_once():
    places.load([*places.ROWS, ("990121100202", "南坡村")])
    home = str(uuid4())
    north = people.person("北村人", area=VILLAGE, household_uid=home)
    south = people.person("南村人", area="990121100202")
    rows = [one for one in places.ROWS if one[0] != VILLAGE]
    edition = places.load([*rows, (VILLAGE, "南坡村"), ("990121100202", "北山村")]).edition
    swap = [(VILLAGE, "990121100202"), ("990121100202", VILLAGE)]
    areas.recode([Recode(old, new, "", "批复") for old, new in swap], edition=edition, by=BY, at=AT)
    assert [operations.follow_recodings(by=BY, at=AT) for _ in range(2)] == [2, 0]
    assert Person.objects.get(uid=north).area == "990121100202"
    assert Person.objects.get(uid=south).area == VILLAGE
    assert Household.objects.get().area == "990121100202"
