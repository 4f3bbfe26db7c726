"""How the values of a report are kept: numbers by position, other words by code; and read back."""

from collections.abc import Mapping, Sequence

from lianfang.core.forms.terms import Form, Value, Values


def numbers_of(form: Form, values: Values) -> list[float | None]:
    """The numeric values in the order of their positions; blank is None, yes is 1."""
    return [as_number(values.get(field.code)) for field in form.numeric]


def texts_of(form: Form, values: Values) -> dict[str, Value]:
    """The other values by the code of their field; what is blank is absent."""
    others = (field.code for field in form.fields if field.position is None and field.is_typed)
    return {code: values[code] for code in others if values.get(code) not in {None, ""}}


def values_of(form: Form, numbers: Sequence[float | None], texts: Mapping[str, Value]) -> dict[str, Value]:
    """The values as they were handed in, with those of the ledger."""
    kept: dict[str, Value] = dict(texts)
    for field, number in zip(form.numeric, numbers, strict=True):
        yes_no = field.type == "yes_no" and number is not None
        kept[field.code] = bool(number) if yes_no else number
    return kept


def as_number(value: Value) -> float | None:
    """A value as a number; raises ValueError for a text that is none."""
    return None if value is None or value == "" else float(value)
