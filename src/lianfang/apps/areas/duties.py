"""Duties of places: a vacant post is filled; and who holds any duty anywhere."""

from lianfang.apps.areas import rules
from lianfang.core.duty.registry import HolderSource
from lianfang.core.duty.terms import DutyKind

KINDS: tuple[DutyKind, ...] = (
    DutyKind(
        code="post_filled",
        name="岗位补缺",
        phrase="应补尽补",
        app="areas",
        statement="slots_post_filled",
        subject="post",
        post=rules.AREA_SUPERIOR,
        source="五级书记责任意见：定人定岗，不留空档；24小时为本地规定（C）",
        constants={"within": rules.VACANCY_FILLED_WITHIN},
    ),
)

HOLDERS = HolderSource(app="areas", statement="holders", parameters=rules.holder_parameters)
