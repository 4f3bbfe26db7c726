"""Totals against their parts: what the level above says, and what the reports below come to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from lianfang.apps.forms.models import Report
from lianfang.apps.forms.queries.beside import references_of
from lianfang.apps.forms.queries.editions import form_of, forms_by_edition
from lianfang.apps.forms.queries.reports import values
from lianfang.apps.forms.queries.suspected_beside import faults_of, suspect
from lianfang.apps.forms.rules import doubts
from lianfang.apps.forms.rules.doubts import Suspect
from lianfang.apps.forms.terms import CheckCode
from lianfang.core import sql
from lianfang.core.forms.checking import Beside
from lianfang.core.forms.rolling import Said, joined
from lianfang.core.forms.terms import Fault, Form, Reach, Value
from lianfang.core.forms.words import Of

if TYPE_CHECKING:
    from lianfang.apps.forms.queries.suspected import Asked

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Below:
    """Everything that was said of a day in a form below: versions, who was to say something, most of late."""

    rows: Sequence[Row]
    forms: Mapping[int, Form]
    due: Mapping[str, str]
    most: Mapping[str, Mapping[str, float]]

    def at(self, area: str, moment: datetime) -> "Parts":
        """What it came to within an area as known at a moment."""
        known = [row for row in self.rows if row["area"].startswith(area) and _stood(row, moment)]
        numbers: dict[str, list[Said]] = defaultdict(list)
        rules = {}
        for row in known:
            for field, number in zip(self.forms[row["edition_id"]].numeric, row["numbers"], strict=True):
                if number is not None:
                    numbers[field.code].append(Said(row["reporter"], row["period_on"], number))
                    rules[field.code] = field.rollup
        silent = {one for one, place in self.due.items() if place.startswith(area)}
        silent -= {row["reporter"] for row in known}
        more = {code: sum(self.most.get(one, {}).get(code, 0.0) for one in silent) for code in numbers}
        said = {code: joined(rules[code], given) for code, given in numbers.items()}
        return Parts({code: total for code, total in said.items() if total is not None}, more)


@dataclass(frozen=True)
class Parts:
    """What the reports below came to at one moment, and the most that those still silent could add."""

    said: Mapping[str, float]
    more: Mapping[str, float]

    def fillings(self, own: Mapping[str, Value]) -> Iterator[dict[str, float]]:
        """What the parts could come to: as they are, and, where some are silent, with what they might say."""
        yield dict(self.said)
        if any(self.more.values()):
            full = {code: total + self.more[code] for code, total in self.said.items()}
            yield full
            for number in own.values():
                if isinstance(number, float):
                    yield {code: min(max(number, total), full[code]) for code, total in self.said.items()}


def totals(form: str, slot: str, asked: "Asked") -> Iterator[Suspect]:
    """Totals that agree with their parts neither as known when they were handed in nor now."""
    reports = list(
        Report.objects.select_related("edition")
        .filter(form=form, slot=slot, period_on=asked.on, superseded_at=None, area__startswith=asked.area)
        .order_by("pk")
    )
    if not reports:
        return
    below = sorted({one.form for one in references_of(form_of(reports[-1].edition)) if one.of is Of.OTHER})
    told = {other: _below(other, asked) for other in below}
    for report in reports if told else ():
        yield from _total(report, told, asked)


def _below(form: str, asked: "Asked") -> Below:
    given = asked.within(form=form)
    forms = forms_by_edition(form)
    due = sql.fetch("forms", "doubt_expected", **{name: given[name] for name in ("form", "lo", "hi", "on")})
    rows = sorted(sql.fetch("forms", "doubt_parts", **given), key=lambda row: _place(row, forms))
    said = {row["reporter"] for row in rows}
    silent = {one["reporter"]: one["area"] for one in due if one["reporter"] not in said}
    most: dict[str, dict[str, float]] = defaultdict(dict)
    before = Report.objects.filter(
        form=form,
        reporter__in=list(silent),
        period_on__lt=asked.on,
        period_on__gte=asked.on - timedelta(days=doubts.LATE_DAYS),
        superseded_at=None,
    )
    for reporter, edition, numbers in before.values_list("reporter", "edition_id", "numbers"):
        for field, number in zip(forms[edition].numeric, numbers, strict=True):
            most[reporter][field.code] = max(most[reporter].get(field.code, 0.0), number or 0.0)
    return Below(rows, forms, {one["reporter"]: one["area"] for one in due}, most)


def _place(row: Row, forms: Mapping[int, Form]) -> int:
    """Which period of the day it is, the first due first."""
    return forms[row["edition_id"]].slots.index(row["slot"])


def _total(report: Report, below: Mapping[str, Below], asked: "Asked") -> Iterator[Suspect]:
    shape = form_of(report.edition)
    failing: list[dict[str, Fault]] = []
    told: dict[str, dict[str, float]] = {}
    for moment in (report.recorded_at, asked.at):
        parts = {other: one.at(report.area, moment) for other, one in below.items()}
        told = {other: dict(one.said) for other, one in parts.items()}
        failing.append(_failing(shape, report, parts))
    for code in sorted(failing[0].keys() & failing[1].keys()):
        fault = failing[1][code]
        evidence = {"check": code, "says": fault.told, "fields": list(fault.fields), "parts": told}
        yield suspect(CheckCode.TOTALS, report, code, evidence)


def _failing(shape: Form, report: Report, parts: Mapping[str, Parts]) -> dict[str, Fault]:
    """Checks against other forms that no filling of the parts lets hold."""
    own = values(report)
    found: dict[str, Fault] | None = None
    for other, one in parts.items():
        rest = {code: dict(part.said) for code, part in parts.items() if code != other}
        for filling in one.fillings(own):
            beside = Beside(report.period_on, others=rest | {other: filling})
            codes = {fault.code: fault for fault in faults_of(shape, report, beside, Reach.FORMS)}
            found = codes if found is None else {code: found[code] for code in found if code in codes}
    return found or {}


def _stood(row: Row, moment: datetime) -> bool:
    ended = row["superseded_at"]
    return bool(row["recorded_at"] <= moment and (ended is None or ended > moment))
