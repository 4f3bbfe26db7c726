"""Invented venues of the small county, and files of who was there."""

from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
from tests.factories.places import AT, COUNTY, VILLAGE

from lianfang.apps.venues import operations
from lianfang.apps.venues.terms import FileAccount
from lianfang.core.access.terms import SYSTEM

NOW = AT + timedelta(days=9)
MARKET, TRAIN, CLINIC, ELSEWHERE = "SC-0001", "D9901", "YL-0001", "SC-0002"
TEAHOUSE = "990121200201"


def moment(day: int, clock: str) -> str:
    """A moment of July 2022 as files write it."""
    return f"2022-07-{day:02} {clock}"


def load_venues(folder: Path) -> FileAccount:
    """Register the market and clinic of one village, the train of the county, a teahouse elsewhere."""
    rows = [
        (MARKET, "东街市场", "市场", VILLAGE, "东街1号", "是", "否"),
        (TRAIN, "D9901次", "列车", COUNTY, "", "", ""),
        (CLINIC, "北山卫生室", "医疗机构", VILLAGE, "", "", ""),
        (ELSEWHERE, "柳林茶馆", "餐饮店", TEAHOUSE, "", "", ""),
    ]
    path = folder / "场所.csv"
    columns = ("场所码", "名称", "种类", "区划代码", "地址", "封闭", "通风")
    pl.DataFrame(rows, schema=columns, orient="row").write_csv(path)
    return operations.load_venues(path, by=SYSTEM, at=NOW)


def observed(folder: Path, *rows: tuple[str, ...], name: str = "扫码.csv") -> Path:
    """A file of rows: number (or telephone), venue, from, until, seat."""
    path = folder / name
    columns = ("证件号码", "电话", "场所码", "到达时间", "离开时间", "座位号")
    whole = [_split(row) for row in rows]
    pl.DataFrame(whole, schema=columns, orient="row").write_csv(path)
    return path


def _split(row: tuple[str, ...]) -> tuple[str, ...]:
    who, *rest = row
    phone = len(who) == 11
    filled = (*rest, *[""] * (4 - len(rest)))
    return ("" if phone else who, who if phone else "", *filled)


def at(day: int, clock: str) -> datetime:
    """The same moment, aware."""
    return datetime.fromisoformat(f"{moment(day, clock)}+08:00")
