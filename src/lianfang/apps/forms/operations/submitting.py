"""Hand in a report: the first, or a correction that keeps what was said before; the same twice is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Dispute, Edition, Report, ReportPerson
from lianfang.apps.forms.rules.filling import faults_of, marks_of
from lianfang.apps.forms.terms import Expected, Filled, Submitted
from lianfang.apps.reporting.terms import LedgerFigure
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.forms.checking import checker_of
from lianfang.core.forms.computing import follows
from lianfang.core.forms.terms import Fault, Form, Value, Weight
from lianfang.core.forms.values import numbers_of, read_values, texts_of
from lianfang.kernel.errors import InputRefused

LONGEST = 2000


class NotOpenYet(InputRefused):
    """A report before its window opens."""

    code = "forms.not_open_yet"
    sentence = "“{name}”{opens}才开始填报。请到时再报。"


class ReasonMissing(InputRefused):
    """A correction that says not why."""

    code = "forms.reason_missing"
    sentence = "这一期已经报过，再次上报是更正，须写明更正理由。"


class ReportRefused(InputRefused):
    """A report with at least one fault; nothing of it was taken."""

    code = "forms.report_refused"
    sentence = "报表没有上报，共{count}处须改正或说明：\n{listing}"

    def __init__(self, form: Form, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(faults), listing="\n".join(_line(form, fault) for fault in faults))


def _line(form: Form, fault: Fault) -> str:
    names = (form.by_code[code].name if code in form.by_code else code for code in fault.fields)
    return f"{'、'.join(names) or form.name}：{fault.told}。"


class MomentImpossible(InputRefused):
    """A report said to have been signed before its window or in the future."""

    code = "forms.moment_impossible"
    sentence = "填报时间{value}早于开始填报的时间，或晚于现在。请核对。"


@dataclass(frozen=True)
class _Taken:
    """What one submission is made of."""

    slot: Expected
    edition: Edition
    form: Form
    filled: Filled
    ledger: Mapping[str, LedgerFigure]
    last: Report | None
    values: Mapping[str, Value]


@transaction.atomic
def submit(
    form: str,
    reporter: str,
    *,
    on: date,
    slot: str,
    filled: Filled,
    client: UUID,
    by: Actor,
    at: datetime,
    reason: str = "",
    happened_at: datetime | None = None,
) -> Submitted:
    """Hand in a report; handed in again it is a correction with a reason, the same `client` again is nothing.

    Raises PermissionMissing, NotFound for what is not expected, NotOpenYet, ReasonMissing, MomentImpossible,
    ReportRefused with every fault.
    """
    check(by, Permission.SUBMIT_REPORT)
    sql.lock(_number(form, reporter, on, slot))
    slot_of = queries.one_expected(form, reporter, on=on, slot=slot, by=by, at=at)
    again = Report.objects.filter(client=client, form=form, reporter=reporter).first()
    if again is not None:
        return _told(again, slot_of, again=True)
    if at < slot_of.opens_at:
        raise NotOpenYet(name=slot_of.form_name, opens=slot_of.opens_at)
    moment = happened_at or at
    if not slot_of.opens_at <= moment <= at:
        raise MomentImpossible(value=moment)
    taken = _taken(slot_of, filled, at=at)
    said = " ".join(reason.split())[:LONGEST]
    if taken.last is not None and not said:
        raise ReasonMissing
    made = _write(taken, client=client, reason=said, by=by, at=at, happened_at=moment)
    _note(made, taken, by=by, at=at)
    return _told(made, slot_of)


def _taken(slot: Expected, filled: Filled, *, at: datetime) -> _Taken:
    """Read what was handed in; raises ReportRefused."""
    edition = queries.edition(slot.edition)
    form = queries.form_of(edition)
    figures = queries.ledger_of(form, area=slot.area, on=slot.period_on, known_at=at)
    ledger = {field.code: figures[field.derived] for field in form.fields if field.derived}
    values, faults = _values(form, filled, ledger, on=slot.period_on)
    faults += faults_of(form, filled, ledger)
    if not any(one.weight is Weight.MUST for one in faults):
        faults += checker_of(form).faults(values, queries.beside(form, slot, figures, known_at=at))
    explained = bool(filled.explanation.strip())
    if open_faults := [one for one in faults if one.weight is Weight.MUST or not explained]:
        raise ReportRefused(form, open_faults)
    last = queries.current(slot.form, slot.reporter, on=slot.period_on, slot=slot.slot)
    return _Taken(slot, edition, form, filled, ledger, last, values)


def _values(
    form: Form, filled: Filled, ledger: Mapping[str, LedgerFigure], *, on: date
) -> tuple[dict[str, Value], list[Fault]]:
    """Typed values, or those of a zero report, with the ledger's and what follows from them."""
    held: dict[str, Value] = {code: float(found.value) for code, found in ledger.items()}
    if not filled.zero:
        return read_values(form, filled.typed, on=on, derived=held)
    values = {**form.zeros, **held}
    return values | follows(form, values), []


def _write(
    taken: _Taken, *, client: UUID, reason: str, by: Actor, at: datetime, happened_at: datetime
) -> Report:
    if taken.last is not None:
        taken.last.superseded_at = at
        taken.last.save(update_fields=["superseded_at"])
    slot, values = taken.slot, taken.values
    made = Report.objects.create(
        edition=taken.edition,
        form=slot.form,
        reporter=slot.reporter,
        area=slot.area,
        period_on=slot.period_on,
        slot=slot.slot,
        sequence=taken.last.sequence + 1 if taken.last else 1,
        reason=reason if taken.last else "",
        zero=taken.filled.zero,
        numbers=numbers_of(taken.form, values),
        texts=texts_of(taken.form, values),
        marks=marks_of(taken.form, taken.filled),
        explanation=taken.filled.explanation.strip()[:LONGEST],
        happened_at=happened_at,
        recorded_at=at,
        client=client,
        by=by.name,
        by_user=by.user,
        officer=by.officer,
    )
    _write_persons(made, taken)
    _open_disputes(made, taken, by=by, at=at)
    return made


def _write_persons(made: Report, taken: _Taken) -> None:
    counted = dict(taken.filled.persons) | {
        code: tuple(UUID(person) for person in found.persons)
        for code, found in taken.ledger.items()
        if taken.form.by_code[code].type == "people"
    }
    ReportPerson.objects.bulk_create(
        ReportPerson(report=made, area=made.area, field=code, person=person)
        for code, persons in counted.items()
        for person in dict.fromkeys(persons)
    )


def _open_disputes(made: Report, taken: _Taken, *, by: Actor, at: datetime) -> None:
    Dispute.objects.bulk_create(
        Dispute(
            report=made,
            area=made.area,
            field=code,
            figure=taken.ledger[code].key,
            ledger=taken.ledger[code].value,
            ledger_persons=[UUID(person) for person in taken.ledger[code].persons],
            said=said.value,
            said_persons=list(said.persons),
            reason=said.reason,
            by=by.name,
            by_user=by.user,
            opened_at=at,
        )
        for code, said in taken.filled.disputed.items()
    )


def _note(made: Report, taken: _Taken, *, by: Actor, at: datetime) -> None:
    """One line of the log: a correction tells how many values it changed."""
    facts: dict[str, object] = {"form": made.form, "day": made.period_on, "slot": made.slot}
    facts |= {"sequence": made.sequence, "zero": made.zero, "disputed": sorted(taken.filled.disputed)}
    kind = "report.corrected" if taken.last else "report.submitted"
    audit.record(kind, subject=f"report:{made.uid}", by=by, at=at, area=made.area, **facts)


def _told(made: Report, slot: Expected, *, again: bool = False) -> Submitted:
    late = slot.late if made.sequence > 1 else made.recorded_at > slot.due_at
    return Submitted(
        made.uid, made.form, made.reporter, made.period_on, made.slot, made.sequence, late, again=again
    )


def _number(*parts: object) -> int:
    """The number of the lock of one period of one reporter."""
    digest = sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
