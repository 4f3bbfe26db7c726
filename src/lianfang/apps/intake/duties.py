"""Duty kinds of intake: pushed persons are checked, doubtful rows decided, forwarded rows acknowledged."""

from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.intake.rules import checks
from lianfang.apps.intake.terms import TOP_DOWN
from lianfang.core.duty.terms import DutyKind

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
)

KINDS: Final[tuple[DutyKind, ...]] = (PUSH_CHECK, REVIEW_DECIDED, FORWARD_ACKNOWLEDGED)
