"""Reads of forms: editions, what is expected and where it stands, reports and their chains."""

from lianfang.apps.forms.queries.beside import beside, ledger_of, together
from lianfang.apps.forms.queries.editions import edition, edition_on, editions, form_of, known
from lianfang.apps.forms.queries.expected import Key, area_of, expected, key_of, one_expected, units
from lianfang.apps.forms.queries.names import (
    dispute_names,
    expected_names,
    form_names,
    report_names,
    reporter_names,
)
from lianfang.apps.forms.queries.reports import (
    Link,
    before,
    chain,
    clean_reports,
    current,
    dispute,
    disputes_of,
    open_disputes,
    report,
    values,
)

__all__ = [
    "Key",
    "Link",
    "area_of",
    "before",
    "beside",
    "chain",
    "clean_reports",
    "current",
    "dispute",
    "dispute_names",
    "disputes_of",
    "edition",
    "edition_on",
    "editions",
    "expected",
    "expected_names",
    "form_names",
    "form_of",
    "key_of",
    "known",
    "ledger_of",
    "one_expected",
    "open_disputes",
    "report",
    "report_names",
    "reporter_names",
    "together",
    "units",
    "values",
]
