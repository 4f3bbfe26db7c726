"""A directive from its bytes to its items."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from lianfang.apps.directives.rules import doubts, kinds, limits, remainder
from lianfang.apps.directives.rules.cleaning import cleaned, spoilt
from lianfang.apps.directives.rules.extraction import Said, in_order, read_labels, read_stretch, span_of
from lianfang.apps.directives.rules.files import text_of
from lianfang.apps.directives.rules.outline import Part, outline
from lianfang.apps.directives.rules.papers import Sheet, sheets_of
from lianfang.apps.directives.rules.tracing import Traced
from lianfang.apps.directives.terms import DeadlineKind, Doubt, Item, ItemKind, Paper, Reading, Span

SURE: Final = frozenset({"subject_must", "done_by", "leads"})
"""Rules of actors by which a paragraph without a number is a demand."""


def read(name: str, content: bytes, *, today: date) -> Reading:
    """Read a file: its text, papers, items, marks. Raises files.DirectiveRefused."""
    original = text_of(name, content)
    traced, marks = cleaned(original)
    sheets, pages = sheets_of(traced, today), list[_Page]()
    for sheet in sheets:
        first = sum(len(page.kept) for page in pages)
        pages.append(_Page(traced, sheet, len(pages), first, spoilt(marks)))
    papers = tuple(
        Paper(sheet.title, span_of(traced, sheet.start, sheet.end), sheet.dated, sheet.issuer)
        for sheet in sheets
    )
    held = [place for page in pages for place in page.held()]
    fields = [place for page in pages for place in page.fields()]
    rest = remainder.marks_of(traced, sheets, held, fields)
    items = tuple(item for page in pages for item in page.kept.values())
    return Reading(name, original, papers, items, (*marks, *rest))


@dataclass(frozen=True)
class _Page:
    """One paper on its way to items."""

    traced: Traced
    sheet: Sheet
    paper: int
    first: int
    unclear: list[Span]

    @cached_property
    def parts(self) -> list[Part]:
        """The paper's parts in order, items or not."""
        return outline(self.traced.view[self.sheet.body : self.sheet.end])

    @cached_property
    def kept(self) -> dict[int, Item]:
        """The items by the part that each is made of."""
        kept: dict[int, Item] = {}
        for part in self.parts:
            item = self._item(part, kept)
            if item is not None:
                kept[id(part)] = item
        return kept

    def held(self) -> Iterator[tuple[int, int]]:
        """The places of the items, each with its number."""
        body = self.sheet.body
        for part in self.parts:
            if id(part) in self.kept:
                yield (part.at if part.number else part.start) + body, part.end + body

    def fields(self) -> Iterator[tuple[int, int]]:
        """The places of the lines of responsibility and time that items have, each once."""
        body = self.sheet.body
        kept = (part for part in self.parts if id(part) in self.kept)
        yield from sorted({(left + body, right + body) for part in kept for left, right in part.labels})

    def _item(self, part: Part, kept: dict[int, Item]) -> Item | None:
        start, end = part.start + self.sheet.body, part.end + self.sheet.body
        said = Said()
        asked = start + kinds.measure_at(self.traced.view[start:end])
        read_stretch(said, self.traced, asked, end, self.sheet.told_by)
        kind = self._kind(part, self.traced.view[start:end].strip(), said)
        if not part.number and kind is ItemKind.STATEMENT:
            return None
        if kind is not ItemKind.DEMAND:
            said = Said()
        for left, right in part.labels:
            place = left + self.sheet.body, right + self.sheet.body
            if not asked <= place[0] < end:
                read_labels(said, self.traced, *place, self.sheet.told_by)
        above = kept.get(id(part.parent)) if part.parent else None
        return self._made(part, said, kind, above, self.first + len(kept))

    def _made(self, part: Part, said: Said, kind: ItemKind, above: Item | None, index: int) -> Item:
        start, end = part.start + self.sheet.body, part.end + self.sheet.body
        span = span_of(self.traced, start, end)
        found = self._doubts(part, said, span)
        read_item = Item(
            index=index,
            paper=self.paper,
            number=self._number(part),
            level=part.level,
            parent=above.index if above else None,
            kind=kind,
            area_of_work=self._area(part),
            title=kinds.title_of(self._text(part).strip()),
            text=self.traced.text[start:end].strip(),
            span=span,
            actors=in_order(said.actors),
            posts=tuple(said.posts),
            units=tuple(said.units),
            deadlines=in_order(said.deadlines),
            recurrences=in_order(said.recurrences),
            quantities=in_order(said.quantities),
            conditions=in_order(said.conditions),
            supervision=in_order(said.supervision),
        )
        if kind is ItemKind.DEMAND:
            over = limits.passed_over(read_item)
            found += tuple(doubts.doubt("limit_passed_over", one.span) for one in over)
        return replace(read_item, confidence=doubts.confidence(found), doubts=found)

    def _number(self, part: Part) -> str:
        """The number as written: patterns saw it half-width."""
        start = part.at + self.sheet.body
        return self.traced.text[start : start + len(part.number)]

    def _kind(self, part: Part, own: str, said: Said) -> ItemKind:
        timed = bool(said.recurrences) or any(one.kind is not DeadlineKind.AT_ONCE for one in said.deadlines)
        who = not part.number and any(one.codes and one.rule in SURE for one in said.actors)
        exact = bool(timed or said.units or part.labels or who)
        family = "" if part.labels and part.family == "agenda" else part.family
        leads = self._leads(part)
        return kinds.kind_of(own, part.number, family, part.children, leads, exact=exact, timed=timed)

    def _leads(self, part: Part) -> tuple[str, ...]:
        leads, one = [part.lead], part.parent
        while one is not None:
            leads += [
                self.traced.view[one.start + self.sheet.body : one.end + self.sheet.body].split("\n")[0][:60],
                one.lead,
            ]
            one = one.parent
        return tuple(lead for lead in leads if lead)

    def _text(self, part: Part) -> str:
        return self.traced.text[part.start + self.sheet.body : part.end + self.sheet.body]

    def _area(self, part: Part) -> str:
        above = part.parent
        while above is not None and not above.number:
            above = above.parent
        return kinds.title_of(self._text(above).strip()).rstrip(":：") if above else ""

    def _doubts(self, part: Part, said: Said, span: Span) -> tuple[Doubt, ...]:
        found = [doubts.doubt(code, span) for code in part.faults]
        if not part.number:
            found.append(doubts.doubt("no_number", span))
        found += [doubts.doubt("mojibake", one) for one in self.unclear if span.start <= one.start < span.end]
        if self.sheet.year_assumed and any(one.on for one in said.deadlines):
            found.append(doubts.doubt("year_assumed", span))
        lines = bool(said.posts or said.units)
        return (*found, *(one for one in said.doubts if not (lines and one.code == "actor_unsure")))
