"""The commands `lianfang directive …`."""

import typer

from lianfang.apps.directives.commands.reading import read

directive = typer.Typer(no_args_is_help=True, help="文件：读出任务，交办，办到哪一步。")
directive.command()(read)


@directive.callback()
def _group() -> None:
    """A group stays a group while it has one command."""


def register(root: typer.Typer) -> None:
    """Add the commands of directives."""
    root.add_typer(directive, name="directive")
