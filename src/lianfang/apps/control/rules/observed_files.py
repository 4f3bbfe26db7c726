"""Files of readings and of results: which column means what, and what each row says or why it can't be used.

Every cell comes as text. A value is read once however often it stands in the file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl

from lianfang.apps.control.rules import monitoring
from lianfang.apps.control.terms import HIGHEST_CT, RESULT_WORDS
from lianfang.apps.intake.reading.headed import SEARCHED_ROWS, Sort
from lianfang.kernel.clock import ZONE
from lianfang.kernel.dates import read_date
from lianfang.kernel.errors import DomainError, InputRefused
from lianfang.kernel.text import clean


class Column(StrEnum):
    """What a column of a file of observations may mean."""

    PERSON = "person"
    ID_NUMBER = "id_number"
    NAME = "name"
    PHONE = "phone"
    DAY = "day"
    SLOT = "slot"
    CLOCK = "clock"
    CELSIUS = "celsius"
    CELSIUS_AM = "celsius_am"
    CELSIUS_PM = "celsius_pm"
    SYMPTOMS = "symptoms"
    DISEASE = "disease"
    RESULT = "result"
    CT = "ct"
    LABORATORY = "laboratory"


_WORDS: Final[Mapping[str, Column]] = {
    word: column
    for column, words in {
        Column.PERSON: "person uid 人员编号 人员码",
        Column.ID_NUMBER: "id_number 身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码",
        Column.NAME: "name 姓名 名字 被检测人 被观察人",
        Column.PHONE: "phone 电话 手机 手机号 手机号码 联系电话 联系方式 电话号码",
        Column.DAY: "date day 日期 测量日期 测温日期 采样日期 采样时间 检测日期",
        Column.SLOT: "slot 时段 上下午 上午下午 早晚 早/晚 上午/下午",
        Column.CLOCK: "time 时间 测量时间 测温时间",
        Column.CELSIUS: "celsius 体温 体温(℃) 体温℃ 体温(°c) 温度 腋温",
        Column.CELSIUS_AM: "am 上午体温 上午体温(℃) 早体温 早上体温 晨温 上午",
        Column.CELSIUS_PM: "pm 下午体温 下午体温(℃) 晚体温 晚上体温 下午",
        Column.SYMPTOMS: "symptoms 症状 有无症状 其他症状 身体状况",
        Column.DISEASE: "disease 病种 疾病 检测病种",
        Column.RESULT: "result 结果 检测结果 核酸结果",
        Column.CT: "ct ct值",
        Column.LABORATORY: "laboratory 实验室 检测机构 检测单位",
    }.items()
    for word in words.split(" ")
}
SORT: Final = Sort(
    _WORDS,
    asked=(  # a person's number, or a document's, or a name with a telephone
        (Column.PERSON, Column.ID_NUMBER, Column.NAME),
        (Column.PERSON, Column.ID_NUMBER, Column.PHONE),
    ),
    fewest=3,
)


class NotObservations(InputRefused):
    """A file without a table of the columns asked for."""

    code = "control.not_observations"
    sentence = "文件“{file}”中没有找到{what}的表格。列名应有：{columns}。"


class ResultUnknown(InputRefused):
    """A result that is neither negative nor positive nor doubtful."""

    code = "control.result_unknown"
    sentence = "检测结果“{value}”无法识别。请填阴性、阳性或可疑。"


class CtImpossible(InputRefused):
    """A Ct value that is no number from 0 to 60."""

    code = "control.ct_impossible"
    sentence = "Ct值“{value}”不可能。请核对后重填。"


class Missing(InputRefused):
    """A cell that must not be empty."""

    code = "control.cell_missing"
    sentence = "没有填写{what}。"


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table begins in a sheet, and which column (from 0) means what."""

    row: int
    columns: Mapping[Column, str]


def find_header(sheet: pl.DataFrame) -> Header | None:
    """The first row of a sheet that names a person and at least three known columns; None for no table."""
    for row in sheet.head(SEARCHED_ROWS).iter_rows(named=True):
        number = row.pop("row_no")
        if places := SORT.columns_of(row):
            return Header(number, {Column(name): place for name, place in places.items()})
    return None


def people_of(sheet: pl.DataFrame, header: Header) -> pl.DataFrame:
    """The rows below the header that are not empty, with every known column as text ("" where none)."""
    columns = [
        pl.col(header.columns[name]).fill_null("").str.strip_chars().alias(name)
        if name in header.columns
        else pl.lit("").alias(name)
        for name in Column
    ]
    below = sheet.filter(pl.col("row_no") > header.row).select("row_no", *columns)
    return below.filter(pl.any_horizontal(pl.col(name) != "" for name in header.columns))


def readings_of(
    people: pl.DataFrame, header: Header, *, at: datetime, day: date | None = None, slot: str = ""
) -> pl.DataFrame:
    """One row per temperature: `on_date, slot, celsius, symptoms, happened_at`, or a `reason`.

    A row with a morning and an afternoon column gives one for each that is filled. `day` and `slot` stand in
    for columns that the file has not.
    """
    entries = _by_slot(people, header, slot)
    today = at.astimezone(ZONE).date()
    return (
        _Rows(entries)
        .read(Column.DAY, "on_date", pl.Date, lambda text: _day(text, day, today))
        .read(Column.SLOT, "slot", pl.String, lambda text: str(monitoring.read_slot(text)))
        .read(Column.CELSIUS, "celsius", pl.Decimal(3, 1), _celsius)
        .read(Column.SYMPTOMS, "symptoms", pl.String, monitoring.read_symptoms)
        .read(Column.CLOCK, "clock", pl.Time, _clock)
        .frame.pipe(_happened, at=at, zone=ZONE)
    )


def _by_slot(people: pl.DataFrame, header: Header, slot: str) -> pl.DataFrame:
    halves = [name for name in (Column.CELSIUS_AM, Column.CELSIUS_PM) if name in header.columns]
    if Column.CELSIUS in header.columns or not halves:
        given = pl.col(Column.SLOT) if Column.SLOT in header.columns else pl.lit(slot).alias(Column.SLOT)
        return people.with_columns(given)
    each = [
        people.with_columns(
            pl.col(name).alias(Column.CELSIUS), pl.lit(name.removeprefix("celsius_")).alias(Column.SLOT)
        )
        for name in halves
    ]
    filled = pl.concat([half.filter(pl.col(Column.CELSIUS) != "") for half in each])
    silent = people.filter(pl.all_horizontal(pl.col(name) == "" for name in halves))
    return pl.concat([filled, silent]).sort("row_no", Column.SLOT)


def results_of(
    people: pl.DataFrame, disease_of: Callable[[str], str], *, at: datetime, day: date | None = None
) -> pl.DataFrame:
    """One row per result: `on_date, disease, result, ct, laboratory, happened_at`, or a `reason`.

    `disease_of` gives the code of a disease as written; where none is written there is none yet.
    The file names days: a sample counts as taken at noon of its day, or now where that is still ahead.
    """
    today = at.astimezone(ZONE).date()
    return (
        _Rows(people.with_columns(pl.lit("am").alias(Column.SLOT)))
        .read(Column.DAY, "on_date", pl.Date, lambda text: _day(text, day, today))
        .read(Column.DISEASE, "disease", pl.String, lambda text: disease_of(text) if text else None)
        .read(Column.RESULT, "result", pl.String, _result)
        .read(Column.CT, "ct", pl.Decimal(4, 1), read_ct)
        .read(Column.LABORATORY, "laboratory", pl.String, clean)
        .read(Column.CLOCK, "clock", pl.Time, _clock)
        .frame.pipe(_happened, at=at, zone=ZONE, usual={"am": time(12)})
    )


class _Rows:
    """Rows under examination: each column is read into a value, the first fault of a row is its reason.

    The cells stay as they were in `<column>_text`.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        kept = [pl.col(name).alias(f"{name}_text") for name in Column]
        self.frame = frame.with_columns(*kept, pl.lit(None, pl.String).alias("reason"))

    def read(self, column: str, into: str, kind: Any, parse: Callable[[str], object]) -> "_Rows":
        values, faults = _parsed(self.frame[column].unique().to_list(), parse)
        text = pl.col(column)
        said = text.replace_strict(faults, default=None, return_dtype=pl.String) if faults else pl.lit(None)
        value = text.replace_strict(list(values), pl.Series(list(values.values()), dtype=kind), default=None)
        self.frame = self.frame.with_columns(pl.coalesce("reason", said).alias("reason"), value.alias(into))
        return self


def _parsed(texts: Sequence[str], parse: Callable[[str], object]) -> tuple[dict[str, object], dict[str, str]]:
    values: dict[str, object] = {}
    faults: dict[str, str] = {}
    for text in texts:
        try:
            values[text] = parse(text)
        except DomainError as fault:
            values[text], faults[text] = None, str(fault)
    return values, faults


def _day(text: str, given: date | None, today: date) -> date:
    if text:
        return read_date(text, on=today).value
    if given is None:
        raise Missing(what="日期")
    return given


def _celsius(text: str) -> Decimal:
    if not text:
        raise Missing(what="体温")
    return monitoring.read_celsius(text)


def _clock(text: str) -> time | None:
    plain = clean(text).replace("时", ":").replace("点", ":").replace("分", "").rstrip(":")
    if not plain:
        return None
    try:
        return time.fromisoformat(plain if ":" in plain else f"{plain}:00")
    except ValueError as problem:
        raise Missing(what="看得懂的时间（如08:30）") from problem


def _result(text: str) -> str:
    found = RESULT_WORDS.get(clean(text).lower())
    if found is None:
        raise ResultUnknown(value=text)
    return str(found)


def read_ct(text: str) -> Decimal | None:
    """A Ct value as written, one decimal; None for none. Raises CtImpossible."""
    plain = clean(text)
    if not plain or plain == "/":
        return None
    try:
        value = round(Decimal(plain), 1)
    except InvalidOperation as problem:
        raise CtImpossible(value=text) from problem
    if not 0 <= value <= HIGHEST_CT:
        raise CtImpossible(value=text)
    return value


_SLOT_HOURS: Final = {"am": monitoring.AM_DUE, "pm": monitoring.PM_DUE}


def _happened(
    frame: pl.DataFrame, *, at: datetime, zone: ZoneInfo, usual: Mapping[str, time] = _SLOT_HOURS
) -> pl.DataFrame:
    """The moment as written, else the usual hour of the slot, or `at` where that is still ahead."""
    hour = pl.col("slot").replace_strict(
        list(usual), list(usual.values()), default=None, return_dtype=pl.Time
    )
    written = pl.col("on_date").dt.combine(pl.coalesce("clock", hour)).dt.replace_time_zone(zone.key)
    now = pl.lit(at.astimezone(zone)).dt.convert_time_zone(zone.key)
    ahead = pl.col("clock").is_not_null() & (written > now)
    said = pl.when(ahead).then(pl.lit("时间还没有到。请核对日期和时间。"))
    return frame.with_columns(
        pl.coalesce("reason", said).alias("reason"), pl.min_horizontal(written, now).alias("happened_at")
    )
