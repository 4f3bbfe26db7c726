"""The root of the command line, and the one place where errors become sentences and exit codes."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import django
import typer
from typer.core import TyperGroup
from typer.main import get_command

from lianfang.core import incidents, refusals
from lianfang.core.doors import cli_actor, remarks

UNFORESEEN: Final = 70
PARTS: Final = (
    "lianfang.core.access.commands",
    "lianfang.core.retention.commands",
    "lianfang.apps.areas.commands",
    "lianfang.demo.commands",
    "lianfang.apps.people.commands",
    "lianfang.apps.policy.commands",
    "lianfang.apps.intake.commands",
    "lianfang.apps.control.commands",
    "lianfang.apps.venues.commands",
    "lianfang.apps.cases.commands",
    "lianfang.apps.testing.commands",
    "lianfang.apps.facilities.commands",
    "lianfang.apps.alerts.commands",
    "lianfang.apps.directives.commands",
    "lianfang.apps.inspection.commands",
    "lianfang.apps.hotline.commands",
    "lianfang.apps.reporting.commands",
    "lianfang.apps.documents.commands",
    "lianfang.apps.forms.commands",
    "lianfang.apps.exchange.commands",
    "lianfang.project.commands",
)
WITHOUT_DATABASE: Final = frozenset(
    {"db url", "db stop", "db psql", "db restore", "demo lists", "directive read"}
)


def run(arguments: list[str] | None = None) -> None:
    """Run one command of `lianfang` and leave with its exit code."""
    answer(lambda: command_line()(arguments, prog_name="lianfang"))


def answer(command: Callable[[], object]) -> None:
    """Run a command and leave with its exit code: 0, 2, 3, 4, or 70 with an incident number."""
    os.umask(0o077)
    try:
        django.setup()
        command()
    except Exception as problem:  # noqa: BLE001  the last catch of the program
        refusal = refusals.refusal_of(problem)
        if refusal is not None:
            remarks.print(str(refusal), style="red", markup=False, soft_wrap=True)
            sys.exit(refusal.exit_code)
        number = incidents.keep(problem)
        said = f"程序出现未预料的错误，编号 {number}。请把编号告诉维护人员。"
        remarks.print(said, style="red", markup=False, soft_wrap=True)
        sys.exit(UNFORESEEN)


def command_line() -> TyperGroup:
    """Every app's commands under one root; each prepares the database before it runs."""
    root = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="联防：应做、已做、缺口、责任人、时限。",
    )
    for part in PARTS:
        if _exists(part):
            import_module(part).register(root)
    built = get_command(root)
    if not isinstance(built, TyperGroup):
        raise TypeError("the root must be a group of commands")
    for path, command in leaves(built):
        if path not in WITHOUT_DATABASE and command.callback:
            command.callback = _prepared(command.callback)
    return built


def leaves(group: TyperGroup, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of a group with its path, such as `measures serve`."""
    for name, command in group.commands.items():
        path = f"{before} {name}".strip()
        if isinstance(command, TyperGroup):
            yield from leaves(command, path)
        else:
            yield path, command


def _exists(module: str) -> bool:
    return find_spec(module.rpartition(".")[0]) is not None and find_spec(module) is not None


def _prepared(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def prepared(*args: Any, **kwargs: Any) -> Any:
        from lianfang.core.access import rows
        from lianfang.project import database

        database.prepare()
        with rows.acting(cli_actor()):
            return callback(*args, **kwargs)

    return prepared
