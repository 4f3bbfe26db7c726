"""Reports as handed in, their chains and what the ledger says beside them."""

from collections.abc import Mapping
from datetime import date, datetime

from lianfang.apps.forms.models import Report
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.rules.keeping import values_of
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import LedgerFigure
from lianfang.core.forms.terms import Form, Value


def current(form: str, reporter: str, *, on: date, slot: str) -> Report | None:
    """The report that counts now for a period, if any was handed in."""
    period = {"form": form, "reporter": reporter, "period_on": on, "slot": slot}
    return Report.objects.select_related("edition").filter(**period, superseded_at=None).first()


def before(form: str, reporter: str, *, on: date, slot: str) -> Report | None:
    """The report of the last period before a day, of the same slot."""
    earlier = Report.objects.select_related("edition").filter(
        form=form, reporter=reporter, slot=slot, period_on__lt=on, superseded_at=None
    )
    return earlier.order_by("-period_on").first()


def values(report: Report) -> dict[str, Value]:
    """The values of a report by field."""
    return values_of(form_of(report.edition), report.numbers, report.texts)


def derived(form: Form, *, area: str, on: date, known_at: datetime) -> Mapping[str, LedgerFigure]:
    """What the ledger holds of the fields that nobody types, by field."""
    keys = {field.code: field.derived for field in form.fields if field.derived}
    if not keys:
        return {}
    found = reporting.figures_by_key(keys.values(), area=area, on=on, known_at=known_at)
    return {code: found[key] for code, key in keys.items()}
