"""Whoever holds a duty may do it: every post of its ladder has a role with the permission it asks for."""

import pytest

from lianfang.apps.areas.permissions import POST_ROLES
from lianfang.apps.areas.terms import PostCode
from lianfang.apps.control.rules import today
from lianfang.apps.facilities.terms import NEEDS
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import ROLES
from lianfang.core.duty import registry
from lianfang.core.duty.terms import DutyKind

ASKED = {
    "post_filled": Permission.MANAGE_POSTS,
    "staffing": Permission.MANAGE_POSTS,
    "look_noted": Permission.ACKNOWLEDGE_ESCALATION,
    "review_decided": Permission.REVIEW_ROWS,
    "forward_acknowledged": Permission.ACKNOWLEDGE_FORWARD,
    "release_on_time": Permission.CHANGE_MEASURE,
    "appeal_answered": Permission.ANSWER_APPEAL,
    "site_verified": Permission.VERIFY_SITE,
    "release_certificate": Permission.RUN_SITE,
    "room_cleaned": Permission.RUN_SITE,
    "transfer_completed": Permission.MOVE_PERSON,
    "test_due": Permission.TAKE_SAMPLE,
    "pool_held": Permission.ADD_ENCOUNTER,
    "retest_due": Permission.TAKE_SAMPLE,
    "tube_resulted": Permission.HANDLE_TUBES,
    "need_acknowledged": Permission.CARE,
    "need_answered": Permission.CARE,
    "meal_served": Permission.RUN_SITE,
    "staff_tested": Permission.RUN_SITE,
    "clinic_result": Permission.RUN_CLINIC,
    "clinic_left": Permission.RUN_CLINIC,
    "clinic_letter": Permission.RUN_CLINIC,
    "task_received": Permission.HANDLE_TASK,
    "task_done": Permission.HANDLE_TASK,
    "task_signed_off": Permission.ISSUE_DIRECTIVE,
    "finding_rectified": Permission.RECTIFY_FINDING,
    "finding_rechecked": Permission.RECHECK_FINDING,
    "never_visited": Permission.PLAN_INSPECTION,
    "on_duty": Permission.VIEW_ROSTER,
    "matter_taken": Permission.ANSWER_MATTER,
    "call_answered": Permission.ANSWER_MATTER,
    "help_given": Permission.ANSWER_MATTER,
    "report_submitted": Permission.SUBMIT_REPORT,
    "report_decided": Permission.DECIDE_REPORT,
    "dispute_settled": Permission.DECIDE_REPORT,
    "doubt_seen": Permission.LOOK_AT_DOUBT,
    "case_reported": Permission.REPORT_CASE,
    "positive_reported": Permission.REPORT_CASE,
    "case_traced": Permission.INVESTIGATE_CASE,
    "case_investigated": Permission.INVESTIGATE_CASE,
    "stranger_found": Permission.INVESTIGATE_CASE,
    "contact_controlled": Permission.JUDGE_CONTACT,
    "letter_acknowledged": Permission.JUDGE_CONTACT,
    "letter_answered": Permission.JUDGE_CONTACT,
}
"""What a kind that has no form in the field asks of its holder."""
OFFICES = frozenset({PostCode.VILLAGE_SECRETARY, PostCode.TOWN_CLERK, PostCode.COUNTY_OFFICE})
CENTRES = frozenset({PostCode.UNIT_HEAD, PostCode.TOWN_CLERK, PostCode.COUNTY_OFFICE})
CASES = dict.fromkeys(
    (
        *("case_reported", "positive_reported", "case_traced", "case_investigated"),
        *("stranger_found", "contact_controlled", "letter_acknowledged", "letter_answered"),
    ),
    CENTRES,
)
OF_UNITS = ("room_cleaned", "release_certificate", "meal_served", "staff_tested")
AT_SITES = dict.fromkeys((*OF_UNITS, "clinic_result", "clinic_left"), frozenset({PostCode.UNIT_HEAD}))
CARERS = frozenset({PostCode.UNIT_HEAD, *(care.home_post for care in NEEDS.values())})
CARE = dict.fromkeys(("need_acknowledged", "need_answered"), CARERS)
DECIDED = dict.fromkeys(("report_decided", "dispute_settled", "doubt_seen"), OFFICES)
LETTERS = {"clinic_letter": {PostCode.HEALTH_CENTRE_HEAD, PostCode.UNIT_HEAD}}
NAMED = CASES | AT_SITES | CARE | DECIDED | LETTERS
"""Posts of a kind whose slots name their own, where not every post can be named."""


@pytest.mark.parametrize("kind", registry.kinds(), ids=lambda kind: kind.code)
def test_whoever_holds_a_duty_may_do_it(kind: DutyKind):
    form = today.FORMS.get(kind.code)
    permission = today.permission_of(form) if form else ASKED[kind.code]
    ladders = registry.holder_source().parameters
    posts = [kind.post] if kind.post else NAMED.get(kind.code, frozenset())
    steps = {step for post in posts for step in ladders(post)["ladder"]} or set(PostCode)
    unable = [post for post in steps if permission not in ROLES[POST_ROLES[PostCode(post)]].permissions]
    assert unable == []
