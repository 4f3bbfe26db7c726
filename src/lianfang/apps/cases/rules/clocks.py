"""How soon a case is reported and investigated, with the source of each hour."""

from typing import Final

REPORT_HOURS: Final = 24
"""Where the profile of a disease says nothing: 24 h of classes B and C (信息报告管理规范 2026, B)."""
REPORT_SOURCE: Final = "病种表的报告时限：甲类和按甲类管理的2小时，其他乙类、丙类24小时（B）"
TRAJECTORY_HOURS: Final = 4
TRAJECTORY_SOURCE: Final = "地方常用“2+4+24”：核心轨迹4小时（C）"
INVESTIGATED_HOURS: Final = 24
INVESTIGATED_SOURCE: Final = "个案调查24小时（B）"
