"""A county that reports: what happened in it, what its units say of it, and where they lie.

Honest units have the dirt of real life: weekends, days of nothing, campaigns of a town or of the county,
outbreaks that rise in several numbers over days, small villages whose small counts seldom move, thermometers
that round, papers typed in the evening, late entries, corrections, a person who moves from one village to
another. Lies are planted beside it, 1 in 100 of each of seven kinds; what was planted is known here alone.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np

FIRST: Final = date(2022, 3, 1)
FIELDS: Final = (
    "visited",
    "found",
    "found_risk",
    "asked",
    "helped",
    "patrols",
    "disinfected",
    "leaflets",
    "passed",
    "volunteers",
    "fever",
    "on_duty",
    "gates",
)
"""Typed numbers of a village; the last two are kept from yesterday where the form allows it."""
TYPED: Final = 10
"""So many of them come from one's own work; `fever` must agree with the ledger."""
WINDOW: Final = 7
KINDS: Final = ("contradiction", "silent_change", "jump", "copied", "twice", "totals", "temperatures")
NORMAL, HALVES, FIFTHS = 1, 5, 2


@dataclass
class County:
    """What the database will be filled with, and what was planted: sets of (unit, day) by kind."""

    towns: int
    villages: int
    days: int
    town_of: np.ndarray
    said: np.ndarray  # village, day, field
    sequence: np.ndarray  # village, day: 1, or 2 for a correction
    late: np.ndarray  # village, day: hours after the time, below 0 before
    missing: np.ndarray  # village, day
    totals: np.ndarray  # town, day, field as said
    readings: list[tuple[np.ndarray, ...]] = field(default_factory=list)
    persons: list[tuple[int, int, int]] = field(default_factory=list)  # village, day, person
    fever_late: list[tuple[int, int, bool]] = field(default_factory=list)
    lies: dict[str, list[frozenset[tuple[str, int]]]] = field(default_factory=dict)

    def planted(self) -> set[tuple[str, int]]:
        return {one for spells in self.lies.values() for spell in spells for one in spell}


def weekend(day: int) -> bool:
    return (FIRST + timedelta(days=day)).isoweekday() >= 6


class Maker:
    """Draws a county step by step; every draw comes from one seed."""

    def __init__(self, *, villages: int, towns: int, days: int, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.villages, self.towns, self.days = villages, towns, days
        self.town_of = np.sort(self.draw.integers(0, towns, villages))
        self.taken: set[tuple[str, int]] = set()

    def make(self) -> County:
        self.size = np.exp(self.draw.normal(0, 0.7, self.villages))
        self.small = self.draw.random(self.villages) < 0.15
        self.size[self.small] *= 0.15
        self.truth = self._truth()
        self.fevers = self._fevers()
        said = np.concatenate([self.truth, self.fevers[:, :, None], self._kept()], axis=2).astype(float)
        shape = (self.villages, self.days)
        made = County(
            self.towns,
            self.villages,
            self.days,
            self.town_of,
            said,
            np.where(self.draw.random(shape) < 0.02, 2, 1),
            np.where(self.draw.random(shape) < 0.02, self.draw.exponential(2.0, shape), -1.0),
            self.draw.random(shape) < 0.005,
            np.zeros((self.towns, self.days, 3)),
        )
        made.lies = {kind: [] for kind in KINDS}
        self._jumps(made)
        self._copies(made)
        self._contradictions(made)
        made.totals = self._totals(made)
        self._readings(made)
        self._persons(made)
        return made

    # what happened

    def _rates(self) -> np.ndarray:
        base = np.array([45.0, 2.2, 0.0, 2.5, 0.0, 8.0, 9.0, 60.0, 160.0, 12.0])
        own = np.exp(self.draw.normal(0, 0.3, (self.villages, TYPED)))
        return base * self.size[:, None] * own

    def _factors(self) -> np.ndarray:
        """How much more or less than usual: village, day, field."""
        factors = np.ones((self.villages, self.days, TYPED))
        for day in range(self.days):
            if weekend(day):
                factors[:, day, :] *= self.draw.uniform(0.4, 0.9, (self.villages, 1))
        for _ in range(max(1, self.towns // 3)):  # a campaign of a town
            town, day = self.draw.integers(self.towns), self.draw.integers(self.days)
            factors[self.town_of == town, day, 0] *= self.draw.uniform(2, 4)
        for day in self.draw.integers(5, self.days, 2):  # of the county
            factors[:, day, [0, 6, 7]] *= self.draw.uniform(1.5, 3)
        self._outbreaks(factors)
        quiet = self.draw.random((self.villages, self.days)) < 0.01
        factors[quiet] = 0
        away = self.draw.random((self.villages, self.days)) < 0.003
        factors[away, 0] = 0
        return factors

    def _outbreaks(self, factors: np.ndarray) -> None:
        for _ in range(self.villages * self.days // 1500):
            village, start = self.draw.integers(self.villages), self.draw.integers(self.days)
            top, lasts = self.draw.uniform(2, 7), self.draw.integers(4, 11)
            for step in range(min(lasts, self.days - start)):
                risen = 1 + (top - 1) * np.sin(np.pi * (step + 1) / (lasts + 1))
                factors[village, start + step, [0, 1, 3, 5, 6]] *= risen

    def _truth(self) -> np.ndarray:
        rates = self._rates()[:, None, :] * self._factors()
        noisy = rates * self.draw.gamma(12, 1 / 12, rates.shape)
        truth = self.draw.poisson(noisy)
        truth[:, :, 2] = self.draw.binomial(truth[:, :, 1], 0.2)
        truth[:, :, 4] = self.draw.binomial(truth[:, :, 3], 0.9)
        heaped = np.array([1, 5, 10, 50])[self.draw.integers(0, 4, self.villages)]
        truth[:, :, 7] = np.round(truth[:, :, 7] / heaped[:, None]) * heaped[:, None]
        truth[:, :, 8] = np.where(
            (self.draw.random(self.villages) < 0.3)[:, None],
            np.round(truth[:, :, 8] / 10) * 10,
            truth[:, :, 8],
        )
        truth[:, :, 9] = self._walk(rates[:, 0, 9])
        still = self.small & (self.draw.random(self.villages) < 0.5)
        for village in np.flatnonzero(still):  # work by habit: the same rounds every day
            for place in (0, 5, 6, 7, 9):
                usual = truth[village, 0, place]
                kept = self.draw.random(self.days) < 0.9
                truth[village, kept, place] = usual
        return truth

    def _walk(self, start: np.ndarray) -> np.ndarray:
        steps = self.draw.choice([-1, 0, 0, 0, 1], (self.villages, self.days))
        return np.maximum(0, np.round(start)[:, None] + np.cumsum(steps, axis=1))

    def _kept(self) -> np.ndarray:
        duty = np.round(3 + 6 * self.size)[:, None].repeat(self.days, 1)
        gates = np.round(1 + 2 * self.size)[:, None].repeat(self.days, 1)
        return np.stack([duty, gates], axis=2)

    def _fevers(self) -> np.ndarray:
        return self.draw.poisson(0.03, (self.villages, self.days))

    # lies about numbers

    def _free(self, village: int, day: int) -> bool:
        return (f"v{village}", day) not in self.taken

    def _plant(self, made: County, kind: str, village: int, days: list[int]) -> None:
        spell = frozenset((f"v{village}", day) for day in days)
        self.taken |= spell
        made.lies[kind].append(spell)

    def _somewhere(self, count: int, first: int, until: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        while len(found) < count:
            village, day = int(self.draw.integers(self.villages)), int(self.draw.integers(first, until))
            if self._free(village, day):
                found.append((village, day))
        return found

    @property
    def one_percent(self) -> int:
        return max(3, self.villages * self.days // 100)

    def _jumps(self, made: County) -> None:
        """A number that nobody could have reached: five to twelve times the usual, at least twenty more."""
        for village, day in self._somewhere(self.one_percent, 14, self.days):
            place = int(self.draw.choice([0, 1, 3, 5, 6, 8]))
            usual = np.median(self.truth[village, :, place])
            made.said[village, day, place] = np.round(usual * self.draw.uniform(5, 12) + 20)
            made.missing[village, day] = False
            self._plant(made, "jump", village, [day])

    def _copies(self, made: County) -> None:
        """Yesterday's report again, two to five days long, though the day was another in three numbers."""
        planted = 0
        while planted < self.one_percent:
            ((village, start),) = self._somewhere(1, 14, self.days - 5)
            lasts = int(self.draw.integers(2, 6))
            days = [day for day in range(start, start + lasts) if self._free(village, day)]
            if (
                len(days) < lasts
                or not self._free(village, start - 1)
                or made.missing[village, start - 1 : start + lasts].any()
            ):
                continue
            other = (self.truth[village, days] != self.truth[village, start - 1]).sum(axis=1)
            if (other < 3).any():
                continue
            made.said[village, days, :TYPED] = made.said[village, start - 1, :TYPED]
            self._plant(made, "copied", village, days)
            planted += lasts

    def _contradictions(self, made: County) -> None:
        for village, day in self._somewhere(self.one_percent, 7, self.days):
            self.fevers[village, day] = self.draw.integers(3, 7)
            made.said[village, day, FIELDS.index("fever")] = 0
            made.missing[village, day] = False
            self._plant(made, "contradiction", village, [day])

    def _totals(self, made: County) -> np.ndarray:
        parts = np.where(made.missing[:, :, None], 0, made.said[:, :, [0, 1, 3]])
        totals = np.stack([parts[self.town_of == town].sum(axis=0) for town in range(self.towns)])
        count = max(3, self.towns * self.days // 100)
        for cell in self.draw.choice(self.towns * self.days, count, replace=False):
            town, day = divmod(int(cell), self.days)
            place = int(self.draw.integers(3))
            off = max(2, totals[town, day, place] * self.draw.uniform(0.08, 0.4))
            more = self.draw.random() < 0.5 or totals[town, day, place] < off
            totals[town, day, place] = np.round(totals[town, day, place] + (off if more else -off))
            made.lies["totals"].append(frozenset({(f"t{town}", day)}))
        return totals

    # temperatures

    def _readings(self, made: County) -> None:
        """Rows of (village, day, slot, person, tenths, minute of the day, minutes until recorded)."""
        groups = np.maximum(4, np.round(9 * self.size)).astype(int).clip(4, 30)
        self.step = self.draw.choice([NORMAL, FIFTHS, HALVES], self.villages, p=[0.8, 0.12, 0.08])
        habit = self.draw.choice(3, self.villages, p=[0.8, 0.12, 0.08])
        invented = self._invented(made)
        for village in range(self.villages):
            made.readings.append(
                self._of_village(village, int(groups[village]), int(habit[village]), invented)
            )
        self._late_entries(made)

    def _invented(self, made: County) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        count = max(4, self.one_percent // WINDOW)
        while len(made.lies["temperatures"]) < count:
            village, start = (
                int(self.draw.integers(self.villages)),
                int(self.draw.integers(3, self.days - WINDOW)),
            )
            days = list(range(start, start + WINDOW))
            if all(self._free(village, day) for day in days):
                way = len(made.lies["temperatures"]) % 4
                found |= {(village, day): way for day in days}
                self._plant(made, "temperatures", village, days)
        return found

    def _of_village(
        self, village: int, persons: int, habit: int, invented: dict[tuple[int, int], int]
    ) -> tuple[np.ndarray, ...]:
        shape = (self.days, 2, persons)
        own = self.draw.normal(36.45, 0.18, persons)
        warmth = own + np.array([0.0, 0.12])[:, None] + self.draw.normal(0, 0.16, shape)
        tenths = np.round(warmth * 10 / self.step[village]) * self.step[village]
        minute = self._minutes(shape, habit)
        for day in range(self.days):
            if (village, day) in invented:
                self._invent(tenths, minute, day, invented[village, day])
        tenths = np.minimum(tenths, 372)
        for day in np.flatnonzero(self.fevers[village]):
            who = self.draw.permutation(persons)[: self.fevers[village, day]]
            tenths[day, 0, who] = self.draw.integers(374, 392, len(who))
        kept = self.draw.random(shape) < 0.97
        kept |= tenths >= 373
        day, slot, person = np.nonzero(kept)
        delay = self.draw.exponential(8, len(day))
        if habit == 2:  # the paper is typed in the evening
            delay += np.where(tenths[kept] >= 373, 0, 60)
        return (
            np.full(len(day), village), day, slot, person + village * 100, tenths[kept], minute[kept], delay,
        )  # fmt: skip

    def _minutes(self, shape: tuple[int, ...], habit: int) -> np.ndarray:
        """When each was measured: along a round; for some in the last quarter of an hour before the time."""
        due = np.array([600.0, 960.0])[None, :, None]
        if habit == 1:
            return due - self.draw.uniform(0, 18, shape)
        begun = due - self.draw.uniform(100, 180, (shape[0], shape[1], 1))
        return begun + np.sort(self.draw.uniform(0, 75, shape), axis=2)

    def _invent(self, tenths: np.ndarray, minute: np.ndarray, day: int, way: int) -> None:
        shape = tenths[day].shape
        if way == 0:  # too even
            tenths[day] = self.draw.integers(362, 369, shape)
        elif way == 1:  # two values for all
            tenths[day] = self.draw.choice([364, 365, 365, 365, 365], shape)
        elif way == 2:
            tenths[day] = 365
        else:  # in one burst
            tenths[day] = np.round(self.draw.normal(365, 2, shape))
            minute[day] = np.array([599.0, 959.0])[:, None] + self.draw.uniform(0, 0.9, shape)

    def _late_entries(self, made: County) -> None:
        """Honest: some readings reach the ledger hours late. Lies: fevers that appear after the report."""
        for village, day in self._somewhere(self.villages * self.days // 50, 0, self.days):
            self._delay(
                made,
                village,
                day,
                int(self.draw.integers(1, 4)),
                float(self.draw.uniform(60, 220)),
                fever=False,
            )
        for village, day in self._somewhere(self.one_percent, 3, self.days - 1):
            made.missing[village, day] = False
            made.sequence[village, day] = 1
            self._delay(
                made,
                village,
                day,
                int(self.draw.integers(1, 4)),
                float(self.draw.uniform(900, 1500)),
                fever=True,
            )
            self._plant(made, "silent_change", village, [day])

        for village, day in self._somewhere(self.villages * self.days // 2000, 3, self.days - 1):
            self._delay(made, village, day, 1, float(self.draw.uniform(900, 1500)), fever=True)
            made.fever_late.append((village, day, self.draw.random() < 0.7))  # most correct their report

    def _delay(self, made: County, village: int, day: int, count: int, late: float, *, fever: bool) -> None:
        _, days, slots, _, tenths, _, delay = made.readings[village]
        free = np.flatnonzero((days == day) & (slots == 0) & (tenths < 373))[:count]
        delay[free] = late
        if fever:
            tenths[free] = 378

    # persons

    def _persons(self, made: County) -> None:
        """Each village lists a few; some move, on one day both list them; lies list others' as theirs."""
        listed: dict[int, list[tuple[int, int, int]]] = {}
        for person in range(self.villages * 3):
            village = person % self.villages
            start = int(self.draw.integers(0, self.days))
            listed[person] = [(village, day, person) for day in range(start, min(start + 10, self.days))]
        for person, rows in listed.items():
            if self.draw.random() < 0.05 and len(rows) > 4:  # moved; both list the day
                other = int(self.draw.integers(self.villages))
                half = len(rows) // 2
                listed[person] = rows[: half + 1] + [(other, day, person) for _, day, _ in rows[half:]]
        self._twice(made, listed)
        made.persons = sorted({row for rows in listed.values() for row in rows})

    def _twice(self, made: County, listed: dict[int, list[tuple[int, int, int]]]) -> None:
        planted, people = 0, list(listed)
        while planted < self.one_percent:
            person = int(self.draw.choice(people))
            rows = listed[person]
            homes = {village for village, _, _ in rows}
            thief = int(self.draw.integers(self.villages))
            days = [day for _, day, _ in rows][1:4]
            if (
                len(homes) > 1
                or thief in homes
                or len(days) < 3
                or not all(self._free(thief, day) for day in days)
            ):
                continue
            listed[person] = rows + [(thief, day, person) for day in days]
            made.missing[thief, days] = False
            made.missing[rows[0][0], days] = False
            self._plant(made, "twice", thief, days)
            planted += len(days)
