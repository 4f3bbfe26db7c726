"""Words of forms: what a form asks, of whom, when it is due, how it is checked and rolled up.

A form is plain data and never alters: a changed form is another version with dates of its own. A value is a
number (dates as days, times as minutes), true or false, a text, or None where nothing was said: blank is
never nought.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias

from lianfang.kernel.area_code import Level

Value: TypeAlias = float | bool | str | None
"""What stands in a field; people are a number here and a list of persons beside it."""
Values: TypeAlias = Mapping[str, Value]
"""Values by the code of their field."""
NO_RESPONSE: Final = 0
"""The response level where none is in force; 1 is the gravest, 4 the lightest."""
LIGHTEST_RESPONSE: Final = 4


class FieldType(StrEnum):
    """What a field takes."""

    COUNT = "count"
    NUMBER = "number"
    TEMPERATURE = "temperature"
    PEOPLE = "people"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    DATE = "date"
    TIME = "time"


FIELD_TYPE_NAMES: Final[Mapping[FieldType, str]] = {
    FieldType.COUNT: "整数",
    FieldType.NUMBER: "数值",
    FieldType.TEMPERATURE: "体温",
    FieldType.PEOPLE: "人员名单",
    FieldType.YES_NO: "是或否",
    FieldType.CHOICE: "单选",
    FieldType.TEXT: "文字",
    FieldType.DATE: "日期",
    FieldType.TIME: "时刻",
}
NUMERIC: Final = frozenset(
    {FieldType.COUNT, FieldType.NUMBER, FieldType.TEMPERATURE, FieldType.PEOPLE, FieldType.YES_NO}
)
"""Types whose values are kept as numbers and may be rolled up; yes is 1, people are how many they are."""


class Rollup(StrEnum):
    """How the values of many reports become one: of the places, of the periods of a day, of days.

    A sum takes every period, `daily` the latest period of each day, `last` the latest of all.
    """

    SUM = "sum"
    DAILY = "daily"
    MAX = "max"
    LAST = "last"
    PEOPLE = "people"
    SHARE = "share"
    NONE = "none"


SLOT_NAMES: Final[Mapping[str, str]] = {
    "morning": "晨间",
    "am": "上午",
    "noon": "午间",
    "pm": "下午",
    "day": "日间",
    "evening": "晚间",
    "night": "夜间",
    "week": "全周",
}
"""Usual periods of a day by their code; another stands for itself."""
ROLLUP_NAMES: Final[Mapping[Rollup, str]] = {
    Rollup.SUM: "各期相加",
    Rollup.DAILY: "每天取最近一期，再相加",
    Rollup.MAX: "取最大",
    Rollup.LAST: "取最近一期，再相加",
    Rollup.PEOPLE: "按人去重计数",
    Rollup.SHARE: "按分子、分母的合计计算",
    Rollup.NONE: "不汇总",
}
ADDED: Final = frozenset({Rollup.SUM, Rollup.DAILY, Rollup.LAST})
"""Rules that end in a sum: a share may be of two fields that follow the same one of them."""


class Reach(StrEnum):
    """Where a check takes its operands from."""

    WITHIN = "within"
    DAYS = "days"
    FORMS = "forms"
    LEDGER = "ledger"


REACH_NAMES: Final[Mapping[Reach, str]] = {
    Reach.WITHIN: "表内",
    Reach.DAYS: "跨日",
    Reach.FORMS: "跨表",
    Reach.LEDGER: "与台账",
}


class Weight(StrEnum):
    """What follows when a check fails: the report is not taken, or somebody must look."""

    MUST = "must"
    DOUBT = "doubt"


WEIGHT_NAMES: Final[Mapping[Weight, str]] = {Weight.MUST: "必须改正", Weight.DOUBT: "存疑，可说明后上报"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to choose from."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form, with a heading of its own."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks.

    `position` is the place among the numeric fields, from 1, None for others and for shares: the numbers of a
    report are one array. `derived` names a figure of the ledger, which is shown and confirmed, never typed;
    `computed` is an expression of other fields, which is worked out and never typed.
    A share is computed from two other fields, at every level from their totals, and told per hundred.
    """

    code: str
    name: str
    type: FieldType
    section: str = ""
    unit: str = ""
    definition: str = ""
    source: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    derived: str = ""
    computed: str = ""
    prefill: bool = False
    zero: bool = False
    rollup: Rollup = Rollup.NONE
    numerator: str = ""
    denominator: str = ""
    position: int | None = None

    @property
    def is_typed(self) -> bool:
        """Whether the reporter answers it; else it is derived or computed."""
        return not (self.derived or self.computed) and self.rollup is not Rollup.SHARE

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMERIC


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that must hold, in the language of expressions; `says` is told where it does not.

    `facts` are the references whose values stand for `{0}`, `{1}` … in what it says.
    """

    code: str
    expression: str
    says: str
    reach: Reach
    weight: Weight
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """When one report a day is open and due, and on which days; due before it opens is due on the next day.

    `responses` holds the response levels at which it applies (0: none in force), `days` ISO weekdays; empty
    is any. `dayoff` true: only on days off; false: only on working days; None: on both.
    """

    slot: str
    opens: time
    due: time
    responses: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    dayoff: bool | None = None


@dataclass(frozen=True, slots=True)
class Reporters:
    """Who reports: areas of a level, or units of some kinds."""

    level: Level | None = None
    unit_kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A version of a form."""

    code: str
    version: int
    name: str
    starts_on: date
    ends_on: date | None
    reporters: Reporters
    accepted_by: Level
    source: str
    certainty: str
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    windows: tuple[Window, ...]
    checks: tuple[Check, ...] = ()
    zero: str = ""
    """What a reporter signs with a zero report; empty where the form knows none."""

    @cached_property
    def by_code(self) -> Mapping[str, Field]:
        return {field.code: field for field in self.fields}

    @cached_property
    def numeric(self) -> tuple[Field, ...]:
        """The fields with a position, in its order."""
        placed = [field for field in self.fields if field.position is not None]
        return tuple(sorted(placed, key=lambda field: field.position or 0))

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The periods of a day, the first due first; what is due on the next day comes after."""
        windows = sorted(self.windows, key=lambda window: (window.due <= window.opens, window.due))
        return tuple(dict.fromkeys(window.slot for window in windows))

    @cached_property
    def zeros(self) -> Values:
        """What a zero report says in numbers; every other field of it is blank."""
        return {field.code: 0.0 for field in self.fields if field.zero}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a report: where, in a sentence whose `{0}`, `{1}` … are facts, and how grave."""

    code: str
    says: str
    fields: tuple[str, ...]
    weight: Weight = Weight.MUST
    reach: Reach = Reach.WITHIN
    facts: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The sentence with its facts."""
        return self.says.format(*self.facts)
