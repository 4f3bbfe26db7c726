"""Reports from a file: each is handed in as if it were typed; the same file again changes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from lianfang.apps.exchange.terms import Given, Read, Refused, Taken
from lianfang.apps.forms import operations as forms
from lianfang.apps.forms import queries
from lianfang.apps.forms.terms import Expected, Filled
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.forms.terms import Fault, FieldType, Form, Value
from lianfang.core.forms.values import read_values
from lianfang.core.written import Problem
from lianfang.kernel.errors import DomainError, InputRefused

REQUIRED: Final = "forms.required"
"""What a zero report, written as its noughts alone, lacks."""
IMPORTED: Final = UUID("6f1d3c52-2a51-5c0e-9d0a-6c1f0e6f7b11")
"""The space of names of submissions that come from files."""


class SlotUnclear(InputRefused):
    """A report that names no slot, on a day that has several or none."""

    code = "exchange.slot_unclear"
    sentence = "没有写是哪一期，{on}应报的期：{slots}。"


class _Told(NamedTuple):
    """What became of one report of a file."""

    what: str
    refused: Refused | None = None


def look(read: Read, *, form: str, by: Actor, at: datetime, reason: str = "") -> Taken:
    """What `take` would do with a file; nothing of it stays. Raises PermissionMissing."""
    with transaction.atomic():
        found = take(read, form=form, by=by, at=at, reason=reason)
        transaction.set_rollback(True)
    return found


def take(read: Read, *, form: str, by: Actor, at: datetime, reason: str = "") -> Taken:
    """Hand in the reports of a file, each alone: what can't be taken comes back with the reason.

    One that says what the current report says is unchanged; one that says otherwise is a correction and needs
    `reason`. Raises PermissionMissing.
    """
    check(by, Permission.SUBMIT_REPORT)
    told = [_take(given, form, by=by, at=at, reason=reason) for given in read.given]
    counts = Counter(one.what for one in told)
    refused = (*read.refused, *(one.refused for one in told if one.refused))
    found = Taken(counts["taken"], counts["corrected"], counts["unchanged"], refused, read.aside)
    facts = {"taken": found.taken, "corrected": found.corrected, "unchanged": found.unchanged}
    audit.record(
        "exchange.imported",
        subject=f"form:{form}",
        by=by,
        at=at,
        area=by.scope,
        refused=len(refused),
        **facts,
    )
    return found


def _take(given: Given, form: str, *, by: Actor, at: datetime, reason: str) -> _Told:
    try:
        return _submit(given, form, by=by, at=at, reason=reason)
    except forms.ReportRefused as refusal:
        return _Told("refused", Refused(tuple(_problem(given, one) for one in refusal.faults), given.row))
    except DomainError as refusal:
        said = str(refusal).rstrip("。")
        problem = Problem(given.place, given.reporter, said, "请按所说改正后再导入")
        return _Told("refused", Refused((problem,), given.row))


def _problem(given: Given, fault: Fault) -> Problem:
    field = fault.fields[0] if fault.fields else ""
    said = given.typed.get(field, "")
    return Problem(f"{given.place} {field}".strip(), said, fault.told.rstrip("。"), "请改正后再导入")


def _submit(given: Given, code: str, *, by: Actor, at: datetime, reason: str) -> _Told:
    slot = _expected(code, given, by=by, at=at)
    given = replace(given, slot=slot.slot)
    form = queries.form_of(queries.edition(slot.edition))
    last = queries.current(code, given.reporter, on=given.on, slot=given.slot)
    if last is not None and _same(last, given, form):
        return _Told("unchanged")
    if nameless := _nameless(given, form):
        return _Told("refused", Refused(nameless, given.row))
    done = forms.submit(
        code,
        given.reporter,
        on=given.on,
        slot=given.slot,
        filled=Filled(typed=given.typed, zero=given.zero, explanation=reason),
        client=_client(code, given),
        by=by,
        at=at,
        reason=reason,
    )
    return _Told("unchanged" if done.again else "taken" if done.sequence == 1 else "corrected")


def _expected(code: str, given: Given, *, by: Actor, at: datetime) -> Expected:
    """What a report answers; one that names no slot answers the only one of its day."""
    if given.slot:
        return queries.one_expected(code, given.reporter, on=given.on, slot=given.slot, by=by, at=at)
    found = queries.expected(
        area=queries.area_of(given.reporter),
        from_day=given.on,
        until_day=given.on,
        by=by,
        at=at,
        form=code,
        reporter=given.reporter,
    )
    if len(found) != 1:
        raise SlotUnclear(on=given.on, slots="、".join(one.slot for one in found) or "无")
    return found[0]


def _nameless(given: Given, form: Form) -> tuple[Problem, ...]:
    """Fields that list persons, of which a file holds the number alone."""
    lists = (field for field in form.fields if field.is_typed and field.type is FieldType.PEOPLE)
    counts = {field.code: given.typed.get(field.code, "0") for field in lists}
    return tuple(
        Problem(f"{given.place} {code}", said, "是人员名单，文件中只有人数", "请在填报页填写名单")
        for code, said in counts.items()
        if said.isdigit() and int(said)
    )


def _same(last: Any, given: Given, form: Form) -> bool:
    """Whether the report that counts says the same already."""
    if given.zero:
        return bool(last.zero)
    said, faults = read_values(form, given.typed, on=given.on)
    people = [field.code for field in form.fields if field.is_typed and field.type is FieldType.PEOPLE]
    said |= {code: float(count) for code in people if (count := given.typed.get(code, "")).isdigit()}
    unread = [fault for fault in faults if fault.code != REQUIRED]
    return not unread and dict(_typed(queries.values(last), form)) == dict(_typed(said, form))


def _typed(values: Mapping[str, Value], form: Form) -> Iterator[tuple[str, Value]]:
    for field in form.fields:
        value = values.get(field.code)
        if field.is_typed and value is not None:
            yield field.code, value


def _client(code: str, given: Given) -> UUID:
    """The identity of a submission: the same words of the same period are the same one."""
    said = sorted(given.typed.items())
    return uuid5(IMPORTED, repr((code, given.reporter, given.on, given.slot, given.zero, said)))
