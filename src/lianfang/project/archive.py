"""Backup and restore of the database; the secrets file is never part of a backup."""

import subprocess
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.embedded import server
from lianfang.kernel.errors import InputRefused
from lianfang.project import database, env


class BackupRefused(InputRefused):
    """The file stands already, can't be written, or can't be read as a backup."""

    code = "database.backup_refused"
    sentence = "备份文件 {file} 不能使用：{reason}"


def address() -> str:
    """Address of the database in use."""
    return env.database_url() or server.url(settings.HOME, settings.SECRETS)


def client(program: str, *arguments: str) -> list[str]:
    """Command line of one of PostgreSQL's client programs against the database in use."""
    return [str(server.BINARIES / program), f"--dbname={address()}", *arguments]


def backup(*, file: Path, by: Actor, at: datetime) -> int:
    """Write a compressed dump and return its size in bytes; raises BackupRefused for a file that stands."""
    if file.exists():
        raise BackupRefused(file=file, reason="文件已存在，请换一个名字。")
    audit.record("database.backed_up", subject="database", by=by, at=at, file=file.name)
    _run(client("pg_dump", "--format=custom", f"--file={file}"), file)
    return file.stat().st_size


def restore(*, file: Path, by: Actor, at: datetime) -> None:
    """Replace everything by a backup in one transaction, migrate it, and log that it happened."""
    if not file.is_file():
        raise BackupRefused(file=file, reason="没有这个文件。")
    script = _run([str(server.BINARIES / "pg_restore"), "--no-owner", "--file=-", str(file)], file)
    fresh = f"drop schema public cascade; create schema public;\n{script}"
    connection.close()
    _run(client("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"), file, fresh)
    database.prepare()
    replaced = audit.lift_anchor()
    audit.record(
        "database.restored", subject="database", by=by, at=at, file=file.name, replaced_up_to=replaced
    )


def _run(command: list[str], file: Path, entered: str | None = None) -> str:
    done = subprocess.run(command, input=entered, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(file=file, reason=done.stderr.strip().splitlines()[-1])
    return done.stdout
