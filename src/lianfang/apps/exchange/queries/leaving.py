"""Reports of a form as rows that leave, with the names of their reporters."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from lianfang.apps.exchange.terms import ReportRow
from lianfang.apps.forms import queries as forms
from lianfang.core.access.terms import Actor
from lianfang.core.forms.terms import FieldType

ACCEPTED: Final = "accepted"


def rows_within(
    form: str,
    *,
    area: str,
    from_day: date,
    until_day: date,
    by: Actor,
    known_at: datetime,
    accepted: bool = False,
) -> list[ReportRow]:
    """The reports of a form in an area as they counted at a moment; the accepted ones alone where asked.

    Raises NotFound for a form that was never loaded, and for an area out of sight.
    """
    forms.edition_on(form, until_day)
    found = forms.reports_within(
        form, area=area, from_day=from_day, until_day=until_day, by=by, known_at=known_at
    )
    return rows_of([one for one in found if not accepted or _decision(one) == ACCEPTED])


def rows_of(found: Sequence[Any]) -> list[ReportRow]:
    """Reports as rows."""
    names, persons = forms.reporter_names(one.reporter for one in found), forms.persons_of(list(found))
    return [_row(one, names, persons) for one in found]


def _decision(report: Any) -> str:
    return next((one.kind for one in report.decisions.all()), "")


def _row(report: Any, names: dict[str, str], persons: Any) -> ReportRow:
    form = forms.form_of(report.edition)
    decided = next(iter(report.decisions.all()), None)
    listed = [field.code for field in form.fields if field.type is FieldType.PEOPLE]
    return ReportRow(
        uid=report.uid,
        form=form,
        reporter=report.reporter,
        name=names.get(report.reporter, report.reporter),
        area=report.area,
        on=report.period_on,
        slot=report.slot,
        sequence=report.sequence,
        zero=report.zero,
        reason=report.reason,
        values=forms.values(report),
        by=report.by,
        recorded_at=report.recorded_at,
        reported_at=report.first_at or report.happened_at,
        decision=decided.kind if decided else "",
        decided_at=decided.recorded_at if decided else None,
        digest=decided.digest if decided else "",
        persons={code: persons.get((report.pk, code), frozenset()) for code in listed},
    )
