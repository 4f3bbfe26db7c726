"""The duty kinds of inspection: mend what was found, look again, leave no place unvisited, be on duty."""

from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.inspection import queries
from lianfang.apps.inspection.rules import shifts, weights, workflow
from lianfang.core.duty.terms import DutyKind, PageOf
from lianfang.core.retention.terms import FileColumn, Purpose

APP: Final = "inspection"
NOTICE: Final = timedelta(days=7)
"""How long before its norm runs out a target stands on the list; local (C)."""

FINDING_RECTIFIED: Final = DutyKind(
    code="finding_rectified",
    name="督查问题整改",
    phrase="应改尽改",
    app=APP,
    statement="slots_finding_rectified",
    subject="finding",
    post="",
    source="督查情况告知单写明的期限；立行立改24小时（地方，C）",
    constants={"again_within": workflow.AGAIN_WITHIN},
    page="inspection:finding",
    page_of=PageOf.SUBJECT,
)
FINDING_RECHECKED: Final = DutyKind(
    code="finding_rechecked",
    name="督查问题回头看",
    phrase="应查尽查",
    app=APP,
    statement="slots_finding_rechecked",
    subject="finding",
    post=PostCode.COUNTY_OFFICE,
    source="整改后三日内由他人复查，合格销号（地方，C）",
    constants={"within": workflow.RECHECK_WITHIN},
    page="inspection:finding",
    page_of=PageOf.SUBJECT,
)
NEVER_VISITED: Final = DutyKind(
    code="never_visited",
    name="到期未督查",
    phrase="应督尽督",
    app=APP,
    statement="slots_never_visited",
    subject="target",
    post=PostCode.COUNTY_OFFICE,
    source="各类场所的督查周期（地方，C）",
    constants={
        "kinds": list(weights.NORM_DAYS),
        "days": list(weights.NORM_DAYS.values()),
        "notice": NOTICE,
    },
    page="inspection:campaigns",
)
ON_DUTY: Final = DutyKind(
    code="on_duty",
    name="值班签到",
    phrase="应到尽到",
    app=APP,
    statement="slots_on_duty",
    subject="shift",
    post="",
    source="24小时值班、领导带班，开班十分钟内签到（地方，C）",
    constants={"within": shifts.CHECKED_IN_WITHIN},
    page="inspection:rosters",
)
SUBJECT_NAMES: Final = {
    "finding": queries.finding_names,
    "target": queries.target_names,
    "shift": queries.shift_names,
}
KINDS: Final = (FINDING_RECTIFIED, FINDING_RECHECKED, NEVER_VISITED, ON_DUTY)

_forgotten = partial(
    Purpose,
    app=APP,
    keep=timedelta(days=3 * 365),
    ground="个人信息保护法第十九条：目的所必要的最短时间；三年为本地规定，问责和复核用",
    certainty="C",
)


RETENTION: tuple[Purpose, ...] = (
    _forgotten("evidence", "督查照片", "forget_evidence", "问题销号或撤销"),
    _forgotten("signatures", "检查在场人的手写签名", "forget_signatures", "检查之日"),
    _forgotten("outcomes", "问责和表扬", "forget_outcomes", "作出之日"),
    _forgotten("shift_events", "值班签到和换班", "forget_shift_events", "当班之日"),
)
FILES: tuple[FileColumn, ...] = (FileColumn("inspection_evidence"), FileColumn("inspection_signature"))
