"""The statistics of the checks of truth: what is odd is found, what real life does is not."""

import numpy as np
import pytest

from lianfang.apps.forms.rules import temperatures
from lianfang.apps.forms.rules.copies import copies
from lianfang.apps.forms.rules.doubts import CHECKS, MEASURED, is_material
from lianfang.apps.forms.rules.jumps import jumps
from lianfang.apps.forms.rules.temperatures import Pattern, Round
from lianfang.apps.forms.terms import CheckCode

SEED = 20220701
DRAW = np.random.default_rng(SEED)
VILLAGES, DAYS, FIELDS = 40, 20, 8
ALIKE = np.ones(DAYS - 1, dtype=bool)
TOWNS = np.repeat(np.arange(4), VILLAGES // 4)
LEVELS = np.array([40.0, 3, 2, 8, 10, 60, 150, 12])


@pytest.fixture(autouse=True)
def _the_same_draws_whatever_ran_before():
    DRAW.bit_generator.state = np.random.default_rng(SEED).bit_generator.state


def county() -> np.ndarray:
    """Honest counts: village, day, field."""
    return DRAW.poisson(np.broadcast_to(LEVELS, (VILLAGES, DAYS, FIELDS))).astype(float)


def jumped(values: np.ndarray) -> list[tuple[int, int]]:
    return [(one.reporter, one.field) for one in jumps(values, alike=ALIKE, groups=TOWNS)]


def test_honest_counts_do_not_jump():
    assert jumped(county()) == []


def test_a_number_ten_times_the_usual_jumps():
    values = county()
    values[7, -1, 0] = 400
    values[9, -1, 1] = 30
    assert jumped(values) == [(7, 0), (9, 1)]


def test_what_a_whole_town_does_is_no_jump():
    values = county()
    values[TOWNS == 2, -1, 0] *= 5
    assert jumped(values) == []


def test_an_outbreak_that_moves_several_numbers_is_no_jump():
    values = county()
    values[7, -1, [0, 1, 3, 4]] = [200, 20, 40, 50]
    assert (7, 0) not in jumped(values)


def test_a_fall_and_a_heap_are_no_jumps():
    values = county()
    values[:, :, 5] = np.round(values[:, :, 5] / 50) * 50
    values[3, :, 5] = 0
    values[3, -1, 5] = 50
    values[4, -1, 0] = 0
    assert jumped(values) == []


def test_blank_days_and_short_histories_say_nothing():
    values = county()
    values[:, :15] = np.nan
    values[7, -1, 0] = 400
    assert jumped(values) == []


def test_a_copy_of_many_numbers_is_found_and_told_in_days():
    values = county()
    values[5, -3:] = values[5, -4]
    (found,) = copies(values)
    assert (found.reporter, found.days, found.numbers) == (5, 3, FIELDS)


def test_a_village_where_nothing_happens_copies_nobody():
    values = county()
    values[:10] = DRAW.poisson(0.02, (10, DAYS, FIELDS))
    values[5, -2:] = 0
    assert copies(values) == []


def test_rounds_by_habit_are_no_copy():
    values = county()
    values[5] = values[5, 0]
    values[5, ::3, 0] += 1
    assert [one.reporter for one in copies(values)] == []


def bell(step: int, number: int = 140) -> dict[int, int]:
    """Readings of a week of ten bodies, with a thermometer of some step."""
    own = DRAW.normal(364.5, 1.8, 10)[:, None]
    tenths = np.round((own + DRAW.normal(0, 1.6, (10, number // 10))) / step) * step
    values, counts = np.unique(tenths.astype(int), return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))


@pytest.mark.parametrize("step", [1, 2, 5])
def test_honest_temperatures_are_not_odd_whatever_the_thermometer(step):
    assert temperatures.step_of(bell(step)) == step
    assert temperatures.odd(bell(step), [Round(10, 2, "08:10")] * 14, 8.0) is None


@pytest.mark.parametrize(
    ("values", "pattern"),
    [
        ({365: 140}, Pattern.ALIKE),
        ({364: 30, 365: 110}, Pattern.ALIKE),
        (dict.fromkeys(range(362, 369), 20), Pattern.EVEN),
    ],
)
def test_invented_temperatures_are_odd(values, pattern):
    found = temperatures.odd(values, [Round(10, 2, "08:10")] * 14, 1.0)
    assert found is not None
    assert found.pattern is pattern


def test_evenness_counts_only_where_bodies_do_not_differ():
    even = dict.fromkeys(range(362, 369), 20)
    assert temperatures.odd(even, [], 8.0) is None


def test_bursts_need_several_rounds():
    burst = [Round(10, 10, "15:59")]
    assert temperatures.odd(bell(1), burst * 4 + [Round(10, 2, "08:10")] * 10, 8.0) is None
    found = temperatures.odd(bell(1), burst * 6 + [Round(10, 2, "08:10")] * 8, 8.0)
    assert found is not None
    assert (found.pattern, found.rounds, found.minute) == (Pattern.BURST, 6, "15:59")


def test_few_readings_and_fevers_say_nothing():
    assert temperatures.odd({365: 20}, [], 1.0) is None
    assert temperatures.odd({385: 140}, [], 1.0) is None


@pytest.mark.parametrize(
    ("figure", "soon", "now", "expected"),
    [
        ("readings.fever", 0, 1, True),
        ("readings.fever", 1, 1, False),
        ("readings.taken", 10, 14, False),
        ("readings.taken", 10, 15, True),
        ("readings.taken", 100, 120, False),
    ],
)
def test_what_reaches_the_ledger_late_matters_by_its_figure(figure, soon, now, expected):
    assert is_material(figure, soon=soon, now=now) is expected


def test_every_check_says_how_it_errs():
    assert list(CHECKS) == list(CheckCode)
    assert all(one.innocent and one.threshold and one.errs for one in CHECKS.values())


def test_what_pages_tell_of_the_checks_keeps_the_bars():
    assert set(MEASURED) == set(CheckCode) - {CheckCode.MISSING, CheckCode.LATE}
    assert min(one.recall for one in MEASURED.values()) >= 0.95
    assert sum(one.in_200 for one in MEASURED.values()) <= 1
