"""Merging records of one person: no guess, no chain, no ring, and undone in any order without a trace."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import people, places
from tests.factories.people import citizen_number, number_of
from tests.factories.places import AT, BY, TOWN
from tests.reference.people_twin import Register

from lianfang.apps.people import operations, queries
from lianfang.apps.people.models import IdentityKey, Merge, Person
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


def merge(kept, merged, by=BY):
    return operations.merge(kept=kept, merged=merged, ground="核实", by=by, at=AT)


def unmerge(reference):
    return operations.unmerge(reference=str(reference), by=BY, at=AT)


def three():
    return [people.person(name, phones=[f"1380000000{place}"]) for place, name in enumerate("甲乙丙")]


def stands_for(uid):
    return str(queries.person(uid).person)


def test_a_merged_record_stands_for_the_person_kept_and_lends_its_keys():
    a, b, _ = three()
    made = merge(a, b)
    assert stands_for(b) == a
    assert queries.canonical_ids([number_of(b)]) == {number_of(b): number_of(a)}
    card = queries.person(b)
    assert [key.value for key in card.keys] == ["138****0000", "138****0001"]
    assert [(str(one.person), one.merge) for one in card.merged] == [(b, made)]
    assert [str(line.person) for line in queries.find(text="13800000001")] == [a]
    assert queries.find_by_key(kind="phone", value="13800000001") == [number_of(a)]


@pytest.mark.parametrize("by", ["merge", "merged record", "kept record"])
def test_a_merge_is_undone_by_its_uid_or_by_either_record(by):
    a, b, _ = three()
    made = merge(a, b)
    assert str(unmerge({"merge": made, "merged record": b, "kept record": a}[by])) == b
    assert stands_for(b) == b
    assert Merge.objects.get().undone_by == "test"
    with pytest.raises(NotFound):
        unmerge(made)


def test_a_kept_record_with_several_merges_must_be_named_exactly():
    a, b, c = three()
    merge(a, b)
    merge(a, c)
    with pytest.raises(NotFound, match="唯一"):
        unmerge(a)
    unmerge(b)
    assert [stands_for(one) for one in (a, b, c)] == [a, b, a]


def test_no_chain_arises():
    a, b, c = three()
    merge(b, c)
    merge(a, b)
    assert [stands_for(one) for one in (a, b, c)] == [a, a, a]
    unmerge(b)
    assert [stands_for(one) for one in (a, b, c)] == [a, b, b]


def test_a_kept_record_that_was_merged_means_the_person_it_stands_for():
    a, b, c = three()
    merge(a, b)
    merge(b, c)
    assert stands_for(c) == a
    unmerge(b)
    assert [stands_for(one) for one in (a, b, c)] == [a, b, a]


def test_no_ring_arises():
    a, b, _ = three()
    merge(a, b)
    for kept, merged in ((b, a), (a, b), (a, a), (b, b)):
        with pytest.raises(operations.MergedIntoItself):
            merge(kept, merged)


def test_a_merged_record_is_not_merged_again():
    a, b, c = three()
    merge(a, b)
    with pytest.raises(operations.AlreadyMerged, match="乙"):
        merge(c, b)


def test_each_merge_and_its_undoing_leave_a_line_in_the_log():
    a, b, _ = three()
    made = merge(a, b)
    unmerge(made)
    lines = AuditEvent.objects.filter(subject=f"merge:{made}").order_by("id")
    assert [line.action for line in lines] == ["people.merged", "people.unmerged"]
    assert lines[0].facts == {"kept": a, "merged": b, "ground": "核实"}


def test_records_outside_the_scope_are_not_merged():
    a, b, _ = three()
    with pytest.raises(NotFound):
        merge(a, b, by=Actor(name="乡办", scopes=("990121200",)))


steps = st.lists(
    st.tuples(st.sampled_from(["merge", "unmerge"]), st.integers(0, 5), st.integers(0, 5)), max_size=14
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.randoms(use_true_random=False))
def test_any_merges_and_unmerges_agree_with_plain_python_and_can_all_be_undone(sequence, order):
    uids = [people.person(f"人{place}", phones=[f"1390000000{place}"]) for place in range(6)]
    before = facts(uids)
    register = Register(uids)
    for action, one, other in sequence:
        outcome = attempt(action, uids[one], uids[other])
        assert outcome == getattr(register, action)(uids[one], uids[other])
        assert {uid: stands_for(uid) for uid in uids} == {uid: register.stands_for(uid) for uid in uids}
        assert not Person.objects.filter(merged_into__merged_into__isnull=False).exists()
    left = list(register.edges)
    order.shuffle(left)
    for merged in left:
        unmerge(merged)
    assert facts(uids) == before


def attempt(action, one, other):
    if action == "unmerge":
        if not Merge.objects.filter(merged__uid=one, undone_at=None).exists():
            return "nothing"
        unmerge(one)
        return "done"
    try:
        merge(one, other)
    except (operations.MergedIntoItself, operations.AlreadyMerged) as refusal:
        return refusal.code
    return "done"


def facts(uids):
    persons = list(Person.objects.filter(uid__in=uids).order_by("pk").values())
    numbers = [one["id"] for one in persons]
    keys = IdentityKey.objects.filter(person__in=numbers).order_by("digest")
    return persons, [(key.person_id, bytes(key.digest)) for key in keys]


def proposals(scope=TOWN):
    return {(str(one.a), str(one.b)): one for one in queries.duplicate_proposals(scope=scope)}


def test_duplicates_are_proposed_with_evidence_for_and_against():
    places.build_county()
    born = date(1990, 1, 1)
    number = citizen_number()
    a = people.person("王芳", document=number, phones=["13800000000"], birth_date=born, sex="female")
    b = people.person("王方", document=number, birth_date=born, sex="male", area="990121100001001")
    c = people.person("王芳", phones=["13800000000", "13900000000"])
    d = people.person("王芳", birth_date=born, document=citizen_number(sequence=3))
    found = proposals()
    assert set(found) == {(a, b), (a, c), (a, d)}
    same_document = found[a, b]
    assert same_document.rule == "same_document"
    assert same_document.agrees == ("document", "birth_date")
    assert same_document.differs == ("name", "sex", "village")
    assert (found[a, c].rule, found[a, c].agrees) == ("phone_and_name", ("name", "phone", "village"))
    assert (found[a, d].rule, found[a, d].differs) == ("name_birth_village", ("document",))


def test_a_family_that_shares_a_telephone_is_no_duplicate():
    people.person("王芳", phones=["13800000000"])
    people.person("李强", phones=["13800000000"])
    people.person("王芳", area="990121200201", birth_date=date(1990, 1, 1))
    assert proposals() == {}


def test_merged_records_are_proposed_no_more_and_speak_for_the_person_kept():
    a = people.person("王芳", phones=["13800000000"])
    b = people.person("王芳", phones=["13800000000"])
    c = people.person("王芳", phones=["13900000000"])
    merge(a, b)
    assert proposals() == {}
    operations.unmerge(reference=b, by=BY, at=AT)
    merge(c, b)
    assert set(proposals()) == {(a, c)}
