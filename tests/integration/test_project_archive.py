"""Backup and restore: everything or nothing, and both leave their line in the log."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Call = Callable[..., "subprocess.CompletedProcess[str]"]
COMMAND = [sys.executable, "-c", "from lianfang.project.cli import main; main()"]


@pytest.fixture
def call(tmp_path: Path) -> Iterator[Call]:
    """The command line of a home of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    surroundings = kept | {"LIANFANG_HOME": str(tmp_path / "home")}

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*COMMAND, *arguments],
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )

    yield run
    run("db", "stop")


def lines(call: Call) -> int:
    verdict = json.loads(call("audit", "verify", "--json").stdout)
    assert verdict["sound"]
    return int(verdict["lines"])


@pytest.mark.slow
def test_a_restored_past_is_sound_and_visible_as_restored(call):
    assert call("db", "backup", "first.dump").returncode == 0
    assert call("db", "backup", "second.dump").returncode == 0
    assert lines(call) == 2
    assert call("db", "restore", "first.dump").returncode == 0
    assert lines(call) == 2  # the first backup, and the restore
    (shown,) = [line for line in call("db", "restore", "second.dump").stdout.splitlines() if line]
    assert "已恢复" in shown
    assert lines(call) == 3


@pytest.mark.slow
def test_what_is_no_backup_is_refused_and_changes_nothing(call, tmp_path):
    (tmp_path / "list.csv").write_text("姓名,电话\n")
    assert call("db", "backup", "list.csv").returncode == 3
    refused = call("db", "restore", "list.csv")
    assert refused.returncode == 3
    assert "不能使用" in refused.stderr
    assert call("db", "restore", "absent.dump").returncode == 3
    assert lines(call) == 0
