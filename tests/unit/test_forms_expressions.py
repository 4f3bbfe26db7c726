"""Expressions: what they mean, what they refuse, and that none can stop the program."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.core.forms.expressions import Expression, read_expression
from lianfang.core.forms.words import LONGEST, Reference, WordFault, words_of

TYPES = {"a": float, "b": float, "t": str, "y": bool, "x.y": float, "on": float}
NAMES = "a b t y before.a before ledger.x.y ledger other on has(a) has( has size(t) x contains in null true"
SIGNS = "&& || ! == != <= < > + - * / ? : ( ) [ ] , . % # { 1 0 1.5 9999999999 false '' \"甲\""
PIECES = (*NAMES.split(), *SIGNS.split(), 'other["f"].a', 't.contains("甲")')

# expression                  | values                  | holds
MEANINGS = [
    ("a <= b", {"a": 1.0, "b": 2.0}, True),
    ("a <= b", {"a": 3.0, "b": 2.0}, False),
    ("a <= b", {"b": 2.0}, None),
    ("a + 1 == b", {"a": 1.0, "b": 2.0}, True),
    ("a / 3 < 0.5", {"a": 1.0}, True),
    ("a / b > 2", {"a": 5.0, "b": 0.0}, True),
    ("a / b > 2", {"a": 0.0, "b": 0.0}, None),
    ("has(a) || b > 1", {"b": 0.0}, False),
    ("!has(a) || a > 1", {}, True),
    ("!has(a) || a > 1", {"a": 1.0}, False),
    ("has(a) ? a > b : true", {"b": 1.0}, True),
    ("has(a) ? a > b : true", {"a": 1.0}, None),
    ('t == "甲" || a > 0', {"t": "甲", "a": 0.0}, True),
    ('t in ["甲", "乙"]', {"t": "丙"}, False),
    ('t.contains("发热")', {"t": "有发热"}, True),
    ("y", {"y": False}, False),
    ("!y || a > 0", {"y": True, "a": 0.0}, False),
    ("size(t) > 3", {"t": "甲乙丙丁"}, True),
]


def types_of(reference: Reference) -> type:
    try:
        return TYPES[str(reference.name or reference.of)]
    except KeyError as problem:
        raise LookupError("没有这个字段", "请核对") from problem


@pytest.mark.parametrize(("source", "values", "holds"), MEANINGS)
def test_what_an_expression_means(source, values, holds):
    found = read_expression(source, types_of)
    assert found.holds(lambda reference: values.get(reference.name)) is holds


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ("a > c", 4),
        ("a > 1 && t", 9),
        ("a >", 2),
        ("(a > 1", 5),
        ("a > 1 ? b > 1 : t > 1", 16),
        ("t == 1", 0),
        ("a % 2 == 0", 2),
        ("a > b || foo(a)", 9),
        ("[a].exists(x, x > 1)", 4),
        ("a > 1 && has(t.a)", 9),
        ('t.matches("[")', 0),
    ],
)
def test_a_fault_is_told_at_its_place(source, at):
    with pytest.raises(WordFault) as fault:
        read_expression(source, types_of)
    assert fault.value.at == at
    assert fault.value.reason
    assert fault.value.remedy


def test_what_an_expression_takes_is_named():
    words = words_of('a > before.b && other["x-y"].t == t && ledger.x.y > on && has(b)')
    told = [str(reference) for reference in words.references]
    assert told == ["a", "before.b", 'other["x-y"].t', "t", "ledger.x.y", "on", "b"]
    assert [str(reference) for reference in words.asked] == ["b"]


@pytest.mark.parametrize("shape", ["({})", "!{}", "-{}", "{} + a", "[{}]", "a ? b : {}", "size({})", "{}.x"])
@pytest.mark.parametrize("depth", [10, 60, 200, 5000])
def test_no_depth_stops_the_program(shape, depth):
    source = "a"
    for _ in range(depth):
        source = shape.format(source)
        if len(source) > LONGEST:
            break
    with pytest.raises(WordFault):
        read_expression(f"{source} {source}", types_of)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.data())
def test_no_expression_can_stop_the_program(pieces, data):
    answers(" ".join(pieces), data)


@settings(max_examples=200)
@given(st.text(max_size=80), st.data())
def test_no_text_can_stop_the_program(source, data):
    answers(source, data)


def answers(source: str, data: st.DataObject) -> None:
    """An expression is refused with its place, or says yes, no or neither of any values."""
    found, fault = read(source)
    if found is None:
        assert 0 <= fault.at <= len(source)
        assert fault.reason
        return
    kinds = {float: st.floats(), str: st.text("甲a1[", max_size=3), bool: st.booleans()}
    values = {reference: data.draw(st.none() | kinds[types_of(reference)]) for reference in found.references}
    blank = [ref for ref, value in values.items() if value is None and ref not in found.words.asked]
    holds = found.holds(values.get)
    assert holds in (True, False, None)
    assert holds is None or not blank
    assert holds is Expression(words_of(source)).holds(values.get)


def read(source: str) -> tuple[Expression | None, WordFault | None]:
    try:
        return read_expression(source, types_of), None
    except WordFault as fault:
        return None, fault
