"""Two installations of their own, each with its home, database and port: a county and the city above it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.functional.field_server import CHECKOUT, served

EVENING = "2022-07-01T18:00"
SERVED = """
import contextlib, io, json, os, sys, traceback, django
django.setup()
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import SYSTEM
from lianfang.project import database, doors
database.prepare()
out = sys.stdout
for line in sys.stdin:
    asked, said, code = json.loads(line), io.StringIO(), 0
    os.environ["LIANFANG_NOW"] = asked["at"]
    with contextlib.redirect_stdout(said):
        try:
            if "text" in asked:
                with acting(SYSTEM):
                    exec(asked["text"], {"SYSTEM": SYSTEM})
            else:
                doors.run(asked["call"])
        except SystemExit as left:
            code = left.code or 0
        except Exception:
            code = traceback.format_exc()
    print(json.dumps({"code": code, "said": said.getvalue()}), file=out, flush=True)
"""
SET_UP = """
from tests.factories import directives, forms
directives.county()
forms.load()
"""
ACCEPT = """
from tests.factories import directives, forms
from lianfang.apps.forms import operations
told = forms.submit(directives.VILLAGE, at=forms.moment(8))
operations.accept(told.uid, by=directives.OFFICE, at=forms.moment(9))
"""
SEND = """
from lianfang.core import jobs
jobs.run(next(one for one in jobs.jobs() if one.name == "exchange.send"))
"""
FIRST = """
from lianfang.apps.exchange import operations, queries
from lianfang.core.doors import now
(card,) = queries.sent(by=SYSTEM, at=now())
print(operations.envelope_file(message=str(card.uid), by=SYSTEM, at=now()))
"""
"""The envelope that it has sent, as a file holds it."""
SERVE = """
import sys, django
django.setup()
from lianfang.project import database, serving
database.prepare()
serving.serve(int(sys.argv[1]), processes=1)
"""
APART = ("LIANFANG_DATABASE_URL", "LIANFANG_OWNER_URL", "LIANFANG_SCOPE")


@dataclass
class Server:
    """An installation: what its commands say, and its pages while they are served."""

    home: Path
    port: int = 0
    program: "subprocess.Popen[str] | None" = field(default=None, repr=False)
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def __post_init__(self) -> None:
        shutil.rmtree(self.home, ignore_errors=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def exchange_key(self) -> bytes:
        """The key by which it signs, out of its file of secrets."""
        return bytes.fromhex(json.loads((self.home / "secrets.json").read_text())["exchange_key"])

    def surroundings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in APART}
        own = {"LIANFANG_HOME": str(self.home), "LIANFANG_NOW": EVENING, "PYTHONUNBUFFERED": "1"}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "lianfang.project.settings"}

    def _ask(self, at: str, **asked: object) -> str:
        """What its program says to one call; one process answers all, as starting takes seconds."""
        if self.program is None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self.program = subprocess.Popen(
                [sys.executable, "-c", SERVED], env=self.surroundings(), cwd=CHECKOUT, **pipes
            )
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        print(json.dumps({"at": at, **asked}), file=self.program.stdin, flush=True)
        told = json.loads(next(line for line in self.program.stdout if line.startswith('{"code"')))
        assert told["code"] == 0, f"{asked}\n{told}"
        return str(told["said"])

    def python(self, text: str, *, at: str = EVENING) -> str:
        """What a piece of its program prints."""
        return self._ask(at, text=text)

    def lianfang(self, *arguments: str, at: str = EVENING) -> str:
        """What a command prints."""
        return self._ask(at, call=arguments)

    def told(self, *arguments: str, at: str = EVENING) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.lianfang(*arguments, "--json", at=at))

    def start(self) -> None:
        """Serve its pages, and wait until they answer."""
        self.process = served(SERVE, self.port, self.surroundings(), seconds=120)

    def stop(self) -> None:
        """End its pages and its database."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        if self.program is not None:
            self.lianfang("db", "stop")
            self.program.communicate()

    def post(self, text: str) -> tuple[int, str, dict[str, Any]]:
        """Knock at its door for envelopes: status, content type, what it says."""
        request = urllib.request.Request(f"{self.address}/exchange/envelopes/", text.encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers["Content-Type"], json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers["Content-Type"], json.load(refusal)
