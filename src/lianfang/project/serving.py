"""Serve the pages to this machine: a process for each processor, all behind one port."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

import waitress
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from lianfang.core.doors import console
from lianfang.kernel.errors import DomainError
from lianfang.project.newcomers import Newcomer

HOST: Final = "127.0.0.1"  # pages answer to this machine only; others come through a proxy that speaks TLS
THREADS: Final = 4
PROCESSES: Final = max(1, min(os.cpu_count() or 1, 4))
WAITING: Final = 1024
PATIENCE: Final = 3.0
"""Seconds in which a killed server's other processes must have left the port."""
HANDLES: Final = "LIANFANG_SERVING"
BESIDE: Final = """
import django
django.setup()
from lianfang.project import serving
serving.beside_another()
"""


class PortTaken(DomainError):
    """Another program listens on the port already."""

    code = "serving.port_taken"
    sentence = "端口 {port} 已被占用：{reason}。请停止占用它的程序，或用 --port 换一个端口。"


def serve(port: int, *, welcome: Sequence[Newcomer] = (), processes: int = PROCESSES) -> None:
    """Serve until interrupted; port 0 takes any free one and says which. `welcome` gets links to enter."""
    _check_free(port)
    application = _loaded()
    with _listening(port) as listener:
        port = listener.getsockname()[1]
        with _others(port, processes - 1):
            console.print(f"页面：http://{HOST}:{port}（按 Ctrl-C 停止）", soft_wrap=True)
            _welcome(f"http://{HOST}:{port}", welcome)
            _answer(application, listener)
    console.print("页面已停止；数据库仍在运行，用 lianfang db stop 停止。")


def _check_free(port: int) -> None:
    """Raise PortTaken where another server listens; one that was killed just now leaves within moments."""
    ends = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((HOST, port))
            except OSError as problem:
                if time.monotonic() > ends:
                    raise PortTaken(port=port, reason=problem.strerror) from problem
            else:
                return
        time.sleep(0.1)


def _listening(port: int) -> socket.socket:
    """A place at the port; who comes goes to one of the processes that have one, by chance."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((HOST, port))
    listener.listen(WAITING)
    return listener


def _loaded() -> WSGIHandler:
    """The program with all its pages loaded, before anybody is let in: who comes first waits no longer."""
    application = get_wsgi_application()
    get_resolver().reverse_dict  # noqa: B018  asking makes it
    return application


def _answer(application: WSGIHandler, listener: socket.socket) -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # to wait a little is no news
    server = waitress.create_server(application, sockets=[listener], threads=THREADS, ident="lianfang")
    server.run()


@contextmanager
def _others(port: int, number: int) -> Iterator[None]:
    """Further processes at the same port while the block runs; the pipe of a dead parent closes."""
    ours, theirs = os.pipe()
    surroundings = os.environ | {HANDLES: f"{port},{ours}"}
    command = [sys.executable, "-c", BESIDE]
    children = [
        subprocess.Popen(command, env=surroundings, pass_fds=[ours], stdin=subprocess.DEVNULL)
        for _ in range(number)
    ]
    os.close(ours)
    try:
        yield
    finally:
        os.close(theirs)
        for child in children:
            child.wait()


def beside_another() -> None:
    """Serve at the port of the process that started this one, as long as it lives."""
    port, parent = map(int, os.environ[HANDLES].split(","))
    threading.Thread(target=_end_with, args=[parent], name="parent", daemon=True).start()
    application = _loaded()
    with suppress(KeyboardInterrupt), _listening(port) as listener:
        _answer(application, listener)


def _end_with(parent: int) -> None:
    """End at once when the parent ends: what was begun is rolled back, as for a killed parent."""
    os.read(parent, 1)
    os._exit(0)


def _welcome(address: str, newcomers: Sequence[Newcomer]) -> None:
    if newcomers:
        console.print("用浏览器打开一个链接，按“进入”（每个只能用一次，十五分钟内有效）：")
    for one in newcomers:
        console.print(f"  {one.place} {one.post} {one.name}：{address}{one.path}", soft_wrap=True)
