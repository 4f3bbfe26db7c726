"""Records of documents: a head, the facts of sentences, what is printed and what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from lianfang.apps.documents.terms.kinds import DocumentKind
from lianfang.core.documents import FigureState

NEEDED: Final = 2
"""Approvals that a document needs, of people who did not write it."""


class StepKind(StrEnum):
    """What was done about a document."""

    WRITTEN = "written"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    DROPPED = "dropped"
    VOIDED = "voided"


class DocumentState(StrEnum):
    """How far a document has come; follows from its last step."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    HALF_APPROVED = "half_approved"
    RETURNED = "returned"
    ISSUED = "issued"
    DROPPED = "dropped"
    VOIDED = "voided"


STEP_NAMES: Final[Mapping[StepKind, str]] = {
    StepKind.WRITTEN: "拟稿",
    StepKind.SUBMITTED: "送审",
    StepKind.APPROVED: "审核同意",
    StepKind.RETURNED: "退回修改",
    StepKind.DROPPED: "作废",
    StepKind.VOIDED: "废止",
}
STATE_NAMES: Final[Mapping[DocumentState, str]] = {
    DocumentState.DRAFT: "草稿",
    DocumentState.SUBMITTED: "待审核",
    DocumentState.HALF_APPROVED: "一人已同意",
    DocumentState.RETURNED: "已退回",
    DocumentState.ISSUED: "已签发",
    DocumentState.DROPPED: "已作废",
    DocumentState.VOIDED: "已废止",
}


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a document says around its text; a person may change it until it is submitted."""

    title: str
    issuer: str
    prefix: str
    addressee: str = ""
    copied_to: tuple[str, ...] = ()
    secrecy: str = ""
    urgency: str = ""
    signer: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What a document counts: of which area, about which place, of which day, as known at which moment."""

    area: str
    about: str
    on: date
    as_known_at: datetime


@dataclass(frozen=True)
class Longest:
    """Who has waited longest with something whose time is up."""

    name: str
    post: str
    area: str
    kind: str
    due: str


@dataclass(frozen=True)
class Fact:
    """A figure now, at the same hour a day earlier, and on the days before; all counted the same way."""

    now: int
    before: int = 0
    days: tuple[int, ...] = ()

    @property
    def change(self) -> int:
        """How many more there are than a day earlier."""
        return self.now - self.before

    @property
    def is_first(self) -> bool:
        """Whether there is some now and was none on any of the days before, which were looked at."""
        return self.now > 0 and bool(self.days) and not any(self.days)


@dataclass(frozen=True)
class Facts:
    """What sentences are chosen from: figures by key, who has waited longest, the worst of the places."""

    figures: Mapping[str, Fact]
    longest: Longest | None = None
    worst: str = ""
    worst_key: str = ""

    def __getitem__(self, key: str) -> Fact:
        """Return the fact of a figure."""
        return self.figures[key]


@dataclass(frozen=True)
class Condition:
    """When a sentence is said: in words, as a test of the facts; the figure that it asks of, if any."""

    says: str
    holds: Callable[[Facts], bool]
    key: str = ""


@dataclass(frozen=True)
class Rule:
    """A sentence and when it is said: of the rules of a topic the first whose condition holds speaks.

    In `words` `{key}` is a figure, `<name>` a word from the facts.
    """

    topic: str
    code: str
    when: Condition
    words: str


@dataclass(frozen=True)
class Made:
    """A document as made: its docx, its title, how many figures it prints; its identity where it has one."""

    docx: bytes
    title: str
    figures: int
    uid: UUID | None = None
    number: str = ""


@dataclass(frozen=True)
class BlankLine:
    """A blank of an office's paper: its number, its place, the words before it, what fills it, if anything.

    `chosen` by a person; otherwise by the words before it.
    """

    number: int
    place: str
    before: str
    text: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Traced:
    """A figure of a saved document: as written, as the file prints it, as the ledger gives it.

    `records` and `digest` are how many records it counted and which, where that was kept.
    `recount` and `recount_digest` are the same query as known when it was made; `now` is the same query about
    the same day as known today, and `difference` what came since.
    """

    key: str
    counts: str
    value: int | str
    printed: str | None
    state: FigureState
    known_at: datetime
    query: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    records: int | None = None
    digest: str = ""
    recount: int | str | None = None
    agrees: bool = False
    now: int | str | None = None
    difference: int | None = None


@dataclass(frozen=True)
class Trace:
    """What became of a document and of each of its figures; `unchanged` where its bytes' digest was kept."""

    document: UUID
    kind: DocumentKind
    number: str
    area: str
    on: date
    as_known_at: datetime
    unchanged: bool | None
    figures: Sequence[Traced] = field(default=())

    @property
    def sound(self) -> bool:
        """Whether the file prints what was written and the ledger, as then known, still gives it."""
        return all(figure.state is FigureState.INTACT and figure.agrees for figure in self.figures)
