"""Check the values of reports against the conditions of their form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from lianfang.core.forms.expressions import Expression
from lianfang.core.forms.terms import Check, Fault, Field, Form, Value, Values
from lianfang.core.forms.values import BLANK, number, shown
from lianfang.core.forms.words import Of, Reference, words_of

NOTHING: Final[Values] = {}


@dataclass(frozen=True)
class Beside:
    """What a report is checked against: its day, the report before it, other forms, the ledger.

    `before` is the last accepted or submitted report of the same reporter and slot. `others` holds, by form,
    what its reports of that day come to within the reporter's area. Nothing known is blank.
    """

    on: date
    before: Values = field(default_factory=dict)
    others: Mapping[str, Values] = field(default_factory=dict)
    ledger: Values = field(default_factory=dict)


class Checker:
    """The checks of a form, compiled once; may be used by many at a time."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._checks = [(check, Expression(words_of(check.expression))) for check in form.checks]

    def faults(self, values: Values, beside: Beside) -> list[Fault]:
        """The checks that don't hold; one whose operands are blank says nothing."""
        look = _Look(values, beside)
        return [
            self._fault(check, expression, look)
            for check, expression in self._checks
            if expression.holds(look) is False
        ]

    def _fault(self, check: Check, expression: Expression, look: "_Look") -> Fault:
        own = (reference.name for reference in expression.references if reference.of is Of.OWN)
        facts = tuple(self._shown(fact, look) for fact in check.facts)
        return Fault(check.code, check.says, tuple(own), check.weight, check.reach, facts)

    def _shown(self, fact: str, look: "_Look") -> str:
        (word,) = words_of(fact).words
        if word.reference is None:
            return fact
        value = look(word.reference)
        field = self._field(word.reference)
        if value is None:
            return BLANK
        if field is None:
            return number(value) if isinstance(value, float) else str(value)
        return next((choice.name for choice in field.choices if choice.code == value), shown(field, value))

    def _field(self, reference: Reference) -> Field | None:
        return self.form.by_code.get(reference.name) if reference.of in (Of.OWN, Of.BEFORE) else None


class _Look:
    """Finds what references point to."""

    def __init__(self, values: Values, beside: Beside) -> None:
        self._values, self._beside = values, beside

    def __call__(self, reference: Reference) -> Value:
        if reference.of is Of.OWN:
            return self._values.get(reference.name)
        if reference.of is Of.BEFORE:
            return self._beside.before.get(reference.name)
        if reference.of is Of.DAY:
            return float(self._beside.on.toordinal())
        if reference.of is Of.LEDGER:
            return self._beside.ledger.get(reference.name)
        return self._beside.others.get(reference.form, NOTHING).get(reference.name)


@lru_cache(maxsize=256)
def checker_of(form: Form) -> Checker:
    """The checker of a form, made once."""
    return Checker(form)
