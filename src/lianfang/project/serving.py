"""Serve the pages to this machine."""

from typing import Final

import waitress
from django.core.wsgi import get_wsgi_application

from lianfang.core.doors import console
from lianfang.kernel.errors import DomainError

HOST: Final = "127.0.0.1"  # nobody signs in yet: pages answer to this machine only
THREADS: Final = 4


class PortTaken(DomainError):
    """Another program listens on the port already."""

    code = "serving.port_taken"
    sentence = "端口 {port} 已被占用：{reason}。请停止占用它的程序，或用 --port 换一个端口。"


def serve(port: int) -> None:
    """Serve until interrupted; port 0 takes any free one and says which."""
    try:
        server = waitress.create_server(
            get_wsgi_application(), host=HOST, port=port, threads=THREADS, ident="lianfang"
        )
    except OSError as problem:
        raise PortTaken(port=port, reason=problem.strerror) from problem
    console.print(f"页面：http://{HOST}:{server.effective_port}（按 Ctrl-C 停止）", soft_wrap=True)
    server.run()
    console.print("页面已停止；数据库仍在运行，用 lianfang db stop 停止。")
