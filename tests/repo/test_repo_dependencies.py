"""Dependencies have their reasons, and the lock files name no host."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LOCKS = ["run", "dev"]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)", re.MULTILINE)


def lock(name: str) -> str:
    return (CHECKOUT / "requirements" / f"{name}.lock").read_text()


def test_every_dependency_has_its_reason_on_its_line():
    project = (CHECKOUT / "pyproject.toml").read_text().partition("[project.scripts]")[0]
    lines = [line for line in project.splitlines() if re.match(r'    "[A-Za-z].*",', line)]
    assert len(lines) > 30
    assert [line for line in lines if not re.search(r"#\s+\w+", line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_host_and_pins_by_hash(name):
    text = lock(name)
    assert "://" not in text
    assert "index" not in text
    pinned = PIN.findall(text)
    assert pinned
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_development_lock_holds_the_running_one():
    assert set(PIN.findall(lock("run"))) <= set(PIN.findall(lock("dev")))
