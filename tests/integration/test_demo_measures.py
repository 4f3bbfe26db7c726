"""The promise of resolution and location, kept on the demonstration's lists at default and triple noise."""

import json
from datetime import datetime

import pytest

from lianfang.core.access.terms import Actor
from lianfang.demo import defaults, load
from lianfang.demo.lists import lists_of, write_lists
from lianfang.demo.measuring import measure
from lianfang.demo.receiving import receive_lists, received_results
from lianfang.kernel.clock import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BY = Actor(name="演示")
AT = datetime(2022, 7, 10, 8, tzinfo=ZONE)
SCALE = 0.05


@pytest.mark.parametrize("noise", [1.0, 3.0])
def test_lists_are_resolved_and_located_as_promised(tmp_path, noise):
    load.build(seed=defaults.SEED, scale=SCALE, by=BY, at=AT)
    files, residents = lists_of(seed=defaults.SEED, scale=SCALE, noise=noise, on=defaults.DAY)
    truth = write_lists(files, tmp_path, residents=residents)
    accounts = [account for _, account in receive_lists(tmp_path, by=BY)]
    assert sum(account.rows for account in accounts) == truth.height
    measured = measure(tmp_path, received_results(tmp_path))
    assert measured.rows == truth.height
    assert (measured.missing, measured.unexpected) == (0, 0)
    assert measured.passes(noise), measured


def test_the_command_scores_what_was_received(run_command, capsys, tmp_path):
    size = ("--scale", "0.01")
    assert run_command("demo", "build", *size) == 0
    assert run_command("demo", "lists", *size, "--out", str(tmp_path)) == 0
    assert run_command("demo", "score", str(tmp_path)) == 3
    assert "还没有接收" in capsys.readouterr().err.replace("\n", "")
    _, account = next(receive_lists(tmp_path, by=BY))
    capsys.readouterr()
    assert run_command("demo", "score", str(tmp_path), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["rows"] == account.rows
    assert printed["missing"] == 0
    assert run_command("demo", "score", str(tmp_path)) == 0
    assert "准确率" in capsys.readouterr().out
