"""Numbers of reports against those of the days before and of the peers: jumps and copies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lianfang.apps.forms.models import DayOff
from lianfang.apps.forms.queries.editions import forms_by_edition
from lianfang.apps.forms.rules import doubts
from lianfang.apps.forms.rules.copies import copies
from lianfang.apps.forms.rules.doubts import Suspect
from lianfang.apps.forms.rules.jumps import jumps
from lianfang.apps.forms.terms import CheckCode
from lianfang.core import sql
from lianfang.core.forms.terms import Field, Form, Reach, Rollup
from lianfang.core.forms.words import Of, words_of
from lianfang.kernel.area_code import LENGTHS, Level

if TYPE_CHECKING:
    from lianfang.apps.forms.queries.suspected import Asked

SATURDAY = 6


@dataclass(frozen=True)
class Said:
    """What reporters said of the days up to one: by reporter, day, field; blank is nan.

    `reports` are the ids, uids and areas of the last day's, by reporter; absent ones are None.
    """

    form: Form
    reporters: Sequence[str]
    areas: Sequence[str]
    days: Sequence[date]
    fields: Sequence[Field]
    values: npt.NDArray[np.float64]
    reports: Sequence[int | None]

    def suspect(self, check: CheckCode, row: int, evidence: dict[str, Any]) -> Suspect:
        """What was found of the reporter in a row."""
        reporter, area, report = self.reporters[row], self.areas[row], self.reports[row]
        return Suspect(check, self.form.code, reporter, area, report=report, evidence=evidence)


def odd_numbers(form: str, slot: str, asked: "Asked") -> Iterator[Suspect]:
    """Numbers that jumped, and reports that repeat the day before."""
    said = _said(form, slot, asked)
    if said is not None:
        yield from (replace(one, slot=slot) for one in (*_jumped(said, asked.on), *_copied(said)))


def _jumped(said: Said, on: date) -> Iterator[Suspect]:
    """Numbers that jumped beyond their own history and their peers."""
    off = kinds_of(said.days)
    alike = np.array([off[day] == off[on] for day in said.days[:-1]])
    towns = np.unique([area[: LENGTHS[Level.TOWN]] for area in said.areas], return_inverse=True)[1]
    for one in jumps(said.values, alike=alike, groups=towns):
        field = said.fields[one.field]
        evidence = {
            "field": field.code,
            "said": one.said,
            "usual": round(one.usual, 1),
            "own": round(one.own, 1),
            "peers": round(one.peers, 1),
        }
        yield replace(said.suspect(CheckCode.JUMP, one.reporter, evidence), about=field.code)


def _copied(said: Said) -> Iterator[Suspect]:
    """Reports that repeat the day before longer than chance explains."""
    told = _told_by_ledger(said.form)
    typed = [
        place for place, field in enumerate(said.fields) if _is_own_work(field) and field.code not in told
    ]
    for one in copies(said.values[:, :, typed]):
        evidence = {
            "days": one.days,
            "numbers": one.numbers,
            "one_in": round(exp(min(one.surprise, doubts.SURPRISE_TOLD))),
        }
        yield said.suspect(CheckCode.COPIED, one.reporter, evidence)


def _is_own_work(field: Field) -> bool:
    """Whether the number is typed anew every day."""
    return field.is_typed and not field.prefill


def _told_by_ledger(form: Form) -> frozenset[str]:
    """Fields that must agree with the ledger: whoever copies changes these."""
    checks = [check for check in form.checks if check.reach is Reach.LEDGER]
    return frozenset(
        one.name for check in checks for one in words_of(check.expression).references if one.of is Of.OWN
    )


def _said(form: str, slot: str, asked: "Asked") -> Said | None:
    first = asked.on - timedelta(days=doubts.HISTORY_DAYS)
    statement = sql.text("forms", "doubt_reports")
    rows = sql.tuples(statement, **asked.within(form=form, slot=slot, from_day=first))
    return _shaped(
        asked.on, forms_by_edition(form), tuple(row[:6] for row in rows), tuple(row[7] for row in rows)
    )


def _shaped(
    on: date,
    forms: Mapping[int, Form],
    rows: tuple[tuple[Any, ...], ...],
    numbers: tuple[Sequence[float | None], ...],
) -> Said | None:
    """Rows as an array; numbers of other editions stand where the last day's edition has their field."""
    present = [row for row in rows if row[4] == on]
    if not present:
        return None
    last = forms[present[-1][5]]
    fields = [
        field for field in last.numeric if field.type in doubts.COUNTED and field.rollup is not Rollup.MAX
    ]
    places = {edition: _places(form, fields) for edition, form in forms.items()}
    reporters = sorted({row[2] for row in present})
    row_of = {reporter: place for place, reporter in enumerate(reporters)}
    first = min(row[4] for row in rows)
    days = [first + timedelta(days=step) for step in range((on - first).days + 1)]
    values = np.full((len(reporters), len(days), len(fields)), np.nan)
    for row, said in zip(rows, numbers, strict=True):
        if row[2] in row_of:
            kept = [said[place] if place is not None else None for place in places[row[5]]]
            values[row_of[row[2]], (row[4] - first).days] = kept
    now = {row[2]: row for row in present}
    areas, reports = [now[one][3] for one in reporters], [now[one][0] for one in reporters]
    return Said(last, reporters, areas, days, fields, values, reports)


def _places(form: Form, fields: Sequence[Field]) -> tuple[int | None, ...]:
    """Where the numbers of an edition hold some fields."""
    held = {field.code: place for place, field in enumerate(form.numeric)}
    return tuple(held.get(field.code) for field in fields)


def kinds_of(days: Sequence[date]) -> dict[date, bool]:
    """Whether nobody works on each of some days: weekends, but for what is declared otherwise."""
    declared = dict(DayOff.objects.filter(period_on__in=days).values_list("period_on", "holiday"))
    return {day: declared.get(day, day.isoweekday() >= SATURDAY) for day in days}
