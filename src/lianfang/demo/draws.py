"""Seeded draws for the demonstration county: the same seed gives the same county on every machine.

Each part of the county draws from a stream of its own name, so that a change in one part leaves the others
as they were.
"""

import zlib
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Bytes: TypeAlias = npt.NDArray[np.uint8]

_HEX: Bytes = np.array([list(f"{byte:02x}".encode()) for byte in range(256)], dtype=np.uint8)
_UUID_PARTS = ((0, 0, 4), (9, 4, 6), (14, 6, 8), (19, 8, 10), (24, 10, 16))  # place in text, bytes from, to
_UUID_LENGTH = 36


def words(text: str) -> tuple[str, ...]:
    """Words written in one line, as the tables of names and places are."""
    return tuple(text.split())


def stream(seed: int, *names: str) -> np.random.Generator:
    """The random stream of one part of the county."""
    key = tuple(zlib.crc32(name.encode()) for name in names)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def uuids(rng: np.random.Generator, count: int, *, from_ms: int) -> pl.Series:
    """Identifiers of the shape of UUID version 7: a millisecond each from `from_ms` on, the rest drawn."""
    raw = rng.integers(0, 256, (count, 16), dtype=np.uint8)
    moments = from_ms + np.arange(count, dtype=np.int64)
    for place in range(6):
        raw[:, place] = (moments >> (8 * (5 - place))) & 0xFF
    raw[:, 6] = 0x70 | (raw[:, 6] & 0x0F)
    raw[:, 8] = 0x80 | (raw[:, 8] & 0x3F)
    text = np.full((count, _UUID_LENGTH), ord("-"), dtype=np.uint8)
    for place, first, last in _UUID_PARTS:
        text[:, place : place + 2 * (last - first)] = _HEX[raw[:, first:last]].reshape(count, -1)
    return pl.Series("uid", text.view(f"S{_UUID_LENGTH}").ravel().tolist(), dtype=pl.Binary).cast(pl.String)


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, count: int) -> Ints:
    """`count` indices drawn by weight, with replacement."""
    cumulated = np.cumsum(np.asarray(weights, dtype=np.float64))
    found: Ints = np.searchsorted(cumulated, rng.random(count) * cumulated[-1], side="right").astype(np.int64)
    return np.minimum(found, len(cumulated) - 1)


def zipf(count: int, flatness: float = 3.0) -> Floats:
    """Weights that fall with the rank, the first `1 + flatness` times flatter than 1, 1/2, 1/3…"""
    weights: Floats = 1.0 / (np.arange(count, dtype=np.float64) + 1.0 + flatness)
    return weights


def chosen(rng: np.random.Generator, words: Sequence[str], count: int, *, flatness: float = 3.0) -> pl.Series:
    """`count` words, the earlier ones more often."""
    return pl.Series(words, dtype=pl.String).gather(pick(rng, zipf(len(words), flatness), count))


def flags(rng: np.random.Generator, probability: float | Floats, count: int) -> Flags:
    """Which of `count` things happen."""
    hit: Flags = rng.random(count) < probability
    return hit


def sample(rng: np.random.Generator, frame: pl.DataFrame, count: int) -> pl.DataFrame:
    """`count` rows in drawn order: each at most once while there are enough, else again and again."""
    whole, rest = divmod(count, max(frame.height, 1))
    rounds = [rng.permutation(frame.height) for _ in range(whole)]
    rounds.append(rng.permutation(frame.height)[:rest])
    return frame[np.concatenate(rounds)]


def within(keys: Ints) -> Ints:
    """Position of each row among the rows of the same key, where equal keys stand together."""
    count = len(keys)
    if count == 0:
        return keys
    begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    lengths = np.diff(np.r_[begins, count])
    positions: Ints = np.arange(count, dtype=np.int64) - np.repeat(begins, lengths)
    return positions


def share_out(total: int, weights: Floats, *, at_least: int = 1) -> Ints:
    """Split a total into whole parts by weight; the parts sum to the total exactly."""
    spare = total - at_least * len(weights)
    exact = spare * weights / weights.sum()
    parts = np.floor(exact).astype(np.int64)
    for place in np.argsort(parts - exact, kind="stable")[: spare - int(parts.sum())]:
        parts[place] += 1
    whole: Ints = parts + at_least
    return whole
