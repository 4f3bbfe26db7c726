"""How numbers of a few reports become one by the rule of their field, where no statement adds them up."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple

from lianfang.core.forms.terms import Rollup


class Said(NamedTuple):
    """A number of a report, with whose and which day's it is."""

    reporter: Hashable
    on: date
    number: float


def _latest(key: Callable[[Said], Hashable]) -> Callable[[Iterable[Said]], float]:
    return lambda said: sum({key(one): one.number for one in said}.values())


RULES: Final[Mapping[Rollup, Callable[[Iterable[Said]], float]]] = {
    Rollup.SUM: lambda said: sum(one.number for one in said),
    Rollup.PEOPLE: lambda said: sum(one.number for one in said),
    Rollup.MAX: lambda said: max(one.number for one in said),
    Rollup.DAILY: _latest(lambda one: (one.reporter, one.on)),
    Rollup.LAST: _latest(lambda one: one.reporter),
}


def joined(rule: Rollup, said: Iterable[Said]) -> float | None:
    """One number of some, those due first given first; None where nothing was said or the rule joins none.

    People are counted as often as they are told: who is who, numbers don't know.
    """
    given = list(said)
    return float(RULES[rule](given)) if given and rule in RULES else None
