"""The roles: what each is, and what it may do. Which post carries which role is data of the areas."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lianfang.core.access import permissions

P = permissions.Permission


class RoleCode(StrEnum):
    """The thirteen roles."""

    HEADQUARTERS = "headquarters"
    COUNTY_CLERK = "county_clerk"
    TOWN_CLERK = "town_clerk"
    VILLAGE_SECRETARY = "village_secretary"
    GRID_WORKER = "grid_worker"
    VILLAGE_DOCTOR = "village_doctor"
    HEALTH_CENTRE = "health_centre"
    INVESTIGATOR = "investigator"
    INSPECTOR = "inspector"
    SITE_CLERK = "site_clerk"
    UNIT_CLERK = "unit_clerk"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Role:
    """A role: its name, what its holders do, what they may do; whether they need a second factor."""

    code: RoleCode
    name: str
    description: str
    permissions: frozenset[permissions.Permission]
    second_factor: bool = False


_CALLS: Final = frozenset({P.VIEW_MATTERS, P.ADD_MATTER, P.ANSWER_MATTER})
_PUBLISH: Final = frozenset({P.WRITE_FACTS, P.WRITE_PUBLICATION, P.APPROVE_PUBLICATION})
_LOOK: Final = _CALLS | frozenset(
    {P.OWN_ACCOUNT, P.VIEW_GAPS, P.VIEW_ROLLUP, P.VIEW_PERSON, P.FIND_PERSON, P.VIEW_POLICY, P.VIEW_TASKS}
)
_MENDING: Final = frozenset({P.VIEW_FINDINGS, P.RECTIFY_FINDING, P.VIEW_ROSTER})
_TASKS: Final = frozenset({P.VIEW_TASKS, P.HANDLE_TASK}) | _MENDING
_INSPECTING: Final = frozenset(
    {P.VIEW_FINDINGS, P.RECHECK_FINDING, P.VISIT_TARGETS, P.VIEW_ROSTER, P.CHECK_PRESENCE}
)
_SITES: Final = frozenset({P.VIEW_SITES, P.RUN_SITE, P.CARE, P.RUN_CLINIC})
_REPORTS: Final = frozenset({P.VIEW_REPORTS, P.SUBMIT_REPORT})
_DECIDING: Final = _REPORTS | {P.DECIDE_REPORT, P.LOOK_AT_DOUBT}
_SAMPLING: Final = frozenset({P.VIEW_TESTING, P.TAKE_SAMPLE})
_VISIT: Final = (
    _LOOK
    | _TASKS
    | _REPORTS
    | _SAMPLING
    | {P.ADD_READING, P.ADD_ENCOUNTER, P.SERVE_NOTICE, P.LODGE_APPEAL, P.SIGN_PLEDGE}
    | {P.CARE, P.CHECK_HOME}
)
_VILLAGE: Final = _VISIT | {
    P.ACKNOWLEDGE_FORWARD,
    P.ACKNOWLEDGE_ESCALATION,
    P.UNMASK,
    P.VIEW_POSTS,
    P.PRINT_PERSON,
    P.MANAGE_ROSTER,
    P.DECIDE_REPORT,
    P.LOOK_AT_DOUBT,
}
_HEALTH: Final = (
    _VISIT | {P.ADD_RESULT, P.UNMASK, P.VIEW_HEALTH_DESK, P.MOVE_PERSON} | {P.HANDLE_TUBES, P.RUN_CLINIC}
)
_TOGETHER: Final = frozenset({P.VIEW_VENUES, P.LOAD_PRESENCE, P.FIND_TOGETHER})
_LISTS: Final = frozenset({P.RECEIVE_LIST, P.VIEW_LISTS, P.REVIEW_ROWS, P.ACKNOWLEDGE_FORWARD})
_MEASURES: Final = frozenset({P.ISSUE_MEASURE, P.CHANGE_MEASURE, P.ANSWER_APPEAL})
_DIRECTIVES: Final = frozenset({P.RECEIVE_DIRECTIVE, P.ISSUE_DIRECTIVE, P.HOLD_MEETING, P.ACTIVATE_PLAN})
_CASES: Final = frozenset({P.VIEW_CASES, P.REPORT_CASE, P.INVESTIGATE_CASE, P.JUDGE_CONTACT})
_TOWN: Final = (
    _VILLAGE
    | _CASES
    | _SITES
    | _LISTS
    | _MEASURES
    | _DIRECTIVES
    | _DECIDING
    | {
        P.MANAGE_SITE,
        P.VERIFY_SITE,
        P.LODGE,
        P.MOVE_PERSON,
        P.CORRECT_PERSON,
        P.WRITE_DOCUMENT,
        P.WRITE_LETTER,
        P.APPROVE_DOCUMENT,
        P.EDIT_TEMPLATE,
        P.ADD_RESULT,
        P.HANDLE_TUBES,
        P.MANAGE_TESTING,
        P.VIEW_BRIEF,
        P.MANAGE_POSTS,
        P.EXPORT,
        P.BREAK_GLASS,
        P.VIEW_HEALTH_DESK,
        P.VIEW_OUTCOMES,
    }
)

_DECLARED: Final = (
    Role(
        RoleCode.HEADQUARTERS,
        "指挥部",
        "指挥部办公室负责人：统管全县，采用政策，签发日报",
        _TOWN
        | _INSPECTING
        | _PUBLISH
        | _TOGETHER
        | {
            P.MANAGE_FORMS,
            P.VIEW_EXCHANGE,
            P.MANAGE_EXCHANGE,
            P.OPEN_IDENTITY,
            P.ADOPT_POLICY,
            P.SIGN_BRIEF,
            P.PLAN_INSPECTION,
            P.ADD_OUTCOME,
            P.VIEW_OUTCOME_NAMES,
        },
    ),
    Role(
        RoleCode.COUNTY_CLERK,
        "县级经办",
        "县级部门和工作组经办：处理名单、措施、日报、文件，不签发、不启动预案",
        _TOWN - {P.ACTIVATE_PLAN} | _PUBLISH | _TOGETHER | {P.VIEW_EXCHANGE},
    ),
    Role(RoleCode.TOWN_CLERK, "街道（乡镇）经办", "接收名单、分派村社区、追办缺口", _TOWN),
    Role(RoleCode.VILLAGE_SECRETARY, "村（社区）书记", "负责本村（社区）全部事项", _VILLAGE),
    Role(RoleCode.GRID_WORKER, "网格员", "上门走访、登记、测温、送达", _VISIT),
    Role(RoleCode.VILLAGE_DOCTOR, "村医", "每日测温、采样、发热处置", _HEALTH),
    Role(
        RoleCode.HEALTH_CENTRE,
        "卫生院",
        "发热转运、采样检测、指导村医",
        _HEALTH | {P.ACKNOWLEDGE_ESCALATION},
    ),
    Role(
        RoleCode.INVESTIGATOR,
        "流调人员",
        "疾控、公安等流行病学调查：查找、核实、询问",
        _LOOK
        | _TASKS
        | _REPORTS
        | _TOGETHER
        | _CASES
        | {P.UNMASK, P.ADD_ENCOUNTER, P.VIEW_LISTS, P.REVIEW_ROWS, P.BREAK_GLASS, P.WRITE_LETTER},
    ),
    Role(
        RoleCode.INSPECTOR,
        "督查人员",
        "明察暗访：现场检查、登记问题、回头看；业务数据只看不改",
        _LOOK
        | _INSPECTING
        | {
            P.VIEW_SITES,
            P.VERIFY_SITE,
            P.VIEW_REPORTS,
            P.LOOK_AT_DOUBT,
            P.OPEN_IDENTITY,
            P.VIEW_LISTS,
            P.VIEW_BRIEF,
            P.VIEW_POSTS,
            P.VIEW_OUTCOMES,
        },
    ),
    Role(
        RoleCode.SITE_CLERK,
        "隔离点经办",
        "隔离点、卡口等场所的登记和测温",
        frozenset(
            {
                P.OWN_ACCOUNT,
                P.VIEW_GAPS,
                P.VIEW_PERSON,
                P.FIND_PERSON,
                P.ADD_READING,
                P.ADD_ENCOUNTER,
                P.VIEW_SITES,
                P.RUN_SITE,
                P.CARE,
                P.LODGE,
                P.MOVE_PERSON,
                P.VIEW_ROSTER,
                P.VIEW_REPORTS,
                P.SUBMIT_REPORT,
            }
        ),
    ),
    Role(
        RoleCode.UNIT_CLERK,
        "单位（站所）经办",
        "部门、站所、学校、企业等单位负责人：办理交办本单位的事项；除本单位报告、调查的病例外看不到人员",
        _TASKS
        | _CALLS
        | _REPORTS
        | _CASES
        | _SITES
        | {P.OWN_ACCOUNT, P.VIEW_GAPS, P.SIGN_PLEDGE, P.MANAGE_ROSTER},
    ),
    Role(
        RoleCode.AUDITOR,
        "审计人员",
        "核对审计链，查看登录、解蔽、导出和紧急查看；看不到人员",
        frozenset({P.OWN_ACCOUNT, P.VIEW_AUDIT}),
        second_factor=True,
    ),
    Role(
        RoleCode.ADMINISTRATOR,
        "系统管理员",
        "管理账户、令牌和到期删除；看不到人员",
        frozenset({P.OWN_ACCOUNT, P.MANAGE_ACCESS, P.RETAIN, P.VIEW_OUTBOX}),
        second_factor=True,
    ),
)

ROLES: Final[dict[str, Role]] = {role.code.value: role for role in _DECLARED}
ROLE_NAMES: Final[dict[str, str]] = {role.code.value: role.name for role in _DECLARED}
