"""What commands share: JSON of every kind of value, moments and days as typed."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from lianfang.core import doors
from lianfang.kernel.errors import WrongCall


@dataclass(frozen=True)
class Thing:
    name: str
    on: date


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2022, 7, 11, 3, 30, tzinfo=UTC), "2022-07-11T11:30:00+08:00"),
        (date(2022, 7, 11), "2022-07-11"),
        (Decimal("37.3"), 37.3),
        (Decimal("40.0"), 40),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (Path("a/b"), "a/b"),
        (b"\x01\xff", "01ff"),
        (Thing("甲", date(2022, 7, 11)), {"name": "甲", "on": "2022-07-11"}),
        (frozenset({3}), [3]),
        ((number for number in (1, 2)), [1, 2]),
    ],
)
def test_every_kind_of_value_is_plain_json(value, written):
    assert json.loads(doors.as_json({"it": value})) == {"it": written}


def test_chinese_is_written_as_it_is():
    assert doors.as_json("联防") == '"联防"'


def test_what_has_no_json_is_a_defect():
    with pytest.raises(TypeError, match="object"):
        doors.as_json(object())


def test_a_moment_without_a_zone_is_the_jurisdictions():
    assert doors.moment("2022-07-11T16:00").isoformat() == "2022-07-11T16:00:00+08:00"
    assert doors.moment("2022-07-11T08:00+00:00").isoformat() == "2022-07-11T08:00:00+00:00"


def test_a_stopped_clock_answers_where_nothing_is_typed(monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", "2022-07-11T11:30")
    assert doors.moment(None) == doors.now()
    assert doors.day(None) == date(2022, 7, 11)


@pytest.mark.parametrize("text", ["昨天", "2022-13-01", "16:00"])
def test_what_is_no_moment_is_a_wrong_call(text):
    with pytest.raises(WrongCall):
        doors.moment(text)
    with pytest.raises(WrongCall):
        doors.day(text)
