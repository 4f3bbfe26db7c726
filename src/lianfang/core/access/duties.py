"""What access keeps no longer than its purpose: the sign-in log, one-time codes, tokens that ended."""

from datetime import timedelta

from lianfang.core.retention.terms import Purpose

HALF_A_YEAR = timedelta(days=183)

RETENTION: tuple[Purpose, ...] = (
    Purpose(
        code="sign_ins",
        name="登录记录",
        app="core.access",
        statement="forget_sign_ins",
        keep=HALF_A_YEAR,
        counted_from="登录时间",
        ground="网络安全法第二十一条：网络日志留存不少于六个月；期满删除依个人信息保护法第十九条",
        certainty="A",
    ),
    Purpose(
        code="entries",
        name="用过或过期的一次性链接",
        app="core.access",
        statement="forget_entries",
        keep=timedelta(days=30),
        counted_from="过期时间",
        ground="个人信息保护法第十九条；30天为本地规定",
        certainty="C",
    ),
)
