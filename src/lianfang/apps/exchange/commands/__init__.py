"""The commands `lianfang export …`, `import …` and `exchange …`."""

import typer

from lianfang.apps.exchange.commands.handing import exchange
from lianfang.apps.exchange.commands.leaving import exporting
from lianfang.apps.exchange.commands.returning import importing


def register(root: typer.Typer) -> None:
    """Add the commands of the exchange to the command line."""
    root.add_typer(exporting, name="export")
    root.add_typer(importing, name="import")
    root.add_typer(exchange, name="exchange")
