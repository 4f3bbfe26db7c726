"""Records of reporting: what a roll-up says, a figure and its source, a brief and its trace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianfang.core.documents import FigureState
from lianfang.kernel.area_code import Level


@dataclass(frozen=True)
class RollupRow:
    """The day's account of one kind of duty in one area below the one asked for.

    The area asked for itself stands for what belongs to it and to no area below.
    """

    area: str
    name: str
    kind: str
    kind_name: str
    due: int
    done: int
    on_time: int
    late: int
    gap: int
    overdue: int = 0


@dataclass(frozen=True)
class Rollup:
    """The rows of all areas below one, and the moment of knowledge."""

    area: str
    name: str
    on: date
    as_known_at: datetime
    rows: tuple[RollupRow, ...]


@dataclass(frozen=True)
class HeldGap:
    """What one holder has open: how many of each kind, how many past their time, and the earliest of them."""

    holder: str
    post: str
    area: str
    kinds: Mapping[str, int]
    total: int
    overdue: int
    earliest: datetime


@dataclass(frozen=True)
class Behind:
    """A record behind a figure, as a list shows it."""

    kind: str
    subject: str
    ref: str
    area: str
    due_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: a query, the part of its records that counts, the area, what else it asks.

    `area` narrows it to an area below the brief's; the brief's own area means what belongs to it and to none
    below. `of` and `by` are the keys of the figures of a quotient or a difference. `back` counts days: what
    was known at the same hour that many days earlier.
    """

    query: str
    part: str = ""
    area: str = ""
    kind: str = ""
    holder: str = ""
    post: str = ""
    of: str = ""
    by: str = ""
    back: int = 0

    def parameters(self) -> dict[str, str | int]:
        """Return what the query was asked, without what it was not."""
        return {name: value for name, value in vars(self).items() if value and name != "query"}


@dataclass(frozen=True)
class Declared:
    """A figure of the brief: key, the words around it (`{}` is the number), what it counts, its source."""

    paragraph: str
    key: str
    words: str
    counts: str
    source: Source


@dataclass(frozen=True)
class Section:
    """A headed part of the brief: its paragraphs of declared figures, then its table if it has one."""

    heading: str
    paragraphs: tuple[str, ...]
    table: str = ""


@dataclass(frozen=True)
class Counted:
    """A figure with its value: what is printed in the brief and kept with it."""

    key: str
    value: int | str
    text: str
    counts: str
    source: Source

    @classmethod
    def kept(cls, entry: Mapping[str, Any]) -> "Counted":
        """Return a figure as a document kept it."""
        source = Source(query=entry["query"], **entry["parameters"])
        text = entry.get("text", str(entry["value"]))
        return cls(entry["key"], entry["value"], text, entry["counts"], source)


@dataclass(frozen=True)
class LedgerFigure:
    """A figure of the ledger, what it counts, and the persons whom it counts."""

    key: str
    value: int
    counts: str
    source: Source
    persons: tuple[str, ...]


@dataclass(frozen=True)
class Holder:
    """Somebody with open duties: who, in which post and village, which kinds are open, the earliest time due.

    `key` is holder, post and area as the gap list has them.
    """

    name: str
    post: str
    area: str
    area_name: str
    kinds: tuple[str, ...]
    earliest: datetime
    key: tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """The area that a brief is about, the offices that write and receive it, the areas below it by code."""

    area: str
    name: str
    level: Level
    office: str
    upper_office: str
    children: Mapping[str, str]


@dataclass(frozen=True)
class Account:
    """Everything that a brief says: figures by key, and what its tables list, in their order.

    `kinds` and `posts` are names by code, `ranking` the areas below by open duties, worst first. `longest` is
    whoever holds the open duty that was due first.
    """

    place: Place
    on: date
    as_known_at: datetime
    figures: Mapping[str, Counted]
    kinds: Mapping[str, str]
    ranking: tuple[str, ...]
    posts: Mapping[str, str]
    holders: tuple[Holder, ...]
    longest: Holder | None = None


@dataclass(frozen=True)
class Record:
    """A record that a figure counts."""

    kind: str
    id: str


@dataclass(frozen=True)
class Traced:
    """A figure of a saved brief: what was written, what the file prints now, what the ledger counts.

    `recount` is the same query run again as known at the cut-off; `agrees` says that it gives the value kept
    with the brief. A figure that the brief never had has neither query nor records.
    """

    key: str
    counts: str
    value: int | str
    printed: str | None
    state: FigureState
    query: str = ""
    parameters: Mapping[str, str | int] = field(default_factory=dict)
    recount: int | str | None = None
    agrees: bool = False
    records: tuple[Record, ...] = ()


@dataclass(frozen=True)
class BriefLine:
    """A brief as the list shows it: a draft has no `uid`, only a signed one a digest."""

    uid: UUID | None
    on: date
    as_known_at: datetime
    by: str
    at: datetime
    signed_by: str = ""
    signed_at: datetime | None = None
    digest: str = ""


@dataclass(frozen=True)
class SignedBrief:
    """A brief that was signed: frozen bytes with their digest, who signed and when."""

    uid: UUID
    area: str
    on: date
    as_known_at: datetime
    docx: bytes
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Trace:
    """What became of a brief and of each of its figures."""

    brief: UUID
    area: str
    on: date
    as_known_at: datetime
    figures: tuple[Traced, ...] = field(default=())

    @property
    def sound(self) -> bool:
        """Whether the file prints what was written and the ledger still gives it."""
        return all(figure.state is FigureState.INTACT and figure.agrees for figure in self.figures)
