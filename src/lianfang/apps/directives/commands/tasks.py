"""`lianfang task …`: tasks listed, received, told of, finished, sent back, signed off, withdrawn."""

from pathlib import Path
from typing import Annotated

import typer

from lianfang.apps.areas import queries as areas
from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.commands.directives import as_json
from lianfang.apps.directives.operations import Attached
from lianfang.core import doors
from lianfang.core.doors import Json

task = typer.Typer(no_args_is_help=True, help="任务：签收、进展、办结、退回、销号。")

Id = Annotated[str, typer.Argument(metavar="ID", help="任务的uid。")]
Note = Annotated[str, typer.Option(help="做了什么，或理由。")]
Files = Annotated[list[Path] | None, typer.Option("--file", exists=True, help="照片或文件，可多次。")]


@task.command("list")
def list_tasks(
    area: Annotated[str, typer.Option(help="区划代码。")],
    every: Annotated[bool, typer.Option("--all", help="也列出已结的。")] = False,
    json: Json = False,
) -> None:
    """一个辖区的任务：责任人、状态、时限。"""
    at = doors.now()
    found = queries.tasks(area=areas.require_area(area), at=at, open_only=not every)
    if json:
        doors.print_json([as_json(card, at) for card in found])
        return
    rows = [(card.uid, card.name, card.place, card.holder, card.state_name, card.due_at) for card in found]
    doors.print_table("任务", ("uid", "任务", "哪里", "责任人", "状态", "时限"), rows)


@task.command()
def receive(task: Id) -> None:
    """签收。"""
    operations.take_task(task, by=doors.cli_actor(), at=doors.now())


@task.command()
def progress(task: Id, note: Note, file: Files = None) -> None:
    """登记进展。"""
    operations.add_progress(task, note, attached=_attached(file), by=doors.cli_actor(), at=doors.now())


@task.command()
def finish(
    task: Id,
    note: Note,
    file: Files = None,
    at: Annotated[str | None, typer.Option("--at", help="何时办的，如2022-03-05T16:00；不写为现在。")] = None,
) -> None:
    """办结，附照片或文件。"""
    operations.finish_task(
        task,
        note,
        attached=_attached(file),
        happened_at=doors.moment(at) if at else None,
        by=doors.cli_actor(),
        at=doors.now(),
    )


@task.command("send-back")
def send_back(
    task: Id,
    note: Note,
    due: Annotated[str | None, typer.Option("--due", help="新的时限；不写沿用原时限。")] = None,
) -> None:
    """退回重办。"""
    limit = doors.moment(due) if due else None
    operations.send_back(task, note, due_at=limit, by=doors.cli_actor(), at=doors.now())


@task.command("sign-off")
def sign_off(task: Id, note: Note = "") -> None:
    """核验后销号。"""
    operations.sign_off(task, note=note, by=doors.cli_actor(), at=doors.now())


@task.command()
def withdraw(task: Id, note: Note) -> None:
    """收回一项任务。"""
    operations.withdraw_task(task, note, by=doors.cli_actor(), at=doors.now())


def _attached(files: list[Path] | None) -> list[Attached]:
    return [Attached(path.name, path.read_bytes()) for path in files or []]
