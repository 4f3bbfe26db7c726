"""Writes of directives: received, corrected, issued; tasks received, done, signed off, withdrawn."""

from lianfang.apps.directives.operations.correcting import (
    Correction,
    accept_doubts,
    add_part,
    as_read,
    correct_item,
)
from lianfang.apps.directives.operations.issuing import issue
from lianfang.apps.directives.operations.meeting import (
    change_meeting,
    prepare_meeting,
    sign_minutes,
    write_minutes,
)
from lianfang.apps.directives.operations.meeting_papers import (
    OpenedPaper,
    attach_paper,
    open_paper,
    remove_paper,
)
from lianfang.apps.directives.operations.plan_making import Placed, make_plan
from lianfang.apps.directives.operations.planning import activate, bring_in_plan, step_down
from lianfang.apps.directives.operations.receiving import PASTED, keep, receive
from lianfang.apps.directives.operations.working import (
    Attached,
    add_progress,
    finish_task,
    open_evidence,
    send_back,
    sign_off,
    sign_off_tasks,
    take_task,
    take_tasks,
    withdraw,
    withdraw_item,
    withdraw_task,
)

__all__ = [
    "PASTED",
    "Attached",
    "Correction",
    "OpenedPaper",
    "Placed",
    "accept_doubts",
    "activate",
    "add_part",
    "add_progress",
    "as_read",
    "attach_paper",
    "bring_in_plan",
    "change_meeting",
    "correct_item",
    "finish_task",
    "issue",
    "keep",
    "make_plan",
    "open_evidence",
    "open_paper",
    "prepare_meeting",
    "receive",
    "remove_paper",
    "send_back",
    "sign_minutes",
    "sign_off",
    "sign_off_tasks",
    "step_down",
    "take_task",
    "take_tasks",
    "withdraw",
    "withdraw_item",
    "withdraw_task",
    "write_minutes",
]
