"""Values of a form: read from what was typed, kept as numbers and texts, shown again.

Nothing is guessed: what is no value of its field is a fault beside it, blank is blank.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Final

from lianfang.core.forms import faults
from lianfang.core.forms.computing import follows, shares
from lianfang.core.forms.terms import Fault, Field, FieldType, Form, Value, Values
from lianfang.kernel.dates import UnreadableDate, read_date
from lianfang.kernel.text import clean

YES: Final = frozenset({"是", "有", "true", "1", "yes", "y", "√"})
NO: Final = frozenset({"否", "无", "没有", "false", "0", "no", "n", "×"})
NOBODY: Final = frozenset({"0", "无", "没有"})
COUNT: Final = re.compile(r"[0-9]{1,9}")
NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3])[:时点]([0-5]?[0-9])分?(:[0-5][0-9])?")
"""As people type it; spreadsheets add seconds."""
BETWEEN: Final = re.compile(r"[\s、，,;；]+")
LONGEST_TEXT: Final = 2000
BLANK: Final = "（空）"
MINUTES: Final = 60


def read_values(
    form: Form, typed: Mapping[str, str], *, on: date, derived: Values | None = None
) -> tuple[dict[str, Value], list[Fault]]:
    """The values of every field of a form, and what is wrong with what was typed.

    What the ledger knows comes as `derived`; a typed value of such a field is a fault. So is a typed value of
    a computed field that is not what follows from the others.
    """
    values: dict[str, Value] = {}
    found = [faults.unknown(code) for code in typed if code not in form.by_code]
    for field in form.fields:
        said = clean(typed.get(field.code, ""))
        if not field.is_typed:
            values[field.code] = (derived or {}).get(field.code)
            if said and not field.computed:
                found.append(faults.not_typed(field))
            continue
        value, fault = _read(field, said, on)
        values[field.code] = value
        found.extend(fault)
    values |= follows(form, values)
    for field in form.fields:
        if field.computed:
            found.extend(_of_computed(field, clean(typed.get(field.code, "")), values[field.code]))
    return values, found


def _of_computed(field: Field, said: str, value: Value) -> Iterator[Fault]:
    """What is wrong with a computed value: bounds, and what was said instead."""
    told = float(said) if NUMBER.fullmatch(said) else None
    if said and (told is None or told != value):
        yield faults.not_as_computed(field, said, shown(field, value) or BLANK)
    yield from _beyond(field, value)


def _read(field: Field, said: str, on: date) -> tuple[Value, Sequence[Fault]]:
    if not said:
        return None, [faults.required(field)] if field.required else []
    value = READERS[field.type](field, said, on)
    if value is None:
        return None, [faults.unreadable(field, said)]
    return value, list(_beyond(field, value))


def _beyond(field: Field, value: Value) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, float):
        return
    if field.minimum is not None and value < field.minimum:
        yield faults.too_small(field, number(value), number(field.minimum))
    if field.maximum is not None and value > field.maximum:
        yield faults.too_large(field, number(value), number(field.maximum))


def _count(_field: Field, said: str, _on: date) -> Value:
    return float(said) if COUNT.fullmatch(said) else None


def _number(_field: Field, said: str, _on: date) -> Value:
    return float(said) if NUMBER.fullmatch(said) else None


def _people(_field: Field, said: str, _on: date) -> Value:
    return float(len(listed(said)))


def _yes_no(_field: Field, said: str, _on: date) -> Value:
    return said.lower() in YES if said.lower() in YES | NO else None


def _choice(field: Field, said: str, _on: date) -> Value:
    return next((choice.code for choice in field.choices if said in (choice.code, choice.name)), None)


def _text(_field: Field, said: str, _on: date) -> Value:
    return said if len(said) <= LONGEST_TEXT else None


def _date(_field: Field, said: str, on: date) -> Value:
    try:
        return float(read_date(said, on=on, allow_future=True).value.toordinal())
    except UnreadableDate:
        return None


def _time(_field: Field, said: str, _on: date) -> Value:
    match = CLOCK.fullmatch(said)
    return float(int(match[1]) * MINUTES + int(match[2])) if match else None


READERS: Final[Mapping[FieldType, Callable[[Field, str, date], Value]]] = {
    FieldType.COUNT: _count,
    FieldType.NUMBER: _number,
    FieldType.TEMPERATURE: _number,
    FieldType.PEOPLE: _people,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.TEXT: _text,
    FieldType.DATE: _date,
    FieldType.TIME: _time,
}


def listed(said: str) -> tuple[str, ...]:
    """The persons of a field that lists them, each once; none where it says that there is nobody."""
    return () if said in NOBODY else tuple(dict.fromkeys(filter(None, BETWEEN.split(said))))


def prefilled(form: Form, before: Values) -> dict[str, Value]:
    """What the report before may be taken over of."""
    allowed = (field.code for field in form.fields if field.prefill)
    return {code: before[code] for code in allowed if before.get(code) is not None}


def numbers_of(form: Form, values: Values) -> list[float | None]:
    """The numeric values by position; yes is 1."""
    return [_as_number(values.get(field.code)) for field in form.numeric]


def _as_number(value: Value) -> float | None:
    return float(value) if isinstance(value, float | int) else None


def texts_of(form: Form, values: Values) -> dict[str, str]:
    """The other values as text, those that stand."""
    others = (field for field in form.fields if field.type in TEXTUAL)
    said = {field.code: shown(field, values.get(field.code)) for field in others}
    return {code: text for code, text in said.items() if text}


TEXTUAL: Final = frozenset({FieldType.TEXT, FieldType.CHOICE, FieldType.DATE, FieldType.TIME})


def values_of(form: Form, numbers: Sequence[float | None], texts: Mapping[str, str]) -> dict[str, Value]:
    """The values that `numbers_of` and `texts_of` kept, and the shares that follow."""
    kept = dict(zip((field.code for field in form.numeric), numbers, strict=True))
    values = {field.code: _kept(field, kept, texts) for field in form.fields}
    return values | shares(form, values)


def _kept(field: Field, numbers: Mapping[str, float | None], texts: Mapping[str, str]) -> Value:
    if field.type in TEXTUAL:
        said = texts.get(field.code)
        return None if said is None else READERS[field.type](field, said, date.max)
    value = numbers.get(field.code)
    return value if value is None or field.type is not FieldType.YES_NO else bool(value)


def shown(field: Field, value: Value) -> str:
    """A value as it is typed and printed; a choice by its code, nothing for blank."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.type is FieldType.DATE:
        return date.fromordinal(int(value)).isoformat()
    if field.type is FieldType.TIME:
        return time(*divmod(int(value), MINUTES)).isoformat("minutes")
    return number(value)


def number(value: float) -> str:
    """A number without needless noughts."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
