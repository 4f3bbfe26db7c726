"""The duty kinds of testing: groups tested, pools resulted, their members held and re-tested; retention."""

from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.testing import queries
from lianfang.apps.testing.rules import clocks
from lianfang.core.duty.terms import DutyKind
from lianfang.core.retention.terms import Purpose

APP: Final = "testing"

TEST_DUE: Final = DutyKind(
    code="test_due",
    name="重点人群检测",
    phrase="应检尽检",
    app=APP,
    statement="slots_test_due",
    subject="person",
    post=PostCode.VILLAGE_DOCTOR,
    source="检测项目规定的间隔，依据和可信程度见项目",
)
POOL_HELD: Final = DutyKind(
    code="pool_held",
    name="混管阳性：原地等候",
    phrase="应管尽管",
    app=APP,
    statement="slots_pool_held",
    subject="person",
    post=PostCode.VILLAGE_SECRETARY,
    source="混样阳性的，管内人员立即原地隔离、等候复核（B）；2小时内通知到人（地方，M）",
    constants={"within": clocks.HELD_WITHIN},
)
RETEST_DUE: Final = DutyKind(
    code="retest_due",
    name="混管阳性：单采复核",
    phrase="应检尽检",
    app=APP,
    statement="slots_retest_due",
    subject="person",
    post=PostCode.VILLAGE_DOCTOR,
    source="混样阳性的，逐人单采复核（B）；12小时内（地方，M）",
    constants={"within": clocks.RETESTED_WITHIN},
)
TUBE_RESULTED: Final = DutyKind(
    code="tube_resulted",
    name="采样管出结果",
    phrase="应检尽检",
    app=APP,
    statement="slots_tube_resulted",
    subject="tube",
    post=PostCode.HEALTH_CENTRE_HEAD,
    source="应检尽检人员24小时内出结果（M）",
    constants={"within": clocks.RESULT_WITHIN},
    page="testing:tubes",
)
KINDS: Final = (TEST_DUE, POOL_HELD, RETEST_DUE, TUBE_RESULTED)
SUBJECT_NAMES: Final = {"tube": queries.tube_names}

_forgotten = partial(
    Purpose,
    app=APP,
    keep=timedelta(days=180),
    ground="个人信息保护法第四十七条：目的已实现即主动删除；180天为本地规定",
    certainty="C",
)
RETENTION: tuple[Purpose, ...] = (
    _forgotten("samples", "采样登记", statement="forget_samples", counted_from="采样之日"),
    _forgotten(
        "targets",
        "轮次的应检名单",
        statement="forget_targets",
        counted_from="轮次结束",
        keep=timedelta(days=30),
    ),
    _forgotten("members", "检测项目的名单", statement="forget_members", counted_from="离开名单"),
    _forgotten("exemptions", "检测豁免", statement="forget_exemptions", counted_from="豁免到期"),
)
