"""Backup and restore of the database; the secrets file is never part of a backup."""

import os
import subprocess
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from lianfang.core.access import rows
from lianfang.core.access.terms import EVERYWHERE, Actor
from lianfang.core.audit import operations as audit
from lianfang.core.embedded import server
from lianfang.core.embedded.backend.base import OwnerUnknown
from lianfang.kernel.errors import InputRefused
from lianfang.project import database, env


class BackupRefused(InputRefused):
    """The file stands already, can't be written, or can't be read as a backup."""

    code = "database.backup_refused"
    sentence = "备份文件 {file} 不能使用：{reason}"


def address() -> str:
    """Address of the database in use, as the program connects."""
    return env.database_url() or server.url(settings.HOME, settings.SECRETS)


def client(program: str, *arguments: str) -> list[str]:
    """Command line of one of PostgreSQL's client programs against the database in use."""
    return [str(server.BINARIES / program), f"--dbname={address()}", *arguments]


def seeing(scopes: tuple[str, ...]) -> dict[str, str]:
    """Surroundings in which PostgreSQL's client programs see the rows of some scopes."""
    return os.environ | {"PGOPTIONS": f"-c {rows.SETTING}={rows.as_setting(scopes)}"}


def _as_owner(program: str, *arguments: str) -> list[str]:
    if not env.database_url():
        owner = server.owner_url(settings.HOME, settings.SECRETS)
    elif not (owner := env.owner_url() or ""):
        raise OwnerUnknown
    return [str(server.BINARIES / program), f"--dbname={owner}", *arguments]


def backup(*, file: Path, by: Actor, at: datetime) -> int:
    """Write a compressed dump and return its size in bytes; raises BackupRefused for a file that stands."""
    if file.exists():
        raise BackupRefused(file=file, reason="文件已存在，请换一个名字。")
    audit.record("database.backed_up", subject="database", by=by, at=at, file=file.name)
    _run(_as_owner("pg_dump", "--format=custom", "--enable-row-security", f"--file={file}"), file)
    return file.stat().st_size


def restore(*, file: Path, by: Actor, at: datetime) -> None:
    """Replace everything by a backup in one transaction, migrate it, and log that it happened."""
    if not file.is_file():
        raise BackupRefused(file=file, reason="没有这个文件。")
    script = _run(
        [str(server.BINARIES / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)], file
    )
    fresh = f"drop schema public cascade; create schema public;\n{script}"
    connection.close()
    _run(_as_owner("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"), file, fresh)
    database.migrate()
    replaced = audit.lift_anchor()
    with rows.acting(by):
        audit.record(
            "database.restored", subject="database", by=by, at=at, file=file.name, replaced_up_to=replaced
        )


def _run(command: list[str], file: Path, entered: str | None = None) -> str:
    done = subprocess.run(
        command, input=entered, capture_output=True, text=True, check=False, env=seeing(EVERYWHERE)
    )
    if done.returncode:
        raise BackupRefused(file=file, reason=done.stderr.strip().splitlines()[-1])
    return done.stdout
