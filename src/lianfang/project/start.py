"""`./start`: set up, run the demonstration morning, show what came of it, serve the first pages."""

import os
import sys
from typing import Annotated

import typer

PORT = 8000


def start(
    once: Annotated[bool, typer.Option("--once", help="显示小结后结束，不提供页面。")] = False,
    port: Annotated[int, typer.Option(help="页面端口；0 为任一空闲端口。")] = PORT,
    scale: Annotated[float, typer.Option(help="演示县规模；1 为 4 万户、12 万人。")] = 1.0,
) -> None:
    """建立演示县，跑完一个早晨，显示小结，提供页面。"""
    from lianfang.core.access import rows
    from lianfang.core.doors import stop_clock
    from lianfang.project import database, morning, newcomers, serving, summary, worker

    database.prepare()
    with rows.acting(morning.OFFICE):
        made = morning.run(scale=scale, listener=summary.listener())
        stop_clock(made.at)
        summary.show(made)
        welcome = None if once else newcomers.newcomers(area=made.area, at=made.at)
    if welcome is not None:
        with worker.beside():
            serving.serve(port, welcome=welcome)


def main() -> None:
    """Run `./start` with the exit codes of every command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
    from lianfang.project import doors

    root = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    root.command()(start)
    doors.answer(lambda: root(sys.argv[1:], prog_name="./start"))


if __name__ == "__main__":
    main()
