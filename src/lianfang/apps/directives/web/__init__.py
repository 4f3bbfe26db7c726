"""Pages of directives and of the tasks that they become."""

from lianfang.apps.directives.web.papers import (
    accept,
    correct,
    directive,
    directives,
    issue,
    paper,
    withdraw,
    withdraw_item,
)
from lianfang.apps.directives.web.plans import plan, plans, step_down
from lianfang.apps.directives.web.tasks import evidence, judge, mine, take_all, task, tasks, work

__all__ = [
    "accept",
    "correct",
    "directive",
    "directives",
    "evidence",
    "issue",
    "judge",
    "mine",
    "paper",
    "plan",
    "plans",
    "step_down",
    "take_all",
    "task",
    "tasks",
    "withdraw",
    "withdraw_item",
    "work",
]
