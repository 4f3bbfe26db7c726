"""A person decides whose a doubtful row is; what the row tells is told once, a later decision supersedes."""

from datetime import date

import pytest
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.intake import BY, HERE, hours, row
from tests.factories.places import VILLAGE

from lianfang.apps.control import queries as control
from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Exposure, GroupFact, ReviewDecision, Withdrawal
from lianfang.apps.intake.operations import NamelessRow, NotInReview, RejectionUnfounded
from lianfang.apps.intake.terms import Decision
from lianfang.apps.people.models import IdentityKey, Person
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db

PHONE = "13900000001"


@pytest.fixture
def registered():
    """The uid of 张伟, whose number the doubtful row bears."""
    lists.build_county()
    return lists.resident("张伟")


@pytest.fixture
def doubtful(registered, tmp_path):
    """A list: row 2 doubtful (another's number), row 3 nameless, row 4 sure."""
    number = registered[1]
    contact = {"exposure": "密接", "contact": "2022-07-08", "address": HERE}
    return lists.batch(
        lists.receive(
            tmp_path / "名单.csv",
            row("刘洋", number=number, phone=PHONE, **contact),
            row("", number=people.citizen_number(sequence=8), **contact),
            row("张伟", number=number, address=HERE),
        )
    )


def decide(batch, decision, *, row_no=2, by=BY, after=1, **more):
    if decision is Decision.REJECT:
        more.setdefault("reason", "查无此人")
    return operations.decide(
        batch=batch, sheet_no=1, row_no=row_no, decision=decision, by=by, at=hours(after), **more
    )


def outcome(batch, row_no=2):
    (found,) = [one for one in queries.rows(batch.pk) if one["row"] == row_no]
    return found["outcome"], found["reason"], found["person"]


def groups():
    return sorted(GroupFact.objects.values_list("group", flat=True))


def test_a_row_decided_to_be_a_registered_person_tells_of_them(doubtful, registered):
    uid, _ = registered
    assert decide(doubtful, Decision.SAME_AS, person=uid) == uid
    assert outcome(doubtful) == ("matched", "decided", uid)
    exposure = Exposure.objects.get()
    assert (str(exposure.person.uid), exposure.kind, exposure.last_exposure) == (
        uid,
        "close_contact",
        date(2022, 7, 8),
    )
    assert (exposure.happened_at, exposure.recorded_at) == (lists.NOW, hours(1))
    assert groups() == ["outside_contacts"]
    assert Person.objects.count() == 1


def test_a_row_decided_to_be_somebody_new_registers_them_as_an_outsider(doubtful, registered):
    uid = decide(doubtful, Decision.NEW_PERSON)
    made = Person.objects.get(uid=uid)
    assert (made.name, made.area, uid != registered[0]) == ("刘洋", VILLAGE, True)
    assert outcome(doubtful) == ("created", "decided", uid)
    assert groups() == ["outside_contacts", "outsiders"]
    assert "phone" in set(IdentityKey.objects.filter(person=made).values_list("kind", flat=True))
    assert Exposure.objects.get().person_id == made.pk


def test_a_rejected_row_tells_nothing(doubtful):
    assert decide(doubtful, Decision.REJECT) is None
    assert outcome(doubtful) == ("rejected", "decided", None)
    assert not Exposure.objects.exists()
    assert Person.objects.count() == 1


def test_the_same_decision_again_tells_nothing_twice(doubtful, registered):
    for after in (1, 2):
        decide(doubtful, Decision.SAME_AS, person=registered[0], after=after)
    assert Exposure.objects.count() == 1
    assert groups() == ["outside_contacts"]
    assert ReviewDecision.objects.count() == 2


def test_somebody_new_decided_twice_is_one_person(doubtful):
    assert decide(doubtful, Decision.NEW_PERSON) == decide(doubtful, Decision.NEW_PERSON, after=2)
    assert Person.objects.count() == 2
    assert groups() == ["outside_contacts", "outsiders"]


def test_a_later_decision_supersedes_the_earlier_one(doubtful, registered):
    decide(doubtful, Decision.REJECT)
    decide(doubtful, Decision.SAME_AS, person=registered[0], after=2)
    assert outcome(doubtful) == ("matched", "decided", registered[0])
    decide(doubtful, Decision.REJECT, after=3)
    assert outcome(doubtful) == ("rejected", "decided", None)


def test_each_decision_leaves_an_audit_line(doubtful, registered):
    decide(doubtful, Decision.SAME_AS, person=registered[0])
    (line,) = AuditEvent.objects.filter(action="intake.decided")
    assert line.facts == {"row": 2, "decision": "same_as", "person": registered[0], "withdrawn": 0}


def test_a_row_that_was_never_doubtful_is_not_decided(doubtful):
    with pytest.raises(NotInReview, match="第4行"):
        decide(doubtful, Decision.REJECT, row_no=4)
    assert not ReviewDecision.objects.exists()


def test_a_row_without_a_name_becomes_nobody_new(doubtful):
    with pytest.raises(NamelessRow, match="第3行"):
        decide(doubtful, Decision.NEW_PERSON, row_no=3)
    assert (Person.objects.count(), ReviewDecision.objects.count()) == (1, 0)


def test_rows_and_persons_out_of_sight_are_not_found(doubtful, registered):
    with pytest.raises(NotFound):
        decide(doubtful, Decision.REJECT, row_no=99)
    with pytest.raises(NotFound):
        decide(doubtful, Decision.REJECT, by=Actor("某", ("990121200",)))
    with pytest.raises(NotFound):
        decide(doubtful, Decision.SAME_AS, person=people.uid_of(10**6))
    assert not ReviewDecision.objects.exists()


def test_the_number_that_contradicts_stays_with_its_owner(doubtful, registered):
    """A decision for somebody new must not take the registered number from whom it belongs to."""
    decide(doubtful, Decision.NEW_PERSON)
    owner = IdentityKey.objects.get(kind="national_id", person__name="张伟")
    assert str(owner.person.uid) == registered[0]


def inside():
    """Who is in which group now, by the sum that a village keeps."""
    found = queries.five_clears(area=VILLAGE, known_at=hours(9)).get(VILLAGE, {})
    return {group: count for group, count in found.items() if count}


def exposed(uid):
    """Kinds of exposure that are said of a person, as whoever orders a measure asks."""
    person = Person.objects.get(uid=uid).pk
    told = Exposure.objects.filter(person_id=person).exclude(pk__in=Withdrawal.objects.values("exposure"))
    return list(told.values_list("kind", flat=True))


def test_a_row_goes_back_with_a_reason_or_not_at_all(doubtful):
    with pytest.raises(RejectionUnfounded, match="第2行"):
        decide(doubtful, Decision.REJECT, reason=" ")
    decide(doubtful, Decision.REJECT, reason="号码停机")
    assert ReviewDecision.objects.get().reason == "号码停机"


def test_a_superseded_decision_takes_back_what_it_told(doubtful, registered):
    uid = registered[0]
    decide(doubtful, Decision.SAME_AS, person=uid)
    assert (exposed(uid), inside()) == (["close_contact"], {"outside_contacts": 1})
    decide(doubtful, Decision.REJECT, after=2)
    assert (exposed(uid), inside()) == ([], {})
    assert control.exposures_of_batch(doubtful.pk) == 0
    with pytest.raises(NotFound, match="暴露"):
        control.cases_of_person(uid, lists.NOW.date())
    assert Exposure.objects.count() == 1, "withdrawn, not deleted"


def test_what_was_told_moves_to_the_person_decided_last(doubtful, registered):
    new = decide(doubtful, Decision.NEW_PERSON)
    decide(doubtful, Decision.SAME_AS, person=registered[0], after=2)
    assert (exposed(new), exposed(registered[0])) == ([], ["close_contact"])
    assert inside() == {"outside_contacts": 1}
    assert control.exposures_of_batch(doubtful.pk) == 1


def test_a_decision_renewed_tells_again_what_was_taken_back(doubtful, registered):
    uid = registered[0]
    decide(doubtful, Decision.SAME_AS, person=uid)
    decide(doubtful, Decision.REJECT, after=2)
    decide(doubtful, Decision.SAME_AS, person=uid, after=3)
    assert exposed(uid) == ["close_contact"]


def test_what_a_list_tells_by_itself_stays_when_a_decision_is_taken_back(doubtful, registered, tmp_path):
    uid, number = registered
    decide(doubtful, Decision.SAME_AS, person=uid)
    contact = {"exposure": "密接", "contact": "2022-07-08", "address": HERE}
    lists.receive(tmp_path / "另一份.csv", row("张伟", number=number, **contact), at=hours(2))
    decide(doubtful, Decision.REJECT, after=3)
    assert exposed(uid) == ["close_contact"]
    assert inside() == {"outside_contacts": 1}
