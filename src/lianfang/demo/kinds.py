"""The kinds of lists: who is on them, how their clerks write, what their columns are called.

Each layout is a list as its sender makes it: an order and a wording of columns of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from lianfang.demo.rows import Manner

AREAS = ("high_risk_area", "medium_risk_area", "low_risk_area")
CONTACTS = ("close_contact", "secondary_contact")
LEVEL = pl.col("level")
EXPOSURE = pl.col("exposure")
NOTHING = pl.lit(None, pl.String)


def text(column: str) -> pl.Expr:
    """A column of the rows as it stands."""
    return pl.col(column).cast(pl.String)


def worded(column: pl.Expr, wording: Mapping[str, str], otherwise: str | None = None) -> pl.Expr:
    """A code in the sender's words."""
    return column.replace_strict(wording, default=otherwise, return_dtype=pl.String)


SERIAL = (pl.int_range(pl.len()) + 1).cast(pl.String)
REMARKS = pl.Series(["", "", "", "", "已电话联系", "电话无人接听", "需核实住址", "与家人同行", "外出务工"])
REMARK = pl.lit(REMARKS).gather(pl.int_range(pl.len()) * 7 % len(REMARKS))
DOCUMENTS = {
    "national_id": "居民身份证",
    "passport": "护照",
    "hk_macao_permit": "港澳居民来往内地通行证",
    "taiwan_permit": "台湾居民来往大陆通行证",
    "foreign_residence": "外国人永久居留身份证",
}
DOCUMENT = worded(pl.col("id_kind"), DOCUMENTS)
ROLES = ("户主", "配偶", "子女", "父亲", "母亲", "孙子女")
PLACE = {"high": "高风险区", "medium": "中风险区", "low": "低风险区"}
GRADE = {"high": "高", "medium": "中", "low": "低"}
RISK = {"high": "高风险", "medium": "中风险", "low": "低风险"}
ABROAD = pl.when(EXPOSURE == "overseas").then(pl.lit("境外"))


@dataclass(frozen=True)
class Layout:
    """A sheet's columns: heading, cell, and the group of headings it stands under."""

    columns: tuple[tuple[str, pl.Expr], ...]
    groups: tuple[str, ...] = ()
    merged: tuple[int, ...] = ()

    @property
    def headings(self) -> list[str]:
        """What the columns are called."""
        return [heading for heading, _ in self.columns]

    def cells(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The cells of the rows, empty where there is nothing to say."""
        return rows.select(
            pl.when(cell != "").then(cell).alias(f"{place}") for place, (_, cell) in enumerate(self.columns)
        )


@dataclass(frozen=True)
class Kind:
    """A kind of list: its channel, rows at scale 1, whose exposures it tells, manner and layout."""

    channel: str
    rows: int
    exposures: tuple[str, ...]
    manner: Manner
    layout: Layout


POLICE = Kind(
    channel="police_push",
    rows=3000,
    exposures=AREAS,
    manner=Manner(addresses={"full": 2, "county": 6, "town": 2}, days="iso", tells=frozenset({"sex"})),
    layout=Layout(
        (
            ("序号", SERIAL),
            ("姓名", text("name")),
            ("性别", text("sex_text")),
            ("公民身份号码", text("id")),
            ("联系电话", text("phone")),
            ("风险来源地", text("origin")),
            ("风险等级", worded(LEVEL, PLACE)),
            ("离开时间", text("left_text")),
            ("抵达时间", text("came_text")),
            ("现住址", text("address")),
            ("备注", REMARK),
        ),
        groups=("", *["基本信息"] * 4, *["行程信息"] * 4, "", ""),
    ),
)
POLICE_CONTACTS = Kind(
    channel="police_push",
    rows=900,
    exposures=CONTACTS,
    manner=Manner(addresses={"county": 5, "town": 5}, days="slash", key_day="last_exposure"),
    layout=Layout(
        (
            ("编号", SERIAL),
            (
                "人员类别",
                worded(EXPOSURE, {"close_contact": "密切接触者", "secondary_contact": "密接的密接"}),
            ),
            ("人员姓名", text("name")),
            ("手机号码", text("phone")),
            ("证件号", text("id")),
            ("末次接触时间", text("left_text")),
            ("目前居住地", text("address")),
            ("备注", REMARK),
        )
    ),
)
TRANSPORT = Kind(
    channel="transport_push",
    rows=2400,
    exposures=(*AREAS, "returnee", "overseas"),
    manner=Manner(addresses={"county": 4, "town": 4, "city": 2}, days="compact"),
    layout=Layout(
        (
            ("到站日期", text("came_text")),
            ("车次/航班", pl.lit("G") + (pl.col("birth_date").dt.ordinal_day() + 1100).cast(pl.String)),
            (
                "席位",
                (pl.int_range(pl.len()) % 16 + 1).cast(pl.String).str.zfill(2)
                + "车"
                + SERIAL.str.tail(2)
                + "号",
            ),
            ("旅客姓名", text("name")),
            ("证件类型", DOCUMENT),
            ("证件号码", text("id")),
            ("始发地", text("origin")),
            ("始发地风险等级", pl.coalesce(worded(LEVEL, GRADE), ABROAD, pl.lit("无"))),
            ("到站", pl.lit("澜砚站")),
            ("旅客电话", text("phone")),
            ("目的地详细地址", text("address")),
        )
    ),
)
TELECOM = Kind(
    channel="telecom_push",
    rows=5000,
    exposures=AREAS,
    manner=Manner(addresses={"town_only": 1}, days="moment", has_id=False, shorter={"missing": 0.02}),
    layout=Layout(
        (
            ("手机号码", text("phone")),
            ("机主姓名", text("name")),
            ("漫游来源地", text("origin")),
            ("来源地风险等级", worded(LEVEL, PLACE)),
            ("离开来源地时间", text("left_text")),
            ("进入本县时间", text("came_text")),
            ("当前驻留街镇", text("town_cell")),
        )
    ),
)
UPPER = Kind(
    channel="upper_push",
    rows=600,
    exposures=(*CONTACTS, "closed_loop_exit"),
    manner=Manner(
        addresses={"town": 8, "county": 2},
        days="month_day",
        key_day="last_exposure",
        tells=frozenset({"sex", "age"}),
    ),
    layout=Layout(
        (
            ("序号", SERIAL),
            ("姓名", text("name")),
            ("性别", text("sex_text")),
            ("年龄", text("age_text")),
            ("身份证号/护照号", text("id")),
            ("联系方式", text("phone")),
            (
                "管控类别",
                worded(
                    EXPOSURE,
                    {
                        "close_contact": "密接",
                        "secondary_contact": "次密接",
                        "closed_loop_exit": "闭环作业结束人员",
                    },
                ),
            ),
            ("末次接触（暴露）时间", text("left_text")),
            ("所在乡镇（街道）", text("town_cell")),
            ("村（社区）", text("village_cell")),
            ("详细地址", text("detail_cell")),
            ("备注", REMARK),
        )
    ),
)
SELF_REPORT = Kind(
    channel="self_report",
    rows=2500,
    exposures=(*AREAS, "overseas", "returnee"),
    manner=Manner(
        addresses={"full": 4, "county": 4, "town": 2}, days="slash", tells=frozenset({"birth", "sex"})
    ),
    layout=Layout(
        (
            ("提交时间", pl.col("arrived").dt.strftime("%Y-%m-%d ") + pl.col("clock")),
            ("您的姓名", text("name")),
            ("您的性别", text("sex_text")),
            ("您的身份证号", text("id")),
            ("您的出生日期", text("birth_text")),
            ("您的手机号", text("phone")),
            ("您从哪里来", text("origin")),
            ("来源地风险等级", pl.coalesce(worded(LEVEL, RISK), ABROAD, pl.lit("常态化防控区"))),
            ("离开时间", text("left_text")),
            ("到达本县日期", text("came_text")),
            ("在本县居住地址", text("address")),
            ("您的职业", text("occupation")),
        )
    ),
)
DOOR = Kind(
    channel="door_to_door",
    rows=400,
    exposures=(),
    manner=Manner(addresses={"town": 3, "county": 7}, days="chinese", tells=frozenset({"sex"})),
    layout=Layout(
        (
            ("序号", SERIAL),
            ("户主", text("head")),
            ("姓名", text("name")),
            ("与户主关系", text("relation")),
            ("性别", text("sex_text")),
            ("身份证号码", text("id")),
            ("电话", text("phone")),
            ("所在村（社区）", text("village_cell")),
            ("组（楼栋）门牌", text("detail_cell")),
            ("返乡来乡日期", text("came_text")),
            ("从何地返回", text("origin")),
            ("风险等级", pl.coalesce(worded(LEVEL, RISK), ABROAD)),
            ("备注", REMARK),
        ),
        merged=(1,),
    ),
)
HOTEL = Kind(
    channel="hotel",
    rows=600,
    exposures=(*AREAS, "overseas", "returnee"),
    manner=Manner(addresses={"village_only": 3, "town": 7}, days="dots", tells=frozenset({"sex"})),
    layout=Layout(
        (
            ("房号", (pl.int_range(pl.len()) // 2 % 40 + 301).cast(pl.String)),
            ("旅客姓名", text("name")),
            ("性别", text("sex_text")),
            ("证件类型", DOCUMENT),
            ("证件号码", text("id")),
            ("联系电话", text("phone")),
            ("户籍地址", text("registered_home")),
            ("来自何地", text("origin")),
            ("来源地风险等级", pl.coalesce(worded(LEVEL, RISK), ABROAD, pl.lit("无风险"))),
            ("离开来源地日期", text("left_text")),
            ("入住日期", text("came_text")),
            ("现住地", text("address")),
        )
    ),
)
KINDS: Mapping[str, Kind] = {
    "police": POLICE,
    "police-contacts": POLICE_CONTACTS,
    "transport": TRANSPORT,
    "telecom": TELECOM,
    "upper": UPPER,
    "self-report": SELF_REPORT,
}
