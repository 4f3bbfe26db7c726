"""What of a form has a counterpart in a metadata export of DHIS2, and what has none and why."""

from dataclasses import dataclass
from datetime import date, datetime

from lianfang.apps.exchange.rules import metadata as rules
from lianfang.apps.exchange.rules.metadata import Metadata
from lianfang.apps.exchange.terms import PeriodKind, Unmapped
from lianfang.apps.forms import queries as forms
from lianfang.core.access.terms import Actor
from lianfang.core.forms.terms import Form
from lianfang.kernel.errors import NotFound


@dataclass(frozen=True)
class Mapping:
    """Fields and reporters that have a counterpart, by their code on the other side; and the rest."""

    fields: dict[str, str]
    units: dict[str, str]
    unmapped: tuple[Unmapped, ...]


def mapping(
    form: str,
    *,
    area: str,
    on: date,
    period: PeriodKind,
    metadata: Metadata | None,
    by: Actor,
    at: datetime,
) -> Mapping:
    """Match a form of a day and its reporters in an area by code; raises NotFound."""
    known, asked = metadata or Metadata(), forms.form_of(forms.edition_on(form, on))
    reporters = {
        one.reporter for one in forms.expected(area=area, from_day=on, until_day=on, by=by, at=at, form=form)
    }
    lost = [*known.without_code, *rules.set_faults(known, asked, period)]
    fields: dict[str, str] = {}
    for field in asked.fields:
        faults = list(rules.element_faults(known, asked, field))
        lost += faults
        if not faults:
            fields[field.code] = rules.element_code(asked, field.code)
    units: dict[str, str] = {}
    for reporter in sorted(reporters):
        faults = list(rules.unit_faults(known, asked, reporter))
        lost += faults
        if not faults:
            units[reporter] = str(known.units[reporter]["id"])
    fields = {code: str(known.elements[element]["id"]) for code, element in fields.items()}
    return Mapping(fields, units, tuple(lost))


def latest_form(form: str) -> Form:
    """The edition of a form that was loaded last; raises NotFound."""
    found = [one for one in forms.editions() if one.form == form]
    if not found:
        raise NotFound(what="报表", value=form)
    return forms.form_of(found[-1])
