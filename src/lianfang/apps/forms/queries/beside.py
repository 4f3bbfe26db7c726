"""What a report is checked against: the one before, other forms of the day, the ledger."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from lianfang.apps.forms.models import Edition
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.queries.reports import before, values
from lianfang.apps.forms.terms import Expected
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import LedgerFigure
from lianfang.core import sql
from lianfang.core.forms.checking import Beside
from lianfang.core.forms.terms import Form, Rollup, Value, Values
from lianfang.core.forms.words import Of, Reference, words_of
from lianfang.kernel import area_code

Together = Callable[[Iterable[float]], float]
TOGETHER: Final[Mapping[Rollup, Together]] = {
    Rollup.SUM: sum,
    Rollup.LAST: sum,
    Rollup.PEOPLE: sum,
    Rollup.MAX: max,
}
"""How reports of several places come to one value; what is not rolled up has none."""


def references_of(form: Form) -> frozenset[Reference]:
    """Everything that the checks of a form take."""
    return frozenset(one for check in form.checks for one in words_of(check.expression).references)


def ledger_of(form: Form, *, area: str, on: date, known_at: datetime) -> Mapping[str, LedgerFigure]:
    """What the ledger of an area holds of all that a form shows or checks, by the key of the figure."""
    shown = {field.derived for field in form.fields if field.derived}
    asked = {one.name for one in references_of(form) if one.of is Of.LEDGER}
    keys = sorted(shown | asked)
    return reporting.figures_by_key(keys, area=area, on=on, known_at=known_at) if keys else {}


def beside(form: Form, slot: Expected, ledger: Mapping[str, LedgerFigure]) -> Beside:
    """What a report that is expected is checked against."""
    asked = references_of(form)
    last = None
    if any(one.of is Of.BEFORE for one in asked):
        last = before(slot.form, slot.reporter, on=slot.period_on, slot=slot.slot)
    others = {one.form for one in asked if one.of is Of.OTHER}
    return Beside(
        on=slot.period_on,
        before=values(last) if last else {},
        others={code: together(code, area=slot.area, on=slot.period_on) for code in sorted(others)},
        ledger={key: float(held.value) for key, held in ledger.items()},
    )


def together(form: str, *, area: str, on: date) -> Values:
    """What the reports of a form come to within an area on a day; nothing where none was handed in."""
    lo, hi = area_code.prefix_range(area)
    rows = sql.fetch("forms", "reports_of_day", form=form, lo=lo, hi=hi, on=on)
    if not rows:
        return {}
    known = Edition.objects.in_bulk({row["edition"] for row in rows})
    found: dict[str, list[float]] = {}
    rules: dict[str, Rollup] = {}
    for row in rows:
        for field, number in zip(form_of(known[row["edition"]]).numeric, row["numbers"], strict=True):
            rules[field.code] = field.rollup
            if number is not None:
                found.setdefault(field.code, []).append(number)
    return {code: _total(rules[code], numbers) for code, numbers in found.items()}


def _total(rule: Rollup, numbers: Iterable[float]) -> Value:
    return float(TOGETHER[rule](numbers)) if rule in TOGETHER else None
