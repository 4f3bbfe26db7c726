"""The command line of retention: the purposes, a dry run, a run."""

from typing import Annotated

import typer

from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.retention import operations
from lianfang.core.retention.registry import purposes

retention = typer.Typer(no_args_is_help=True, help="到期删除：目的、依据、试算、执行。")


def register(root: typer.Typer) -> None:
    """Add `retention …`."""
    root.add_typer(retention, name="retention")


@retention.command()
def show(as_json: Json = False) -> None:
    """每个目的保存多久、从何时算起、依据和确定程度。"""
    if as_json:
        rows = [
            {
                "code": one.code,
                "name": one.name,
                "days": one.keep.days,
                "counted_from": one.counted_from,
                "ground": one.ground,
                "certainty": one.certainty,
            }
            for one in purposes()
        ]
        return doors.print_json(rows)
    shown = [
        (one.code, one.name, one.keep.days, one.counted_from, one.ground, one.certainty) for one in purposes()
    ]
    return doors.print_table("到期删除", ("代码", "内容", "天数", "从何时算起", "依据", "确定程度"), shown)


@retention.command()
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试算，不删除。")] = False,
    as_json: Json = False,
) -> None:
    """删除已到期的数据；先用 --dry-run 看会删多少。"""
    report = operations.run(by=doors.cli_actor(), at=doors.now(), dry_run=dry_run)
    if as_json:
        rows = [{"code": one.purpose.code, "before": one.before, "rows": one.rows} for one in report]
        return doors.print_json({"dry_run": dry_run, "purposes": rows})
    title = "试算：将会删除" if dry_run else "已删除"
    shown = [(one.purpose.name, one.before, one.rows) for one in report]
    return doors.print_table(title, ("内容", "早于", "行数"), shown)
