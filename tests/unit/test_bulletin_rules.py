"""Which counts may be told: small ones are hidden, and a patient reader with the total finds none of them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.apps.bulletin.rules.disclosure import SMALLEST_SHOWN, is_small, protected
from lianfang.apps.bulletin.rules.personal import personal_in

COUNTS = st.dictionaries(
    st.sampled_from("甲乙丙丁戊己庚"), st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=1
)


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ({"甲": 120, "乙": 40}, {"甲": 120, "乙": 40}, 160),
        ({"甲": 120, "乙": 0}, {"甲": 120, "乙": 0}, 120),
        ({"甲": 120, "乙": 40, "丙": 3}, {"甲": 120, "乙": None, "丙": None}, 163),
        ({"甲": 120, "乙": 1, "丙": 1}, {"甲": None, "乙": None, "丙": None}, 122),
        ({"甲": 120, "乙": 9, "丙": 9}, {"甲": 120, "乙": None, "丙": None}, 138),
        ({"甲": 3, "乙": 0}, {"甲": None, "乙": 0}, None),
        ({"甲": 9, "乙": 1}, {"甲": None, "乙": None}, None),
        ({"甲": 0}, {"甲": 0}, 0),
    ],
)
def test_small_counts_are_hidden_and_so_is_what_would_tell_them(counts, cells, total):
    found = protected(counts)
    assert (dict(found.cells), found.total) == (cells, total)


@given(COUNTS)
@settings(max_examples=400, deadline=None)
def test_no_small_count_is_told_and_what_is_told_is_true(counts):
    found = protected(counts)
    for place, told in found.cells.items():
        assert told is None or (told == counts[place] and not is_small(told))
    assert found.total in {None, sum(counts.values())}
    assert found.total is None or not is_small(found.total)


@given(COUNTS)
@settings(max_examples=400, deadline=None)
def test_a_reader_who_subtracts_cannot_tell_that_a_hidden_count_is_small(counts):
    """Every value that a hidden count might have, given the total: from one to the threshold at least."""
    found = protected(counts)
    hidden = [place for place, told in found.cells.items() if told is None]
    if found.total is None or not hidden:
        return
    left = found.total - sum(told for told in found.cells.values() if told is not None)
    possible = range(1, left - (len(hidden) - 1) + 1) if len(hidden) > 1 else range(left, left + 1)
    assert len(possible) >= SMALLEST_SHOWN
    assert possible[-1] >= SMALLEST_SHOWN


def test_the_example_of_subtraction_by_hand():
    """120 + 40 + 3 with the total told and 3 alone hidden would be 163 - 160 = 3."""
    found = protected({"甲": 120, "乙": 40, "丙": 3})
    shown = [told for told in found.cells.values() if told is not None]
    assert found.total - sum(shown) == 43
    assert list(pairwise(sorted(shown))) == []


@pytest.mark.parametrize(
    "text",
    [
        "病例99012119900101123X在家",
        "请联系13912345678",
        "请联系+86 139-1234-5678",
        "写信到a@b.cn",
        "900101199001011",
    ],
)
def test_numbers_of_persons_are_known_by_their_shape(text):
    assert personal_in(text, services=False)


@pytest.mark.parametrize("text", ["拨打12345", "电话0990-8123456", "2022年7月10日零时起", "下达100200300元"])
def test_what_is_nobodys_is_left_alone(text):
    assert personal_in(text, services=False) is None


def test_numbers_of_services_may_be_telephones_and_never_identities():
    assert personal_in("13912345678", services=True) is None
    assert personal_in("990121199001011234", services=True)
