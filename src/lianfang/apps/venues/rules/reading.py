"""Files of observations and of venues: which column means what, what each row says or why it can't be used.

Every cell comes as text, a chunk of rows at a time. A row whose `fault` is set names the column of its fault.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import polars as pl

from lianfang.apps.intake.reading import headed
from lianfang.apps.intake.reading.headed import Sort
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import (
    PRESENCE_KIND_NAMES,
    VENUE_KIND_NAMES,
    PresenceKind,
    RowFault,
    VenueKind,
)
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

FORMATS: Final = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M")
ZONED: Final = "%Y-%m-%d %H:%M:%S%.f%#z"
SECONDS: Final = r"^1[0-9]{9}$"


class Column(StrEnum):
    """What a column may mean, and how it is called where rows come back."""

    PERSON = "人员编号"
    ID_NUMBER = "身份证号"
    NAME = "姓名"
    PHONE = "电话"
    VENUE = "场所码"
    BEGINS = "到达时间"
    ENDS = "离开时间"
    KIND = "种类"
    SEAT = "座位"
    VENUE_NAME = "名称"
    AREA = "区划代码"
    ADDRESS = "地址"
    ENCLOSED = "封闭"
    VENTILATED = "通风"


WHO: Final = (Column.PERSON, Column.ID_NUMBER, Column.PHONE)
OBSERVED: Final = (*WHO, Column.NAME, Column.VENUE, Column.BEGINS, Column.ENDS, Column.KIND, Column.SEAT)
PLACES: Final = (
    *(Column.VENUE, Column.VENUE_NAME, Column.KIND, Column.AREA, Column.ADDRESS),
    *(Column.ENCLOSED, Column.VENTILATED),
)
WORDS: Final[Mapping[Column, str]] = {
    Column.PERSON: "person uid 人员编号 人员码",
    Column.ID_NUMBER: "id_number 身份证号 身份证号码 身份证 证件号码 证件号 公民身份号码",
    Column.NAME: "姓名",
    Column.PHONE: "phone 电话 手机 手机号 手机号码 联系电话 联系方式 电话号码",
    Column.VENUE: "venue code 场所码 场所编码 场所 卡口 车次 航班 航班号 班次 车牌 车牌号 船次",
    Column.BEGINS: "begins from time 时间 到达时间 进入时间 扫码时间 登记时间 通行时间"
    " 上车时间 乘车时间 发车时间 就诊时间",
    Column.ENDS: "ends until 离开时间 离场时间 下车时间 到站时间",
    Column.KIND: "kind 种类 类别 类型",
    Column.SEAT: "seat 座位 座位号 座号 席位",
    Column.VENUE_NAME: "name 名称 场所名称 单位名称",
    Column.AREA: "area 区划 区划代码 所在区划 村社区代码",
    Column.ADDRESS: "address 地址 详细地址",
    Column.ENCLOSED: "enclosed 封闭 是否封闭",
    Column.VENTILATED: "ventilated 通风 是否通风",
}
KINDS: Final = {
    **{name: kind.value for kind, name in PRESENCE_KIND_NAMES.items()},
    **{kind.value: kind.value for kind in PresenceKind},
    "扫码": "check_in",
    "登记": "check_in",
    "通行": "pass",
    "车票": "ticket",
    "机票": "ticket",
}
VENUE_KINDS: Final = {
    **{name: kind.value for kind, name in VENUE_KIND_NAMES.items()},
    **{kind.value: kind.value for kind in VenueKind},
}


class NotObservations(InputRefused):
    """A file without a table of the columns asked for."""

    code = "venues.not_observations"
    sentence = "文件“{file}”中没有找到表格。列名应有：{columns}。"


def _words(columns: tuple[Column, ...]) -> dict[str, str]:
    return {word: column for column in columns for word in WORDS[column].split(" ")}


OBSERVATIONS: Final = Sort(
    _words(OBSERVED),
    (WHO, (Column.VENUE,), (Column.BEGINS,)),
    "人员编号、身份证号或电话；场所码（车次）；到达时间",
)
VENUES: Final = Sort(
    _words(PLACES), ((Column.VENUE,), (Column.VENUE_NAME,), (Column.AREA,)), "场所码；名称；区划代码"
)


def chunks(path: Path, sort: Sort) -> Iterator[pl.DataFrame]:
    """The rows of a file, so many at a time: `sheet`, `row_no`, and every column of the sort as text.

    Raises a FileRefused, or NotObservations where no sheet has such a table.
    """
    found = False
    for chunk in headed.chunks(path, sort):
        found = True
        yield chunk
    if not found:
        raise NotObservations(file=path.name, columns=sort.told)


def observed(rows: pl.DataFrame, *, at: datetime) -> pl.DataFrame:
    """Rows with what they say: `begins, ends` in seconds, `kind` ("" where not said), `fault`, `column`."""
    now, oldest = int(at.timestamp()), int((at - limits.KEPT).timestamp())
    begins, ends = pl.col("begins"), pl.col("ends")
    read = rows.with_columns(
        seconds(Column.BEGINS).alias("begins"),
        pl.when(pl.col(Column.ENDS) == "")
        .then(seconds(Column.BEGINS))
        .otherwise(seconds(Column.ENDS))
        .alias("ends"),
        pl.col(Column.KIND).str.to_lowercase().replace_strict(KINDS, default="").alias("kind"),
    )
    nobody = pl.all_horizontal(pl.col(column) == "" for column in WHO)
    faults = (
        (nobody, RowFault.PERSON_MISSING, Column.PHONE),
        (pl.col(Column.VENUE) == "", RowFault.VENUE_MISSING, Column.VENUE),
        (pl.col(Column.BEGINS) == "", RowFault.TIME_MISSING, Column.BEGINS),
        (begins.is_null(), RowFault.TIME_UNREADABLE, Column.BEGINS),
        (ends.is_null(), RowFault.TIME_UNREADABLE, Column.ENDS),
        (begins > now, RowFault.AHEAD, Column.BEGINS),
        (begins < oldest, RowFault.TOO_OLD, Column.BEGINS),
        (ends < begins, RowFault.BACKWARDS, Column.ENDS),
        (ends - begins > limits.LONGEST_STAY.total_seconds(), RowFault.TOO_LONG, Column.ENDS),
        ((pl.col("kind") == "") & (pl.col(Column.KIND) != ""), RowFault.KIND_UNKNOWN, Column.KIND),
    )
    return with_faults(read, faults)


def with_faults(rows: pl.DataFrame, faults: tuple[tuple[pl.Expr, RowFault, Column], ...]) -> pl.DataFrame:
    """Rows with the first fault that holds of each, and its column; null where none does."""
    fault = pl.coalesce(pl.when(holds).then(pl.lit(fault.value)) for holds, fault, _ in faults)
    column = pl.coalesce(pl.when(holds).then(pl.lit(column.value)) for holds, _, column in faults)
    return rows.with_columns(fault.alias("fault"), column.alias("column"))


def seconds(column: str) -> pl.Expr:
    """A moment as written, in seconds since 1970, of the jurisdiction's zone where it names none."""
    text = (
        pl.col(column)
        .str.replace_all(r"[/年月]", "-")
        .str.replace("日", " ")
        .str.replace("T", " ", literal=True)
        .str.replace("  ", " ", literal=True)
        .str.replace(r"Z$", "+00:00")
    )
    local = pl.coalesce(text.str.to_datetime(form, time_unit="us", strict=False) for form in FORMATS)
    zoned = text.str.to_datetime(ZONED, time_unit="us", time_zone="UTC", strict=False)
    return pl.coalesce(
        local.dt.replace_time_zone(ZONE.key, ambiguous="earliest", non_existent="null").dt.epoch("s"),
        zoned.dt.epoch("s"),
        pl.when(text.str.contains(SECONDS)).then(text).cast(pl.Int64, strict=False),
    )


def day_of(column: str) -> pl.Expr:
    """The day of a moment in seconds, in the zone of the jurisdiction."""
    moment = pl.from_epoch(pl.col(column), time_unit="s").dt.replace_time_zone("UTC")
    return moment.dt.convert_time_zone(ZONE.key).dt.date()
