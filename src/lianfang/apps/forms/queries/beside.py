"""What a report is checked against: the one before, other forms of the day, the ledger."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

from lianfang.apps.forms.queries.reports import before, values
from lianfang.apps.forms.queries.rollups import rollup
from lianfang.apps.forms.terms import Expected
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import LedgerFigure
from lianfang.core.access.terms import SYSTEM
from lianfang.core.forms.checking import Beside
from lianfang.core.forms.terms import Form, Values
from lianfang.core.forms.words import Of, Reference, words_of
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound


def references_of(form: Form) -> frozenset[Reference]:
    """Everything that the checks of a form take."""
    return frozenset(one for check in form.checks for one in words_of(check.expression).references)


def ledger_of(form: Form, *, area: str, on: date, known_at: datetime) -> Mapping[str, LedgerFigure]:
    """What the ledger of an area holds of all that a form shows or checks, by the key of the figure."""
    shown = {field.derived for field in form.fields if field.derived}
    asked = {one.name for one in references_of(form) if one.of is Of.LEDGER}
    keys = sorted(shown | asked)
    return reporting.figures_by_key(keys, area=area, on=on, known_at=known_at) if keys else {}


def beside(form: Form, slot: Expected, ledger: Mapping[str, LedgerFigure], *, known_at: datetime) -> Beside:
    """What a report that is expected is checked against, as known at a moment."""
    asked = references_of(form)
    last = None
    if any(one.of is Of.BEFORE for one in asked):
        last = before(slot.form, slot.reporter, on=slot.period_on, slot=slot.slot)
    others = sorted({one.form for one in asked if one.of is Of.OTHER})
    told = partial(together, area=slot.area, on=slot.period_on, known_at=known_at)
    return Beside(
        on=slot.period_on,
        before=values(last) if last else {},
        others={code: told(code) for code in others},
        ledger={key: float(held.value) for key, held in ledger.items()},
    )


def together(form: str, *, area: str, on: date, known_at: datetime) -> Values:
    """What the reports of a form come to within an area on a day; nothing where nobody said anything."""
    level = area_code.level_of(area)
    try:
        found = rollup(form, area=area, from_day=on, known_at=known_at, by=SYSTEM, lowest=level)
    except NotFound:
        return {}
    here = found.nodes.get(area)
    figures = here.figures if here else {}
    return {code: one.value for code, one in figures.items() if one.value is not None}
