"""How soon a case is reported and investigated, with the source of each hour."""

from datetime import date
from typing import Final

from lianfang.apps.policy.terms import Disease

REPORT_HOURS: Final = 24
"""Where the profile of a disease says nothing: 24 h of classes B and C (信息报告管理规范 2026, B)."""
URGENT_HOURS: Final = 2
"""Class A, and what was managed as class A on the day of the diagnosis (信息报告管理规范, B)."""
REPORT_SOURCE: Final = "病种表的报告时限：甲类和按甲类管理的2小时，其他乙类、丙类24小时（B）"
POSITIVE_HOURS: Final = 2
POSITIVE_SOURCE: Final = "甲类和按甲类管理的传染病2小时内报告（B）；阳性结果登记后起算（地方，M）"
STRANGER_HOURS: Final = 8
STRANGER_SOURCE: Final = "登记中没有的接触者，与密接一样8小时内查明（地方，C）"
TRAJECTORY_HOURS: Final = 4
"""Where the policy in force says nothing (`case_clocks` of a pack)."""
TRAJECTORY_SOURCE: Final = "政策包的病例时限；没有写的按地方常用“2+4+24”，核心轨迹4小时（C）"
INVESTIGATED_HOURS: Final = 24
INVESTIGATED_SOURCE: Final = "个案调查24小时（B）"


def report_hours(profile: Disease | None, *, on: date) -> int:
    """Within how many hours a case that is diagnosed on a day is reported, by the profile of its disease."""
    if profile is None:
        return REPORT_HOURS
    if profile.as_class_a_until is not None and on < profile.as_class_a_until:
        return URGENT_HOURS
    return profile.report_hours or REPORT_HOURS
