"""Which column of a table holds which field: saved mapping first, then the words senders use.

Nothing is guessed: two columns that claim one field, or no column for the name, stop the reading
with an error that shows the candidates, and a saved mapping settles it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lianfang.apps.intake.reading.shapes import SHAPES
from lianfang.apps.intake.reading.synonyms import LABELS, OF_ANOTHER, OF_THE_PERSON, SEQUENCE, words
from lianfang.apps.intake.reading.terms import Field, SavedMapping, Why
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.names import is_person_name
from lianfang.kernel.text import clean

FieldReader = Callable[[str], Field | None]
MERGED = frozenset({Field.PHONE, Field.TRANSPORT, Field.NOTE})  # fields whose columns are read together
PLACES = frozenset({Field.ADDRESS, Field.COUNTY, Field.TOWN, Field.VILLAGE, Field.GRID, Field.ROOM})
_ABOVE_PLACES = frozenset({Field.REGISTERED_ADDRESS, Field.WORKPLACE, Field.ORIGIN})
_DECORATION = re.compile(r"[\s*:：?？_.\-/、,和与及或]+")
_BRACKETS = re.compile(r"[(\[{【〔（].*?[)\]}】〕）]|[(（].*$")
_OTHER_SENSE = re.compile("户籍|户口|监护|家长|联系人|紧急|户主|填报|单位")
_PARTS = re.compile(r"[/|]|(?<=[一-鿿]) ?(?=[A-Za-z])|(?<=[A-Za-z]) ?(?=[一-鿿])")
_NUMBERED = re.compile(r"[0-9一二三]$")
_ID_SHAPE = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}|[0-9]\.[0-9]+[Ee]\+1[0-9]")
_OF_A_PERSON = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")
_LIKELY = 0.5


class ColumnsUnclear(InputRefused):
    """Base of what stops a reading before anything is written."""

    code = "columns.unclear"
    sentence = "表格“{sheet}”的列无法确定。"


class ColumnAmbiguous(ColumnsUnclear):
    """Several columns claim one field."""

    code = "columns.ambiguous"
    sentence = "表格“{sheet}”中有几列都像“{field}”：{candidates}。请保存列对照指明用哪一列，再重新导入。"


class ColumnMissing(ColumnsUnclear):
    """No column is headed as the name or identity number, though some look like it."""

    code = "columns.missing"
    sentence = (
        "表格“{sheet}”中没有找到“{field}”列。可能的列：{candidates}。请改列名或保存列对照，再重新导入。"
    )


class NoPeople(ColumnMissing):
    """No column is headed as the name, and nothing looks like people: a summary, a code table."""


class MappingDoesNotFit(ColumnsUnclear):
    """The saved mapping names columns that this list has not."""

    code = "columns.mapping_does_not_fit"
    sentence = "表格“{sheet}”中没有列对照所说的列：{missing}。该表的列有：{candidates}。请换用或修改列对照。"

    def __init__(self, absent: Sequence[str], **facts: object) -> None:
        self.absent = tuple(absent)
        super().__init__(missing="、".join(absent), **facts)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Columns by field (places in the row of headers), and what the rest is headed."""

    columns: Mapping[Field, tuple[int, ...]]
    sequence: tuple[int, ...]
    unmapped: tuple[int, ...]

    @property
    def score(self) -> int:
        """How much of a header this is."""
        return len(self.columns) + (Field.NAME in self.columns) + (Field.ID_NUMBER in self.columns)


def normal(header: str) -> str:
    """A header without brackets, marks and spaces, in lower case; the sense of 地址(户籍) is kept."""
    text = clean(header).lower()
    inside = "".join(_BRACKETS.findall(text))
    bare = _BRACKETS.sub(" ", text)
    sense = inside if _OTHER_SENSE.search(inside) else ""
    return _joined(bare + " " + sense) or _joined(text)


def _joined(text: str) -> str:
    parts = [part for part in _DECORATION.split(re.sub(r"[()\[\]{}【】〔〕（）]", " ", text)) if part]
    return "".join(parts) if not text.isascii() else " ".join(parts)


@cache
def vocabulary() -> dict[str, Field]:
    """Normal word → field."""
    return {normal(word): field for field in Field for word in words(field)}


@cache
def field_of(header: str) -> Field | None:
    """The field a header names by a word of its own, None for an unknown or somebody else's."""
    text = normal(header)
    found = _look_up(text)
    if found or not text or OF_ANOTHER.search(text):
        return found
    own = OF_THE_PERSON.sub("", text, count=1) if OF_THE_PERSON.match(text) else text
    return _look_up(own) or _of_parts(header)


@cache
def field_by_shape(header: str) -> Field | None:
    """The field a header names by its shape: 被推送人, 离开来源地时间; weaker than a word."""
    text = normal(header)
    if OF_ANOTHER.search(text):
        return None
    own = OF_THE_PERSON.sub("", text, count=1) if OF_THE_PERSON.match(text) else text
    shapes = ((field, shape.fullmatch(text) or shape.fullmatch(own)) for field, shape in SHAPES)
    return next((field for field, match in shapes if match), None)


def _look_up(text: str) -> Field | None:
    known = vocabulary()
    return known.get(text) or known.get(_NUMBERED.sub("", text))


def _of_parts(header: str) -> Field | None:
    """The field of 村/社区 or 姓名/Name: every part must name the same one."""
    parts = [part for part in _PARTS.split(clean(header)) if part.strip()]
    fields = {_look_up(normal(part)) for part in parts}
    return fields.pop() if len(parts) > 1 and len(fields) == 1 else None


def field_of_levels(levels: Sequence[str], read: FieldReader = field_of) -> Field | None:
    """The field of a column under several rows of headers, top first."""
    present = [level for level in levels if level.strip()]
    if not present:
        return None
    *above, lowest = present
    if any(OF_ANOTHER.search(normal(level)) for level in above):
        return None
    field = read(lowest)
    head = next((found for level in above if (found := field_of(level))), None)
    if head in _ABOVE_PLACES and field in PLACES:
        return head if field is Field.ADDRESS else None
    return field or head


def is_sequence(header: str) -> bool:
    """Whether a header names a running number."""
    return normal(header) in SEQUENCE


def titles(levels: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """One distinct name per column: levels joined by "/", repeated ones numbered _2, _3, empty ones 第3列."""
    seen: dict[str, int] = defaultdict(int)
    names = []
    for at, column in enumerate(levels):
        name = "/".join(dict.fromkeys(level for level in map(clean, column) if level)) or f"第{at + 1}列"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(names)


def assign(levels: Sequence[Sequence[str]], mapping: SavedMapping | None = None) -> Assignment:
    """Fields of the columns; a saved mapping claims its columns first, and its fields from the others."""
    names = titles(levels)
    saved = _saved(names, levels, mapping)
    columns: dict[Field, list[int]] = defaultdict(list)
    for at, field in saved.items():
        if field:
            columns[field].append(at)
    for read in (field_of, field_by_shape):
        _claim(columns, levels, read, left_out=saved)
    used = {at for places in columns.values() for at in places}
    sequence = tuple(
        at for at, column in enumerate(levels) if at not in used and any(map(is_sequence, column))
    )
    rest = tuple(at for at in range(len(names)) if at not in used and at not in sequence)
    return Assignment({field: tuple(places) for field, places in columns.items()}, sequence, rest)


def reasons(
    levels: Sequence[Sequence[str]], assignment: Assignment, mapping: SavedMapping | None
) -> tuple[Why, ...]:
    """Why each column is read as it is, or is not read."""
    saved = _saved(titles(levels), levels, mapping)
    used = {at for places in assignment.columns.values() for at in places}

    def why(at: int) -> Why:
        if at in saved:
            return Why.SAVED if saved[at] else Why.LEFT_OUT
        if at in used:
            return Why.WORD if field_of_levels(levels[at]) else Why.SHAPE
        return Why.SEQUENCE if at in assignment.sequence else Why.UNKNOWN

    return tuple(why(at) for at in range(len(levels)))


def _claim(
    columns: dict[Field, list[int]],
    levels: Sequence[Sequence[str]],
    read: FieldReader,
    left_out: Mapping[int, Field | None],
) -> None:
    """Give the free columns to the fields they name, where no stronger claim has been made."""
    taken = set(columns) - (set() if left_out else MERGED)
    used = {at for places in columns.values() for at in places} | set(left_out)
    for at, column in enumerate(levels):
        field = field_of_levels(column, read) if at not in used else None
        if field and field not in taken:
            columns[field].append(at)


def _saved(
    names: Sequence[str], levels: Sequence[Sequence[str]], mapping: SavedMapping | None
) -> dict[int, Field | None]:
    if mapping is None:
        return {}
    wanted = {normal(header): Field(field) if field else None for header, field in mapping.columns.items()}
    exact = {clean(header): wanted[normal(header)] for header in mapping.columns}
    found: dict[int, Field | None] = {}
    for at, (name, column) in enumerate(zip(names, levels, strict=True)):
        lowest = next((level for level in reversed(column) if level.strip()), "")
        if name in exact:
            found[at] = exact[name]
        elif normal(name) in wanted or normal(lowest) in wanted:
            found[at] = wanted.get(normal(name), wanted.get(normal(lowest)))
    return found


def check(
    sheet: str,
    names: Sequence[str],
    assignment: Assignment,
    samples: Mapping[int, Sequence[str]],
    mapping: SavedMapping | None,
) -> None:
    """Raise ColumnAmbiguous, ColumnMissing or MappingDoesNotFit; `samples` are some cells by column."""
    for field, places in assignment.columns.items():
        if len(places) > 1 and field not in MERGED:
            raise ColumnAmbiguous(sheet=sheet, field=LABELS[field], candidates=_quoted(names, places))
    likely_names = _likely(assignment.unmapped, samples, is_person_name)
    if not {Field.NAME, Field.ID_NUMBER if mapping else Field.NAME} & assignment.columns.keys():
        candidates = _quoted(names, likely_names or assignment.unmapped)
        missing = ColumnMissing if likely_names or _hold_people(samples.values()) else NoPeople
        raise missing(sheet=sheet, field=LABELS[Field.NAME], candidates=candidates)
    _check_mapping(sheet, names, mapping)
    likely_ids = _likely(assignment.unmapped, samples, _looks_like_id)
    if Field.ID_NUMBER not in assignment.columns and likely_ids and not mapping:
        raise ColumnMissing(sheet=sheet, field=LABELS[Field.ID_NUMBER], candidates=_quoted(names, likely_ids))


def _check_mapping(sheet: str, names: Sequence[str], mapping: SavedMapping | None) -> None:
    present = {normal(name) for name in names} | {normal(name.rpartition("/")[2]) for name in names}
    missing = [header for header in (mapping.columns if mapping else ()) if normal(header) not in present]
    if missing:
        raise MappingDoesNotFit(missing, sheet=sheet, candidates="、".join(names))


def _likely(
    places: Sequence[int], samples: Mapping[int, Sequence[str]], looks_right: Callable[[str], bool]
) -> list[int]:
    """Columns more than half of whose sampled cells look right."""
    return [at for at in places if samples.get(at) and _share(samples[at], looks_right) > _LIKELY]


def _hold_people(columns: Iterable[Sequence[str]]) -> bool:
    return any(looks_like_people(cell) for column in columns for cell in column)


def looks_like_people(cell: str) -> bool:
    """Whether a cell holds an identity number or a mobile telephone."""
    return _OF_A_PERSON.search(cell) is not None


def _share(cells: Sequence[str], looks_right: Callable[[str], bool]) -> float:
    return sum(map(looks_right, cells)) / len(cells)


def _looks_like_id(cell: str) -> bool:
    return _ID_SHAPE.fullmatch(clean(cell)) is not None


def _quoted(names: Sequence[str], places: Iterable[int]) -> str:
    return "、".join(f"“{names[at]}”" for at in places) or "无"
