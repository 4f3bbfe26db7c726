"""Reads of forms: editions, what is expected and where it stands, reports and their chains."""

from lianfang.apps.forms.queries.editions import edition, edition_on, editions, form_of, known
from lianfang.apps.forms.queries.expected import area_of, expected, one_expected
from lianfang.apps.forms.queries.reports import before, current, derived, values

__all__ = [
    "area_of",
    "before",
    "current",
    "derived",
    "edition",
    "edition_on",
    "editions",
    "expected",
    "form_of",
    "known",
    "one_expected",
    "values",
]
