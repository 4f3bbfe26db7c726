"""A case is reported, corrected, followed up: each a dated event; the first makes it a case."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from lianfang.apps.cases import queries
from lianfang.apps.cases.models import Case, CaseEvent, Outbreak
from lianfang.apps.cases.operations.patients import patient
from lianfang.apps.cases.rules import workflow
from lianfang.apps.cases.terms import (
    STEP_NAMES,
    CaseCard,
    CaseStep,
    Classification,
    Found,
    FoundThrough,
    NewPatient,
    Statement,
)
from lianfang.apps.people import queries as persons
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

APP: Final = "cases"
PLACING: Final = Work(
    "cases.report",
    "a case belongs to the place where the patient lives, and to the county that investigates it",
)


class CaseKnown(InputRefused):
    """The person is a case of this outbreak already."""

    code = "cases.known"
    sentence = "这个人已是病例{number}。需要订正的，请在该病例中订正。"


class StepDone(InputRefused):
    """What is done once is done."""

    code = "cases.step_done"
    sentence = "病例{number}的“{step}”已经登记，不需要再登记。"


class NotThen(InputRefused):
    """A step before the diagnosis, or one that is still to come."""

    code = "cases.not_then"
    sentence = "时间应在诊断之后、现在之前。"


@transaction.atomic
def open_outbreak(
    *, disease: str, area: str, name: str = "", code: str = "", by: Actor, at: datetime
) -> Outbreak:
    """The outbreak of a code, made where there is none. Raises policy's DiseaseUnknown, NotAllowed."""
    check(by, Permission.REPORT_CASE)
    disease = policy.disease_named(disease)
    county = area[: LENGTHS[Level.COUNTY]]
    if not (by.may_see(county) or county.startswith(by.scope) or by.scope.startswith(county)):
        raise NotAllowed(actor=by.name, action=f"在{area}登记疫情")
    day = at.astimezone(ZONE).date()
    known = code or f"{disease}-{county}-{day:%Y%m%d}"
    facts = {"name": name or known, "disease": disease, "area": county, "begins_on": day}
    with acting_for(PLACING):
        made, fresh = Outbreak.objects.get_or_create(
            code=known, defaults=facts | {"by": by.name, "recorded_at": at}
        )
        if fresh:
            made.refresh_from_db()
            _record("cases.outbreak_opened", f"cases_outbreak:{made.pk}", county, by=by, at=at, code=known)
    return made


@transaction.atomic
def report(
    told: NewPatient,
    said: Statement,
    found: Found,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    uid: UUID | None = None,
) -> CaseCard:
    """Register a case, its clocks running from the diagnosis (or `happened_at`).

    The person is looked for in the register first. Raises CaseKnown, DatesImpossible, NotAfter,
    DiseaseUnknown, PatientUnnamed, PatientDiffers, NotFound, NotAllowed.
    """
    check(by, Permission.REPORT_CASE)
    workflow.check_may_state(said, before=None, at=at)
    person = patient(told, by=by, at=at, uid=uid)
    area = _area_of(person, by)
    post, held_in = queries.centre_of(area)
    outbreak = _outbreak(found, held_in, by=by, at=at)
    _refuse_known(outbreak, person)
    begun = happened_at or min(said.diagnosed_at or at, at)
    through = _through(found, person, said, disease=outbreak.disease, at=at)
    with acting_for(PLACING):
        placed = {"area": area, "held_in": held_in, "post": post}
        case = _create(outbreak, person, found, through=through, by=by, at=at, **placed)
        append_statement(case, said, by=by, at=at, happened_at=begun)
        _record("cases.reported", f"cases_case:{case.pk}", area, by=by, at=at, outbreak=outbreak.code)
        return queries.case(case.uid, by=replace(by, scopes=("",)), known_at=at)


def _create(
    outbreak: Outbreak,
    person: int,
    found: Found,
    *,
    through: FoundThrough,
    by: Actor,
    at: datetime,
    **placed: str,
) -> Case:
    """The next case of an outbreak; two at once wait for each other's number."""
    Outbreak.objects.select_for_update().get(pk=outbreak.pk)
    case = Case.objects.create(
        outbreak=outbreak,
        sequence=(outbreak.cases.aggregate(last=Max("sequence"))["last"] or 0) + 1,
        person_id=person,
        unit=found.unit or by.unit,
        disease=outbreak.disease,
        found_through=through,
        key=found.key,
        trajectory_hours=queries.trajectory_hours(outbreak.disease, area=placed["held_in"], at=at),
        by=by.name,
        recorded_at=at,
        **placed,
    )
    case.refresh_from_db()
    return case


def _area_of(person: int, by: Actor) -> str:
    """Where the patient lives; also where that is beyond the actor's sight, in the county."""
    with acting_for(PLACING):
        area = persons.labels([person])[person].area
    county = area[: LENGTHS[Level.COUNTY]]
    if not (by.may_see(area) or by.scope.startswith(county) or county.startswith(by.scope)):
        raise NotAllowed(actor=by.name, action="登记辖区以外的病例")
    return area


def _outbreak(found: Found, county: str, *, by: Actor, at: datetime) -> Outbreak:
    """The one that is named, or the latest of the disease in the county, or a new one."""
    with acting_for(PLACING):
        if found.outbreak:
            known = Outbreak.objects.filter(code=found.outbreak).first()
            return known or open_outbreak(
                disease=found.disease, area=county, code=found.outbreak, by=by, at=at
            )
        latest = Outbreak.objects.filter(disease=found.disease, area=county).order_by("-begins_on", "-id")
    return latest.first() or open_outbreak(disease=found.disease, area=county, by=by, at=at)


def _refuse_known(outbreak: Outbreak, person: int) -> None:
    with acting_for(PLACING):
        known = sql.ready(APP, "case_of_person", outbreak=outbreak.pk, person=person)
    if known:
        raise CaseKnown(number=f"{outbreak.code}-{known[0][0]:03}")


def _through(found: Found, person: int, said: Statement, *, disease: str, at: datetime) -> FoundThrough:
    """How it was found, as told; else by the register: was the person under control for it already?"""
    if found.through is not None:
        return found.through
    day = said.sampled_on or (said.diagnosed_at or at).astimezone(ZONE).date()
    with acting_for(PLACING):
        held = queries.in_control(person, disease=disease, day=day, at=at)
    return FoundThrough.CONTROL if held else FoundThrough.UNKNOWN


def append_statement(
    case: Case, said: Statement, *, by: Actor, at: datetime, happened_at: datetime, note: str = ""
) -> None:
    """Append what doctors say now; the caller checked that it can be said."""
    CaseEvent.objects.create(
        case=case,
        kind=CaseStep.STATED,
        classification=said.classification,
        onset_on=said.onset_on,
        sampled_on=said.sampled_on,
        diagnosed_at=said.diagnosed_at,
        died_on=said.died_on,
        card=asdict(said.card),
        note=note,
        by=by.name,
        happened_at=happened_at,
        recorded_at=at,
    )


@transaction.atomic
def state(reference: str | UUID, said: Statement, *, by: Actor, at: datetime, reason: str = "") -> CaseCard:
    """Say anew how a case is classified and dated (a correction of the card, a recovery, a death).

    What was said before stays. Raises NotFound, NotAfter, DatesImpossible.
    """
    check(by, Permission.REPORT_CASE)
    case, card = locked(reference, by=by, at=at)
    workflow.check_may_state(said, before=Classification(card.classification), at=at)
    append_statement(case, said, by=by, at=at, happened_at=at, note=reason.strip())
    facts = {"before": card.classification, "after": said.classification.value}
    _record("cases.stated", f"cases_case:{case.pk}", case.area, by=by, at=at, **facts)
    return queries.case(case.uid, by=by, known_at=at)


@transaction.atomic
def note_step(
    reference: str | UUID,
    step: CaseStep,
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    note: str = "",
) -> CaseCard:
    """Note that a case was entered in the national system, its core told, or its investigation finished.

    Raises NotFound, StepDone, NotThen.
    """
    check(by, Permission.REPORT_CASE if step is CaseStep.REPORTED else Permission.INVESTIGATE_CASE)
    case, card = locked(reference, by=by, at=at)
    moment = happened_at or at
    if getattr(card, f"{step}_at") is not None:
        raise StepDone(number=card.number, step=STEP_NAMES[step])
    if not card.stated_at <= moment <= at:
        raise NotThen
    CaseEvent.objects.create(
        case=case, kind=step, note=note.strip(), by=by.name, happened_at=moment, recorded_at=at
    )
    _record("cases.step", f"cases_case:{case.pk}", case.area, by=by, at=at, step=step.value)
    return queries.case(case.uid, by=by, known_at=at)


def locked(reference: str | UUID, *, by: Actor, at: datetime) -> tuple[Case, CaseCard]:
    """A case within sight, locked against others who write it. Raises NotFound."""
    uid = queries.case(reference, by=by, known_at=at).uid
    case = Case.objects.select_for_update().get(uid=uid)
    return case, queries.case(uid, by=by, known_at=at)


def _record(action: str, subject: str, area: str, *, by: Actor, at: datetime, **facts: object) -> None:
    audit.record(action, subject=subject, by=by, at=at, area=area, **facts)
