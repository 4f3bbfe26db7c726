"""Reports against the ledger: what it held shortly before they were handed in, and what came to it after."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from lianfang.apps.forms.models import Report
from lianfang.apps.forms.queries.beside import references_of
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.queries.reports import values
from lianfang.apps.forms.rules import doubts
from lianfang.apps.forms.rules.doubts import Suspect, is_material
from lianfang.apps.forms.terms import CheckCode
from lianfang.core import sql
from lianfang.core.forms.checking import Beside, checker_of
from lianfang.core.forms.terms import Fault, Form, Reach
from lianfang.core.forms.words import Of

if TYPE_CHECKING:
    from lianfang.apps.forms.queries.suspected import Asked

FIGURES: Final = frozenset({"readings.taken", "readings.fever", "tests.all", "measures.new", "checks.all"})
"""Figures that the statement counts for all reports at once."""
Ledger = Mapping[int, Mapping[str, dict[str, Any]]]


def beside_the_ledger(form: str, slot: str, asked: "Asked") -> Iterator[Suspect]:
    """What was said otherwise than the ledger had it, and what came to the ledger after it was said."""
    held = _ledger(form, slot, asked)
    for report in Report.objects.select_related("edition").filter(pk__in=list(held)).order_by("pk"):
        rows = held[report.pk]
        if report.period_on == asked.on:
            yield from _contradictions(report, {figure: float(row["early"]) for figure, row in rows.items()})
        yield from _silent_changes(report, rows)


def _contradictions(report: Report, early: Mapping[str, float]) -> Iterator[Suspect]:
    """A report that said something else than the ledger already held."""
    form = form_of(report.edition)
    beside = Beside(report.period_on, ledger=_known(form, early))
    for fault in faults_of(form, report, beside, Reach.LEDGER):
        evidence = {"check": fault.code, "says": fault.told, "fields": list(fault.fields), "held": early}
        yield suspect(CheckCode.CONTRADICTION, report, fault.code, evidence)
    for figure in sorted(doubts.DENIED & _derived(form)) if report.zero else ():
        if early.get(figure):
            yield suspect(CheckCode.CONTRADICTION, report, figure, {"zero": True, "held": early})


def _silent_changes(report: Report, rows: Mapping[str, dict[str, Any]]) -> Iterator[Suspect]:
    """A report after which the ledger grew by what had happened before it, and which was not corrected."""
    for figure in sorted(_derived(form_of(report.edition)) & rows.keys()):
        row = rows[figure]
        if is_material(figure, soon=row["soon"], now=row["now"]):
            evidence = {name: row[name] for name in ("figure", "told", "soon", "now")}
            yield suspect(CheckCode.SILENT_CHANGE, report, figure, evidence)


def _derived(form: Form) -> frozenset[str]:
    """Figures of the ledger that a form shows or asks."""
    shown = {field.derived for field in form.fields if field.derived}
    return frozenset(shown | {one.name for one in references_of(form) if one.of is Of.LEDGER})


def _known(form: Form, early: Mapping[str, float]) -> dict[str, float]:
    """What the ledger held of the figures that are counted here; the others stay blank and say nothing."""
    return {figure: early.get(figure, 0.0) for figure in FIGURES & _derived(form)}


def _ledger(form: str, slot: str, asked: "Asked") -> Ledger:
    rows = sql.fetch(
        "forms",
        "doubt_ledger",
        **asked.within(
            form=form,
            slot=slot,
            from_day=asked.on - timedelta(days=doubts.LOOK_BACK),
            early=doubts.EARLY,
            soon=doubts.SOON,
        ),
    )
    found: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        found[row["id"]][row["figure"]] = row
    return found


def faults_of(form: Form, report: Report, beside: Beside, reach: Reach) -> list[Fault]:
    """The checks of a reach that a report fails beside something."""
    if not any(check.reach is reach for check in form.checks):
        return []
    return [fault for fault in checker_of(form).faults(values(report), beside) if fault.reach is reach]


def suspect(check: CheckCode, report: Report, about: str, evidence: dict[str, Any]) -> Suspect:
    """What a check found of a report."""
    return Suspect(
        check,
        report.form,
        report.reporter,
        report.area,
        report.slot,
        report.pk,
        about,
        evidence,
        report.period_on,
    )
