"""The forms that come with the program: each is asked, and each of its checks can hold and can fail."""

import random
from datetime import date
from functools import cache
from itertools import product

import pytest
from tests.factories.form_texts import FOLDER

from lianfang.apps.areas.terms import UnitKind
from lianfang.apps.reporting.queries import figure_sources
from lianfang.core.forms.checking import Beside, checker_of
from lianfang.core.forms.reading import Known, read_form
from lianfang.core.forms.terms import Check, Field, FieldType, Form, Rollup, Value, Weight
from lianfang.core.forms.words import Of, words_of

FILES = sorted(FOLDER.glob("*.yaml"))
ON = date(2022, 7, 11)
TURNS = 4000
ONLY_SOMETIMES = {"school-checks", "supplies"}
"""Schools are closed on days off, stores count once a week while nothing is going on."""


@cache
def built_in() -> dict[str, Form]:
    found: dict[str, Form] = {}
    for path in FILES:
        known = Known(tuple(UnitKind), tuple(figure_sources()), dict(found))
        form = read_form(path.read_text(), known)
        found[form.code] = form
    return found


def checks() -> list[tuple[str, Check]]:
    return [(form.code, check) for form in built_in().values() for check in form.checks]


DRAWN = {
    FieldType.YES_NO: (True, False),
    FieldType.TEXT: ("说明",),
    FieldType.TEMPERATURE: (36.4, 37.3, 38.9),
    FieldType.DATE: tuple(float(ON.toordinal() + days) for days in (-60, -3, 0, 2)),
}


def drawn(field: Field, draws: random.Random) -> Value:
    """A value of a field; small ones, so that what must be equal sometimes is; blank at times."""
    if not field.required and draws.random() < 0.4:
        return None
    if field.type is FieldType.CHOICE:
        return draws.choice(field.choices).code
    return draws.choice(DRAWN.get(field.type, (0.0, 0.0, 1.0, 2.0, 3.0, 7.0, 40.0, 70.0, 900.0)))


def report(form: Form, draws: random.Random) -> dict[str, Value]:
    return {field.code: drawn(field, draws) for field in form.fields}


@pytest.mark.parametrize(("code", "check"), checks(), ids=lambda one: getattr(one, "code", one))
def test_every_check_can_hold_and_can_fail(code, check):
    form, draws, seen = built_in()[code], random.Random(check.code), set()
    one = Form(**{**vars_of(form), "checks": (check,)})
    wanted = {reference.name for reference in words_of(check.expression).references}
    for _ in range(TURNS):
        values = balanced(report(form, draws), check, draws)
        beside = surroundings(check, form, draws)
        faults = checker_of(one).faults(values, beside)
        seen.add(bool(faults))
        if faults:
            assert set(faults[0].fields) <= wanted
            assert "{" not in faults[0].told
        if len(seen) == 2:
            return
    pytest.fail(f"of {TURNS} reports all were {'faulty' if seen == {True} else 'sound'}")


def balanced(values: dict[str, Value], check: Check, draws: random.Random) -> dict[str, Value]:
    """Let one total of an equation be right at times: no draw of seven numbers would meet it."""
    left, equal, right = check.expression.partition(" == ")
    parts = right.split(" + ")
    if equal and left in values and all(part in values for part in parts) and draws.random() < 0.5:
        return values | {left: float(sum(float(values[part] or 0) for part in parts))}
    return values


def surroundings(check: Check, form: Form, draws: random.Random) -> Beside:
    references = words_of(check.expression).references
    others = {one.form for one in references if one.of is Of.OTHER}
    return Beside(
        on=ON,
        before=report(form, draws),
        others={code: report(built_in()[code], draws) for code in others},
        ledger={one.name: float(draws.choice((0, 2, 30))) for one in references if one.of is Of.LEDGER},
    )


def vars_of(form: Form) -> dict[str, object]:
    return {name: getattr(form, name) for name in Form.__dataclass_fields__}


@pytest.mark.parametrize("code", [path.stem[3:] for path in FILES])
def test_a_form_is_expected_on_every_day_at_every_level(code):
    form = built_in()[code]
    for response, day, off in product(range(5), range(1, 8), (True, False)):
        asked = [
            window
            for window in form.windows
            if (not window.responses or response in window.responses)
            and (not window.days or day in window.days)
            and window.dayoff in (None, off)
        ]
        assert asked or code in ONLY_SOMETIMES, (response, day, off)
        assert len({window.slot for window in asked}) == len(asked)


@pytest.mark.parametrize("code", [path.stem[3:] for path in FILES])
def test_every_field_says_what_it_counts(code):
    form = built_in()[code]
    assert form.code == code
    for field in form.fields:
        assert field.definition, field.code
        assert field.unit or field.type not in (FieldType.COUNT, FieldType.PEOPLE), field.code
        assert not field.derived or form.reporters.level is not None


@pytest.mark.parametrize("code", [form.code for form in built_in().values() if form.zero])
def test_a_zero_report_breaks_no_check_of_its_form(code):
    form = built_in()[code]
    faults = checker_of(form).faults(form.zeros, Beside(on=ON))
    assert [fault for fault in faults if fault.weight is Weight.MUST] == []


def test_no_village_types_what_the_ledger_counts():
    daily = built_in()["village-daily"]
    assert sum(bool(field.derived) for field in daily.fields) >= 8
    assert all(field.rollup is not Rollup.SHARE or not field.is_typed for field in daily.fields)
