"""The duty kinds of forms: hand in what is expected, decide on it, settle what is disputed."""

from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.apps.forms import queries
from lianfang.apps.forms.rules.doubts import CORRECTED, SEEN_WITHIN
from lianfang.core.duty.terms import DutyKind, PageOf
from lianfang.core.retention.terms import Purpose

APP: Final = "forms"
KEPT: Final = timedelta(hours=24)
"""How long after its time a missing report stays on the work list; it stays counted as missing."""
AGAIN_WITHIN: Final = timedelta(hours=2)
DECIDED_WITHIN: Final = timedelta(hours=4)
SETTLED_WITHIN: Final = timedelta(hours=24)

REPORT_SUBMITTED: Final = DutyKind(
    code="report_submitted",
    name="报表上报",
    phrase="应报尽报",
    app=APP,
    statement="slots_report_submitted",
    subject="expected_report",
    post="",
    source="日报告、零报告，各表写明的时限；退回后两小时内更正（地方，C）",
    constants={"again_within": AGAIN_WITHIN, "kept": KEPT},
    page="forms:entry",
    page_of=PageOf.SUBJECT,
)
REPORT_DECIDED: Final = DutyKind(
    code="report_decided",
    name="报表接收",
    phrase="应收尽收",
    app=APP,
    statement="slots_report_decided",
    subject="report",
    post="",
    source="上报后四小时内接收或退回（地方，C）",
    constants={"within": DECIDED_WITHIN},
    page="forms:report",
    page_of=PageOf.SUBJECT,
)
DISPUTE_SETTLED: Final = DutyKind(
    code="dispute_settled",
    name="台账异议裁定",
    phrase="应核尽核",
    app=APP,
    statement="slots_dispute_settled",
    subject="dispute",
    post="",
    source="提出后二十四小时内对照两边名单裁定（地方，C）",
    constants={"within": SETTLED_WITHIN},
    page="forms:dispute",
    page_of=PageOf.SUBJECT,
)
DOUBT_SEEN: Final = DutyKind(
    code="doubt_seen",
    name="报表疑点核实",
    phrase="应核尽核",
    app=APP,
    statement="slots_doubt_seen",
    subject="doubt",
    post="",
    source="接收报表的一级二十四小时内核实并写明结果（地方，C）",
    constants={"within": SEEN_WITHIN, "corrected": list(CORRECTED)},
    page="forms:doubt",
    page_of=PageOf.SUBJECT,
)
SUBJECT_NAMES: Final = {
    "expected_report": queries.expected_names,
    "report": queries.report_names,
    "dispute": queries.dispute_names,
    "doubt": queries.doubt_names,
}
KINDS: Final = (REPORT_SUBMITTED, REPORT_DECIDED, DISPUTE_SETTLED, DOUBT_SEEN)
YEAR: Final = timedelta(days=365)


_forgotten = partial(
    Purpose,
    app=APP,
    ground="个人信息保护法第十九条：目的所必要的最短时间；年限为本地规定",
    certainty="C",
)


RETENTION: tuple[Purpose, ...] = (
    _forgotten("report_persons", "报表所列人员", "forget_report_persons", "报表所属日期", YEAR),
    _forgotten("dispute_persons", "异议所列人员", "forget_dispute_persons", "裁定之日", YEAR),
    _forgotten("reports", "报表及其更正、接收和疑点", "forget_reports", "报表所属日期", 3 * YEAR),
    _forgotten("handed_reports", "下级移交的报表", "forget_handed", "报表所属日期", 3 * YEAR),
)
