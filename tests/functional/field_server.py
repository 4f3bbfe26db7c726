"""The journeys' county at half past seven of the next morning, behind a server that can be killed."""

import json
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MORNING = "2022-07-12T07:30"
CHECKOUT = Path(__file__).parents[2]
SERVE = """
import sys, django
django.setup()
from lianfang.project import database, serving
database.prepare()
serving.serve(int(sys.argv[1]))
"""
ASK = """
import json, sys, django
django.setup()
from lianfang.project import database
database.prepare()
from lianfang.core import sql
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import SYSTEM
with acting(SYSTEM):
    print(json.dumps(sql.query(sys.argv[1])[0]))
"""


def served(
    program: str, port: int, surroundings: dict[str, str], *, seconds: int = 60
) -> subprocess.Popen[bytes]:
    """A process that serves pages, once it answers; raises TimeoutError."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": CHECKOUT}
    process = subprocess.Popen([sys.executable, "-c", program, str(port)], env=surroundings, **quiet)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise TimeoutError(f"nobody answers at {port}")


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class FieldServer:
    """A server of its own port, which keeps it when it is started again."""

    surroundings: dict[str, str]
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def __post_init__(self) -> None:
        own = {"LIANFANG_NOW": MORNING, "DJANGO_SETTINGS_MODULE": "lianfang.project.settings"}
        self.surroundings = self.surroundings | own
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = served(SERVE, self.port, self.surroundings)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def later(self, moment: str) -> None:
        """Start again at a later moment, on another port: the old one may still be held."""
        self.kill()
        self.surroundings = self.surroundings | {"LIANFANG_NOW": moment}
        self.port = free_port()
        self.start()

    def ask(self, statement: str) -> dict[str, Any]:
        """One row of a query, asked past every scope."""
        done = subprocess.run(
            [sys.executable, "-c", ASK, statement],
            env=self.surroundings,
            check=True,
            capture_output=True,
            text=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found
