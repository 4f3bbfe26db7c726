"""The map of areas as a page draws it: a tile a place, in the order of the codes.

A county has no geometry of its own here; codes are given town by town, and a place keeps its tile every day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lianfang.apps.reporting.rules.heat import Heat

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
