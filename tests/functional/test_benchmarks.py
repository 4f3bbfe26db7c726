"""Every benchmark runs small and says its ratio; the bars are for `python -m bench` on a quiet machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.__main__ import names
from django.conf import settings

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.xdist_group("bench")  # they share a home, and one drops what another measures against
@pytest.mark.parametrize("name", names())
def test_a_benchmark_runs_small(name):
    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    own = {"LIANFANG_HOME": str(settings.HOME.root / "bench")}
    command = [sys.executable, "-m", "bench", name, "--small"]
    done = subprocess.run(command, cwd=CHECKOUT, env=kept | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert any(character.isdigit() for character in done.stdout)
