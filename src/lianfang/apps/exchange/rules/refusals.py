"""Reports of a file that were not taken, as a file to correct: their rows as they came, and what is wrong."""

import csv
import io
from collections.abc import Sequence

from lianfang.apps.exchange.terms import Refused
from lianfang.kernel.text import neutralise_formula

PROBLEM = "_problem"


def sheet(refused: Sequence[Refused]) -> bytes:
    """The rows with their columns, and a column that tells each problem."""
    columns = list(dict.fromkeys(code for one in refused for code in one.row if code != PROBLEM))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*columns, PROBLEM])
    for one in refused:
        told = "；".join(str(problem) for problem in one.problems)
        cells = [*(str(one.row.get(code, "")) for code in columns), told]
        writer.writerow([neutralise_formula(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
