"""How long hand-overs are kept."""

from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.core.retention.terms import Purpose

KEPT: Final = timedelta(days=365)

_forgotten = partial(
    Purpose,
    app="exchange",
    keep=KEPT,
    ground="个人信息保护法第十九条：目的所必要的最短时间；年限为本地规定",
    certainty="C",
)

RETENTION: tuple[Purpose, ...] = (
    _forgotten("hand_overs", "发出的信封和回执", "forget_messages", "报表所属日期；各方最后一号不删"),
    _forgotten("hand_overs_in", "收到的信封和回执", "forget_received", "报表所属日期；各方最后一号不删"),
)
