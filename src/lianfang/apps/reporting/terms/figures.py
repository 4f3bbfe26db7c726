"""Words of reporting: what a roll-up says, and the one table of the figures that a daily brief prints.

A figure is a count of records. Its *source* names the statement that yields them (`sql/<query>.sql`: one row
a record, with its `part`), so that the number and the list behind it can't disagree. Figures of duties come
from the duty engine, rates are quotients of two figures. What came in (lists, checks, orders, releases) is
told for the 24 hours up to the cut-off, so that nothing falls between two briefs; readings and duties are
told for the day.
"""

from collections.abc import Mapping

from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.apps.control.terms import RESULT_NAMES, Result
from lianfang.apps.intake.terms import CHECK_OUTCOME_NAMES, OUTCOME_NAMES
from lianfang.apps.policy.terms import MEASURES
from lianfang.apps.reporting.terms.records import Declared, Section, Source
from lianfang.kernel.area_code import LENGTHS, Level

DUTY_TALLY, DUTY_GAPS, QUOTIENT, DIFFERENCE = "duty_tally", "duty_gaps", "quotient", "difference"
"""Sources that are not a statement of reporting: the day's account, what is open, a rate, a change."""
BEFORE, CHANGE = "before", "change"
"""What stands before a figure's key: the same a day earlier at the same hour, the change since then."""
CHILDREN: Mapping[Level, str] = {
    Level.PROVINCE: "市（州）",
    Level.CITY: "县（市、区）",
    Level.COUNTY: "乡镇（街道）",
    Level.TOWN: "村（社区）",
    Level.VILLAGE: "网格",
    Level.GRID: "楼栋",
}
COLUMNS: Mapping[str, str] = {
    "due": "应办",
    "done": "已办",
    "on_time": "按时",
    "late": "逾期",
    "gap": "缺口",
}
"""The account of a duty: due = done + gap, done = on_time + late."""
SCALES: Mapping[str, str] = {
    "gap": "缺口",
    "overdue": "超时",
    "rate": "完成率",
    "on_time_rate": "按时率",
    "due": "应办",
}
"""What the map of areas can show."""
TALLY_COLUMNS = (*COLUMNS, "overdue")
"""What the engine counts; overdue is the part of the gap whose time is up."""
NOBODY = "-"
"""Stands for the holder where a post is vacant all the way up."""
HELD_DIGITS: Mapping[str, int] = {
    PostCode.AREA_LEADER: LENGTHS[Level.TOWN],
    PostCode.TOWN_CLERK: LENGTHS[Level.TOWN],
    PostCode.HEALTH_CENTRE_HEAD: LENGTHS[Level.TOWN],
    PostCode.POLICE_STATION_HEAD: LENGTHS[Level.TOWN],
    PostCode.COUNTY_OFFICE: LENGTHS[Level.COUNTY],
}
"""Digits of the area within which a name and a post mean one person; the village where not given."""
HOLDERS_SHOWN = 15
"""Holders that the table of open duties names; the rest are counted."""
FREE_TEXTS: Mapping[str, str] = {
    "work": "主要工作",
    "problems": "存在的问题",
    "next": "下一步安排",
}
"""Parts of a brief that people write; each becomes a section where it says anything."""
SECTIONS = (
    Section("名单接收和核查", ("lists", "checks", "waiting")),
    Section("人员管控", ("measures",), "measures"),
    Section("健康监测和发热处置", ("readings", "tests")),
    Section("责任事项落实", ("duties",), "kinds"),
    Section("各地落实情况", (), "places"),
    Section("岗位空缺", ("posts",), "posts"),
    Section("未办事项和责任人", ("todo",), "todo"),
)


def _codes(names: Mapping[Result, str] | Mapping[PostCode, str]) -> dict[str, str]:
    """Return names by plain code."""
    return {code.value: name for code, name in names.items()}


TEST_RESULTS = {code: name.partition("，")[0] for code, name in _codes(RESULT_NAMES).items()}


def _listed(
    paragraph: str, names: Mapping[str, str], query: str, unit: str, counted: str
) -> tuple[Declared, ...]:
    """Declare a figure for each part of a query in the order of the names; the last ends the sentence."""
    last = list(names)[-1]
    return tuple(
        Declared(
            paragraph,
            f"{paragraph}.{code}",
            f"{name}{{}}{unit}{'。' if code == last else '、'}",
            f"{counted}：{name}",
            Source(query, part=code),
        )
        for code, name in names.items()
    )


FIGURES = (
    Declared(
        "lists",
        "lists.received",
        "24小时内收到名单{}份，",
        "24小时内收到的名单份数",
        Source("lists_received"),
    ),
    Declared(
        "lists", "lists.rows", "涉及人员信息{}条，其中", "24小时内收到名单的条数", Source("rows_received")
    ),
    *_listed("lists", OUTCOME_NAMES, "rows_received", "条", "24小时内收到名单的条数"),
    Declared(
        "checks", "checks.all", "24小时内反馈核查结果{}人次，其中", "24小时内核查人次", Source("checks_made")
    ),
    *_listed("checks", CHECK_OUTCOME_NAMES, "checks_made", "人次", "24小时内核查人次"),
    Declared(
        "waiting", "waiting.review", "累计待人工核对{}条，", "尚待人工核对的条数", Source("rows_in_review")
    ),
    Declared(
        "waiting", "waiting.forwards", "转交后尚未签收{}条。", "转交后尚未签收的条数", Source("forwards_open")
    ),
    Declared("measures", "measures.persons", "现在管{}人，", "在管人数", Source("persons_under_measure")),
    Declared(
        "measures",
        "measures.new",
        "24小时内新增{}人、",
        "24小时内新增管控人数",
        Source("persons_newly_ordered"),
    ),
    Declared("measures", "measures.released", "解除{}人，", "24小时内解除人数", Source("persons_released")),
    Declared(
        "measures",
        "measures.overdue",
        "到期应解除尚未解除{}人。",
        "期满应解除尚未解除人数",
        Source("releases_overdue"),
    ),
    Declared(
        "readings", "readings.taken", "当日报告体温{}人次，", "当日报告体温人次", Source("readings_taken")
    ),
    Declared("readings", "readings.fever", "发热{}人、", "当日发热人数", Source("alerts", part="fever")),
    Declared(
        "readings",
        "readings.symptom",
        "有症状未发热{}人；",
        "有症状未发热人数",
        Source("alerts", part="symptom"),
    ),
    Declared(
        "readings",
        "readings.moved",
        "上述人员已转运并交接{}人、",
        "已转运并交接人数",
        Source("alerts_moved", part="arrived"),
    ),
    Declared(
        "readings",
        "readings.moving",
        "转运途中{}人、",
        "转运途中人数",
        Source("alerts_moved", part="departed"),
    ),
    Declared(
        "readings", "readings.waiting", "尚未转运{}人。", "尚未转运人数", Source("alerts_moved", part="open")
    ),
    Declared("tests", "tests.all", "当日采样检测{}人次，其中", "当日采样检测人次", Source("tests_sampled")),
    *_listed("tests", TEST_RESULTS, "tests_sampled", "人次", "当日采样检测人次"),
    Declared("duties", "duty.due", "当日应办{}项，", "当日应办事项", Source(DUTY_TALLY, part="due")),
    Declared("duties", "duty.done", "已办{}项，", "当日已办事项", Source(DUTY_TALLY, part="done")),
    Declared(
        "duties", "duty.on_time", "其中按时{}项、", "当日按时办结事项", Source(DUTY_TALLY, part="on_time")
    ),
    Declared("duties", "duty.late", "逾期{}项；", "当日逾期办结事项", Source(DUTY_TALLY, part="late")),
    Declared("duties", "duty.gap", "缺口{}项，", "当日应办未办事项", Source(DUTY_TALLY, part="gap")),
    Declared(
        "duties", "duty.overdue", "其中已超时{}项；", "当日超时未办事项", Source(DUTY_TALLY, part="overdue")
    ),
    Declared(
        "duties", "duty.rate", "完成率{}。", "已办占应办", Source(QUOTIENT, of="duty.done", by="duty.due")
    ),
    Declared("posts", "posts.all", "应设岗位{}个，", "应设岗位", Source("posts_established")),
    Declared("posts", "posts.held", "在岗{}个，", "有人在岗的岗位", Source("posts_established", part="held")),
    Declared("posts", "posts.vacant", "空缺{}个。", "空缺岗位", Source("posts_established", part="vacant")),
    Declared(
        "todo", "todo.all", "现应办未办{}项，须逐项落实到人、限时办结。", "应办未办事项", Source(DUTY_GAPS)
    ),
)
"""Every figure that a sentence of the brief prints, in the order of the text."""
MEASURE_COLUMNS: Mapping[str, tuple[str, str]] = {
    "persons": ("在管", "persons_under_measure"),
    "new": ("新增", "persons_newly_ordered"),
    "released": ("解除", "persons_released"),
    "overdue": ("到期未解除", "releases_overdue"),
}
"""Columns of the table of measures: their heads and their sources, whose parts are the measures."""
MEASURE_ROWS: Mapping[str, str] = MEASURES
POST_ROWS: Mapping[str, str] = _codes(POST_NAMES)
POST_COLUMNS: Mapping[str, tuple[str, str]] = {
    "all": ("应设", "posts_by_code"),
    "vacant": ("空缺", "posts_vacant"),
}
"""Columns of the table of posts: their heads and their sources, whose parts are the codes of posts."""
