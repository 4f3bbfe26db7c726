"""Whoever holds a duty may do it: every post of its ladder has a role with the permission it asks for."""

import pytest

from lianfang.apps.areas.permissions import POST_ROLES
from lianfang.apps.areas.terms import PostCode
from lianfang.apps.control.rules import today
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
}
"""What a kind that has no form in the field asks of its holder."""
OFFICES = frozenset({PostCode.VILLAGE_SECRETARY, PostCode.TOWN_CLERK, PostCode.COUNTY_OFFICE})
NAMED = {"report_decided": OFFICES, "dispute_settled": OFFICES, "doubt_seen": OFFICES}
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
