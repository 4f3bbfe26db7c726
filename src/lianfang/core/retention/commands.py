"""The command line of retention: the purposes, a dry run, a run."""

from typing import Annotated

import typer

from lianfang.core import doors
from lianfang.core.doors import Json
from lianfang.core.retention import operations
from lianfang.core.retention.registry import purposes
from lianfang.core.retention.terms import Swept

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
    any_number: Annotated[
        bool, typer.Option("--any-number", help="没有记录指着的文件超过一半时也清理；先核对数据库。")
    ] = False,
    as_json: Json = False,
) -> None:
    """删除已到期的数据，再清理没有记录指着的原件；先用 --dry-run 看会删多少。"""
    report = operations.run_whole(
        by=doors.cli_actor(), at=doors.now(), dry_run=dry_run, any_number=any_number
    )
    if as_json:
        rows = [{"code": one.purpose.code, "before": one.before, "rows": one.rows} for one in report.purposes]
        return doors.print_json({"dry_run": dry_run, "purposes": rows, "files": report.files})
    title = "试算：将会删除" if dry_run else "已删除"
    shown = [(one.purpose.name, one.before, one.rows) for one in report.purposes]
    doors.print_table(title, ("内容", "早于", "行数"), shown)
    return doors.tell(report.files, _files_told(report.files, dry_run=dry_run), json=False)


def _files_told(swept: Swept, *, dry_run: bool) -> str:
    if swept.remark:
        return swept.remark
    done = "将会清理" if dry_run else "已清理"
    return f"{done}没有记录指着的文件{swept.files}个，{swept.bytes:,}字节；满一天的文件共{swept.kept}个。"
