"""Commands of the installation itself: its database and its audit log."""

import os
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from lianfang.core.audit import queries as audit
from lianfang.core.doors import Json, cli_actor, console, now, print_json, remarks
from lianfang.core.embedded import server
from lianfang.kernel.errors import InputRefused
from lianfang.project import archive, env


class LogUnsound(InputRefused):
    """The audit log lost or changed a line."""

    code = "audit.unsound"
    sentence = "审计记录共{lines}条，发现{count}处问题：{faults}"


def register(root: typer.Typer) -> None:
    """Add `db …`, `audit …` and `worker`."""
    root.add_typer(_database_commands(), name="db")
    root.add_typer(_audit_commands(), name="audit")
    root.command()(worker)


def _database_commands() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="数据库：地址、客户端、备份、恢复、停止。")
    for command in (url, psql, backup, restore, stop):
        group.command()(command)
    return group


def _audit_commands() -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="审计记录：只增、成链、可验证。")
    group.callback()(lambda: None)
    group.command()(verify)
    return group


def url() -> None:
    """数据库地址，供任何 PostgreSQL 客户端使用。"""
    typer.echo(archive.address())


def psql() -> None:
    """打开数据库客户端；只能看到本人辖区（LIANFANG_SCOPE）内的数据。"""
    _ensure_running()
    command = archive.client("psql")
    os.execve(command[0], command, archive.seeing(cli_actor().scopes))  # noqa: S606  our own binary, no shell


def backup(file: Annotated[Path, typer.Argument(help="备份文件，不能已存在。")]) -> None:
    """备份数据库；密钥文件另行保管，缺了它密文打不开。"""
    size = archive.backup(file=file, by=cli_actor(), at=now())
    console.print(
        f"已备份到 {file}（{size:,} 字节）。文件在 {settings.HOME.kept} 和 {settings.HOME.lake}，请随后复制；"
        f"密钥 {settings.HOME.secrets_file} 请另行保管。",
        markup=False,
    )


def restore(file: Annotated[Path, typer.Argument(help="由 db backup 生成的文件。")]) -> None:
    """用备份替换现有数据，一次完成或完全不变。"""
    _ensure_running()
    archive.restore(file=file, by=cli_actor(), at=now())
    console.print("已恢复。恢复一事已记入审计记录。")


def stop() -> None:
    """停止内置数据库。"""
    if env.database_url():
        remarks.print("使用的是外部数据库，不由本程序停止。")
        return
    stopped = server.stop(settings.HOME)
    console.print("内置数据库已停止。" if stopped else "内置数据库没有运行。")


def verify(as_json: Json = False) -> None:
    """验证审计链：缺失、改动、截断都会被发现。"""
    verdict = audit.verify()
    if as_json:
        print_json({"lines": verdict.lines, "sound": verdict.sound, "faults": verdict.faults})
    if not verdict.sound:
        raise LogUnsound(lines=verdict.lines, count=len(verdict.faults), faults="".join(verdict.faults))
    if not as_json:
        console.print(f"审计记录共 {verdict.lines:,} 条，完整无缺。")


def worker(
    once: Annotated[bool, typer.Option("--once", help="每项任务现在做一次，做完结束。")] = False,
    show: Annotated[bool, typer.Option("--list", help="只列出任务和时刻。")] = False,
) -> None:
    """运行定时任务：到期、提醒、逐级上报、失效、发送；./start 已包含。"""
    from lianfang.project import worker as clockwork

    (clockwork.show if show else clockwork.run_once if once else clockwork.run)()


def _ensure_running() -> None:
    if not env.database_url():
        server.ensure_running(settings.HOME, settings.SECRETS)
