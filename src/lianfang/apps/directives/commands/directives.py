"""`lianfang directive …`: papers received, issued, how they stand, withdrawn."""

from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.commands.shapes import Area, File, Reason, Title, issued
from lianfang.apps.directives.queries import Counts, Status, TaskCard
from lianfang.core import doors
from lianfang.core.doors import Json

directive = typer.Typer(no_args_is_help=True, help="文件：读出任务，交办，办到哪一步。")

Id = Annotated[str, typer.Argument(metavar="ID", help="文件的uid。")]
COLUMNS = ("任务", "待签收", "办理中", "待销号", "已销号", "已收回", "逾期", "无人负责")


@directive.command()
def receive(
    file: File,
    area: Annotated[str, typer.Option(help="由哪里交办：区划代码。")],
    title: Title = "",
    json: Json = False,
) -> None:
    """接收一份文件：读出任务、保存原件，待核对后交办。"""
    place = areas.require_area(area)
    by, at = doors.cli_actor(), doors.now()
    uid = operations.receive(file.name, file.read_bytes(), area=place, title=title, by=by, at=at)
    found = queries.items_of(queries.directive(uid, by=by))
    asked = len({item.index for item in found if item.kind == "demand"})
    doubted = len({item.index for item in found if item.doubts})
    made = {"directive": uid, "items": asked, "doubted": doubted}
    doors.tell(made, f"已接收：{uid}，任务{asked}条，有疑点{doubted}条。", json=json)


@directive.command("list")
def list_directives(
    area: Annotated[str, typer.Option(help="区划代码；不写为全部。")] = "", json: Json = False
) -> None:
    """收到和交办的文件。"""
    found = queries.directives(area=areas.require_area(area) if area else "")
    if json:
        doors.print_json(found)
        return
    rows = [(row.uid, row.title, row.state_name, row.items, row.tasks, row.open) for row in found]
    doors.print_table("文件", ("uid", "标题", "状态", "条目", "任务", "未结"), rows)


@directive.command()
def accept(directive: Id) -> None:
    """认可全部疑点：逐条看过，读得没有错。"""
    by, at = doors.cli_actor(), doors.now()
    for item in queries.items_of(queries.directive(directive, by=by)):
        if any(not doubt["accepted_by"] for doubt in item.doubts):
            operations.accept_doubts(item.uid, by=by, at=at)


@directive.command()
def issue(
    directive: Id,
    area: Area,
    days: Annotated[int, typer.Option(min=1, max=366, help="未写时限的条目，限几天。")] = 7,
    json: Json = False,
) -> None:
    """交办：每个条目分到辖区内各岗位、各单位，一地一岗一项任务。"""
    account = operations.issue(
        directive,
        area=areas.require_area(area),
        otherwise=timedelta(days=days),
        by=doors.cli_actor(),
        at=doors.now(),
    )
    said = (
        f"已交办{account.as_tasks}条，{issued(account)}；"
        f"常规事项覆盖{account.covered}条，不交办{account.left_out}条。"
    )
    doors.tell(account, said, json=json)


@directive.command()
def status(directive: Id, json: Json = False) -> None:
    """办到哪一步：各地、各条签收、办结、销号、逾期、无人负责。"""
    by, at = doors.cli_actor(), doors.now()
    found = queries.directive(directive, by=by)
    told = queries.status(found, by=by, at=at)
    if json:
        doors.print_json(_as_json(found.uid, queries.state_of(found), told, at))
        return
    for title, lines in (("各地", told.places), ("各条", told.items)):
        rows = [(line.name, *_counts(line.counts)) for line in lines]
        doors.print_table(title, ("", *COLUMNS), rows)
    doors.console.print(
        "合计：" + "，".join(f"{n} {c}" for n, c in zip(COLUMNS, _counts(told.total), strict=True))
    )


def _counts(counts: Counts) -> tuple[int, ...]:
    return tuple(asdict(counts).values())


def _as_json(uid: Any, state: str, told: Status, at: Any) -> dict[str, Any]:
    return {
        "directive": uid,
        "state": state,
        "total": told.total,
        "places": told.places,
        "items": told.items,
        "tasks": [as_json(card, at) for card in told.cards],
    }


def as_json(card: TaskCard, at: Any) -> dict[str, Any]:
    """A task as commands tell it."""
    names = ("uid", "area", "post", "state", "number", "part", "due_at", "received_at", "done_at", "holder")
    return {name: getattr(card, name) for name in names} | {"overdue": card.is_overdue(at)}


@directive.command()
def withdraw(directive: Id, reason: Reason, json: Json = False) -> None:
    """收回：未结的任务全部关闭。"""
    count = operations.withdraw(directive, reason, by=doors.cli_actor(), at=doors.now())
    doors.tell({"withdrawn": count}, f"已收回{count}项任务。", json=json)
