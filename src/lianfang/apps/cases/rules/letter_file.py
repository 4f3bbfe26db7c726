"""Whom a letter names, from a table of its own: name, document, telephone, place, degree, last contact."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from lianfang.apps.cases.terms import DEGREE_NAMES, Named, NewPatient
from lianfang.apps.intake.reading import headed
from lianfang.apps.intake.reading.headed import Sort
from lianfang.kernel import citizen_id
from lianfang.kernel.clock import ZONE
from lianfang.kernel.dates import read_date
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.phones import read_phones
from lianfang.kernel.text import clean

NAME, DOCUMENT, PHONE, AREA, DEGREE, LAST = "姓名", "证件号码", "电话", "住地", "级", "末次接触"
COLUMNS: Final = (NAME, DOCUMENT, PHONE, AREA, DEGREE, LAST)
WORDS: Final[Mapping[str, str]] = {
    word: column
    for column, words in {
        NAME: "姓名 人员姓名 密接姓名 协查人员 被协查人 name",
        DOCUMENT: "证件号码 证件号 身份证号 身份证号码 身份证 公民身份号码 document id",
        PHONE: "电话 手机 手机号 手机号码 电话号码 联系电话 联系方式 phone",
        AREA: "住地 区划代码 住址 现住址 现住地址 居住地 居住地址 地址 area address",
        DEGREE: "级 判定 类别 人员类别 密接类别 接触类别 接触者类型 密接/次密接 degree",
        LAST: "末次接触 末次接触日期 末次接触时间 最后接触 最后接触日期 最后接触时间 末次暴露 last",
    }.items()
    for word in words.split(" ")
}
SORT: Final = Sort(WORDS, ((NAME,), (LAST,)))
DEGREES: Final[Mapping[str, int]] = {
    **{name: degree for degree, name in DEGREE_NAMES.items()},
    **dict.fromkeys(("密切接触者", "密接者", "一般密接", "1", "close"), 1),
    **dict.fromkeys(("次密切接触者", "次密接者", "密接的密接", "2", "secondary"), 2),
}
MEANT_AS_CITIZEN: Final = 14
"""Digits from which on a number of no known kind is meant as a citizen's, one or two lost."""
CLOCK: Final = re.compile(r"[T\s]+[0-9]{1,2}[:：时].*$")
"""The hour behind a day, which a letter's order does not need."""


class LetterTableMissing(InputRefused):
    """A file, or what was pasted, in which no table of persons is found."""

    code = "cases.letter_table_missing"
    sentence = "“{file}”里没有找到人员名单：表头至少要有“姓名”和“末次接触”，还可有证件号码、电话、住地、级。"


class LetterCellRefused(InputRefused):
    """A cell that can't be what its column says."""

    code = "cases.letter_cell_refused"
    sentence = "“{column}”的值“{value}”不能用。{remedy}"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A row of a letter's table: where it stood, and its cells by column."""

    sheet: str
    row: int
    cells: Mapping[str, str]


def lines_of(path: Path) -> list[LetterLine]:
    """The rows of all tables of a file. Raises LetterTableMissing, FileRefused."""
    tables = headed.chunks(path, SORT)
    found = [
        LetterLine(str(row.pop("sheet")), int(row.pop("row_no")), row)
        for table in tables
        for row in table.iter_rows(named=True)
    ]
    if not found:
        raise LetterTableMissing(file=path.name)
    return found


def named_of(line: LetterLine, *, degree: int, at: datetime) -> Named:
    """Whom a row names; `degree` is what they are where it says nothing, the area still as it was written.

    Raises LetterCellRefused, and what reading a document or a telephone raises.
    """
    cells = {column: clean(line.cells.get(column, "")) for column in COLUMNS}
    if not cells[NAME]:
        raise LetterCellRefused(column=NAME, value="", remedy="请填姓名。")
    told = NewPatient(
        name=cells[NAME],
        document=_document(cells[DOCUMENT]),
        phone=_phone(cells[PHONE]),
        area=cells[AREA],
    )
    return Named(told, _degree(cells[DEGREE], degree), _last(cells[LAST], at.astimezone(ZONE).date()))


def _document(text: str) -> str:
    """A document as it was written; what looks like a citizen's number is one, or comes back."""
    number, kind = citizen_id.squeeze(text), citizen_id.classify(text)
    digits = sum(sign.isdigit() for sign in number)
    meant = kind is citizen_id.DocumentKind.UNKNOWN and (digits >= MEANT_AS_CITIZEN or "E+" in text.upper())
    if kind is citizen_id.DocumentKind.NATIONAL_ID or meant:
        return citizen_id.read(text).number
    return number


def _phone(text: str) -> str:
    if text and not read_phones(text):
        raise LetterCellRefused(column=PHONE, value=text, remedy="请按手机或座机号码重填，没有的留空。")
    return text


def _degree(text: str, usual: int) -> int:
    word = text.replace(" ", "").lower()
    if word and word not in DEGREES:
        raise LetterCellRefused(column=DEGREE, value=text, remedy="请填“密接”或“次密接”。")
    return DEGREES.get(word, usual)


def _last(text: str, on: date) -> date:
    if not text:
        raise LetterCellRefused(column=LAST, value="", remedy="请填末次接触的日期。")
    return read_date(CLOCK.sub("", text), on=on).value
