"""Contacts: who was met, judged by the table, told to intake as grounds, ordered by policy, all at once.

1. *meet*: somebody is located in the register (or enters it) and was with the case, or with a close contact.
2. *judge*: the table is asked of everybody met; only what changes is written, and nobody is dropped unsaid.
3. *order*: whoever is new or longer a contact gets an exposure, and the orders that the policy prescribes.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.cases import queries
from lianfang.apps.cases.models import Case, Contact, Judgement, Nearness
from lianfang.apps.cases.operations.patients import patient
from lianfang.apps.cases.operations.stating import NotThen, locked
from lianfang.apps.cases.queries.contacts import ADDED, CHANGED, DROPPED, SAME
from lianfang.apps.cases.rules.judging import EXPOSURES
from lianfang.apps.cases.terms import ContactChange, Judged, Met, NearnessSource, NewPatient
from lianfang.apps.control import operations as control
from lianfang.apps.control import queries as orders
from lianfang.apps.intake import operations as intake
from lianfang.apps.intake.terms import Ground
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, InputRefused

JUDGING: Final = "cases.judge"
ELSEWHERE: Final = "其中{count}人现住辖区外，请发协查函。"


class DropUnexplained(InputRefused):
    """Contacts that would no longer be contacts, and nobody said why."""

    code = "cases.drop_unexplained"
    sentence = "按现在的日期，{names}不再是密接。请写明理由再确认，已下达的措施由下达的单位另行解除。"


@transaction.atomic
def meet(
    reference: str | UUID,
    who: NewPatient,
    met: Met,
    *,
    by: Actor,
    at: datetime,
    through: str = "",
) -> UUID:
    """Note that somebody was with a case, or with its close contact `through`; the person's uid.

    Raises NotFound, NotThen, and what `patient` raises.
    """
    check(by, Permission.INVESTIGATE_CASE)
    case, card = locked(reference, by=by, at=at)
    if not met.since <= met.until <= at:
        raise NotThen
    told = who if who.area or who.person else replace(who, area=card.area)
    person = patient(told, by=by, at=at)
    between = patient(NewPatient(person=through), by=by, at=at) if through else None
    made = Nearness.objects.create(
        case=case,
        person_id=person,
        through_id=between,
        source=NearnessSource.TOLD,
        situation=met.situation,
        vehicle=met.vehicle or "",
        rows_apart=met.rows_apart,
        place=met.place,
        since=met.since,
        until=met.until,
        by=by.name,
        recorded_at=at,
    )
    made.refresh_from_db()
    subject = f"cases_case:{case.pk}"
    audit.record("cases.met", subject=subject, by=by, at=at, area=case.area, situation=met.situation.value)
    return UUID(str(made.uid))


@transaction.atomic
def judge(reference: str | UUID, *, by: Actor, at: datetime, drop_reason: str = "") -> Judged:
    """Judge everybody met by the table, and order what policy prescribes for whoever is new or longer.

    An order that can't be issued takes no judgement back: the refusal is told, and the duty to bring the
    contact under control stays open. Raises NotFound, DropUnexplained.
    """
    check(by, Permission.JUDGE_CONTACT)
    case, card = locked(reference, by=by, at=at)
    work = Work(JUDGING, "contacts live in other places of the county that investigates", (case.held_in,))
    with acting_for(work):
        changes = queries.proposed(card, at=at)
        dropped = [one for one in changes if one.change == DROPPED]
        if dropped and not drop_reason.strip():
            raise DropUnexplained(names="、".join(one.name for one in dropped))
        different = [one for one in changes if one.change != SAME]
        _write(case, different, reason=drop_reason.strip(), by=by, at=at)
        fresh = [one for one in changes if one.change in {ADDED, CHANGED}]
        measures, refusal = _order(case, card.number, fresh, by=by, at=at) if fresh else (0, "")
    counts = Counter(one.change for one in changes)
    judged = Judged(
        counts[ADDED], counts[CHANGED], counts[DROPPED], counts[SAME], measures=measures, refusal=refusal
    )
    facts = {
        "added": judged.added,
        "changed": judged.changed,
        "dropped": judged.dropped,
        "measures": measures,
    }
    audit.record("cases.judged", subject=f"cases_case:{case.pk}", by=by, at=at, area=case.area, **facts)
    return judged


def _write(case: Case, changes: Sequence[ContactChange], *, reason: str, by: Actor, at: datetime) -> None:
    """Append the judgement of each contact; whoever was none before becomes one.

    Of a person with several records, merged since, each that was a contact is judged: parted again, each
    stands as it was judged last.
    """
    known = _records(case)
    shared = {"case": case, "held_in": case.held_in, "recorded_at": at}
    Contact.objects.bulk_create(
        Contact(person_id=one.person, area=one.area, **shared) for one in changes if one.person not in known
    )
    known = _records(case)
    Judgement.objects.bulk_create(
        _judgement(contact, one, reason=reason, by=by, at=at)
        for one in changes
        for contact in known[one.person]
    )


def _records(case: Case) -> dict[int, list[int]]:
    """The contact records of a case by the person whom they are about."""
    rows = list(Contact.objects.filter(case=case).order_by("id").values_list("person_id", "id"))
    one_of, found = queries.standing_for({person for person, _ in rows}), defaultdict[int, list[int]](list)
    for person, contact in rows:
        found[one_of[person]].append(contact)
    return found


def _judgement(contact: int, one: ContactChange, *, reason: str, by: Actor, at: datetime) -> Judgement:
    holds = one.change != DROPPED
    return Judgement(
        contact_id=contact,
        degree=one.degree,
        rule=one.rule,
        window_from=one.window_from,
        first_at=one.first_at,
        last_at=one.last_at,
        holds=holds,
        reason="" if holds else reason,
        by=by.name,
        recorded_at=at,
    )


def _order(
    case: Case, number: str, fresh: Sequence[ContactChange], *, by: Actor, at: datetime
) -> tuple[int, str]:
    """Tell intake the exposures of contacts, have their orders issued; how many, or why none."""
    grounds = [
        Ground(one.person, EXPOSURES[one.degree], one.last_at.astimezone(ZONE).date()) for one in fresh
    ]
    told = f"流调判定 {number}"
    return order(grounds, area=case.held_in, disease=case.disease, name=told, by=by, at=at)


def order(
    grounds: Sequence[Ground], *, area: str, disease: str, name: str, by: Actor, at: datetime
) -> tuple[int, str]:
    """Keep exposures as a list of a county and order what its policy prescribes; how many, or why none.

    Who lives elsewhere now is not this county's to order: a letter goes there.
    """
    labels = people.labels(one.person for one in grounds)
    own = [one for one in grounds if one.person in labels and labels[one.person].area.startswith(area)]
    elsewhere = ELSEWHERE.format(count=len(grounds) - len(own)) if len(own) < len(grounds) else ""
    if not own:
        return 0, elsewhere
    batch = intake.take_judged(own, area=area, disease=disease, name=name, by=by, at=at)
    issuer, whole = orders.issuer_for_batch(batch), replace(by, scopes=(area,))
    try:
        with transaction.atomic():
            return control.issue_for_batch(batch, by=whole, at=at, issuer=issuer).measures, elsewhere
    except DomainError as refusal:
        return 0, f"{refusal}{elsewhere}"
