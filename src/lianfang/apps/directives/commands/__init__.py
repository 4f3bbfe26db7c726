"""The commands `lianfang directive …`, `lianfang plan …` and `lianfang task …`."""

import typer

from lianfang.apps.directives.commands.directives import directive
from lianfang.apps.directives.commands.plans import plan
from lianfang.apps.directives.commands.reading import read
from lianfang.apps.directives.commands.tasks import task

directive.command()(read)


def register(root: typer.Typer) -> None:
    """Add the commands of directives."""
    root.add_typer(directive, name="directive")
    root.add_typer(plan, name="plan")
    root.add_typer(task, name="task")
