"""A form, rows of it, and the metadata export of an invented DHIS2 server, with the names of its Web API."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.factories.directives import OTHER, VILLAGE
from tests.factories.forms import VILLAGE_DAILY

from lianfang.apps.exchange.terms import ReportRow
from lianfang.core.forms.reading import Known, read_form
from lianfang.core.forms.terms import Form, Values
from lianfang.kernel.clock import ZONE

DAY = date(2022, 7, 1)
FIGURES = ("measures.persons",)
VALUES: Values = {"persons": 2.0, "returned": 3.0, "visited": 10.0, "hottest": 36.9, "note": "=1+1"}
ELEMENTS = {
    "persons": ("fYwq3Tbr1aP", "INTEGER_ZERO_OR_POSITIVE", "SUM"),
    "returned": ("mKd82LpQvXe", "INTEGER_ZERO_OR_POSITIVE", "SUM"),
    "visited": ("cN4rT0zWbSg", "INTEGER", "SUM"),
    "hottest": ("oJ9xHs5Yk2D", "NUMBER", "MAX"),
    "note": ("uR7vEa1MiLf", "LONG_TEXT", "NONE"),
}
DEFAULT_COMBO = "HllvX50cXC0"
AGES = "kLm3Vb7TzQe"
"""A category combination by age."""
UNITS = {VILLAGE: "aBq5Xw2ZtUo", OTHER: "hC8nPd3RyKs"}


def form() -> Form:
    """The form of villages."""
    return read_form(VILLAGE_DAILY, Known(figures=FIGURES))


def row(reporter: str = VILLAGE, *, on: date = DAY, values: Values = VALUES, **others: Any) -> ReportRow:
    """A report as it leaves."""
    at = datetime(on.year, on.month, on.day, 8, tzinfo=ZONE)
    given = {
        "uid": UUID(int=1),
        "form": form(),
        "reporter": reporter,
        "name": "东岭村",
        "area": reporter,
        "on": on,
        "slot": "day",
        "sequence": 1,
        "zero": False,
        "reason": "",
        "values": values,
        "by": "书记",
        "recorded_at": at,
        "reported_at": at,
    }
    return ReportRow(**given | others)


def metadata(period: str = "Daily") -> dict[str, Any]:
    """A metadata export: system, data set with its elements and units, the default option combination."""
    combo = {"id": "bjDvmb4bfuf"}  # references have their identity alone
    own = {"created": "2022-06-01T08:00:00.000", "translations": [], "attributeValues": [], "sharing": {}}
    elements = [
        {
            "id": uid,
            "code": f"village_day.{code}",
            "name": f"Village day {code}",
            "shortName": code,
            "valueType": kind,
            "aggregationType": aggregation,
            "domainType": "AGGREGATE",
            "zeroIsSignificant": True,
            "categoryCombo": combo,
            **own,
        }
        for code, (uid, kind, aggregation) in ELEMENTS.items()
    ]
    units = [
        {"id": uid, "code": code, "name": f"Village {code}", "shortName": code, "openingDate": "2020-01-01"}
        for code, uid in UNITS.items()
    ]
    data_set = {
        "id": "wT6gMv9QhJc",
        "code": "village_day",
        "name": "Village day",
        "shortName": "Village day",
        "periodType": period,
        "categoryCombo": combo,
        "dataSetElements": [
            {"dataSet": {"id": "wT6gMv9QhJc"}, "dataElement": {"id": uid}, "categoryCombo": combo}
            for uid, _, _ in ELEMENTS.values()
        ],
        "organisationUnits": [{"id": uid} for uid in UNITS.values()],
    }
    return {
        "system": {
            "id": "d5a1f6c2-1d6e-4a57-9f0b-3f0c3a6a2b11",
            "version": "2.40.3",
            "date": "2022-07-02T08:00:00.000",
        },
        "dataElements": elements,
        "dataSets": [data_set],
        "organisationUnits": units,
        "categoryCombos": [combo | {"code": "default", "name": "default"}, {"id": AGES, "name": "Age"}],
        "categoryOptionCombos": [
            {"id": DEFAULT_COMBO, "code": "default", "name": "default", "categoryCombo": combo}
        ],
    }
