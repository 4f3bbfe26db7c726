"""Nobody is let in before all pages are loaded, in the first process as in those beside it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

import pytest

from lianfang.project import serving


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a process does, in its order; it neither listens nor answers."""
    done: list[str] = []

    @contextmanager
    def listening(port: int) -> Iterator[SimpleNamespace]:
        done.append("listen")
        yield SimpleNamespace(getsockname=lambda: ("127.0.0.1", port))

    monkeypatch.setattr(serving, "_loaded", lambda: done.append("load"))
    monkeypatch.setattr(serving, "_listening", listening)
    monkeypatch.setattr(serving, "_answer", lambda application, listener: done.append("answer"))
    monkeypatch.setattr(serving, "_check_free", lambda port: None)
    monkeypatch.setattr(serving, "_others", lambda port, number: nullcontext())
    monkeypatch.setattr(serving, "_end_with", lambda parent: None)
    return done


def test_the_first_process_loads_before_it_listens(steps: list[str]):
    serving.serve(0)
    assert steps == ["load", "listen", "answer"]


def test_a_process_beside_it_loads_before_it_listens(steps: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(serving.HANDLES, "0,0")
    serving.beside_another()
    assert steps == ["load", "listen", "answer"]
