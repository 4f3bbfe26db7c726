"""Duty kinds of intake: pushed persons are checked, doubtful rows decided, forwarded rows acknowledged."""

from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.intake.rules import checks
from lianfang.apps.intake.terms import REJECTS, TOP_DOWN
from lianfang.core.duty.terms import DutyKind
from lianfang.core.retention.terms import FileColumn, Folder, Purpose

APP: Final = "intake"

PUSH_CHECK: Final = DutyKind(
    code="push_check",
    name="推送人员核查",
    phrase="应查尽查",
    app=APP,
    statement="slots_push_check",
    subject="person",
    post=PostCode.GRID_WORKER,
    source="推送人员48小时内核查到人（各地24至48小时，C）",
    constants={
        "within": checks.CHECK_WITHIN,
        "pushes": sorted(TOP_DOWN),
        "settling": sorted(checks.SETTLES),
    },
)
REVIEW_DECIDED: Final = DutyKind(
    code="review_decided",
    name="存疑行研判",
    phrase="应判尽判",
    app=APP,
    statement="slots_review_decided",
    subject="row",
    post=PostCode.TOWN_CLERK,
    source="存疑行24小时内研判，不占用核查时限的一半以上（本系统规定）",
    constants={"within": checks.DECIDE_WITHIN},
    page="intake:reviews",
)
FORWARD_ACKNOWLEDGED: Final = DutyKind(
    code="forward_acknowledged",
    name="转交信息签收",
    phrase="应接尽接",
    app=APP,
    statement="slots_forward_acknowledged",
    subject="forward",
    post=PostCode.TOWN_CLERK,
    source="转交外地或其他乡镇的人员24小时内签收（协查函惯例，C）",
    constants={"within": checks.ACKNOWLEDGE_WITHIN},
    page="intake:forwards",
)

KINDS: Final[tuple[DutyKind, ...]] = (PUSH_CHECK, REVIEW_DECIDED, FORWARD_ACKNOWLEDGED)

CONTENT_KEPT: Final = timedelta(days=60)


_forgotten = partial(
    Purpose,
    app=APP,
    keep=CONTENT_KEPT,
    ground="个人信息保护法第四十七条：目的已实现即主动删除；60天为本地规定",
    certainty="C",
)


RETENTION: tuple[Purpose, ...] = (
    _forgotten("cells", "名单原始内容和原件", "forget_cells", "名单处理完毕；待复核的行不删"),
    _forgotten("submissions", "上交的文件", "forget_submissions", "上交时间"),
)
FILES: tuple[FileColumn, ...] = (
    FileColumn("intake_batch", keep=CONTENT_KEPT, since="done_at"),  # its hash stays: a list is known again
    FileColumn("intake_submission"),
)
FOLDERS: tuple[Folder, ...] = (Folder(REJECTS, timedelta(days=3)),)
