"""Invented papers annotated by hand, and how far a reading agrees with them.

Signs stand in the papers: ⟦D⟧ in front of the number of a demand (H heading, P problem, A agenda, S
statement), ⟦d:两天内=48h⟧ around a deadline, r: around a recurrence (times/days), q: around a quantity (its
value), a: around who is to act (papers without such a sign are not asked for it). After `=` stands what it
means; nothing where no day can be told. `tuning` holds the papers the rules were made with, `kept` those that
were read blind before a rule was made from them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from lianfang.apps.directives.rules.files import text_of
from lianfang.apps.directives.rules.reading import read
from lianfang.apps.directives.terms import Actor, Deadline, Item, ItemKind, Quantity, Reading, Recurrence

FOLDER = Path(__file__).parents[1] / "gold" / "directives"
TODAY = date(2022, 12, 1)
SIGN = re.compile(r"⟦(?P<kind>[DHPAS])⟧|⟦(?P<type>[adrq]):(?P<text>[^⟦⟧=]*)=(?P<means>[^⟦⟧]*)⟧")
KINDS = {
    "D": ItemKind.DEMAND,
    "H": ItemKind.HEADING,
    "P": ItemKind.PROBLEM,
    "A": ItemKind.AGENDA,
    "S": ItemKind.STATEMENT,
}
AFTER_NUMBER = 14
"""Characters between a sign in front of a number and the part's own text."""


@dataclass(frozen=True)
class Mark:
    """An actor, deadline, recurrence or quantity: where it stands and what it means."""

    type: str
    start: int
    end: int
    text: str
    means: str


@dataclass(frozen=True)
class Gold:
    """A paper as it is read, and what a person found in it."""

    name: str
    content: bytes
    kinds: tuple[tuple[int, ItemKind], ...]
    marks: tuple[Mark, ...]


@dataclass
class Score:
    """Agreement of readings with the papers: found rightly, found wrongly, missed; each fault named."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def precision(self, *types: str) -> float:
        right = sum(self.right[one] for one in types)
        return right / max(1, right + sum(self.wrong[one] for one in types))

    def recall(self, *types: str) -> float:
        right = sum(self.right[one] for one in types)
        return right / max(1, right + sum(self.missed[one] for one in types))


def papers(part: str) -> Iterator[Gold]:
    """The papers of one part, each with what was annotated."""
    for path in sorted((FOLDER / part).iterdir()):
        if path.suffix != ".tsv":
            yield _gold(path)


def _gold(path: Path) -> Gold:
    marked = path.read_text()
    if path.suffix == ".marked":
        table = path.with_suffix(".tsv").read_text()
        name, content = f"{path.stem}.docx", _document(plain(marked), plain(table))
        text = text_of(name, _document(marked, table))
    else:
        encoding = "gb18030" if path.name.endswith(".gb.txt") else "utf-8"
        name, content = path.name, plain(marked).encode(encoding)
        text = text_of(name, marked.encode())
    kinds, marks = _positions(text)
    return Gold(name, content, kinds, marks)


def plain(marked: str) -> str:
    """The text without its signs."""
    return SIGN.sub(lambda sign: sign["text"] or "", marked)


def _positions(text: str) -> tuple[tuple[tuple[int, ItemKind], ...], tuple[Mark, ...]]:
    kinds, marks, gone = [], [], 0
    for sign in SIGN.finditer(text):
        start = sign.start() - gone
        if sign["kind"]:
            kinds.append((start, KINDS[sign["kind"]]))
        else:
            marks.append(Mark(sign["type"], start, start + len(sign["text"]), sign["text"], sign["means"]))
        gone += len(sign.group()) - len(sign["text"] or "")
    return tuple(kinds), tuple(marks)


def _document(text: str, table: str) -> bytes:
    """A Word document whose lines # and ## Word numbers itself, with a table at its end."""
    document = Document()
    counted = '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    levels = "".join(
        f'<w:lvl w:ilvl="{at}">{counted}<w:lvlText w:val="{shown}"/></w:lvl>'
        for at, shown in enumerate(("%1、", "（%2）"))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for line in text.strip().split("\n"):
        hashes = len(line) - len(line.lstrip("#"))
        paragraph = document.add_paragraph(line.lstrip("# "))
        if hashes:
            properties = paragraph._p.get_or_add_pPr()
            number = f'<w:ilvl w:val="{hashes - 1}"/><w:numId w:val="77"/>'
            properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{number}</w:numPr>"))
            assert properties.find(qn("w:numPr")) is not None
    rows = [line.split("\t") for line in table.strip().split("\n")]
    grid = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(rows, grid.rows, strict=True):
        for text_of_cell, cell in zip(cells, row.cells, strict=True):
            cell.text = text_of_cell
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def score(part: str) -> Score:
    """The agreement of all papers of a part."""
    total = Score()
    for gold in papers(part):
        reading = read(gold.name, gold.content, today=TODAY)
        _compare_kinds(total, gold, reading)
        _compare_marks(total, gold, reading)
    return total


def _compare_kinds(total: Score, gold: Gold, reading: Reading) -> None:
    numbered = [item for item in reading.items if item.number]
    used: set[int] = set()
    for place, kind in gold.kinds:
        near = (one for one in numbered if 0 <= one.span.start - place <= AFTER_NUMBER)
        found = next((one for one in near if one.index not in used), None)
        if found:
            used.add(found.index)
        said = f"{found and found.kind} {reading.text[place : place + 20]!r}"
        _count(total, gold, f"kind {kind}", found is not None and found.kind is kind, said)
    for item in numbered:
        if item.index not in used:
            total.wrong["numbered"] += 1
            total.faults.append(f"{gold.name}: no part: {item.number} {item.text[:20]!r}")


def _count(total: Score, gold: Gold, what: str, good: bool, said: str) -> None:
    (total.right if good else total.missed)[what] += 1
    if not good:
        total.faults.append(f"{gold.name}: {what}: {said}")


def _compare_marks(total: Score, gold: Gold, reading: Reading) -> None:
    """Compare what was extracted; what one line tells several parts counts once."""
    asked = {"d", "r", "q", *(mark.type for mark in gold.marks)}
    read_of = (pair for item in reading.items for pair in _extractions(item) if pair[0] in asked)
    found = list({(kind, one.span): (kind, one) for kind, one in read_of}.values())
    used: set[int] = set()
    for mark in gold.marks:
        free = (at for at in range(len(found)) if at not in used and found[at][0] == mark.type)
        at = next((at for at in free if _meets(mark, found[at][1])), None)
        if at is None:
            total.missed[mark.type] += 1
            total.faults.append(f"{gold.name}: missed {mark.type} {mark.text!r}")
            continue
        used.add(at)
        total.right[mark.type] += 1
        means = meaning(found[at][1])
        total.right["means"] += means == mark.means or not mark.means
        if mark.means and means != mark.means:
            total.wrong["means"] += 1
            total.faults.append(f"{gold.name}: {mark.text!r} means {mark.means}, read {means}")
    for at, (kind, one) in enumerate(found):
        if at not in used:
            total.wrong[kind] += 1
            around = reading.text[one.span.start - 12 : one.span.end + 8]
            total.faults.append(f"{gold.name}: wrong {kind} {one.text!r} by {one.rule}: {around!r}")


def _extractions(item: Item) -> Iterator[tuple[str, Actor | Deadline | Recurrence | Quantity]]:
    yield from (("a", one) for one in item.actors)
    yield from (("d", one) for one in item.deadlines)
    yield from (("r", one) for one in item.recurrences)
    yield from (("q", one) for one in item.quantities)


def _meets(mark: Mark, found: Actor | Deadline | Recurrence | Quantity) -> bool:
    """Whether two places share two fifths of the shorter: noise may stand inside."""
    shared = min(mark.end, found.span.end) - max(mark.start, found.span.start)
    return 5 * shared >= 2 * min(mark.end - mark.start, found.span.end - found.span.start)


def meaning(found: Actor | Deadline | Recurrence | Quantity) -> str:
    """What was read, as the papers write it."""
    if isinstance(found, Actor):
        return " ".join(found.codes)
    if isinstance(found, Quantity):
        return f"{found.value.normalize():f}" if found.value != 0 else "0"
    if isinstance(found, Recurrence):
        return f"{found.times}/{found.days}"
    if found.within is not None:
        hours = Decimal(found.within / timedelta(hours=1))
        return f"{float(hours):.3f}".rstrip("0").rstrip(".") + "h"
    return str(found.on) if found.on else ("now" if found.kind == "at_once" else "")
