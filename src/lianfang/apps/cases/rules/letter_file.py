"""Whom a letter names, from a table of its own: name, document, telephone, place, degree, last contact."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from lianfang.apps.cases.terms import DEGREE_NAMES, Named, NewPatient
from lianfang.apps.intake.reading import headed
from lianfang.apps.intake.reading.headed import Sort
from lianfang.kernel.clock import ZONE
from lianfang.kernel.dates import read_date
from lianfang.kernel.errors import InputRefused

NAME, DOCUMENT, PHONE, AREA, DEGREE, LAST = "姓名", "证件号码", "电话", "住地", "级", "末次接触"
WORDS: Final[Mapping[str, str]] = {
    word: column
    for column, words in {
        NAME: "姓名 name",
        DOCUMENT: "证件号码 身份证号 document",
        PHONE: "电话 手机 联系电话 phone",
        AREA: "住地 区划代码 area",
        DEGREE: "级 判定 密接类别 degree",
        LAST: "末次接触 末次接触日期 last",
    }.items()
    for word in words.split(" ")
}
SORT: Final = Sort(WORDS, ((NAME,), (LAST,)))
DEGREES: Final = {name: degree for degree, name in DEGREE_NAMES.items()} | {"": 1}


class LetterRowRefused(InputRefused):
    """A row of a letter's table that can't be used, or no table at all."""

    code = "cases.letter_row_refused"
    sentence = "“{file}”第{row}行不能用：请填姓名、级（密接或次密接）和末次接触日期。"


def persons_of(path: Path, *, area: str, on: datetime) -> list[Named]:
    """The persons of a table; `area` is where those live of whom it says none. Raises LetterRowRefused."""
    rows = [row for chunk in headed.chunks(path, SORT) for row in chunk.iter_rows(named=True)]
    if not rows:
        raise LetterRowRefused(file=path.name, row=1)
    return [_named(path, row, area=area, on=on.astimezone(ZONE).date()) for row in rows]


def _named(path: Path, row: Mapping[str, str], *, area: str, on: date) -> Named:
    try:
        last, degree = read_date(row[LAST], on=on).value, DEGREES[row[DEGREE]]
    except (InputRefused, KeyError) as problem:
        raise LetterRowRefused(file=path.name, row=row["row_no"]) from problem
    told = NewPatient(name=row[NAME], document=row[DOCUMENT], phone=row[PHONE], area=row[AREA] or area)
    return Named(told, degree, last)
