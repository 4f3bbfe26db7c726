"""Letters about contacts: sent to other places, acknowledged, answered.

A letter to a county of the register is there at once, as that county's to acknowledge. Of one to a place
outside, the own centre asks after its receipt and notes it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases import queries
from lianfang.apps.cases.models import Case, Letter, LetterEvent, LetterPerson
from lianfang.apps.cases.operations.stating import NotThen, locked
from lianfang.apps.cases.terms import (
    LETTER_STEP_NAMES,
    ContactCard,
    LetterCard,
    LetterStep,
    LetterTo,
)
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused


class LetterEmpty(InputRefused):
    """A letter without a receiver or sender, without persons, or that asks for nothing."""

    code = "cases.letter_empty"
    sentence = "协查函要写明对方、协查的人和请协助的事项。"


class LetterDone(InputRefused):
    """A letter that was acknowledged, or answered, already; or an answer that says nothing."""

    code = "cases.letter_done"
    sentence = "协查函{number}的“{step}”已经登记，或复函没有写明结果。"


@transaction.atomic
def send_letter(reference: str | UUID, told: LetterTo, *, by: Actor, at: datetime) -> LetterCard:
    """Write to another place about contacts of a case; they stay judged here as well.

    Raises PermissionMissing, NotFound, LetterEmpty.
    """
    check(by, Permission.JUDGE_CONTACT)
    case, card = locked(reference, by=by, at=at)
    held = [one for one in queries.contacts(card, known_at=at) if one.holds]
    contacts = [one for one in held if one.person in told.persons]
    county = areas.require_area(told.area)[: LENGTHS[Level.COUNTY]] if told.area else ""
    name = told.name.strip() or areas.names([county]).get(county, "")
    if not (contacts and name and told.asked.strip()):
        raise LetterEmpty
    facts = {"other": name, "other_area": county, "asked": told.asked.strip(), "sent_at": at}
    with acting_for(_work(case.held_in, county)):
        facts["number"] = f"{card.number}-{case.letters.count() + 1}"
        letter = open_letter(
            facts, area=case.held_in, to=county, disease=case.disease, case=case, by=by, at=at
        )
        LetterPerson.objects.bulk_create(_contact(letter, one) for one in contacts)
        return told_of(letter, "cases.letter_sent", by=by, at=at, persons=len(contacts), other=name)


def _work(own: str, other: str) -> Work:
    return Work("cases.letter", "a letter lies with the county that must act on it", (own, other or own))


def open_letter(
    facts: dict[str, Any], *, area: str, to: str, disease: str, case: Case | None, by: Actor, at: datetime
) -> Letter:
    """Write a letter down; who must act on it is the centre at the other end, or the own one."""
    post, held_in = queries.centre_of(to or area)
    placed = {"area": area, "held_in": held_in, "post": post, "disease": disease}
    outgoing = case is not None
    made = Letter.objects.create(outgoing=outgoing, case=case, by=by.name, recorded_at=at, **placed, **facts)
    made.refresh_from_db()
    return made


def _contact(letter: Letter, one: ContactCard) -> LetterPerson:
    day = one.last_at.astimezone(ZONE).date()
    return LetterPerson(letter=letter, person_id=people.person_id(one.person), degree=one.degree, last_on=day)


@transaction.atomic
def note_letter(
    uid: UUID | str,
    step: LetterStep,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    happened_at: datetime | None = None,
) -> LetterCard:
    """Note that a letter was acknowledged or answered, once each. Raises NotFound, LetterDone, NotThen."""
    check(by, Permission.JUDGE_CONTACT)
    card = queries.letter(uid, by=by, known_at=at)
    letter = Letter.objects.select_for_update().get(uid=card.uid)
    moment = happened_at or at
    if not letter.sent_at <= moment <= at:
        raise NotThen
    silent = step is LetterStep.ANSWERED and not note.strip()
    if silent or letter.events.filter(kind=step).exists():
        raise LetterDone(number=letter.number, step=LETTER_STEP_NAMES[step])
    LetterEvent.objects.create(
        letter=letter, kind=step, note=note.strip(), by=by.name, happened_at=moment, recorded_at=at
    )
    return told_of(letter, f"cases.letter_{step}", by=by, at=at)


def told_of(letter: Letter, action: str, *, by: Actor, at: datetime, **facts: object) -> LetterCard:
    """Log what was done with a letter; its card."""
    subject = f"cases_letter:{letter.pk}"
    audit.record(action, subject=subject, by=by, at=at, area=letter.area, number=letter.number, **facts)
    return queries.letter(letter.uid, by=by, known_at=at)
