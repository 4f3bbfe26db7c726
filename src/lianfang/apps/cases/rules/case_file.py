"""A file of cases: which column says what, and what each row says or why it can't be used.

A mapping names the columns of a sender and what its words mean; it is data (`mappings/`, or a file of one's
own). A column that it does not name is left out; a word that it does not know is refused, never guessed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import yaml

from lianfang.apps.cases.terms import (
    Classification,
    FoundThrough,
    NewPatient,
    ReportCard,
    Setting,
    Statement,
)
from lianfang.apps.intake.reading.headed import Sort, plain
from lianfang.kernel.clock import ZONE
from lianfang.kernel.dates import read_date, read_moment
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.text import clean

FOLDER: Final = Path(__file__).parents[1] / "mappings"
NAMES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
FEWEST_COLUMNS: Final = 2
MONTH_AND_DAY: Final = 2
NOTHING: Final = frozenset({"", "NA", "na", "-", "—", "无"})
CARD: Final = ("guardian", "workplace", "group", "course", "doctor", "reporting_unit", "note")
FIELDS: Final = frozenset(CARD) | {
    "key", "name", "document", "phone", "sex", "birth_date", "area", "address", "household", "classification",
    "onset", "sampled", "diagnosed", "died", "found", "infector", "place",
}  # fmt: skip


class MappingUnreadable(InputRefused):
    """A mapping that says nothing that can be used."""

    code = "cases.mapping_unreadable"
    sentence = "对照表“{name}”不能用：{problem}。程序自带的有：{known}。"


class NoCases(InputRefused):
    """A file without a table that the mapping fits."""

    code = "cases.no_cases"
    sentence = "文件“{file}”里没有找到与对照表“{mapping}”相符的表。对照表认识的列：{columns}。"


class CellRefused(InputRefused):
    """A cell that can't be what its column says."""

    code = "cases.cell_refused"
    sentence = "“{column}”的值“{value}”不能用。{remedy}"


@dataclass(frozen=True)
class CaseMapping:
    """How a sender's table is read: its columns, its words, what holds for every row.

    `place` is the setting that two rows share whose column of that meaning says the same.
    """

    name: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    disease: str = ""
    classification: str = ""
    year: int = 0
    place: str = "community"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row as read: where it stood, who, what doctors say, from whom it was caught."""

    line: str
    key: str
    patient: NewPatient
    said: Statement
    through: FoundThrough | None
    infector: str
    household: str
    place: str


def read_mapping(name: str) -> CaseMapping:
    """A mapping by the name of one that comes with the program, or by the path of a file."""
    known = "、".join(NAMES)
    path = FOLDER / f"{name}.yaml" if name in NAMES else Path(name)
    try:
        read: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise MappingUnreadable(name=name, problem="读不了这个文件", known=known) from problem
    allowed = set(CaseMapping.__dataclass_fields__)
    if not isinstance(read, dict) or not isinstance(read.get("columns"), dict) or set(read) - allowed:
        raise MappingUnreadable(name=name, problem="缺少columns，或有不认识的项目", known=known)
    strange = set(read["columns"].values()) - FIELDS
    if strange:
        raise MappingUnreadable(
            name=name, problem=f"不认识{'、'.join(sorted(map(str, strange)))}", known=known
        )
    facts: dict[str, Any] = {"name": path.stem}
    return CaseMapping(**(facts | read))


def sort_of(mapping: CaseMapping) -> Sort:
    """The table that a mapping fits."""
    return Sort({plain(name): name for name in (*mapping.columns, *mapping.only)}, fewest=FEWEST_COLUMNS)


def row_of(
    line: str, cells: Mapping[str, str], mapping: CaseMapping, *, area: str, on: date
) -> CaseRow | None:
    """What a row says; `cells` by the header. None for one that is no case. Raises a refusal of its cell."""
    if any(clean(cells.get(column, "")) != value for column, value in mapping.only.items()):
        return None
    told = dict(_told(cells, mapping))
    day = _days(told, mapping, on)
    key = told.get("key", "")
    patient = NewPatient(
        name=told.get("name") or f"{mapping.name}-{key}",
        document=told.get("document", ""),
        phone=told.get("phone", ""),
        area=told.get("area") or area,
        address=told.get("address", ""),
        sex=told.get("sex", ""),
        birth_date=day.get("birth_date"),
    )
    return CaseRow(
        line=line,
        key=key,
        patient=patient,
        said=_said(told, day, mapping),
        through=FoundThrough(told["found"]) if told.get("found") else None,
        infector=told.get("infector", ""),
        household=told.get("household", ""),
        place=told.get("place", ""),
    )


def _told(cells: Mapping[str, str], mapping: CaseMapping) -> Iterator[tuple[str, str]]:
    """Fields with their text, words put into codes; a later column does not empty an earlier one."""
    for column, name in mapping.columns.items():
        text = clean(cells.get(column, ""))
        words = mapping.values.get(name)
        if words is not None and text in words:
            text = words[text]
        elif text in NOTHING:
            text = ""
        elif words is not None and name in {"classification", "found", "sex"} and text not in words.values():
            raise CellRefused(column=column, value=text, remedy=f"可填：{'、'.join(words)}。")
        if text:
            yield name, text


def _days(told: Mapping[str, str], mapping: CaseMapping, on: date) -> dict[str, date]:
    known = on if not mapping.year else date(mapping.year, 12, 31)
    found = {}
    for name in ("birth_date", "onset", "sampled", "diagnosed", "died"):
        if text := told.get(name, ""):
            found[name] = _day(text, known)
    return found


def _day(text: str, on: date) -> date:
    """A day; one without a year (4/19) is the latest that is not after `on`."""
    parts = text.split("/")
    if len(parts) == MONTH_AND_DAY and all(part.isdigit() for part in parts):
        text = f"{parts[0]}月{parts[1]}日"
    return read_date(text, on=on).value


def _said(told: Mapping[str, str], day: Mapping[str, date], mapping: CaseMapping) -> Statement:
    classification = told.get("classification") or mapping.classification
    if not classification:
        raise CellRefused(column="病例分类", value="", remedy="请填病例分类。")
    kind = Classification(classification)
    died = day.get("died")
    card = ReportCard(card_number=told.get("key", ""), **{name: told[name] for name in CARD if name in told})
    return Statement(
        classification=Classification.DIED if died and kind is not Classification.EXCLUDED else kind,
        onset_on=day.get("onset"),
        sampled_on=day.get("sampled"),
        diagnosed_at=_moment(told.get("diagnosed", ""), day.get("diagnosed")),
        died_on=died,
        card=card,
    )


def _moment(text: str, day: date | None) -> datetime | None:
    """The moment of a diagnosis, to the minute where the file says it, else the beginning of its day."""
    return None if day is None else read_moment(text) or datetime.combine(day, time(0), ZONE)


def setting_of(one: CaseRow, source: CaseRow, mapping: CaseMapping) -> Setting:
    """Where one row caught it from another: at home, in the place that both name, else in the community."""
    if one.household and one.household == source.household:
        return Setting.HOUSEHOLD
    if one.place and one.place == source.place:
        return Setting(mapping.place)
    return Setting.COMMUNITY
