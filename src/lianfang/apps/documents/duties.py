"""What documents promise: how long the traces of drafts are kept. An issued document is an archive."""

from datetime import timedelta

from lianfang.core.retention.terms import Purpose

RETENTION: tuple[Purpose, ...] = (
    Purpose(
        code="draft_papers",
        name="未签发文稿的数字清单",
        app="documents",
        statement="forget_papers",
        keep=timedelta(days=180),
        counted_from="文稿生成",
        ground="个人信息保护法第十九条：实现处理目的所必要的最短时间；180天为本地规定",
        certainty="C",
    ),
)
