"""Serve the pages to this machine."""

from collections.abc import Sequence
from typing import Final

import waitress
from django.core.wsgi import get_wsgi_application

from lianfang.core.doors import console
from lianfang.kernel.errors import DomainError
from lianfang.project.newcomers import Newcomer

HOST: Final = "127.0.0.1"  # pages answer to this machine only; others come through a proxy that speaks TLS
THREADS: Final = 4


class PortTaken(DomainError):
    """Another program listens on the port already."""

    code = "serving.port_taken"
    sentence = "端口 {port} 已被占用：{reason}。请停止占用它的程序，或用 --port 换一个端口。"


def serve(port: int, *, welcome: Sequence[Newcomer] = ()) -> None:
    """Serve until interrupted; port 0 takes any free one and says which. `welcome` gets links to enter."""
    try:
        server = waitress.create_server(
            get_wsgi_application(), host=HOST, port=port, threads=THREADS, ident="lianfang"
        )
    except OSError as problem:
        raise PortTaken(port=port, reason=problem.strerror) from problem
    console.print(f"页面：http://{HOST}:{server.effective_port}（按 Ctrl-C 停止）", soft_wrap=True)
    _welcome(f"http://{HOST}:{server.effective_port}", welcome)
    server.run()
    console.print("页面已停止；数据库仍在运行，用 lianfang db stop 停止。")


def _welcome(address: str, newcomers: Sequence[Newcomer]) -> None:
    if newcomers:
        console.print("用浏览器打开一个链接，按“进入”（每个只能用一次，十五分钟内有效）：")
    for one in newcomers:
        console.print(f"  {one.place} {one.post} {one.name}：{address}{one.path}", soft_wrap=True)
