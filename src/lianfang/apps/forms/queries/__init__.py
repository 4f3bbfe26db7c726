"""Reads of forms: editions, what is expected and where it stands, reports and their chains."""

from lianfang.apps.forms.queries.beside import beside, ledger_of, together
from lianfang.apps.forms.queries.editions import (
    builtin_forms,
    builtin_texts,
    days_off,
    edition,
    edition_on,
    editions,
    form_of,
    known,
)
from lianfang.apps.forms.queries.expected import (
    Key,
    area_of,
    as_unit,
    expected,
    key,
    key_of,
    one_expected,
    units,
)
from lianfang.apps.forms.queries.leaving import persons_of, reports_within
from lianfang.apps.forms.queries.mine import OPEN, mine, signs_for
from lianfang.apps.forms.queries.names import (
    dispute_names,
    expected_names,
    form_names,
    report_names,
    reporter_names,
)
from lianfang.apps.forms.queries.persons import found_by, labels
from lianfang.apps.forms.queries.reports import (
    Link,
    before,
    chain,
    clean_reports,
    current,
    dispute,
    disputes_of,
    may_decide,
    open_disputes,
    report,
    values,
)
from lianfang.apps.forms.queries.rollup_leaving import plain, rollup_leaving
from lianfang.apps.forms.queries.rollups import in_force, rolled_rows, rollup, slots_of
from lianfang.apps.forms.queries.spreadsheets import read_spreadsheet, spreadsheet

__all__ = [
    "OPEN",
    "Key",
    "Link",
    "area_of",
    "as_unit",
    "before",
    "beside",
    "builtin_forms",
    "builtin_texts",
    "chain",
    "clean_reports",
    "current",
    "days_off",
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
    "found_by",
    "in_force",
    "key",
    "key_of",
    "known",
    "labels",
    "ledger_of",
    "may_decide",
    "mine",
    "one_expected",
    "open_disputes",
    "persons_of",
    "plain",
    "read_spreadsheet",
    "report",
    "report_names",
    "reporter_names",
    "reports_within",
    "rolled_rows",
    "rollup",
    "rollup_leaving",
    "signs_for",
    "slots_of",
    "spreadsheet",
    "together",
    "units",
    "values",
]
