"""What all tests share: the embedded server of the run, stopped at its end, and no socket but its own."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings

from lianfang.core.embedded import server
from lianfang.project import doors


def pytest_configure(config: pytest.Config) -> None:
    """Block every socket but the database's private one."""
    config.option.disable_socket = True
    config.option.allow_unix_socket = True


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller stops the server that its workers used."""
    if "PYTEST_XDIST_WORKER" not in os.environ and not os.environ.get("LIANFANG_DATABASE_URL"):
        server.stop(settings.HOME)


@pytest.fixture
def run_command() -> Callable[..., int]:
    """Call `lianfang` with arguments as a user would; returns its exit code."""

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as left:
            doors.run(list(arguments))
        return int(left.value.code or 0)

    return run
