"""Numbers that jump beyond what they and their like ever did: robust outliers on a scale for small counts.

Counts are looked at as twice their root (Anscombe), on which chance alone is about one wide whether a village
usually says 2 or 200. A number has jumped when it lies far above its own middle of the last four weeks (days
of the same kind, working or off), farther than its like lie above theirs on the same day, and far above any
day but one of its own. A fall is no jump: rain, a meeting or an empty office explain a nought.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
FAR: Final = 4.5
"""Widths above the own middle; of honest work about 1 number in 20,000 lies as far."""
FAR_OF_PEERS: Final = 3.5
"""Widths above what the peers moved on that day."""
TIMES: Final = 3.0
MORE: Final = 8.0
"""At least three times the usual and eight more: below, nobody needs to look."""
NEAREST: Final = 2.0
"""How much above the second highest day of the history, on the same scale."""
ALONG: Final = 2.5
"""From so many widths another number of the same report rises along: an event, not a slip."""
EVENT: Final = 2
"""Other numbers that must rise along for an event."""
HISTORY: Final = 7
"""Days without which nothing is said."""
ALIKE: Final = 3
"""Days of the same kind that tell the usual; else every day does."""
PEERS: Final = 8
"""Reporters of a town that are peers enough; else those of the whole area are."""
HEAPED: Final = 5
"""Who says only multiples of this counts in heaps; less than three heaps more are no jump."""
HEAPS: Final = 2.5
VARIES: Final = 0.25
"""Work varies by a quarter from day to day on top of chance; no history is taken for steadier."""
SPREAD: Final = 1.4826
"""From the median distance to a standard deviation."""


@dataclass(frozen=True)
class Jump:
    """A number that jumped: which reporter and field, what was said, the usual, how far by both measures."""

    reporter: int
    field: int
    said: float
    usual: float
    own: float
    peers: float


def jumps(values: Floats, *, alike: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64]) -> list[Jump]:
    """Numbers of the last day that jumped; `values` by reporter, day, field, blank is nan.

    `alike` says which of the days before are of the kind of the last, `groups` who are peers.
    """
    if values.shape[1] <= HISTORY or not values.size:
        return []
    said, now, before = values[:, -1], scaled(values[:, -1]), scaled(values[:, :-1])
    middle, usual = _usual(before, alike)
    counted = unscaled(usual)
    own = (now - usual) / np.maximum(_width(before - middle, 1), np.sqrt(1 + VARIES**2 * counted))
    peers = _beside(own, groups)
    far = (own - _along(own) >= FAR) & (peers >= FAR_OF_PEERS) & (said >= TIMES * counted + MORE)
    far &= said - counted >= HEAPS * _heap(values)
    far &= (now - _second(before) >= NEAREST) & ((~np.isnan(before)).sum(axis=1) >= HISTORY)
    return [
        Jump(
            int(row),
            int(column),
            float(said[row, column]),
            float(counted[row, column]),
            float(own[row, column]),
            float(peers[row, column]),
        )
        for row, column in np.argwhere(far)
    ]


def scaled(counts: Floats) -> Floats:
    """Counts on the scale on which chance is one wide."""
    return np.asarray(2 * np.sqrt(np.maximum(counts, 0) + 0.375))


def unscaled(counts: Floats) -> Floats:
    """And back."""
    return np.asarray(np.maximum(counts**2 / 4 - 0.375, 0))


def _usual(before: Floats, alike: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The middle of each day's kind for every day of the history, and of the kind of the last day."""
    both = []
    for kind in (alike, ~alike):
        same = np.where(kind[None, :, None], before, np.nan)
        enough = (~np.isnan(same)).sum(axis=1) >= ALIKE
        both.append(np.where(enough, _middle(same, 1), _middle(before, 1)))
    return np.where(alike[None, :, None], both[0][:, None], both[1][:, None]), both[0]


def _beside(moved: Floats, groups: npt.NDArray[np.int64]) -> Floats:
    """How far each moved beyond its peers, in widths of theirs."""
    found = _beyond(moved)
    for group in np.unique(groups):
        rows = groups == group
        if rows.sum() >= PEERS:
            found[rows] = _beyond(moved[rows])
    return found


def _beyond(moved: Floats) -> Floats:
    middle = _middle(moved, 0)
    return np.asarray((moved - middle) / np.maximum(_width(moved - middle, 0), 1.0))


def _width(distances: Floats, axis: int) -> Floats:
    return np.asarray(SPREAD * _middle(np.abs(distances), axis))


def _along(own: Floats) -> Floats:
    """How far the others of the same report rose along, where enough did; else nothing."""
    rose = np.zeros_like(own)
    for column in range(own.shape[1]):
        others = np.sort(np.nan_to_num(np.delete(own, column, axis=1)), axis=1)
        if others.shape[1] >= EVENT:
            rose[:, column] = np.where(others[:, -EVENT] >= ALONG, others[:, -EVENT], 0.0)
    return rose


def _heap(values: Floats) -> Floats:
    """The step in which each counts, where it is coarse: what divides all that was said."""
    step = np.gcd.reduce(np.nan_to_num(values).astype(np.int64), axis=1)
    return np.asarray(np.where(step % HEAPED == 0, step, 0), dtype=np.float64)


def _second(before: Floats) -> Floats:
    """The second highest of the days; blank days are below all."""
    return np.asarray(np.sort(np.nan_to_num(before, nan=-np.inf), axis=1)[:, -2])


def _middle(values: Floats, axis: int) -> Floats:
    """The median without blanks; nan where all are blank."""
    blank = np.isnan(values)
    ordered = np.sort(values, axis=axis)
    count = (~blank).sum(axis=axis)
    low = np.expand_dims(np.maximum(count - 1, 0) // 2, axis)
    high = np.expand_dims(np.minimum(count // 2, values.shape[axis] - 1), axis)
    both = np.take_along_axis(ordered, low, axis) + np.take_along_axis(ordered, high, axis)
    return np.asarray(np.squeeze(both, axis) / 2)
