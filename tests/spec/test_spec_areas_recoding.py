"""Which places changed their code: what an edition closed, what it opened, what is proposed, and why."""

import polars as pl
import pytest

from lianfang.apps.areas.rules import propose
from lianfang.kernel.area_code import level_of

# case: what was closed, what was opened, what is proposed (old code, new code, ground)
CASES = {
    "a county renumbered, with all below": (
        "990121 澜砚县 | 990121100 城关镇 | 990121100201 北山村",
        "990122 澜砚县 | 990122100 城关镇 | 990122100201 北山村",
        "990121 990122 same_parent | 990121100 990122100 same_parent | 990121100201 990122100201 same_parent",
    ),
    "a town moved to another county": (
        "990121100 城关镇 | 990121100201 北山村",
        "990122108 城关镇 | 990122108205 北山村",
        "990121100 990122108 unique_in_city | 990121100201 990122108205 same_parent",
    ),
    "a village moved to another town": (
        "990121100201 北山村",
        "990121200203 北山村",
        "990121100201 990121200203 unique_in_county",
    ),
    "two villages exchange their codes": (
        "990121100201 北山村 | 990121100202 南坡村",
        "990121100201 南坡村 | 990121100202 北山村",
        "990121100201 990121100202 same_parent | 990121100202 990121100201 same_parent",
    ),
    "a village renamed in place is no new code": ("990121100201 北山村", "990121100201 北山社区", ""),
    "two of one name in the same town are left to a person": (
        "990121100201 北山村 | 990121100202 北山村",
        "990121100203 北山村",
        "",
    ),
    "a village of another county is another village": ("990121100201 北山村", "990122100201 北山村", ""),
    "a village that is gone": ("990121100201 北山村", "990121100202 新建社区", ""),
    "one name in two towns: the same town decides": (
        "990121100201 北山村",
        "990121100203 北山村 | 990121200203 北山村",
        "990121100201 990121100203 same_parent",
    ),
}


def side(text: str) -> pl.DataFrame:
    rows = [entry.split() for entry in text.split(" | ")]
    schema = {"code": pl.String, "level": pl.Int8, "name": pl.String}
    return pl.DataFrame([(code, level_of(code), name) for code, name in rows], schema=schema, orient="row")


@pytest.mark.parametrize("case", CASES)
def test_proposals(case):
    closed, opened, expected = CASES[case]
    found = propose(side(closed), side(opened))
    assert " | ".join(f"{one.old_code} {one.new_code} {one.ground}" for one in found) == expected


def test_what_is_recorded_is_believed_and_not_proposed_again():
    closed = side("990121 澜砚县 | 990121100 城关镇")
    opened = side("990125 澜砚市 | 990125100 城关镇")
    assert [one.ground for one in propose(closed, opened)] == ["unique_in_city"]
    found = propose(closed, opened, recorded={"990121": "990125"})
    assert [(one.old_code, one.ground) for one in found] == [("990121100", "same_parent")]
