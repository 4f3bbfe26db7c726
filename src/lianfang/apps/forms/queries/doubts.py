"""Doubts as lists and one by one, with the evidence that a person needs to judge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lianfang.apps.forms.models import Doubt, DoubtSeen, Edition, Report, ReportPerson
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.queries.names import form_names, reporter_names
from lianfang.apps.forms.queries.reports import values
from lianfang.apps.forms.rules.doubts import CHECK_NAMES, GRAVE, READINGS, READINGS_NAME
from lianfang.apps.forms.rules.sight import bound_to
from lianfang.apps.reporting import queries as reporting
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import NotFound

DAYS_SHOWN: Final = 14
PEERS_SHOWN: Final = 12


@dataclass(frozen=True)
class DoubtLine:
    """A doubt as a list shows it; `outcome` is empty where nobody has looked."""

    uid: UUID
    check: str
    form: str
    form_name: str
    reporter: str
    name: str
    area: str
    on: date
    slot: str
    report: UUID | None
    evidence: dict[str, Any]
    found_at: datetime
    outcome: str
    seen_by: str


@dataclass(frozen=True)
class DayRow:
    """What a reporter said on a day: its values by field, None where nothing was handed in."""

    on: date
    zero: bool
    values: dict[str, Any] | None


def check_sight(area: str, *, by: Actor) -> None:
    """Raises NotFound for an area that the actor may not see."""
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)


def doubts(
    *,
    area: str,
    by: Actor,
    on: date | None = None,
    check: str = "",
    form: str = "",
    seen: bool | None = None,
) -> list[DoubtLine]:
    """Doubts of an area, the newest day first; raises NotFound out of sight."""
    check_sight(area, by=by)
    lo, hi = area_code.prefix_range(area)
    found = _visible(by).filter(area__gte=lo, area__lt=hi)
    given = {"period_on": on, "check_code": check, "form": form}
    found = found.filter(**{name: value for name, value in given.items() if value})
    if seen is not None:
        found = found.annotate(looked=Exists(DoubtSeen.objects.filter(doubt=OuterRef("pk")))).filter(
            looked=seen
        )
    return _lines(found.order_by("-period_on", "check_code", "area", "id"))


def doubt(uid: UUID | str, *, by: Actor) -> Doubt:
    """A doubt that the actor may see; raises NotFound."""
    try:
        wanted = UUID(str(uid))
    except ValueError as problem:
        raise NotFound(what="疑点", value=uid) from problem
    found = _visible(by).select_related("report__edition").filter(uid=wanted).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="疑点", value=uid)
    return found


def doubt_line(found: Doubt) -> DoubtLine:
    """One doubt as a list shows it."""
    return _lines(Doubt.objects.filter(pk=found.pk))[0]


def doubt_names(uids: Iterable[str]) -> dict[str, str]:
    """Check, form and reporter of doubts, by their uids; those out of sight are absent."""
    lines = _lines(Doubt.objects.filter(uid__in=list(uids)))
    return {str(one.uid): f"{one.name} {one.form_name}：{CHECK_NAMES[one.check]}" for one in lines}


def level_of(found: Doubt) -> Level:
    """The level that must look: the one that accepts the form, for readings the town."""
    edition = (
        Edition.objects.filter(form=found.form, starts_on__lte=found.period_on).order_by("-starts_on").first()
    )
    return Level(edition.accepted_level) if edition else Level.TOWN


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
    return [
        DayRow(day, said[day].zero, values(said[day])) if day in said else DayRow(day, False, None)
        for day in days
    ]


def peers_of(found: Doubt) -> list[tuple[str, DayRow]]:
    """What others of the same town said of the same form that day, some of them, nearest code first."""
    reports = Report.objects.select_related("edition").filter(
        form=found.form,
        slot=found.slot,
        period_on=found.period_on,
        superseded_at=None,
        area__startswith=found.area[: LENGTHS[Level.TOWN]],
    )
    shown = list(reports.exclude(reporter=found.reporter).order_by("area", "reporter")[:PEERS_SHOWN])
    names = reporter_names({one.reporter for one in shown})
    return [
        (names.get(one.reporter, one.reporter), DayRow(one.period_on, one.zero, values(one))) for one in shown
    ]


def fields_of(found: Doubt) -> list[tuple[str, str]]:
    """Codes and names of the fields that the evidence is about; all numbers where it names none."""
    if found.report is None:
        return []
    form = form_of(found.report.edition)
    evidence = found.evidence
    named = [evidence["field"]] if "field" in evidence else list(evidence.get("fields", ()))
    chosen = [code for code in named if code in form.by_code] or [
        field.code for field in form.numeric if field.is_typed
    ]
    return [(code, form.by_code[code].name) for code in chosen]


def persons_twice(found: Doubt, *, by: Actor) -> list[UUID]:
    """Persons whom both lists name, where the actor may see both places."""
    other = found.evidence.get("other")
    if other is None or found.report is None:
        return []
    field = found.evidence["field"]
    theirs = Report.objects.filter(
        form=found.form, slot=found.slot, period_on=found.period_on, reporter=other, superseded_at=None
    ).first()
    if theirs is None or not by.may_see(theirs.area):
        return []
    own = ReportPerson.objects.filter(report=found.report, field=field).values_list("person", flat=True)
    both = ReportPerson.objects.filter(report=theirs, field=field, person__in=own)
    return list(both.order_by("person").values_list("person", flat=True))


def ledger_persons(found: Doubt, *, at: datetime) -> list[str]:
    """Persons whom the ledger counts today of what a report contradicts or what came after it."""
    held = {
        "silent_change": [found.evidence.get("figure", "")],
        "contradiction": list(found.evidence.get("held", ())),
    }
    keys = [key for key in held.get(found.check_code, ()) if key in GRAVE]
    if not keys:
        return []
    figures = reporting.figures_by_key(keys, area=found.area, on=found.period_on, known_at=at)
    return sorted({person for one in figures.values() for person in one.persons})


def field_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of fields by code, as some edition has them."""
    asked = set(codes)
    if not asked:
        return {}
    known = (form_of(one).by_code for one in Edition.objects.order_by("starts_on"))
    return {code: fields[code].name for fields in known for code in asked & fields.keys()}


def _visible(by: Actor) -> QuerySet[Doubt]:
    own = bound_to(by)
    return Doubt.objects.all() if own is None else Doubt.objects.filter(reporter=str(own))


def _lines(found: QuerySet[Doubt]) -> list[DoubtLine]:
    rows: Sequence[Doubt] = list(found.select_related("report").prefetch_related("seen"))
    names = reporter_names({one.reporter for one in rows})
    forms = form_names({one.form for one in rows}) | {READINGS: READINGS_NAME}
    return [_line(one, names, forms) for one in rows]


def _line(one: Doubt, names: dict[str, str], forms: dict[str, str]) -> DoubtLine:
    seen = next(iter(one.seen.all()), None)
    return DoubtLine(
        one.uid,
        one.check_code,
        one.form,
        forms.get(one.form, one.form),
        one.reporter,
        names.get(one.reporter, one.reporter),
        one.area,
        one.period_on,
        one.slot,
        one.report.uid if one.report else None,
        one.evidence,
        one.found_at,
        seen.outcome if seen else "",
        seen.by if seen else "",
    )
