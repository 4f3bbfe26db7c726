"""What an official document consists of, as plain frozen records; nothing here knows a file format.

The order of the fields of `OfficialDocument` is the order of the elements in GB/T 9704-2012 clause 7:
head, main part, imprint. Anything left empty is left out, except where the standard keeps its place blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Literal

Align = Literal["left", "center", "right", "both"]
Form = Literal["document", "letter", "order", "minutes"]
"""The general form (clause 7) and the special ones: 信函, 命令（令）, 纪要 (clause 10)."""
Level = Literal[1, 2, 3, 4]


@dataclass(frozen=True)
class Figure:
    """A number in running text that can be traced: what it is called, its value, how it is printed.

    `key` names the figure once in a document; `counts` says in words what it counts.
    """

    key: str
    value: int | str
    text: str
    counts: str = ""


@dataclass(frozen=True)
class Emphasis:
    """Words set in the heading face inside a paragraph, for instance its leading sentence."""

    text: str


@dataclass(frozen=True)
class Fill:
    """A ruled gap to be filled by hand, as wide as that many characters."""

    characters: int = 8


@dataclass(frozen=True)
class Drawing:
    """A PNG inside a paragraph, as wide and high as told in millimetres; `words` say what it shows."""

    content: bytes
    width: float
    height: float
    words: str

    @property
    def relation(self) -> str:
        """The number of the relation by which the document has it: the same picture is one part."""
        return f"picture{sha256(self.content).hexdigest()[:12]}"


Inline = str | Figure | Emphasis | Fill | Drawing
Text = Inline | Sequence[Inline]


def inlines(text: Text) -> tuple[Inline, ...]:
    """Return text as a tuple of its parts."""
    return (text,) if isinstance(text, str | Figure | Emphasis | Fill | Drawing) else tuple(text)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4: 一、 （一） 1. （1）; its number is counted by the writer.

    `rest` runs on in the same paragraph in the body face, as is usual at levels 2 to 4.
    """

    level: Level
    text: str
    rest: Text = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; its first line stands in by two characters unless it starts flush."""

    text: Text
    flush: bool = False
    align: Align = "both"


@dataclass(frozen=True)
class Blank:
    """Empty lines of the page's grid."""

    lines: int = 1


@dataclass(frozen=True)
class Table:
    """A ruled table as wide as the text area.

    `widths` are each column's share, `aligns` one for each column. Without a `header` it is a form. `roomy`
    sets larger type in taller rows, to be read by anyone and filled by hand; `whole` keeps it on one page.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[Text]]
    widths: Sequence[float] = ()
    aligns: Sequence[Align] = ()
    title: str = ""
    roomy: bool = False
    whole: bool = False


Block = Heading | Paragraph | Blank | Table


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The head above the red separator (7.2).

    `body` is the issuing body's name in red; `number` reads 某防指〔2022〕3号. A `signer` belongs only to
    documents that go upward and moves the number to the left. Of minutes `body` is their mark (……纪要), of an
    order it ends in 令, and its number reads 第3号.
    """

    body: str
    form: Form = "document"
    number: str = ""
    signer: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """What is bound behind the document, each on a new page."""

    title: str
    body: Sequence[Block]


@dataclass(frozen=True, kw_only=True)
class Imprint:
    """The ruled block at the foot of the last page: who gets copies, who printed it and when (7.4).

    Of a letter it has no rules and names no printer (10.1).
    """

    printed_by: str
    printed_on: date
    copied_to: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class OfficialDocument:
    """A whole document in the order of its elements.

    A line break in `title` divides it by sense; an order shows none. `attendance` are the lines of minutes
    that say who was there, as label and names. In a template `attached_if` is the condition under which its
    attachments are there. `sealed` leaves the signature room for the seal. `below`
    stands under the signature on the same sheet, for instance the receipt of a notice. `facts` are kept in
    the file beside the figures, for the program that reads them back; `written_at` and `author` become the
    file's properties, so that the same input gives the same bytes. `enclosed` names attachments that
    are files of their own.
    """

    written_at: datetime
    author: str
    letterhead: Letterhead | None = None
    title: str
    subtitle: str = ""
    addressee: str = ""
    body: Sequence[Block]
    attachments: Sequence[Attachment] = ()
    attached_if: str = ""
    attendance: Sequence[tuple[str, str]] = ()
    enclosed: Sequence[str] = ()
    signature: str = ""
    signed_on: date | None = None
    sealed: bool = True
    note: str = ""
    below: Sequence[Block] = ()
    imprint: Imprint | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
