"""What became of the figures of a saved document, against the list that was kept when it was written.

The list that was kept decides; the file's own list is only compared with it.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from lianfang.core.documents.figures import FigureSheet, FoundFigure
from lianfang.core.documents.terms import FigureState


@dataclass(frozen=True)
class KeptFigure:
    """A figure as it was kept: its value, what it counts, the texts by which the document printed it."""

    key: str
    value: int | str
    counts: str
    texts: Set[str]


@dataclass(frozen=True)
class SeenFigure:
    """A figure as a file prints it now, None where it prints it no more."""

    key: str
    value: int | str
    counts: str
    printed: str | None
    state: FigureState


def compare(kept: Iterable[KeptFigure], sheet: FigureSheet) -> Iterator[SeenFigure]:
    """Yield every figure that was kept as the file prints it, then those that the file alone has."""
    known = set()
    for one in kept:
        known.add(one.key)
        place = _worst(one, sheet)
        yield SeenFigure(one.key, one.value, one.counts, place.found if place else None, _state(one, place))
    for found in sheet.figures:
        if found.key not in known:
            yield SeenFigure(found.key, found.value, found.counts, found.found, FigureState.FOREIGN)


def _worst(one: KeptFigure, sheet: FigureSheet) -> FoundFigure | None:
    """Return where a file prints a figure; of several places the first that no longer prints it."""
    places = [found for found in sheet.figures if found.key == one.key]
    wrong = (place for place in places if _state(one, place) is not FigureState.INTACT)
    return next(wrong, places[0] if places else None)


def _state(one: KeptFigure, place: FoundFigure | None) -> FigureState:
    """Return intact only where the file prints what was written, whatever the file's own list says."""
    if place is None or place.found is None:
        return FigureState.REMOVED
    said = place.found.strip()
    same = said in one.texts and (len(one.texts) == 1 or said == place.text.strip())
    return FigureState.INTACT if same else FigureState.ALTERED
