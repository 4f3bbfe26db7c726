"""The commands `lianfang form …` and `lianfang report …`."""

import typer

from lianfang.apps.forms.commands.doubts import doubts
from lianfang.apps.forms.commands.evaluation import evaluate
from lianfang.apps.forms.commands.forms import form
from lianfang.apps.forms.commands.reports import report
from lianfang.apps.forms.commands.rollups import rollup
from lianfang.apps.forms.commands.submitting import submit

report.command()(submit)
report.command()(rollup)
report.command()(doubts)
report.command()(evaluate)


def register(root: typer.Typer) -> None:
    """Add the commands of forms and reports."""
    root.add_typer(form, name="form")
    root.add_typer(report, name="report")
