"""Area codes: ranges hold exactly the descendants; padding comes off and goes on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.area_code import (
    LENGTHS,
    Level,
    NotAnAreaCode,
    ancestors,
    contains,
    level_of,
    normalise,
    pad12,
    parent_of,
    prefix_range,
)

codes = st.sampled_from(list(Level)).flatmap(
    lambda level: st.text("0123456789", min_size=LENGTHS[level], max_size=LENGTHS[level])
)
related = codes.flatmap(lambda code: st.tuples(st.just(code), codes | st.just(code[:6]).filter(len)))


@given(related)
def test_range_holds_exactly_the_area_and_its_descendants(pair):
    scope, code = pair
    if len(code) not in LENGTHS.values():
        return
    lo, hi = prefix_range(scope)
    assert (lo <= code < hi) == code.startswith(scope) == contains(scope, code)


@given(codes)
def test_ancestors_are_the_chain_of_parents(code):
    chain, above = [], parent_of(code)
    while above is not None:
        chain.insert(0, above)
        above = parent_of(above)
    assert ancestors(code) == chain
    assert [level_of(area) for area in chain] == list(Level)[: level_of(code) - 1]
    assert all(contains(area, code) for area in chain)


@given(codes.filter(lambda code: len(code) <= 12 and code.strip("0")))
def test_normalise_takes_off_what_pad12_put_on(code):
    short = normalise(code)
    assert code.startswith(short)
    assert normalise(pad12(code)) == short
    assert normalise(short) == short


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("110000000000", "11"),
        ("990121000000", "990121"),
        (" 990121100000 ", "990121100"),
        ("990121100201", "990121100201"),
        ("990121100201003", "990121100201003"),
        ("990000", "99"),
    ],
)
def test_normalise(typed, code):
    assert normalise(typed) == code


def test_empty_scope_is_the_whole_country():
    assert contains("", "110101001001")
    assert not contains("99", "98")
    assert not contains("990121", "99")


@pytest.mark.parametrize("text", ["", "9", "990", "99012", "99O121", "９９", "9901211002010031"])
def test_other_texts_are_refused(text):
    with pytest.raises(NotAnAreaCode):
        level_of(text)


def test_below_the_village_there_is_no_twelve_digit_form():
    with pytest.raises(NotAnAreaCode):
        pad12("990121100201003")
