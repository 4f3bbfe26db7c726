"""The layout of a notice to one person: what is decided, why, on what basis, until when, and what one can do.

Everything is passed in as plain values; an empty part is left out. The order follows what administrative law
asks a notice to say: reasons, basis, content and term, duties, support, remedies, two officers, service.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lianfang.core.documents.elements import (
    Align,
    Block,
    Emphasis,
    Heading,
    Inline,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Table,
)
from lianfang.core.documents.official import render

TERM_WIDTHS = (1, 3.2)
RECEIPT_WIDTHS = (1.3, 1.5, 1.1, 1.9)
RECEIPT_ROWS = (
    ("受送达人签名", "", "签收时间", "　　年　月　日　时"),
    ("送达地点", "", "送达方式", "□直接□留置□其他"),
    ("送达人签名", "", "送达人签名", ""),
    ("见证人签名", "", "拒收事由", ""),
)
"""What is filled by hand when the notice is served; two officers sign."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice to one person.

    `terms` are the rows that say what holds (measure, place, from, until…), as label and value. `remedies`
    name authority, time limit and source; print no article number that is not certain. `officers` are those
    who carry it out. `receipt` adds the form that proves service.
    """

    written_at: datetime
    author: str
    letterhead: Letterhead | None = None
    title: str
    number: str = ""
    person: str
    reasons: str
    basis: Sequence[str] = ()
    decision: str
    terms: Sequence[tuple[str, str]] = ()
    obligations: Sequence[str] = ()
    support: Sequence[str] = ()
    help_phone: str = ""
    remedies: Sequence[str] = ()
    officers: Sequence[str] = ()
    signature: str
    signed_on: date
    note: str = ""
    receipt: bool = True
    facts: Mapping[str, str] = field(default_factory=dict)


def render_notice(notice: Notice) -> bytes:
    """Return the notice as docx bytes; the same input always gives the same bytes."""
    return render(notice_document(notice))


def notice_document(notice: Notice) -> OfficialDocument:
    """Return the notice as an official document."""
    return OfficialDocument(
        written_at=notice.written_at,
        author=notice.author,
        letterhead=notice.letterhead,
        title=notice.title,
        subtitle=notice.number,
        addressee=notice.person,
        body=_body(notice),
        signature=notice.signature,
        signed_on=notice.signed_on,
        note=notice.note,
        below=_receipt() if notice.receipt else (),
        facts=notice.facts,
    )


def _body(notice: Notice) -> list[Block]:
    basis = f"依据{'、'.join(notice.basis)}，" if notice.basis else ""
    blocks: list[Block] = [Paragraph(f"{notice.reasons}{basis}{notice.decision}")]
    if notice.terms:
        rows = [(Emphasis(label), value) for label, value in notice.terms]
        blocks.append(Table((), rows, TERM_WIDTHS, ("center", "left"), roomy=True, whole=True))
    blocks += _part("请你遵守以下要求", notice.obligations)
    blocks += _part("生活保障和求助", notice.support, _help(notice.help_phone))
    blocks += _part("你的权利和救济途径", notice.remedies)
    if notice.officers:
        blocks.append(Paragraph(f"执行人员：{'、'.join(notice.officers)}"))
    return blocks


def _help(phone: str) -> list[Block]:
    text: list[Inline] = ["求助电话：", Emphasis(phone), "。"]
    return [Paragraph(text)] if phone else []


def _part(title: str, items: Sequence[str], more: Sequence[Block] = ()) -> list[Block]:
    """Return a headed list, numbered when it has several items; nothing when it is empty."""
    if not items and not more:
        return []
    labels = [f"{number}." for number in range(1, len(items) + 1)] if len(items) > 1 else [""] * len(items)
    listed = [Paragraph(label + item) for label, item in zip(labels, items, strict=True)]
    return [Heading(1, title), *listed, *more]


def _receipt() -> list[Block]:
    aligns: tuple[Align, ...] = ("center", "left", "center", "left")
    rows = [(Emphasis(one), first, Emphasis(two), second) for one, first, two, second in RECEIPT_ROWS]
    return [Table((), rows, RECEIPT_WIDTHS, aligns, title="送　达　回　证", roomy=True, whole=True)]
