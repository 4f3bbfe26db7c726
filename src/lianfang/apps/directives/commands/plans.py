"""`lianfang plan …`: plans listed, shown, brought in, activated, stepped down from."""

from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.terms import LEVEL_NAMES
from lianfang.core import doors

plan = typer.Typer(no_args_is_help=True, help="预案：按级别和阶段的任务单，启动、终止。")

Json = Annotated[bool, typer.Option("--json", help="只输出一个JSON文档。")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="预案的代号。")]
Area = Annotated[str, typer.Option(help="区划代码。")]


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
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="YAML或文件。")],
    area: Area,
    code: Annotated[str, typer.Option(help="代号；YAML里有的不用写。")] = "",
    title: Annotated[str, typer.Option(help="标题；不写由系统读出。")] = "",
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
    if json:
        doors.print_json(brought)
        return
    doors.console.print(f"已接收预案{brought.code}，{sum(len(p.items) for p in brought.phases)}条。")


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
    if json:
        doors.print_json(account)
        return
    doors.console.print(
        f"已启动（{uid}）：{account.as_tasks}条，共{account.tasks}项任务，到{account.places}处、{account.holders}人；"
        f"无人负责{account.vacant}项。"
    )


@plan.command("step-down")
def step_down(
    directive: Annotated[str, typer.Argument(metavar="ID", help="启动时给出的uid。")],
    reason: Annotated[str, typer.Option(help="理由。")],
    json: Json = False,
) -> None:
    """终止响应：未结的任务全部关闭。"""
    count = operations.step_down(directive, reason, by=doors.cli_actor(), at=doors.now())
    if json:
        doors.print_json({"closed": count})
        return
    doors.console.print(f"已终止响应，关闭{count}项任务。")
