"""The worker as a process of its own: killed at any point, or twice at once, it tells nobody twice."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from tests.factories import control as factory
from tests.factories.control import at
from tests.factories.county import connected_to, empty_database
from tests.integration.test_intake_killed import address

from lianfang.apps.alerts.models import Escalation, Message, Notice
from lianfang.apps.areas.models import Assignment, Officer, Post
from lianfang.core import sealing

pytestmark = pytest.mark.slow
CHECKOUT = Path(__file__).parents[2]
CALL = "from lianfang.project.cli import main; main()"
DAY = date(2022, 7, 31)
BEFORE = at(DAY - timedelta(days=60))
PERSONS = 5
WAITS = "select count(*) from pg_locks where relation = 'alerts_escalation'::regclass and not granted"


@pytest.fixture
def county(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """The address of a database of its own: some people under measure, a doctor and an office."""
    with django_db_blocker.unblock(), empty_database("worker") as name, connected_to(name):
        call_command("migrate", verbosity=0)  # run alone, the tests' database has no tables yet
        factory.load_pack()
        _held("county_office", factory.COUNTY, "县办", "13800000001")
        _held("village_doctor", factory.VILLAGE, "村医", "13800000002")
        for _ in range(PERSONS):
            factory.ordered(factory.person(), last_exposure=DAY, when=at(DAY - timedelta(days=1), "18:00"))
        yield address(name)


def _held(code: str, area: str, name: str, phone: str) -> None:
    post = Post.objects.create(code=code, area=area, established_at=BEFORE)
    officer = Officer.objects.create(
        name=name, phone_sealed=sealing.seal(phone), phone_digest=sealing.digest("phone", phone)
    )
    Assignment.objects.create(
        post=post, officer=officer, area=area, begins_at=BEFORE, begin_recorded_at=BEFORE
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the secrets of the tests, so that what they sealed can be read."""
    made = tmp_path / "home"
    made.mkdir()
    shutil.copy(settings.HOME.secrets_file, made / "secrets.json")
    return made


@pytest.fixture
def worker(county: str, home: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """`worker(*arguments, **environment)`: start the worker at ten past ten; whatever still runs is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, handles: tuple[int, ...] = (), **more: str) -> "subprocess.Popen[str]":
        own = {
            "LIANFANG_HOME": str(home),
            "LIANFANG_DATABASE_URL": county,
            "LIANFANG_NOW": at(DAY, "10:10").isoformat(),
            "PYTHONPATH": f"{CHECKOUT}/src:{CHECKOUT}",
        }
        kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        made = subprocess.Popen(
            [sys.executable, "-c", CALL, "worker", *arguments],
            env=kept | own | more,
            pass_fds=handles,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(made)
        return made

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stderr:
            process.stderr.close()


def sent(home: Path) -> int:
    return len(list((home / "outbox" / "sms").glob("*.json")))


def told() -> Counter:
    return Counter(Escalation.objects.values_list("kind", "subject", "ref", "level"))


def until(ready: Callable[[], object], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def finish(process: "subprocess.Popen[str]") -> None:
    said = process.communicate(timeout=90)[1]
    assert process.returncode == 0, said


def test_a_worker_killed_while_it_tells_has_told_nobody_and_the_next_tells_once(county, worker, home):
    with psycopg.connect(county) as watch, psycopg.connect(county, autocommit=True) as look:
        watch.execute("lock table alerts_escalation in share row exclusive mode")
        killed = worker("--once")
        until(lambda: look.execute(WAITS).fetchone()[0], "the worker never told anybody")
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
    assert Notice.objects.count() == Escalation.objects.count() == 0
    finish(worker("--once"))
    assert sum(count for (kind, *_), count in told().items() if kind == "temperature") == PERSONS
    assert set(told().values()) == {1}
    assert sent(home) == Message.objects.count() > 0


def test_two_workers_at_once_tell_and_send_once(worker, home):
    both = [worker("--once"), worker("--once")]
    for process in both:
        finish(process)
    finish(worker("--once"))
    assert set(told().values()) == {1}
    officers = Counter(Message.objects.values_list("officer", "channel"))
    assert set(officers.values()) == {1}
    assert sent(home) == Message.objects.count()


def test_a_worker_killed_after_sending_sends_the_same_message_again_not_another(worker, home):
    dying = worker("--once", LIANFANG_GATEWAY="tests.factories.gateways:Dying")
    dying.communicate(timeout=90)
    assert dying.returncode == -signal.SIGKILL
    assert sent(home) == 1
    assert Message.objects.exclude(handed_at=None).count() == 0
    finish(worker("--once"))
    assert sent(home) == Message.objects.count()
    assert Message.objects.filter(handed_at=None).count() == 0


def test_the_worker_works_by_its_timetable_and_ends_when_told(worker):
    running = worker()
    until(Notice.objects.exists, "the timetable brought nothing")
    running.send_signal(signal.SIGTERM)
    finish(running)


def test_the_worker_ends_with_its_parent(worker):
    ours, theirs = os.pipe()
    running = worker(handles=(ours,), LIANFANG_WORKER_PARENT=str(ours))
    os.close(ours)
    until(Notice.objects.exists, "the timetable brought nothing")
    os.close(theirs)
    finish(running)
