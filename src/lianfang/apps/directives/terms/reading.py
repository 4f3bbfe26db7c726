"""What is read out of a directive: papers, their items, and what each item says, with where it stands.

Every extraction keeps the rule that made it and its span: characters of the original text, half-open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something stands in the original text: from a character, until before another."""

    start: int
    end: int


class ItemKind(StrEnum):
    """What a numbered part of a paper is: a heading groups others, only a demand becomes a task."""

    DEMAND = "demand"
    HEADING = "heading"
    PROBLEM = "problem"
    AGENDA = "agenda"
    STATEMENT = "statement"


ITEM_KIND_NAMES: Final[Mapping[ItemKind, str]] = {
    ItemKind.DEMAND: "要求",
    ItemKind.HEADING: "标题",
    ItemKind.PROBLEM: "问题",
    ItemKind.AGENDA: "议程",
    ItemKind.STATEMENT: "情况",
}


class ActorKind(StrEnum):
    """Who is named: a post, a unit, or a group of either."""

    POST = "post"
    UNIT = "unit"
    GROUP = "group"


ACTOR_KIND_NAMES: Final[Mapping[ActorKind, str]] = {
    ActorKind.POST: "岗位",
    ActorKind.UNIT: "单位",
    ActorKind.GROUP: "一类人或单位",
}


class Extent(StrEnum):
    """Of how many a name speaks: one, or each of an area (各乡镇、各行政村、各站所)."""

    ONE = "one"
    EACH = "each"


EXTENT_NAMES: Final[Mapping[Extent, str]] = {Extent.ONE: "一个", Extent.EACH: "每一个"}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is to act, as written: `codes` are the posts or kinds of unit meant, none where nobody knows.

    `told_by` is what names them: the line 责任人 or 责任单位, 牵头, 由…负责, or being the sentence's subject.
    """

    text: str
    span: Span
    kind: ActorKind
    told_by: str
    rule: str
    extent: Extent = Extent.ONE
    codes: tuple[str, ...] = ()


class DeadlineKind(StrEnum):
    """How a time limit is told."""

    AT_ONCE = "at_once"
    WITHIN = "within"
    BY_DATE = "by_date"
    BY_CLOCK = "by_clock"


DEADLINE_KIND_NAMES: Final[Mapping[DeadlineKind, str]] = {
    DeadlineKind.AT_ONCE: "立即",
    DeadlineKind.WITHIN: "从起点算起的时长之内",
    DeadlineKind.BY_DATE: "某日之前",
    DeadlineKind.BY_CLOCK: "某时之前",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: at once, within a span of an anchor, by a date, by a clock time.

    `anchor` is what it counts from, as written (会后、自到达之日起); empty: the day of the paper.
    `on` has the year that the paper's own date gives; None where no year can be told.
    """

    text: str
    span: Span
    rule: str
    kind: DeadlineKind
    within: timedelta | None = None
    on: date | None = None
    clock: time | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often: `times` in every `days` days, each by one of the clock times where such are told."""

    text: str
    span: Span
    rule: str
    times: int
    days: int
    by: tuple[time, ...] = ()
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number asked for: so many of a unit, of what, per what (每日, 每万人), at least or at most.

    Of a range (3至5天) `value` is the lower end and `most` the upper one.
    """

    text: str
    span: Span
    rule: str
    value: Decimal
    unit: str
    per: str = ""
    what: str = ""
    bound: str = ""
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A condition under which a demand holds, or a word of supervision: as written."""

    text: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person must look at: a code, a sentence, and where."""

    code: str
    sentence: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered part of a paper with what it asks; `index` is its place among the items of the reading.

    `number` as written; `level` 1 is the outermost; `area_of_work` the headings above; `posts` and `units`
    the names of the lines 责任人 and 责任单位 as written. `text` is cleaned, `span` covers the original.
    """

    index: int
    paper: int
    number: str
    level: int
    parent: int | None
    kind: ItemKind
    area_of_work: str
    title: str
    text: str
    span: Span
    actors: tuple[Actor, ...] = ()
    posts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    recurrences: tuple[Recurrence, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    conditions: tuple[Phrase, ...] = ()
    supervision: tuple[Phrase, ...] = ()
    confidence: float = 1.0
    doubts: tuple[Doubt, ...] = ()


class MarkKind(StrEnum):
    """What cleaning found in the original, and what of it is in no item."""

    BOILERPLATE = "boilerplate"
    CONVERTED = "converted"
    PINYIN = "pinyin"
    MOJIBAKE = "mojibake"
    REPEATED = "repeated"
    FIELD = "field"
    FRAME = "frame"
    ASIDE = "aside"


MARK_KIND_NAMES: Final[Mapping[MarkKind, str]] = {
    MarkKind.BOILERPLATE: "网站套话",
    MarkKind.CONVERTED: "繁体转简体",
    MarkKind.PINYIN: "括号里的拼音",
    MarkKind.MOJIBAKE: "看不清的字",
    MarkKind.REPEATED: "重复段落",
    MarkKind.FIELD: "条目的责任栏、时限栏",
    MarkKind.FRAME: "版头、落款、附件等",
    MarkKind.ASIDE: "没有列为条目的段落",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the original that cleaning left out, converted or could not read, or that no item holds."""

    kind: MarkKind
    span: Span
    text: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a file: its title, its date where it tells one, and where it stands."""

    title: str
    span: Span
    dated: date | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: the original text, its papers, their items in order, what cleaning marked."""

    name: str
    text: str
    papers: tuple[Paper, ...]
    items: tuple[Item, ...]
    marks: tuple[Mark, ...] = field(default=())
