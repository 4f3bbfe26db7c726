"""The duty kinds of directives: a task is received, done, signed off; and how long its course is kept."""

from datetime import timedelta
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.directives import queries
from lianfang.apps.directives.rules import workflow
from lianfang.core.duty.terms import DutyKind, PageOf
from lianfang.core.retention.terms import Purpose

APP: Final = "directives"
PAGE: Final = "directives:task"

TASK_RECEIVED: Final = DutyKind(
    code="task_received",
    name="签收任务",
    phrase="应签尽签",
    app=APP,
    statement="slots_task_received",
    subject="task",
    post="",
    source="交办事项12小时内签收，时限短的为时限的一半（本系统规定，C）",
    page=PAGE,
    page_of=PageOf.SUBJECT,
)
TASK_DONE: Final = DutyKind(
    code="task_done",
    name="办理任务",
    phrase="应办尽办",
    app=APP,
    statement="slots_task_done",
    subject="task",
    post="",
    source="按文件规定的时限或频次办理；未写时限的由交办单位确定（C）",
    page=PAGE,
    page_of=PageOf.SUBJECT,
)
TASK_SIGNED_OFF: Final = DutyKind(
    code="task_signed_off",
    name="核验销号",
    phrase="应销尽销",
    app=APP,
    statement="slots_task_signed_off",
    subject="task",
    post=PostCode.TOWN_CLERK,
    source="办结后48小时内由交办单位核验销号或退回（本系统规定，C）",
    constants={"within": workflow.SIGNED_OFF_WITHIN},
    page=PAGE,
    page_of=PageOf.SUBJECT,
)

KINDS: Final = (TASK_RECEIVED, TASK_DONE, TASK_SIGNED_OFF)
SUBJECT_NAMES: Final = {"task": queries.task_names}


def _forgotten(code: str, name: str, statement: str) -> Purpose:
    return Purpose(
        code=code,
        name=name,
        app=APP,
        statement=statement,
        keep=timedelta(days=3 * 365),
        counted_from="任务销号或收回",
        ground="个人信息保护法第四十七条：目的已实现即主动删除；办理经过保存三年为本地规定，文件本身归档",
        certainty="C",
    )


RETENTION: tuple[Purpose, ...] = (
    _forgotten("task_evidence", "任务的办理证明", "forget_evidence"),
    _forgotten("task_events", "任务办理经过", "forget_task_events"),
    _forgotten("tasks", "任务", "forget_tasks"),
)
