"""The records behind figures: asked of a statement once, counted or listed by part."""

from datetime import timedelta
from typing import LiteralString

from lianfang.apps.reporting.terms import Record
from lianfang.core import sql
from lianfang.core.duty.engine import View

COVERED = timedelta(hours=24)
COUNT: LiteralString = "\n) counted\ngroup by part"


class Counts:
    """How many records of each part the statements yield; each statement runs once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._found: dict[str, dict[str, int]] = {}

    def of(self, statement: str, part: str = "") -> int:
        """Return the records of a part, or of all parts."""
        if statement not in self._found:
            self._found[statement] = self._ask(statement)
        found = self._found[statement]
        return found.get(part, 0) if part else sum(found.values())

    def _ask(self, statement: str) -> dict[str, int]:
        composed = "select part, count(*) as number\nfrom (\n" + sql.text("reporting", statement) + COUNT
        return dict(sql.tuples(composed, **parameters(self._view)))


def records_by_part(view: View, statement: str) -> dict[str, list[Record]]:
    """Return the records of a statement by part, each part in the order of identities."""
    found: dict[str, list[Record]] = {}
    rows = sql.fetch("reporting", statement, **parameters(view))
    for row in sorted(rows, key=lambda row: (row["kind"], row["id"])):
        found.setdefault(row["part"], []).append(Record(row["kind"], row["id"]))
    return found


def parameters(view: View) -> dict[str, object]:
    """Return what every statement is given: the view, and the moment since which a brief tells what came in.

    That is the cut-off of a day earlier, not midnight: what comes after a cut-off stands in the next brief.
    """
    return {**view.parameters(), "since": view.until_at - COVERED}
