"""The duty kinds of control: what an order makes due, who holds it, and by when."""

from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.control.rules import monitoring
from lianfang.apps.people import queries as people
from lianfang.core.duty.terms import DutyKind
from lianfang.core.retention.terms import FileColumn, Purpose

APP: Final = "control"

NOTICE_SERVED: Final = DutyKind(
    code="notice_served",
    name="送达告知书",
    phrase="应告知尽告知",
    app=APP,
    statement="slots_notice_served",
    subject="person",
    post=PostCode.VILLAGE_SECRETARY,
    source="决定作出后24小时内送达（地方，C）；即时告知家属：行政强制法第二十条（A）",
    constants={"within": monitoring.NOTICE_WITHIN},
)
FIRST_VISIT: Final = DutyKind(
    code="first_visit",
    name="首次上门",
    phrase="应访尽访",
    app=APP,
    statement="slots_first_visit",
    subject="person",
    post=PostCode.GRID_WORKER,
    source="居家人员在决定作出后24小时内上门、张贴标识（地方，C）",
    constants={"within": monitoring.VISIT_WITHIN, "places_at_home": list(monitoring.AT_HOME)},
)
TEMPERATURE: Final = DutyKind(
    code="temperature",
    name="每日测温",
    phrase="应测尽测",
    app=APP,
    statement="slots_temperature",
    subject="person",
    post=PostCode.VILLAGE_DOCTOR,
    source="每日两次测温，下午16时前上报（乡镇意见第13条，C）；上午10时前（地方，C）",
    constants={
        "am_opens": monitoring.AM_OPENS,
        "am_due": monitoring.AM_DUE,
        "pm_opens": monitoring.PM_OPENS,
        "pm_due": monitoring.PM_DUE,
    },
)
CALL: Final = DutyKind(
    code="call",
    name="每日两次通话",
    phrase="应问尽问",
    app=APP,
    statement="slots_call",
    subject="person",
    post=PostCode.VILLAGE_CADRE,
    source="居家人员一名干部、一名医生包保，每日两次电话（地方，C）",
    constants={
        "am_opens": monitoring.AM_OPENS,
        "am_due": monitoring.AM_CALL_DUE,
        "pm_opens": monitoring.PM_OPENS,
        "pm_due": monitoring.PM_CALL_DUE,
    },
)
MISSING_READING_FOLLOWED: Final = DutyKind(
    code="missing_reading_followed",
    name="漏报体温追访",
    phrase="应追尽追",
    app=APP,
    statement="slots_missing_reading_followed",
    subject="person",
    post=PostCode.GRID_WORKER,
    source="未按时报体温的，2小时内电话、4小时内敲门（地方，C）",
    constants={
        "am_due": monitoring.AM_DUE,
        "pm_due": monitoring.PM_DUE,
        "call_within": monitoring.CALL_AFTER_MISSED,
        "knock_within": monitoring.KNOCK_AFTER_MISSED,
    },
    follows=TEMPERATURE.code,
)
FEVER_TRANSFER: Final = DutyKind(
    code="fever_transfer",
    name="发热转运",
    phrase="应转尽转",
    app=APP,
    statement="slots_fever_transfer",
    subject="person",
    post=PostCode.HEALTH_CENTRE_HEAD,
    source="体温≥37.3℃或有症状的，2小时内闭环转运至定点发热门诊（M）",
    constants={
        "within": monitoring.TRANSFER_WITHIN,
        "sought": monitoring.TRANSFER_SOUGHT,
        "sought_days": monitoring.TRANSFER_SOUGHT.days,
    },
)
TEST_TAKEN: Final = DutyKind(
    code="test_taken",
    name="按日检测",
    phrase="应检尽检",
    app=APP,
    statement="slots_test_taken",
    subject="person",
    post=PostCode.VILLAGE_DOCTOR,
    source="政策表规定的检测日，当日完成（随方案，见决定所依据的条款）",
)
RELEASE_ON_TIME: Final = DutyKind(
    code="release_on_time",
    name="到期解除",
    phrase="应解尽解",
    app=APP,
    statement="slots_release_on_time",
    subject="person",
    post=PostCode.TOWN_CLERK,
    source="不得超过规定期限（传染病防治法，B；行政强制法第二十条，A）；当日12时前（地方，C）",
    constants={"release_by": monitoring.RELEASE_BY},
    page="control:releases",
)
APPEAL_ANSWERED: Final = DutyKind(
    code="appeal_answered",
    name="答复申诉",
    phrase="应答尽答",
    app=APP,
    statement="slots_appeal_answered",
    subject="person",
    post=PostCode.COUNTY_OFFICE,
    source="申诉48小时内答复（湖北健康码规定，C）；申诉不停止措施执行（传染病防治法，B）",
    constants={"within": monitoring.APPEAL_WITHIN},
)

SUBJECT_NAMES: Final = {"person": people.names_by_uid}
KINDS: Final = (
    NOTICE_SERVED,
    FIRST_VISIT,
    TEMPERATURE,
    CALL,
    MISSING_READING_FOLLOWED,
    FEVER_TRANSFER,
    TEST_TAKEN,
    RELEASE_ON_TIME,
    APPEAL_ANSWERED,
)


_forgotten = partial(
    Purpose,
    app=APP,
    counted_from="本人最后一项措施结束",
    keep=timedelta(days=180),
    ground="个人信息保护法第四十七条：目的已实现即主动删除；180天为本地规定",
    certainty="C",
)


RETENTION: tuple[Purpose, ...] = (
    _forgotten("readings", "体温", "forget_readings"),
    _forgotten("encounters", "走访和电话", "forget_encounters"),
    _forgotten("results", "检测结果", "forget_results"),
    _forgotten("photographs", "走访照片", "forget_photographs"),
    _forgotten(
        "sheaves", "成批文书的文件", "forget_sheaves", keep=timedelta(days=2), counted_from="要求打印"
    ),
)
FILES: tuple[FileColumn, ...] = (FileColumn("control_photograph"), FileColumn("control_noticesheaf"))
