"""Words of reading: fields of a list, the frame that leaves it, and what became of each cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from lianfang.kernel.errors import InputRefused


class Field(StrEnum):
    """What a column of a list may mean."""

    NAME = "name"
    ID_NUMBER = "id_number"
    ID_KIND = "id_kind"
    PHONE = "phone"
    SEX = "sex"
    AGE = "age"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    REGISTERED_ADDRESS = "registered_address"
    COUNTY = "county_text"
    TOWN = "town_text"
    VILLAGE = "village_text"
    GRID = "grid_text"
    ROOM = "room"
    OCCUPATION = "occupation"
    WORKPLACE = "workplace"
    ORIGIN = "origin"
    LEVEL = "level"
    EXPOSURE = "exposure"
    TRANSPORT = "transport"
    LAST_EXPOSURE = "last_exposure"
    ARRIVED = "arrived"
    ONSET = "onset"
    CHECKED = "checked"
    VACCINATED = "vaccinated"
    TEMPERATURE = "temperature"
    OUTCOME = "outcome"
    NOTE = "note"


TEXT_FIELDS = (
    Field.ADDRESS,
    Field.REGISTERED_ADDRESS,
    Field.COUNTY,
    Field.TOWN,
    Field.VILLAGE,
    Field.GRID,
    Field.ROOM,
    Field.OCCUPATION,
    Field.WORKPLACE,
    Field.ORIGIN,
    Field.TRANSPORT,
    Field.TEMPERATURE,
    Field.OUTCOME,
    Field.NOTE,
)
DATE_FIELDS = (Field.LAST_EXPOSURE, Field.ARRIVED, Field.ONSET, Field.CHECKED)
CODE_FIELDS = (Field.LEVEL, Field.EXPOSURE, Field.VACCINATED)


class RowStatus(StrEnum):
    """Whether the cells of a row stand under their headers."""

    OK = "ok"
    TOO_MANY_CELLS = "too_many_cells"  # delimited text only: an unquoted sign has shifted the cells after it


class NameStatus(StrEnum):
    """What the name cell holds."""

    OK = "ok"
    NOTED = "noted"  # 张三(户主): the name is read, the note is in `name_note`
    SEVERAL = "several"  # 张三、李四: see `people`, `name` is empty
    NOT_A_NAME = "not_a_name"  # 张三等5人, 12345: `name` keeps the text
    EMPTY = "empty"


class IdStatus(StrEnum):
    """What the identity number cell holds."""

    OK = "ok"
    UPGRADED_15 = "upgraded_15"  # a 15-digit number of before 1999, `id_number` has 18
    X_RESTORED = "x_restored"  # 17 digits whose check is X: believe it only if the name agrees as well
    OTHER_DOCUMENT = "other_document"  # passport, permit…: shape recognised, nothing to check
    MANGLED_BY_SPREADSHEET = "mangled_by_spreadsheet"  # 1.10101E+17, 110101199003070000
    BAD_CHECK = "bad_check"
    BAD_BIRTH_DATE = "bad_birth_date"
    BAD_REGION = "bad_region"
    BAD_LENGTH = "bad_length"
    BAD_CHARACTERS = "bad_characters"
    SEVERAL = "several"  # two whole numbers in one cell
    EMPTY = "empty"


class PhoneStatus(StrEnum):
    """What the telephone cell holds."""

    OK = "ok"
    LANDLINE_ONLY = "landline_only"
    PARTLY_UNREADABLE = "partly_unreadable"  # a number was read, other digits were not
    UNREADABLE = "unreadable"
    EMPTY = "empty"


class DateStatus(StrEnum):
    """What a date cell holds."""

    OK = "ok"
    YEAR_ASSUMED = "year_assumed"  # 3月5日: the latest such day not after the day of receipt
    FROM_ID = "from_id"  # birth date only: the cell is empty, the identity number tells
    CONTRADICTS_ID = "contradicts_id"  # birth date only: the cell is kept, `id_birth_date` differs
    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    AMBIGUOUS = "ambiguous"
    FUTURE = "future"
    EMPTY = "empty"


class ValueStatus(StrEnum):
    """What a cell of sex, age or of a coded field (level, exposure, vaccinated) holds."""

    OK = "ok"
    FROM_ID = "from_id"  # sex only: the cell is empty, the identity number tells
    CONTRADICTS_ID = "contradicts_id"  # sex only
    CONTRADICTS_BIRTH = "contradicts_birth"  # age only: more than two years off the birth date
    UNREADABLE = "unreadable"  # the text stays in `<field>_text` for coded fields
    EMPTY = "empty"


_T = pl.String()
_L = pl.List(pl.String())
SCHEMA: dict[str, pl.DataType] = {
    "row_no": pl.Int32(),  # as the spreadsheet numbers it, from 1
    "row_status": _T,
    "name": _T,
    "name_key": _T,
    "name_status": _T,
    "name_note": _T,
    "people": _L,  # the names of a cell with several, else null
    "id_kind": _T,
    "id_number": _T,  # usable numbers in 18 characters; the text as found where the status is a bad one
    "id_status": _T,
    "id_birth_date": pl.Date(),
    "id_sex": _T,
    "phones": _L,  # mobiles, 11 digits; [] for none
    "landlines": _L,
    "phone_status": _T,
    "sex": _T,  # male, female
    "sex_status": _T,
    "birth_date": pl.Date(),
    "birth_date_status": _T,
    "age": pl.Int16(),  # completed years
    "age_status": _T,
    **{str(name): _T for name in TEXT_FIELDS},
    **{column: _T for name in CODE_FIELDS for column in (str(name), f"{name}_text", f"{name}_status")},
    **{
        column: dtype
        for name in DATE_FIELDS
        for column, dtype in ((str(name), pl.Date()), (f"{name}_status", _T))
    },
    "date_status": _T,  # the worst of the dates above, birth date apart
}


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A sender's columns and values, decided once by a person; it overrides synonyms.

    `columns`: header → field ("" leaves it out); `values`: field → text in the cell → value to
    use instead.
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    header_row: int | None = None

    def without(self, headers: Iterable[str]) -> "SavedMapping":
        """The mapping for a sheet that has not all of the columns."""
        kept = {header: name for header, name in self.columns.items() if header not in set(headers)}
        return SavedMapping(kept, self.values, self.header_row)


class Why(StrEnum):
    """Why a column is read as a field, or is not read."""

    SAVED = "saved"  # a saved mapping says so
    WORD = "word"  # its header is a word that senders use for the field
    SHAPE = "shape"  # its header is shaped like one, and no other column is headed by a word
    SEQUENCE = "sequence"  # a running number
    LEFT_OUT = "left_out"  # a saved mapping leaves it out
    UNKNOWN = "unknown"  # nothing is known of its header: it is kept with the file and not read


@dataclass(frozen=True, slots=True)
class IgnoredLine:
    """A line of the sheet that is no person: title, repeated header, total, note, footer."""

    sheet: str
    row_no: int
    kind: str  # title, header, total, note
    text: str


@dataclass(frozen=True, slots=True)
class SkippedSheet:
    """A sheet that was not read, and why: empty, no_table, hidden (and no table), not_chosen."""

    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a table is read: columns are counted from 0 (= A), rows from 1.

    `levels` are the header's texts per column, top first; `headers` one distinct name per column.
    """

    sheet: str  # "" for delimited text
    label: str  # what to call it to a person
    header_row: int
    first_row: int
    headers: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    columns: Mapping[Field, tuple[int, ...]]
    sequence: tuple[int, ...]
    unmapped: tuple[str, ...]
    hidden: bool = False  # people on hidden sheets are read like all others


@dataclass(frozen=True, slots=True)
class ListChunk:
    """Some rows of a sheet: `frame` follows SCHEMA, `cells` holds the original text of the same rows."""

    sheet: str
    frame: pl.DataFrame
    cells: pl.DataFrame
    headers: tuple[str, ...]
    ignored: tuple[IgnoredLine, ...] = ()


class MappingUnusable(InputRefused):
    """A saved mapping names a field that does not exist."""

    code = "reading.mapping_unusable"
    sentence = "列对照中的字段“{value}”不存在。可用字段：{fields}。"


def mapping_from(
    columns: Mapping[str, str], values: Mapping[str, Mapping[str, str]] | None = None
) -> SavedMapping:
    """A saved mapping from plain dictionaries; raises MappingUnusable for a field that does not exist."""
    known = {str(name) for name in Field}
    _refuse_unknown(set(columns.values()) - known - {""}, known)
    _refuse_unknown(set(values or {}) - known, known)
    return SavedMapping(dict(columns), {name: dict(pairs) for name, pairs in (values or {}).items()})


def _refuse_unknown(strange: Iterable[str], known: Iterable[str]) -> None:
    for value in sorted(strange):
        raise MappingUnusable(value=value, fields="、".join(sorted(known)))
