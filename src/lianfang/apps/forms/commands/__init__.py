"""The commands `lianfang report …`."""

import typer

from lianfang.apps.forms.commands.reports import report


def register(root: typer.Typer) -> None:
    """Add `report …` to the command line."""
    root.add_typer(report, name="report")
