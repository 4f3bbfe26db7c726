"""The commands `lianfang measures …`, `reading …`, `encounter …`, `tests …` and `gaps`."""

import typer

from lianfang.apps.control import queries
from lianfang.apps.control.commands.gaps import gaps
from lianfang.apps.control.commands.measures import measures
from lianfang.apps.control.commands.observations import encounter, reading, tests
from lianfang.apps.policy.queries import provide_person_cases


def register(root: typer.Typer) -> None:
    """Add the commands of control, and tell `policy explain` where the exposures of a person are found."""
    root.add_typer(measures, name="measures")
    root.add_typer(reading, name="reading")
    root.add_typer(encounter, name="encounter")
    root.add_typer(tests, name="tests")
    root.command()(gaps)
    provide_person_cases(queries.cases_of_person)
