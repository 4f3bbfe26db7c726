"""Pages of directives and of the tasks that they become."""

from lianfang.apps.directives.web.meetings import (
    attach_paper,
    change_meeting,
    meeting,
    meeting_paper,
    meetings,
    minutes,
    minutes_file,
    remove_paper,
    script_file,
)
from lianfang.apps.directives.web.papers import (
    accept,
    add_part,
    correct,
    directive,
    directives,
    issue,
    paper,
    withdraw,
    withdraw_item,
)
from lianfang.apps.directives.web.plan_making import make_plan
from lianfang.apps.directives.web.plans import plan, plans, step_down
from lianfang.apps.directives.web.tasks import evidence, judge, mine, sign_off, take_all, task, tasks, work

__all__ = [
    "accept",
    "add_part",
    "attach_paper",
    "change_meeting",
    "correct",
    "directive",
    "directives",
    "evidence",
    "issue",
    "judge",
    "make_plan",
    "meeting",
    "meeting_paper",
    "meetings",
    "mine",
    "minutes",
    "minutes_file",
    "paper",
    "plan",
    "plans",
    "remove_paper",
    "script_file",
    "sign_off",
    "step_down",
    "take_all",
    "task",
    "tasks",
    "withdraw",
    "withdraw_item",
    "work",
]
