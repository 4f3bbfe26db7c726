"""A directive from its bytes to its items."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lianfang.apps.directives.rules import doubts, kinds, limits
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
    papers: list[Paper] = []
    items: list[Item] = []
    unclear = spoilt(marks)
    for sheet in sheets_of(traced, today):
        page = _Page(traced, sheet, len(papers), len(items), unclear)
        items += page.items()
        papers.append(Paper(sheet.title, span_of(traced, sheet.start, sheet.end), sheet.dated, sheet.issuer))
    return Reading(name, original, tuple(papers), tuple(items), marks)


@dataclass(frozen=True)
class _Page:
    """One paper on its way to items."""

    traced: Traced
    sheet: Sheet
    paper: int
    first: int
    unclear: list[Span]

    def items(self) -> list[Item]:
        parts = outline(self.traced.view[self.sheet.body : self.sheet.end])
        kept: dict[int, Item] = {}
        for part in parts:
            item = self._item(part, kept)
            if item is not None:
                kept[id(part)] = item
        return list(kept.values())

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
        often = said.recurrences or any(one.kind is not DeadlineKind.AT_ONCE for one in said.deadlines)
        who = not part.number and any(one.codes and one.rule in SURE for one in said.actors)
        exact = bool(often or said.units or part.labels or who)
        family = "" if part.labels and part.family == "agenda" else part.family
        return kinds.kind_of(own, part.number, family, part.children, self._leads(part), exact=exact)

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
