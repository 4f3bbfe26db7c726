"""Identity numbers and telephones of invented people, drawn by the million.

Identity numbers bear the fictional provinces 98 and 99 (GB 11643-1999 otherwise); mobile numbers begin with
prefixes that, as far as published, no operator has given out. So neither can be a real person's.
"""

import numpy as np
import polars as pl

from lianfang.demo.draws import Flags, Ints, within
from lianfang.kernel.citizen_id import CHECKS, WEIGHTS

MOBILE_PREFIXES = (154, 160, 161, 163, 164, 169)
NUMBERS_PER_PREFIX = 10**8
SEQUENCES = 499  # sequence numbers of one sex on one birthday in one region
FIRST_OF_STRANGERS = 300  # people outside the register take the later sequence numbers
_STRIDE = (
    370_820_393  # shares no factor with the space, so that the numbers of neighbours have nothing in common
)
_HASH = 2_654_435_761


def citizen_numbers(*, region: Ints, birth: Ints, male: Flags, first: int = 0) -> pl.Series:
    """18-character numbers, each once; `birth` as yyyymmdd, `first` where this group begins to count."""
    key = (region * 10**8 + birth) * 2 + male
    order = np.argsort(key, kind="stable")
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = within(key[order]) + first
    if len(rank) and int(rank.max()) >= SEQUENCES:
        raise OverflowError("more births of one day and region than a citizen number can tell apart")
    sequence = ((key * _HASH % SEQUENCES + rank * 7) % SEQUENCES) * 2 + np.where(male, 1, 2)
    first17 = region * 10**11 + birth * 1000 + sequence
    return pl.Series("id_number", first17).cast(pl.String) + check_digits(first17)


def check_digits(first17: Ints) -> pl.Series:
    """Check characters of numbers given by their first seventeen digits."""
    total = np.zeros(len(first17), dtype=np.int64)
    rest = first17.copy()
    for weight in reversed(WEIGHTS):
        total += weight * (rest % 10)
        rest //= 10
    return pl.Series(list(CHECKS)).gather(total % len(CHECKS))


def fifteen(number: pl.Expr) -> pl.Expr:
    """The 15-digit form that was printed on cards before 1999."""
    return number.str.slice(0, 6) + number.str.slice(8, 9)


def mobiles(owner: Ints) -> pl.Series:
    """A mobile number for each owner; different owners have different numbers."""
    space = len(MOBILE_PREFIXES) * NUMBERS_PER_PREFIX
    spot = (owner * _STRIDE + 12_345_678) % space
    prefix = np.array(MOBILE_PREFIXES, dtype=np.int64)[spot // NUMBERS_PER_PREFIX]
    return pl.Series("phone", prefix * NUMBERS_PER_PREFIX + spot % NUMBERS_PER_PREFIX).cast(pl.String)


def permits(rng: np.random.Generator, kinds: list[str]) -> list[str]:
    """Numbers of documents other than the citizen's card, in the shape of their kind."""
    digits = rng.integers(10**7, 10**8, len(kinds))
    shapes = {
        "passport": "E{}",
        "hk_macao_permit": "H{}",
        "taiwan_permit": "{}",
        "foreign_residence": "USA{}2201",
    }
    return [shapes[kind].format(number) for kind, number in zip(kinds, digits, strict=True)]


def day_number(days: pl.Series) -> Ints:
    """Dates as whole numbers yyyymmdd."""
    number: Ints = days.dt.strftime("%Y%m%d").cast(pl.Int64).to_numpy()
    return number
