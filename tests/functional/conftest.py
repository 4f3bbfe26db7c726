"""A small county behind a real server process, looked at with the system's Chromium."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

CHECKOUT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
START = [sys.executable, "-m", "lianfang.project.start", "--scale", "0.02", "--port", "0"]
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--metrics-recording-only",
]
WORKED_IN = "worked-in"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


FOLDER = Path(__file__).parent
OPENED = pytest.StashKey[ExitStack]()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close the browser after the last journey: its event loop would keep other tests from the database."""
    if nextitem is None or not nextitem.path.is_relative_to(FOLDER):
        item.config.stash.get(OPENED, ExitStack()).close()


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One county serves all journeys: they stay on one worker, and may talk to their own server."""
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.xdist_group("journeys"))
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def surroundings() -> dict[str, str]:
    """What the environment of a separate process says: a home of this worker's own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    own = {"LIANFANG_HOME": str(settings.HOME.root / f"journeys-{worker}"), "PYTHONUNBUFFERED": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return kept | own


@pytest.fixture(scope="session")
def address(surroundings: dict[str, str]) -> Iterator[str]:
    """Address of the pages of a small county after its morning, served by `./start` itself.

    A county in which journeys of the field have worked on is built anew.
    """
    home = Path(surroundings["LIANFANG_HOME"])
    if (home / WORKED_IN).exists():
        shutil.rmtree(home)
    with subprocess.Popen(START, env=surroundings, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield _announced(server)
        finally:
            server.terminate()
    stop = "from lianfang.project.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", stop, "db", "stop"], env=surroundings, check=True, capture_output=True
    )


def _announced(server: "subprocess.Popen[str]") -> str:
    said = []
    for line in server.stdout or ():
        said.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found[0]
    pytest.fail(f"the server ended without an address:\n{''.join(said)}")


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[Browser]:
    """The system's Chromium, without a window and without calls home; open until the last journey.

    It is closed before the tests' database is dropped, which its event loop would forbid.
    """
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    stack = request.config.stash[OPENED] = ExitStack()
    playwright = stack.enter_context(sync_playwright())
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
    stack.callback(opened.close)
    yield opened
    stack.close()


@pytest.fixture(scope="session")
def enter(browser: Browser, address: str, surroundings: dict[str, str]) -> Callable[[str], Any]:
    """`enter("village" | "town" | "county")`: signed-in state for a context, each by one link.

    It is shared by all journeys; who changes the hat in it enters `afresh`, and leaves the others theirs.
    """
    kept: dict[str, Any] = {}

    def entered(desk: str, *, afresh: bool = False) -> Any:
        if afresh or desk not in kept:
            listed = json.loads(lianfang(surroundings, "users", "list", "--json"))
            username = next(one["username"] for one in listed if one["username"].startswith(f"demo-{desk}-"))
            made = lianfang(surroundings, "users", "link", username, "--address", address, "--json")
            context = browser.new_context(base_url=address, locale="zh-CN")
            opened = context.new_page()
            opened.goto(json.loads(made)["link"])
            opened.get_by_role("button", name="进入", exact=True).click()
            opened.wait_for_url(re.compile(r"^(?!.*/enter/).*$"))
            state = context.storage_state()
            context.close()
            if afresh:
                return state
            kept[desk] = state
        return kept[desk]

    return entered


def lianfang(surroundings: dict[str, str], *arguments: str) -> str:
    """What `lianfang` prints in the home of the journeys."""
    call = "from lianfang.project.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", call, *arguments], env=surroundings, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def page(browser: Browser, address: str, enter: Callable[[str], Any]) -> Iterator[Page]:
    """A page of the county office on a desk screen; whatever its console complains of fails the test."""
    context = browser.new_context(
        base_url=address, viewport=DESK, locale="zh-CN", storage_state=enter("county")
    )
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def no_violations() -> Callable[..., None]:
    """Fail where a page breaks a rule of accessibility, saying which and where; all rules, or some."""
    axe = Axe()

    def check(page: Page, rules: Sequence[str] = ()) -> None:
        asked: dict[str, Any] = {"resultTypes": ["violations"]}
        if rules:
            asked["runOnly"] = {"type": "rule", "values": list(rules)}
        found = axe.run(page, options=asked)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check
