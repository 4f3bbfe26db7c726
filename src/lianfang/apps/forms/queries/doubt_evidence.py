"""The evidence of one doubt: two weeks of the reporter, its like that day, what the ledger holds."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final
from uuid import UUID

from lianfang.apps.forms.models import Doubt, Report, ReportPerson
from lianfang.apps.forms.queries.editions import form_of, forms_by_edition
from lianfang.apps.forms.queries.expected import expected
from lianfang.apps.forms.queries.names import reporter_names
from lianfang.apps.forms.queries.reports import values
from lianfang.apps.forms.rules.doubts import COUNTED, DENIED, GRAVE, READING_DAYS
from lianfang.apps.forms.terms import CheckCode, Expected
from lianfang.apps.reporting import queries as reporting
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.forms.words import Of, Reference, words_of
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE

DAYS_SHOWN: Final = 14
PEERS_SHOWN: Final = 12
BY_CLOCK: Final = frozenset({CheckCode.MISSING, CheckCode.LATE})


@dataclass(frozen=True)
class DayRow:
    """What a reporter said on a day: its values by field, None where nothing was handed in."""

    on: date
    zero: bool
    values: dict[str, Any] | None


@dataclass(frozen=True)
class Trend:
    """A number of two weeks by day: what the reporter said and the middle of its like; None if unsaid."""

    field: str
    days: tuple[tuple[date, float | None, float | None], ...]


def days_of(found: Doubt) -> list[DayRow]:
    """What the reporter said of the last two weeks up to the day in question, newest first."""
    days = [found.period_on - timedelta(days=back) for back in range(DAYS_SHOWN)]
    reports = Report.objects.select_related("edition").filter(
        form=found.form,
        reporter=found.reporter,
        slot=found.slot,
        period_on__in=days,
        superseded_at=None,
    )
    said = {one.period_on: one for one in reports}
    if found.report is not None:
        said[found.period_on] = found.report
    return [
        DayRow(day, said[day].zero, values(said[day])) if day in said else DayRow(day, False, None)
        for day in days
    ]


def peers_of(found: Doubt) -> list[tuple[str, DayRow]]:
    """What others of the same town said of the same form that day, some of them, nearest code first."""
    shown = [one for one in _like(found, found.period_on) if one.reporter != found.reporter][:PEERS_SHOWN]
    names = reporter_names({one.reporter for one in shown})
    return [
        (names.get(one.reporter, one.reporter), DayRow(one.period_on, one.zero, values(one))) for one in shown
    ]


def trend_of(found: Doubt) -> Trend | None:
    """The number that jumped, beside the middle of the same town, by day; nothing for other checks."""
    code = found.evidence.get("field", "")
    if found.check_code != CheckCode.JUMP:
        return None
    own = {one.on: (one.values or {}).get(code) for one in days_of(found)}
    others: dict[date, list[float]] = defaultdict(list)
    for one in _like(found, *own):
        said = values(one).get(code)
        if one.reporter != found.reporter and isinstance(said, float):
            others[one.period_on].append(said)
    days = sorted(own)
    return Trend(code, tuple((day, own[day], median(others[day]) if others[day] else None) for day in days))


def _like(found: Doubt, *days: date) -> list[Report]:
    reports = Report.objects.select_related("edition").filter(
        form=found.form,
        slot=found.slot,
        period_on__in=days,
        superseded_at=None,
        area__startswith=found.area[: LENGTHS[Level.TOWN]],
    )
    return list(reports.order_by("area", "reporter"))


def fields_of(found: Doubt) -> list[tuple[str, str]]:
    """Codes and names of the fields that the evidence is about; where it names none, of all typed counts."""
    if found.report is None:
        return []
    form, evidence = form_of(found.report.edition), found.evidence
    named = {evidence.get("field"), *evidence.get("fields", ())}
    figures = _figures(found)
    about = [one for one in form.numeric if one.code in named or one.derived in figures]
    typed = [one for one in form.numeric if one.type in COUNTED and one.is_typed and not one.prefill]
    return [(one.code, one.name) for one in about or typed]


def _figures(found: Doubt) -> frozenset[str]:
    """Figures of the ledger that a report contradicts, or that changed after it."""
    evidence = found.evidence
    if evidence.get("zero"):
        return DENIED.intersection(evidence["held"])
    if found.check_code == CheckCode.CONTRADICTION:
        return frozenset(one.name for one in _references(found) if one.of is Of.LEDGER)
    return frozenset({evidence["figure"]} if "figure" in evidence else ())


def _references(found: Doubt) -> list[Reference]:
    """What the check that failed takes, in a steady order."""
    form = form_of(found.report.edition) if found.report else None
    checks = [one for one in form.checks if one.code == found.evidence.get("check")] if form else []
    return sorted((one for check in checks for one in words_of(check.expression).references), key=str)


def compared(found: Doubt) -> list[tuple[str, float]]:
    """What a failed check compares, by name: fields as said, figures of the ledger, sums of forms below."""
    if found.report is None:
        return []
    form, said = form_of(found.report.edition), values(found.report)
    figures = reporting.figure_sources()
    held, parts = found.evidence.get("held", {}), found.evidence.get("parts", {})
    told: list[tuple[str, Any]] = []
    for one in _references(found):
        if one.of is Of.OWN:
            told.append((form.by_code[one.name].name, said.get(one.name)))
        elif one.of is Of.LEDGER:
            told.append((f"台账：{figures[one.name][1]}", held.get(one.name, 0.0)))
        elif one.of is Of.OTHER:
            told.append((_name_below(one), parts.get(one.form, {}).get(one.name)))
    return [(name, number) for name, number in told if isinstance(number, float)]


def _name_below(one: Reference) -> str:
    """The name of a field of a form below, as that form was last loaded."""
    known = list(forms_by_edition(one.form).values())
    return f"{known[-1].name}：{known[-1].by_code[one.name].name}"


def periods_of(found: Doubt, *, by: Actor, at: datetime) -> list[Expected]:
    """What was due of the reporter in two weeks and when it came, newest first; for late and missing."""
    if found.check_code not in BY_CLOCK:
        return []
    every = expected(
        area=found.area,
        from_day=found.period_on - timedelta(days=DAYS_SHOWN - 1),
        until_day=found.period_on,
        by=by,
        at=at,
        form=found.form,
        reporter=found.reporter,
    )
    return sorted((one for one in every if one.slot == found.slot), key=lambda one: one.due_at, reverse=True)


def temperatures_beside(found: Doubt, *, by: Actor) -> dict[str, int]:
    """How often each temperature was read in other villages of the town in the same week, where in sight."""
    town = found.area[: LENGTHS[Level.TOWN]]
    if found.check_code != CheckCode.TEMPERATURES or not by.may_see(town):
        return {}
    lo, hi = area_code.prefix_range(town)
    rows = sql.fetch(
        "forms",
        "doubt_temperatures",
        lo=lo,
        hi=hi,
        on=found.period_on,
        at=found.found_at,
        from_day=found.period_on - timedelta(days=READING_DAYS - 1),
        digits=LENGTHS[Level.VILLAGE],
        zone=ZONE.key,
    )
    told: Counter[str] = Counter()
    for row in rows:
        if row["area"] != found.area:
            held = json.loads(row["tenths"])
            told.update({f"{int(tenths) / 10:.1f}": number for tenths, number in held.items()})
    return dict(sorted(told.items()))


def other_report(found: Doubt, *, by: Actor) -> Report | None:
    """The report of the other place that lists the same persons, where the actor may see it."""
    other = found.evidence.get("other")
    if other is None:
        return None
    theirs = Report.objects.filter(
        form=found.form, slot=found.slot, period_on=found.period_on, reporter=other, superseded_at=None
    ).first()
    return theirs if theirs is not None and by.may_see(theirs.area) else None


def persons_twice(found: Doubt, theirs: Report | None) -> list[UUID]:
    """Persons whom both lists name."""
    if theirs is None or found.report is None:
        return []
    field = found.evidence["field"]
    own = ReportPerson.objects.filter(report=found.report, field=field).values_list("person", flat=True)
    both = ReportPerson.objects.filter(report=theirs, field=field, person__in=own)
    return list(both.order_by("person").values_list("person", flat=True))


def ledger_persons(found: Doubt, *, at: datetime) -> list[str]:
    """Persons whom the ledger counts today of what a report contradicts or what came after it."""
    keys = sorted(_figures(found) & GRAVE)
    if not keys:
        return []
    figures = reporting.figures_by_key(keys, area=found.area, on=found.period_on, known_at=at)
    return sorted({person for one in figures.values() for person in one.persons})
