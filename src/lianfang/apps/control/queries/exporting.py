"""Orders and temperatures as lists that leave; the temperatures can be loaded again, and change nothing."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from lianfang.apps.control.terms import SLOT_NAMES, STATE_NAMES, MeasureState, Slot
from lianfang.apps.policy.terms import MEASURES, PLACES
from lianfang.core import sql
from lianfang.core.exports.leaving import Leaving
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE

CHUNK: Final = 10_000
MEASURE_HEAD: Final = (
    "决定编号",
    "人员编号",
    "姓名",
    "辖区代码",
    "病种",
    "措施",
    "场所",
    "阶段",
    "起日",
    "止日",
    "状态",
    "决定时间",
    "送达时间",
    "解除时间",
    "决定机关",
)
READING_HEAD: Final = ("人员编号", "姓名", "辖区代码", "日期", "时段", "时间", "体温", "症状", "登记人")


def export_measures(*, area: str) -> Iterator[list[tuple[str, ...]]]:
    """Every order of an area, in chunks of rows of text."""
    for rows in _chunks("export_measures", area):
        yield [_measure(row) for row in rows]


def export_readings(*, area: str, since: date, until: date) -> Iterator[list[tuple[str, ...]]]:
    """The temperatures that stand for their slots, of an area from one day to another, in chunks of text."""
    for rows in _chunks("export_readings", area, since=since, until=until):
        yield [_reading(row) for row in rows]


def measures_leaving() -> Leaving:
    """The orders of an area as a list that leaves."""
    return Leaving("管控措施", "管控措施", MEASURE_HEAD, lambda area: export_measures(area=area))


def readings_leaving(*, since: date, until: date) -> Leaving:
    """The temperatures of an area from one day to another as a list that leaves."""

    def chunks(area: str) -> Iterator[list[tuple[str, ...]]]:
        return export_readings(area=area, since=since, until=until)

    return Leaving(f"体温{since}至{until}", "体温", READING_HEAD, chunks)


def _chunks(statement: str, area: str, **parameters: object) -> Iterator[list[tuple[Any, ...]]]:
    lo, hi = area_code.prefix_range(area)
    text = sql.text("control", statement)
    after = 0
    while rows := sql.tuples(text, lo=lo, hi=hi, after=after, limit=CHUNK, **parameters):
        after = rows[-1][0]
        yield rows


def _measure(row: tuple[Any, ...]) -> tuple[str, ...]:
    _, uid, person, name, area, disease, measure, place, step, starts, ends, *rest = row
    issued, served, released, state, issuer = rest
    return (
        str(uid),
        str(person),
        name,
        area,
        disease,
        MEASURES.get(measure, measure),
        PLACES.get(place, place),
        str(step),
        starts.isoformat(),
        ends.isoformat(),
        STATE_NAMES[MeasureState(state)],
        *(_shown(moment) for moment in (issued, served, released)),
        issuer,
    )


def _reading(row: tuple[Any, ...]) -> tuple[str, ...]:
    _, person, name, area, on, slot, happened, celsius, symptoms, by = row
    clock = happened.astimezone(ZONE).strftime("%H:%M:%S")
    return (
        str(person),
        name,
        area,
        on.isoformat(),
        SLOT_NAMES[Slot(slot)],
        clock,
        str(celsius),
        symptoms,
        by,
    )


def _shown(moment: datetime | None) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""
