"""`lianfang plan …`: plans listed, shown, brought in, activated, stepped down from."""

from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.commands.shapes import Area, File, Reason, Title, issued
from lianfang.apps.directives.terms import LEVEL_NAMES
from lianfang.core import doors
from lianfang.core.doors import Json

plan = typer.Typer(no_args_is_help=True, help="预案：按级别和阶段的任务单，启动、终止。")

Name = Annotated[str, typer.Argument(metavar="NAME", help="预案的代号。")]


@plan.command("list")
def list_plans(area: Area = "", json: Json = False) -> None:
    """可用的预案。"""
    found = queries.plans(area=areas.require_area(area) if area else "")
    if json:
        doors.print_json(found)
        return
    rows = [(one.code, one.title, sum(len(p.items) for p in one.phases), one.certainty) for one in found]
    doors.print_table("预案", ("代号", "标题", "条目", "把握"), rows)


@plan.command()
def show(name: Name, area: Area = "", level: Annotated[int, typer.Option(min=1, max=4)] = 1) -> None:
    """一份预案在一个级别的任务单。"""
    found = queries.plan(name, area=areas.require_area(area) if area else "")
    doors.console.print(f"{found.title} {LEVEL_NAMES[level]}（{found.source}）", markup=False)
    for phase in found.phases:
        doors.console.print(phase.name, style="bold")
        for place, item in enumerate(phase.at_level(level), start=1):
            doors.console.print(f"  {place}. {item.text}", markup=False)


@plan.command("import")
def bring_in(
    file: File,
    area: Area,
    code: Annotated[str, typer.Option(help="代号；YAML里有的不用写。")] = "",
    title: Title = "",
    json: Json = False,
) -> None:
    """接收一份预案：YAML，或从一份文件读出。"""
    brought = operations.bring_in_plan(
        file.name,
        file.read_bytes(),
        code=code,
        area=areas.require_area(area),
        title=title,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    items = sum(len(phase.items) for phase in brought.phases)
    doors.tell(brought, f"已接收预案{brought.code}，{items}条。", json=json)


@plan.command()
def activate(
    name: Name,
    area: Area,
    level: Annotated[int, typer.Option(min=1, max=4, help="响应级别，1最重。")],
    ground: Annotated[str, typer.Option(help="依据。")] = "按预案规定的启动条件",
    json: Json = False,
) -> None:
    """启动：任务立即分到各岗位、各单位，时限从现在起算。"""
    uid, account = operations.activate(
        name,
        area=areas.require_area(area),
        level=level,
        ground=ground,
        by=doors.cli_actor(),
        at=doors.now(),
    )
    said = f"已启动（{uid}）：{account.as_tasks}条，{issued(account)}。"
    doors.tell(account, said, json=json)


@plan.command("step-down")
def step_down(
    directive: Annotated[str, typer.Argument(metavar="ID", help="启动时给出的uid。")],
    reason: Reason,
    json: Json = False,
) -> None:
    """终止响应：未结的任务全部关闭。"""
    count = operations.step_down(directive, reason, by=doors.cli_actor(), at=doors.now())
    doors.tell({"closed": count}, f"已终止响应，关闭{count}项任务。", json=json)
