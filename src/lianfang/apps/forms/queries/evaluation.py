"""How units report: what was due of them over some days, counted, rated by the rule; what is behind it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import add
from typing import Any, Final, LiteralString

from django.db.models import QuerySet
from django.utils.translation import gettext

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms.models import Doubt
from lianfang.apps.forms.rules.rating import CLOCKED, Rule, rule_on
from lianfang.apps.forms.terms import DoubtOutcome, Evaluated, Period, Reporting
from lianfang.apps.inspection import queries as inspection
from lianfang.apps.inspection.terms import FindingView
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import slot_time
from lianfang.kernel.errors import NotFound, WrongCall

LONGEST: Final = timedelta(days=92)
"""The longest time that is rated at once: a quarter."""
COUNTED: LiteralString = """
select reporter, area, min(name) as name, count(*)::integer as expected, count(first_at)::integer as received,
       (count(*) filter (where first_at <= due_at))::integer as on_time,
       (count(*) filter (where returned))::integer as returned
from period
group by reporter, area
"""
WITHDRAWN: Final = "withdrawn"
PARTS: Final[Mapping[str, LiteralString]] = {
    "expected": "true",
    "received": "first_at is not null",
    "missing": "first_at is null",
    "on_time": "first_at <= due_at",
    "late": "first_at > due_at",
    "returned": "returned",
}
"""What is behind each count of reports."""


@dataclass(frozen=True)
class Span:
    """Of which reports: where, which days, of one form or all; of one reporter or all; as known when."""

    area: str
    from_day: date
    until_day: date
    known_at: datetime
    form: str = ""
    reporter: str = ""


@dataclass(frozen=True)
class Evaluation:
    """What is told of a span, by which rule: all of it together, and line by line."""

    span: Span
    rule: Rule
    total: Evaluated
    lines: list[Evaluated]


def evaluation(span: Span, *, by: Actor, by_unit: bool = False) -> Evaluation:
    """The places below an area, or its units, each with what was counted and what the rule says.

    Raises NotFound for an area out of sight, WrongCall for days that are none or too many.
    """
    rule = rule_on(span.until_day)
    units = _units(span, by=by)
    digits = LENGTHS[Level(min(area_code.level_of(span.area) + 1, Level.GRID))]
    groups: dict[str, list[Evaluated]] = defaultdict(list)
    for one in units:
        groups[one.code if by_unit else one.area[:digits]].append(one)
    names = {} if by_unit else areas.names(groups)
    lines = [
        _together(code, names.get(code, found[0].name), found, rule) for code, found in sorted(groups.items())
    ]
    total = _together(span.area, areas.names([span.area]).get(span.area, span.area), units, rule)
    return Evaluation(span, rule, total, lines)


def _together(code: str, name: str, units: list[Evaluated], rule: Rule) -> Evaluated:
    counts = reduce(add, (one.counts for one in units), Reporting())
    area = units[0].area if len(units) == 1 else code
    return Evaluated(code, name, area, len(units), counts, rule.rate(counts))


def _units(span: Span, *, by: Actor) -> list[Evaluated]:
    """Every unit of which something was due, with what was counted of it."""
    rule = rule_on(span.until_day)
    again = Counter(one.reporter for one in repeated_doubts(span, by=by))
    confirmed = Counter(_confirmed(span, by=by).values_list("reporter", flat=True))
    findings = Counter(reporter_of(one) for one in repeated_findings(span, by=by))
    found = []
    for row in sql.query(sql.text("forms", "evaluated") + COUNTED, **_given(span, by=by)):
        code, area, name = row.pop("reporter"), row.pop("area"), row.pop("name")
        counts = Reporting(**row, confirmed=confirmed[code], repeats=again[code], findings=findings[code])
        found.append(Evaluated(code, name, area, 1, counts, rule.rate(counts)))
    return found


def periods(span: Span, part: str, *, by: Actor) -> list[Period]:
    """The reports behind a count, by day; raises NotFound, WrongCall."""
    if part not in PARTS:
        raise WrongCall(problem=gettext("“{text}”不是评价的一项").format(text=part))
    ending: LiteralString = f"select * from period where {PARTS[part]} order by due_at, form, area, reporter"  # noqa: S608
    rows = sql.query(sql.text("forms", "evaluated") + ending, **_given(span, by=by))
    return [_period(row) for row in rows]


def _period(row: dict[str, Any]) -> Period:
    told = {name: row[name] for name in Period.__slots__ if name != "on"}
    return Period(on=row["period_on"], **told)


def _given(span: Span, *, by: Actor) -> dict[str, Any]:
    check_span(span, by=by)
    lo, hi = area_code.prefix_range(span.area)
    return {
        "form": span.form or None,
        "reporter": span.reporter or None,
        "lo": lo,
        "hi": hi,
        "from_day": span.from_day,
        "until_day": span.until_day,
        "known_at": span.known_at,
        "own": bound_to(by),
    }


def check_span(span: Span, *, by: Actor) -> None:
    """Raises NotFound for an area out of sight, WrongCall for days that are none or too many."""
    if not by.may_see(span.area):
        raise NotFound(what="辖区", value=span.area)
    if not timedelta(0) <= span.until_day - span.from_day < LONGEST:
        most = LONGEST.days
        raise WrongCall(problem=gettext("起止日期应先后相接，最多{most}天").format(most=most))


def _confirmed(span: Span, *, by: Actor) -> "QuerySet[Doubt]":
    """Doubts of the span's days that whoever looked found to be mistakes, the first first."""
    lo, hi = area_code.prefix_range(span.area)
    own = bound_to(by)
    told = {"form": span.form, "reporter": span.reporter or (str(own) if own else "")}
    return (
        Doubt.objects.filter(
            area__gte=lo,
            area__lt=hi,
            period_on__range=(span.from_day, span.until_day),
            seen__outcome=DoubtOutcome.CORRECTED,
            seen__at__lte=span.known_at,
            **{name: value for name, value in told.items() if value},
        )
        .exclude(check_code__in=CLOCKED)
        .order_by("period_on", "id")
    )


def repeated_doubts(span: Span, *, by: Actor) -> list[Doubt]:
    """Confirmed doubts that were not the first of their check at their reporter in the span."""
    check_span(span, by=by)
    known: set[tuple[str, str]] = set()
    found = []
    for one in _confirmed(span, by=by):
        key = one.reporter, one.check_code
        if key in known:
            found.append(one)
        known.add(key)
    return found


def repeated_findings(span: Span, *, by: Actor) -> Iterable[FindingView]:
    """Findings of inspections in the span that had been found there before; of no form in particular."""
    check_span(span, by=by)
    if span.form:
        return []
    found = inspection.findings(
        area=span.area,
        by=by,
        at=span.known_at,
        repeated=True,
        found_from=slot_time(span.from_day, "00:00"),
        found_until=slot_time(span.until_day + timedelta(days=1), "00:00"),
    )
    return [one for one in found if one.state != WITHDRAWN and span.reporter in {"", reporter_of(one)}]


def reporter_of(finding: FindingView) -> str:
    """The reporter of the unit or place where something was found."""
    return str(finding.unit) if finding.unit else finding.target
