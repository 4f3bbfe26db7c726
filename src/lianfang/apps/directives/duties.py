"""The duty kinds of directives: a task is received, done, signed off; and how long what is kept."""

from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.directives import queries
from lianfang.apps.directives.rules import workflow
from lianfang.core.duty.terms import DutyKind, PageOf
from lianfang.core.retention.terms import FileColumn, Purpose

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


TASKS_KEPT: Final = timedelta(days=3 * 365)
PAPERS_KEPT: Final = timedelta(days=10 * 365)


_forgotten = partial(
    Purpose,
    app=APP,
    ground="个人信息保护法第四十七条：目的已实现即主动删除；办理经过保存三年、文件和会议保存十年为本地规定，原件另行归档",
    certainty="C",
)


RETENTION: tuple[Purpose, ...] = (
    _forgotten("task_evidence", "任务的办理证明", "forget_evidence", "任务销号或收回", TASKS_KEPT),
    _forgotten("task_events", "任务办理经过", "forget_task_events", "任务销号或收回", TASKS_KEPT),
    _forgotten("tasks", "任务", "forget_tasks", "任务销号或收回", TASKS_KEPT),
    _forgotten("meeting_papers", "会议材料", "forget_meeting_papers", "开会之日", PAPERS_KEPT),
    _forgotten("meetings", "会议", "forget_meetings", "开会之日", PAPERS_KEPT),
    _forgotten(
        "directives",
        "文件、条目和预案启动",
        "forget_directives",
        "接收之日，任务和会议都已删除",
        PAPERS_KEPT,
    ),
)
FILES: tuple[FileColumn, ...] = (
    FileColumn("directives_directive"),
    FileColumn("directives_evidence"),
    FileColumn("directives_meetingpaper"),
    FileColumn("directives_plan"),
)
