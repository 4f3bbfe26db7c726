"""The map of areas as a page draws it: a tile a place, in the order of the codes, in five colours.

A county has no geometry of its own here; codes are given town by town, and a place keeps its tile every day.
The colours go from calm to alarming, by a measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lianfang.kernel.rates import NO_RATE, rate

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


WIDTH, HEIGHT = 112, 60
ACROSS: Final = 4
LONGEST: Final = 6
"""Characters of a name that fit on a tile."""


@dataclass(frozen=True)
class Tile:
    """A place on the map: where its tile stands, its name whole and as it fits, its value and colour."""

    x: int
    y: int
    name: str
    short: str
    href: str
    heat: Heat


@dataclass(frozen=True)
class Map:
    """Tiles with their frame, what the colours mean, and what they measure."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    scale: str
    legend: list[tuple[int, str]]
    across: int
    tile_width: int = WIDTH
    tile_height: int = HEIGHT


def drawn(places: Sequence[tuple[str, str, Heat]], *, scale: str, legend: list[tuple[int, str]]) -> Map:
    """The map of places: name, address, heat, row by row."""
    across = ACROSS if len(places) > ACROSS else max(len(places), 1)
    tiles = tuple(_tile(number, across, *place) for number, place in enumerate(places))
    return Map(tiles, across * WIDTH, -(-len(places) // across) * HEIGHT, scale, legend, across)


def _tile(number: int, across: int, name: str, href: str, heat: Heat) -> Tile:
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return Tile(number % across * WIDTH, number // across * HEIGHT, name, short, href, heat)
