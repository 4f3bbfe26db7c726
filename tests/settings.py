"""Settings of the tests: the program's own, on a home that no other run uses.

The home is `test-output/home`; a second run at the same time, which finds it locked, takes a temporary one.
`LIANFANG_HOME` moves it to `tests/` under that home. Workers of one run share the home of their controller.
"""

import atexit
import os
import shutil
import tempfile
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

MARK = "LIANFANG_TEST_HOME"


def _choose() -> Path:
    base = os.environ.get("LIANFANG_HOME")
    usual = Path(base, "tests") if base else Path(__file__).parents[1] / "test-output" / "home"
    return usual if _locked(usual) else _temporary()


def _locked(home: Path) -> bool:
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(home / "tests.lock", os.O_CREAT | os.O_WRONLY)
    try:
        flock(handle, LOCK_EX | LOCK_NB)  # kept, without closing, until this process ends
    except BlockingIOError:
        os.close(handle)
        return False
    for anchor in home.glob("audit-anchor*"):  # of databases that an earlier run dropped
        anchor.unlink()
    return True


def _temporary() -> Path:
    home = Path(tempfile.mkdtemp(prefix="lianfang-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


if MARK not in os.environ:
    os.environ[MARK] = str(_choose())
os.environ["LIANFANG_HOME"] = os.environ[MARK]
os.environ.pop("LIANFANG_NOW", None)
os.environ.pop("LIANFANG_SCOPE", None)

from lianfang.project.settings import *  # noqa: E402, F403  the home must be chosen before the settings are read

WORK_INLINE = True  # tests see what long work did as soon as it was asked for
