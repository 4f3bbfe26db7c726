"""Invented venues of the demonstration county, and who was there in the days before its morning."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

NAMES: Final = (
    ("LYSC-01", "墨池菜市场", "市场", "是", "否"),
    ("LYSC-02", "砚湖超市", "商店", "是", "是"),
    ("LYSC-03", "松烟茶馆", "餐饮店", "是", "否"),
    ("LYSC-04", "镇尺饭庄", "餐饮店", "是", "是"),
    ("LYSC-05", "笔架山棋牌室", "文娱场所", "是", "否"),
    ("LYSC-06", "砚湖宾馆", "宾馆", "是", "是"),
    ("LYSC-07", "澜砚政务大厅", "办事大厅", "是", "是"),
    ("LYYD-01", "墨池大药房", "药店", "是", "是"),
    ("LYYL-01", "城南卫生院门诊", "医疗机构", "是", "是"),
    ("LYKK-01", "砚口卡口", "卡口", "否", "是"),
    ("LYGJ-12", "澜砚公交12路", "公交车", "是", "是"),
    ("LYCY-07", "霁川至澜砚客车07班", "长途客车", "是", "否"),
)
"""Code, name, kind, enclosed, ventilated."""
CHECK_INS: Final = 2_500
DAYS: Final = 6
OPENS, CLOSES = 6 * 60, 21 * 60
STAYS: Final = (0, 0, 0, 15, 30, 45, 90, 120)
"""Minutes; where there are none, nobody scans on leaving."""
SEATED: Final = frozenset({"LYCY-07"})


def venue_table(villages: Sequence[str]) -> pl.DataFrame:
    """The venues as an office registers them, over some villages."""
    rows = [
        (code, name, kind, villages[place % len(villages)], enclosed, ventilated)
        for place, (code, name, kind, enclosed, ventilated) in enumerate(NAMES)
    ]
    columns = ("场所码", "名称", "种类", "区划代码", "封闭", "通风")
    return pl.DataFrame(rows, schema=columns, orient="row")


def check_in_table(persons: Sequence[str], *, until: datetime, seed: int) -> pl.DataFrame:
    """Check-ins of some persons, by uid, in the days before a moment."""
    draws = np.random.default_rng(seed)
    who = draws.integers(0, len(persons), CHECK_INS)
    where = draws.integers(0, len(NAMES), CHECK_INS)
    minutes = draws.integers(1, DAYS + 1, CHECK_INS) * 24 * 60 - draws.integers(OPENS, CLOSES, CHECK_INS)
    stays = draws.choice(STAYS, CHECK_INS)
    seats = draws.integers(1, 45, CHECK_INS)
    midnight = until.replace(hour=0, minute=0, second=0)
    rows = []
    for place in range(CHECK_INS):
        code = NAMES[where[place]][0]
        begins = midnight - timedelta(minutes=int(minutes[place]))
        ends = begins + timedelta(minutes=int(stays[place])) if stays[place] else None
        seat = str(seats[place]) if code in SEATED else ""
        rows.append((persons[who[place]], code, _written(begins), _written(ends), seat))
    columns = ("人员编号", "场所码", "到达时间", "离开时间", "座位号")
    return pl.DataFrame(rows, schema=columns, orient="row")


def _written(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
