"""How long venues keep what was observed there, and what goes with the rows that named it."""

from functools import partial
from typing import Final

from lianfang.apps.venues import operations
from lianfang.apps.venues.rules import limits
from lianfang.core.retention.terms import Purpose

_forgotten = partial(
    Purpose,
    app="venues",
    ground="突发公共卫生事件应对法第八十五条：应对中取得的个人信息只用于应对；个人信息保护法第十九条：最短时间；天数为本地规定",
    certainty="C",
)

RETENTION: Final[tuple[Purpose, ...]] = (
    _forgotten("presence_parts", "扫码、通行、乘车、就诊记录", "forget_parts", "到达之日", limits.KEPT),
    _forgotten("presence_recent", "近日记录的速查副本", "forget_presence", "到达之日", limits.RECENT),
    _forgotten("presence_visitors", "未登记人员的号码", "forget_visitors", "最近一次到达之日", limits.KEPT),
)
SWEEPERS: Final = (operations.sweep,)
