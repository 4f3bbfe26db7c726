"""Temperatures as thumbs type them."""

from decimal import Decimal

import pytest

from lianfang.apps.control.rules.field_records import typed_celsius
from lianfang.apps.control.rules.monitoring import ReadingImpossible


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("36.5", "36.5"),
        ("365", "36.5"),
        ("38,1", "38.1"),
        ("38，1", "38.1"),
        ("37。2", "37.2"),
        ("３６．８", "36.8"),
        (" 36.5℃ ", "36.5"),
        ("36.5度", "36.5"),
        ("37", "37.0"),
        ("410", "41.0"),
    ],
)
def test_one_temperature_many_ways(typed, means):
    assert typed_celsius(typed) == Decimal(means)


@pytest.mark.parametrize(
    "typed", ["", "abc", "3650", "29.9", "299", "451", "36.55", "3.65", "1e2", "-36", "36..5"]
)
def test_what_is_no_temperature_comes_back_as_it_was_typed(typed):
    with pytest.raises(ReadingImpossible, match=f"“{typed}”" if typed else "“”"):
        typed_celsius(typed)
