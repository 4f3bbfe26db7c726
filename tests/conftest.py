"""What all tests share: the embedded server of the run, no socket but its own, and a summary at the end."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from lianfang.core import kept
from lianfang.core.access import rows
from lianfang.core.access.terms import EVERYWHERE
from lianfang.core.embedded import server
from lianfang.project import doors

if TYPE_CHECKING:
    from django.test import Client

    from lianfang.project.morning import Morning

WORKER = "PYTEST_XDIST_WORKER"
LONGEST = 30
hypothesis.settings.register_profile("whatever the load", deadline=None)
hypothesis.settings.load_profile("whatever the load")


def pytest_configure(config: pytest.Config) -> None:
    """Block every socket but the database's private one; tests of pages open their own by a marker.

    Sessions see all rows, as the program's role, where a test does not narrow what its actor may see.
    """
    config.option.disable_socket = True
    config.option.allow_unix_socket = True
    settings.DATABASES["default"]["OPTIONS"]["options"] = f"-c {rows.SETTING}={rows.as_setting(EVERYWHERE)}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller stops the server that its workers used."""
    if WORKER not in os.environ and not os.environ.get("LIANFANG_DATABASE_URL"):
        server.stop(settings.HOME)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long parts and the longest files took (summed over workers), and what was skipped."""
    parts: defaultdict[str, float] = defaultdict(float)
    files: defaultdict[str, float] = defaultdict(float)
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            file = report.nodeid.partition("::")[0]
            parts[file.split("/")[1]] += report.duration
            files[file.removeprefix("tests/")] += report.duration
    for what, spent in (
        ("part", sorted(parts.items())),
        ("file, the longest", nlargest(LONGEST, files.items(), key=lambda one: one[1])),
    ):
        shown = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent)
        terminalreporter.write_line(f"test time by {what}: {shown}")
    for told in _told(terminalreporter):
        terminalreporter.write_line(told)
    for reason, count in _skipped(terminalreporter).items():
        terminalreporter.write_line(f"skipped {count}: {reason}")


def _told(reporter: pytest.TerminalReporter) -> list[str]:
    """What tests want to be read with the result: `record_property("told", …)`."""
    passed = [report for report in reporter.stats.get("passed", []) if report.when == "call"]
    return [str(value) for report in passed for name, value in report.user_properties if name == "told"]


def _skipped(reporter: pytest.TerminalReporter) -> Counter[str]:
    reports = reporter.stats.get("skipped", [])
    return Counter(report.longrepr[2].removeprefix("Skipped: ") for report in reports if report.longrepr)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where the surroundings promise everything that tests need, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    promised = os.environ.get("LIANFANG_NOTHING_SKIPPED") and WORKER not in os.environ
    if promised and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """No test gets the answer of another."""
    kept.forget()


@pytest.fixture
def run_command() -> Callable[..., int]:
    """Call `lianfang` with arguments as a user would; returns its exit code."""

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as left:
            doors.run(list(arguments))
        return int(left.value.code or 0)

    return run


@pytest.fixture
def as_owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What somebody does who owns the tables; asked for before `db`."""
    with django_db_blocker.unblock(), connection.as_owner():
        yield


@pytest.fixture(scope="session")
def county_morning(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, "Morning"]]:
    """A small county after its morning: the name of its database, and what came of it."""
    from tests.factories.county import county_database  # the whole program: for tests that need it

    with django_db_blocker.unblock(), county_database() as made:
        yield made


@pytest.fixture
def _on_county(county_morning: tuple[str, "Morning"], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from tests.factories.county import connected_to

    name, made = county_morning
    monkeypatch.setenv("LIANFANG_NOW", made.at.isoformat())
    with connected_to(name):
        yield


@pytest.fixture
def county(_on_county: None, db: None, county_morning: tuple[str, "Morning"]) -> "Morning":
    """Tests on the county after its morning, its clock stopped there; what they change is rolled back."""
    return county_morning[1]


@pytest.fixture
def signed_in(db: None) -> Callable[..., "Client"]:
    """`signed_in(role, area)`: a client of Django whose person holds that role there (by default the county's
    headquarters); role "" holds none."""
    from tests.factories import access

    return access.signed_in
