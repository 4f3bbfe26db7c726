"""A list killed in the middle of the work leaves nothing half-applied; the same command finishes it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.county import connected_to, empty_database
from tests.factories.intake import HERE, row
from tests.factories.places import COUNTY

from lianfang.apps.intake.models import Batch, Exposure, GroupFact, Row
from lianfang.apps.intake.terms import Outcome
from lianfang.apps.people.models import IdentityKey, Person
from lianfang.core.embedded import server

ROWS = 4000
CALL = "from lianfang.project.cli import main; main()"
WRITTEN = (Row, Person, IdentityKey, Exposure, GroupFact)
AT_WORK = """
select count(*)
from pg_locks
where relation = 'people_person'::regclass and mode = 'RowExclusiveLock' and granted
  and database = (select oid from pg_database where datname = current_database())
"""


@pytest.fixture
def county(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """The address of a database of its own that holds the small county."""
    with django_db_blocker.unblock(), empty_database("killed") as name, connected_to(name):
        call_command("migrate", verbosity=0)  # run alone, the tests' database has no tables yet
        lists.build_county()
        yield address(name)


def address(name: str) -> str:
    """The address of a database of the tests' server."""
    usual = os.environ.get("LIANFANG_DATABASE_URL") or server.url(settings.HOME, settings.SECRETS)
    before, _, query = usual.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{'?' if query else ''}{query}"


@pytest.fixture
def big_list(tmp_path) -> Path:
    """A list of some thousand newcomers, each with an exposure."""
    names = ("".join(signs) for signs in product("赵钱孙李周吴郑王冯陈", "文志国小春秋海云"))
    every = product(list(names), "伟娜芳洋杰敏静磊强军艳勇涛明超霞平刚桂英玉兰梅琴红华慧丽婷雪")
    contact = {"exposure": "密接", "contact": "2022-07-08", "address": HERE}
    numbers = (
        people.citizen_number(sequence=at % 900 + 1, region=f"9901{21 + at // 900}") for at in range(ROWS)
    )
    named = zip((f"{first}{last}" for first, last in [*every] * 2), numbers, strict=False)
    return lists.write(tmp_path / "大名单.csv", *(row(name, number=one, **contact) for name, one in named))


def start(big_list: Path, url: str, home: Path) -> subprocess.Popen[str]:
    """`lianfang intake` as a process of its own."""
    surroundings = os.environ | {"LIANFANG_HOME": str(home), "LIANFANG_DATABASE_URL": url}
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)
    words = ["intake", str(big_list), "--channel", "police_push", "--area", COUNTY, "--json"]
    words += ["--received", "2022-07-10T09:00"]
    command = [sys.executable, "-c", CALL, *words]
    return subprocess.Popen(
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def wait_until_it_writes(process: subprocess.Popen[str], url: str) -> None:
    """Return as soon as the process has written persons and not committed them."""
    deadline = time.monotonic() + 60
    with psycopg.connect(url, autocommit=True) as watch:
        while not watch.execute(AT_WORK).fetchone()[0]:
            assert process.poll() is None, "the list was done before it could be killed"
            assert time.monotonic() < deadline, "the list never wrote a person"
            time.sleep(0.002)


@pytest.mark.slow
def test_a_killed_list_leaves_nothing_and_the_same_command_finishes_it(county, big_list, tmp_path):
    home = tmp_path / "home"
    killed = start(big_list, county, home)
    wait_until_it_writes(killed, county)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert [table.objects.count() for table in WRITTEN] == [0] * len(WRITTEN)
    begun = Batch.objects.get()
    assert (begun.state, begun.rows, begun.done_at) == ("received", 0, None)

    again = start(big_list, county, home)
    account = json.loads(again.communicate(timeout=90)[0])
    assert again.returncode == 0
    assert (account["batch"], account["rows"], account["created"]) == (begun.pk, ROWS, ROWS)
    assert account["rows"] == sum(account[outcome] for outcome in Outcome)
    assert Batch.objects.get().state == "done"
    assert [Row.objects.count(), Person.objects.count(), Exposure.objects.count()] == [ROWS] * 3
