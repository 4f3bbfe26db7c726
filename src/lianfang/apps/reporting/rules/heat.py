"""The five colours of the map of areas: from calm to alarming, by a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lianfang.apps.reporting.rules.rates import NO_RATE, rate

RATES: Final[Mapping[str, str]] = {"rate": "done", "on_time_rate": "on_time"}
"""Measures that are a share of what was due."""
FLOORS: Final = (1000, 950, 900, 800)
"""Least tenths of a percent of the colours 1 to 4; what is below is 5. A working scale of this program."""
BANDS: Final = 4
"""Colours for counts above zero: equal parts of the largest."""


@dataclass(frozen=True)
class Heat:
    """A place's value of a measure: as text, and its colour from 1 (calm) to 5; 0 where nothing was due."""

    text: str
    colour: int


def heats(measure: str, sums: Mapping[str, Mapping[str, int]]) -> dict[str, Heat]:
    """Return the heat of each place, from its sums of due, done, on time, gap, overdue."""
    most = max((row.get(measure, 0) for row in sums.values()), default=0)
    return {code: _heat(measure, row, most) for code, row in sums.items()}


def _heat(measure: str, row: Mapping[str, int], most: int) -> Heat:
    if not row["due"]:
        return Heat(NO_RATE, 0)
    if measure in RATES:
        part = row[RATES[measure]]
        return Heat(rate(part, row["due"]), _rate_colour(part * 1000 // row["due"]))
    return Heat(str(row[measure]), _count_colour(row[measure], most))


def _rate_colour(tenths: int) -> int:
    return next((colour for colour, floor in enumerate(FLOORS, start=1) if tenths >= floor), len(FLOORS) + 1)


def _count_colour(count: int, most: int) -> int:
    return 1 + -(-count * BANDS // most) if count else 1


def legend(measure: str, sums: Mapping[str, Mapping[str, int]]) -> list[tuple[int, str]]:
    """Return each colour that can occur with the values it stands for."""
    if measure in RATES:
        floors = [f"≥ {floor / 10:g}%" for floor in FLOORS[1:]]
        return list(enumerate(["100%", *floors, f"< {FLOORS[-1] / 10:g}%"], start=1))
    most = max((row.get(measure, 0) for row in sums.values()), default=0)
    tops = [most * band // BANDS for band in range(BANDS + 1)]
    bands = [(colour, low + 1, high) for colour, (low, high) in enumerate(pairwise(tops), start=2)]
    return [
        (1, "0"),
        *(
            (colour, f"{low}-{high}" if low < high else f"{high}")
            for colour, low, high in bands
            if low <= high
        ),
    ]
