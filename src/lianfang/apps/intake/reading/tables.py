"""Where the table is in a sheet, and which lines under its header are no people.

1. Among the first rows, the one to three that name the most fields are the header; what stands
   above is a title.
2. Below it every row is a person unless it is plainly not: an empty row, a header repeated, a
   total, a note. Only rows without a usable name, number or telephone are looked at one by one; the
   others are taken as they come.
3. A header with other columns in the middle begins a new table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from lianfang.apps.intake.reading import columns
from lianfang.apps.intake.reading.cells import SheetCells
from lianfang.apps.intake.reading.spreadsheet import ROW_NO
from lianfang.apps.intake.reading.synonyms import FOOTER, TOTAL
from lianfang.apps.intake.reading.terms import Field, IgnoredLine, SavedMapping, SheetPlan
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.names import is_person_name
from lianfang.kernel.text import clean

SEARCHED_ROWS = 40
HEADER_ROWS = 3
FEWEST_FIELDS = 2
_SAMPLE = 50
_LONGEST_HEADER = 40
_DATA = re.compile(r"[0-9]{5,}|^[0-9.\-/:]+$")
_SENTENCE = re.compile("[。;:!?]|.{13}")
_PLAIN_NAME = "^[\u4e00-\u9fff]{2,4}$"
_PLAIN_FOOTER = (
    r"^\s*(?:合|小|总|共|累|填|制|审|复|备|注|说|以|附|负|责|联|经|报|上|网|单|日|签|盖|截|统|打|第|姓|名)"
)
_NUMBER = re.compile(r"[0-9]+\s*[.、)]?\s*$")
_FEW_CELLS = 2
_FEWEST_DIGITS = 7
_LONGEST_TEXT = 500
# What one merged cell may say for the people of several rows.
SHARED = columns.PLACES | {
    Field.PHONE,
    Field.WORKPLACE,
    Field.ORIGIN,
    Field.LEVEL,
    Field.EXPOSURE,
    Field.TRANSPORT,
    Field.LAST_EXPOSURE,
    Field.ARRIVED,
    Field.CHECKED,
    Field.OUTCOME,
    Field.REGISTERED_ADDRESS,
}

Line = tuple[int, list[str]]  # number of the row, its cells by column
Named = tuple[str, str]  # name of the sheet, what to call it to a person


class HeaderMissing(InputRefused):
    """A sheet that holds people has no row of column names."""

    code = "table.header_missing"
    sentence = (
        "表格“{sheet}”第{row}行起有人员信息，但没有找到列名行。"
        "请在表格上方补上列名（如姓名、身份证号），再重新导入。"
    )


class NoTable(InputRefused):
    """No sheet of the file holds a table of people."""

    code = "table.none"
    sentence = (
        "文件“{file}”中没有找到人员表格：{sheets}。请确认含有“姓名”等列名的表格没有被隐藏，再重新导入。"
    )


@dataclass(frozen=True, slots=True)
class People:
    """Rows of one plan in a block, and the lines between them that are no people."""

    plan: SheetPlan
    rows: pl.DataFrame
    ignored: tuple[IgnoredLine, ...]


def find(sheet: SheetCells, mapping: SavedMapping | None) -> SheetPlan | None:
    """The plan of a sheet, None where it holds no table; raises a ColumnsUnclear or HeaderMissing."""
    lines = first_lines(sheet)
    plan = header(sheet, lines, mapping)
    if plan is None:
        people = next((row for row, cells in lines if any(map(columns.looks_like_people, cells))), None)
        if people is not None:
            raise HeaderMissing(sheet=sheet.label, row=people)
        return None
    _check(plan, lines, mapping)
    return replace(plan, hidden=sheet.hidden)


def first_lines(sheet: SheetCells) -> list[Line]:
    """The rows among which a header is looked for, and some below."""
    return _lines(next(sheet.blocks()).head(SEARCHED_ROWS + _SAMPLE))


def header(sheet: SheetCells, lines: Sequence[Line], mapping: SavedMapping | None) -> SheetPlan | None:
    """The header among the first lines of a sheet, its columns clear or not; None for no table."""
    return _best_header((sheet.name, sheet.label), lines[:SEARCHED_ROWS], mapping)


def _lines(frame: pl.DataFrame) -> list[Line]:
    """Rows as text by column number (A = 0), None as ""."""
    places = _places(frame)
    width = max(places, default=-1) + 1
    lines = []
    for row_no, *values in frame.iter_rows():
        cells = [""] * width
        for place, value in zip(places, values, strict=True):
            cells[place] = value.strip() if value else ""
        lines.append((row_no, cells))
    return lines


def _places(frame: pl.DataFrame) -> list[int]:
    return [int(name[1:]) for name in frame.columns if name != ROW_NO]


def _best_header(named: Named, lines: Sequence[Line], mapping: SavedMapping | None) -> SheetPlan | None:
    """The header that names the most fields; of equals the lowest in height, then the first."""
    best: tuple[tuple[int, int, int], SheetPlan] | None = None
    for start in range(len(lines)):
        for height in range(1, HEADER_ROWS + 1):
            plan = _plan(named, lines[start : start + height], mapping)
            if plan is None:
                break
            rank = (_score(plan), -height, -start)
            if _score(plan) and (best is None or rank > best[0]):
                best = rank, plan
    return best[1] if best else None


def _score(plan: SheetPlan) -> int:
    found = columns.Assignment(plan.columns, plan.sequence, ())
    return found.score if len(plan.columns) >= FEWEST_FIELDS else 0


def _plan(named: Named, header: Sequence[Line], mapping: SavedMapping | None) -> SheetPlan | None:
    """The plan if these rows are the header; None if one of them can't be part of any."""
    rows = [cells for _row, cells in header]
    if not all(map(_may_be_header, rows)) or (mapping and mapping.header_row not in (None, header[0][0])):
        return None
    levels = _levels(rows)
    assignment = columns.assign(levels, mapping)
    if len(rows) > 1 and _swallows_people(rows, mapping):
        return None
    names = columns.titles(levels)
    last = header[-1][0]
    unmapped = tuple(names[at] for at in assignment.unmapped if any(levels[at]))
    return SheetPlan(*named, last, last + 1, names, levels, assignment.columns, assignment.sequence, unmapped)


def _may_be_header(cells: Sequence[str]) -> bool:
    present = [cell for cell in cells if cell]
    return bool(present) and not any(len(cell) > _LONGEST_HEADER or _DATA.search(cell) for cell in present)


def _levels(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Texts above each column; a merged cell reaches right as long as there is a text below."""
    filled = [list(cells) for cells in rows]
    for upper in range(len(rows) - 1):
        for at in range(1, len(rows[upper])):
            below = any(lower[at] for lower in filled[upper + 1 :])
            if not filled[upper][at] and below:
                filled[upper][at] = filled[upper][at - 1]
    return tuple(zip(*filled, strict=True))


def _swallows_people(rows: Sequence[Sequence[str]], mapping: SavedMapping | None) -> bool:
    """Whether a lower row holds a name where the row above is headed 姓名."""
    name_columns = columns.assign(_levels(rows[:1]), mapping).columns.get(Field.NAME, ())
    below = (cells[at] for cells in rows[1:] for at in name_columns)
    return any(cell and columns.field_of(cell) is None for cell in below)


def _check(plan: SheetPlan, lines: Sequence[Line], mapping: SavedMapping | None) -> None:
    data = [cells for row, cells in lines if row >= plan.first_row]
    samples = {at: [cells[at] for cells in data if cells[at]] for at in range(len(plan.headers))}
    unmapped = tuple(at for at, name in enumerate(plan.headers) if name in plan.unmapped)
    assignment = columns.Assignment(plan.columns, plan.sequence, unmapped)
    columns.check(plan.label, plan.headers, assignment, samples, mapping)


def people(sheet: SheetCells, plan: SheetPlan, mapping: SavedMapping | None) -> Iterator[People]:
    """The rows of a sheet that are people, block by block, with the lines that are none."""
    for block in sheet.blocks():
        rest = _fill_merges(block, sheet.merges, plan)
        titles = _titles(rest, plan)
        rest = rest.filter(pl.col(ROW_NO) >= plan.first_row)
        while rest.height or titles:
            part, plan_after, rest = _one_plan(rest, plan, mapping)
            yield People(plan, part.rows, (*titles, *part.ignored))
            plan, titles = plan_after, ()


def _titles(block: pl.DataFrame, plan: SheetPlan) -> tuple[IgnoredLine, ...]:
    above = block.filter(pl.col(ROW_NO) <= plan.header_row - len(plan.levels[0]))
    return tuple(_ignored(plan, line, "title") for line in _lines(above) if any(line[1]))


def _one_plan(
    block: pl.DataFrame, plan: SheetPlan, mapping: SavedMapping | None
) -> tuple[People, SheetPlan, pl.DataFrame]:
    """People up to the next header with other columns, the plan from there on, and the rows after it."""
    ignored: list[IgnoredLine] = []
    dropped: list[int] = []
    for row_no, cells in _lines(block.filter(_doubtful(block, plan))):
        kind = _kind(cells, plan)
        if kind == "new header":
            upper = block.filter(pl.col(ROW_NO) < row_no)
            lower = block.filter(pl.col(ROW_NO) >= row_no)
            after = _plan_from(lower, plan, mapping)
            found = People(plan, _without(upper, dropped), tuple(ignored))
            return found, after, lower.filter(pl.col(ROW_NO) >= after.first_row)
        if kind != "person":
            dropped.append(row_no)
        if kind not in ("person", "blank"):
            ignored.append(_ignored(plan, (row_no, cells), kind))
    return People(plan, _without(block, dropped), tuple(ignored)), plan, block.clear()


def _without(block: pl.DataFrame, dropped: list[int]) -> pl.DataFrame:
    return block.filter(~pl.col(ROW_NO).is_in(dropped)) if dropped else block


def _plan_from(block: pl.DataFrame, plan: SheetPlan, mapping: SavedMapping | None) -> SheetPlan:
    lines = _lines(block.head(_SAMPLE))
    mapping = replace(mapping, header_row=None) if mapping else None
    plans = [_plan((plan.sheet, plan.label), lines[:height], mapping) for height in range(1, HEADER_ROWS + 1)]
    best = max((found for found in plans if found), key=lambda found: (_score(found), -len(found.levels[0])))
    _check(best, lines, mapping)
    return replace(best, hidden=plan.hidden)


def _doubtful(block: pl.DataFrame, plan: SheetPlan) -> pl.Expr:
    """Rows that may be no people: no number, telephone and plain name, or words of a header or footer."""
    present = set(_places(block))
    names = [pl.col(f"c{at}") for at in plan.columns.get(Field.NAME, ()) if at in present]
    keys = [
        pl.col(f"c{at}")
        for field in (Field.ID_NUMBER, Field.PHONE)
        for at in plan.columns.get(field, ())
        if at in present
    ]
    blank = pl.all_horizontal(
        pl.lit(value=True), *(~key.str.contains(r"\S").fill_null(value=False) for key in keys)
    )
    plain = pl.any_horizontal(
        pl.lit(value=False), *(name.str.contains(_PLAIN_NAME).fill_null(value=False) for name in names)
    )
    first = [pl.col(f"c{min(present)}")] if present else []
    footers = [column.str.contains(_PLAIN_FOOTER).fill_null(value=False) for column in (*first, *names)]
    headers = [name.is_in(_header_words(plan)) for name in names]
    return (blank & ~plain) | pl.any_horizontal(pl.lit(value=False), *footers, *headers)


def _header_words(plan: SheetPlan) -> list[str]:
    return [*columns.vocabulary(), *{text for column in plan.levels for text in column if text}]


def _kind(cells: Sequence[str], plan: SheetPlan) -> str:
    """What a doubtful row is: person, blank, header, new header, total or note."""
    present = {at: cell for at, cell in enumerate(cells) if cell}
    content = {at: cell for at, cell in present.items() if at not in plan.sequence or not _NUMBER.match(cell)}
    if not content:
        return "blank"
    if all(at < len(plan.levels) and cell in plan.levels[at] for at, cell in content.items()):
        return "header"
    if _names_columns(cells):
        return "new header"
    name = " ".join(content[at] for at in plan.columns.get(Field.NAME, ()) if at in content)
    has_key = _has_key(content, plan)
    first = clean(next(iter(present.values())))
    if FOOTER.match(first) and not (has_key and is_person_name(clean(name))):
        return "total" if TOTAL.match(first) else "note"
    return _person_or_note(name, has_key, len(content))


def _person_or_note(name: str, has_key: bool, cells: int) -> str:
    if has_key or is_person_name(clean(name)):
        return "person"
    if name:
        return "note" if cells == 1 and _SENTENCE.search(clean(name)) else "person"
    return "note" if cells <= _FEW_CELLS else "person"


def _names_columns(cells: Sequence[str]) -> bool:
    if not _may_be_header(cells):
        return False
    fields = {columns.field_of(cell) for cell in cells if cell} - {None}
    return Field.NAME in fields and len(fields) > FEWEST_FIELDS


def _has_key(content: dict[int, str], plan: SheetPlan) -> bool:
    places = (*plan.columns.get(Field.ID_NUMBER, ()), *plan.columns.get(Field.PHONE, ()))
    return any(len(re.findall("[0-9]", content.get(at, ""))) >= _FEWEST_DIGITS for at in places)


def _ignored(plan: SheetPlan, line: Line, kind: str) -> IgnoredLine:
    row_no, cells = line
    return IgnoredLine(plan.sheet, row_no, kind, " | ".join(cell for cell in cells if cell)[:_LONGEST_TEXT])


def _fill_merges(
    block: pl.DataFrame, merges: frozenset[tuple[int, int, int]], plan: SheetPlan
) -> pl.DataFrame:
    """Give each row of a vertically merged cell its text, as the spreadsheet shows it."""
    shared = {at for field, places in plan.columns.items() if field in SHARED for at in places}
    present = set(_places(block))
    for column in {at for at, _top, _bottom in merges} & shared & present:
        spans = [(top, bottom) for at, top, bottom in merges if at == column]
        rows = [row for top, bottom in spans for row in range(top + 1, bottom + 1) if row <= block.height]
        tops = [top for top, bottom in spans for row in range(top + 1, bottom + 1) if row <= block.height]
        cells = block[f"c{column}"]
        filled = cells.scatter([row - 1 for row in rows], cells.gather([top - 1 for top in tops]))
        block = block.with_columns(filled)
    return block
