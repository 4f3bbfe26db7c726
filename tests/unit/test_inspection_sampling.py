"""Samples: the seed decides, not the order; the chances follow the weights; checklists are read whole."""

import math
from collections import Counter
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from lianfang.apps.inspection.rules import checklist_file, sampling, weights
from lianfang.apps.inspection.rules.sampling import SeedMissing, draw, eligible
from lianfang.apps.inspection.terms import WEIGHT_NAMES, Method, Risk, Target

DRAWS = 4000


def targets(count: int, **more: int) -> list[Target]:
    return [Target("school", f"u{n}", "990121", f"学校{n}", **({"visits": 1} | more)) for n in range(count)]


def drawn(pool: list[Target], seed: str, size: int, method: Method = Method.RANDOM) -> list[str]:
    return [one.target.target for one in draw(pool, seed=seed, size=size, method=method) if one.rank]


def test_the_same_seed_draws_the_same_sample_in_whatever_order_the_rows_come():
    pool = targets(60)
    turned = list(pool)
    Random(1).shuffle(turned)
    assert drawn(pool, "7", 10) == drawn(turned, "7", 10)
    assert drawn(pool, "7", 10) != drawn(pool, "8", 10)


def test_a_larger_sample_holds_the_smaller_one():
    pool = targets(60)
    assert drawn(pool, "7", 20)[:10] == drawn(pool, "7", 10)


def test_another_target_in_the_pool_does_not_change_the_keys_of_the_others():
    keys = {one.target.target: one.key for one in draw(targets(20), seed="7", size=5, method=Method.RANDOM)}
    more = {one.target.target: one.key for one in draw(targets(21), seed="7", size=5, method=Method.RANDOM)}
    assert all(more[target] == key for target, key in keys.items())


def chi_square(counts: Counter[str], expected: dict[str, float]) -> float:
    return sum((counts[name] - wanted) ** 2 / wanted for name, wanted in expected.items())


def far(freedom: int) -> float:
    """A bound that chance passes once in a million times (Wilson and Hilferty)."""
    return freedom * (1 - 2 / (9 * freedom) + 4.75 * math.sqrt(2 / (9 * freedom))) ** 3


def test_without_weights_everybody_has_the_same_chance(record_property):
    pool, size = targets(20), 5
    counts = Counter(name for seed in range(DRAWS) for name in drawn(pool, str(seed), size))
    found = chi_square(counts, {one.target: DRAWS * size / 20 for one in pool})
    record_property("told", f"sampling: chi-square {found:.1f} at 19 degrees of freedom, bound {far(19):.1f}")
    assert found < far(19)


def test_without_weights_every_pair_has_the_same_chance():
    pool = targets(5)
    counts = Counter("".join(sorted(drawn(pool, str(seed), 2))) for seed in range(DRAWS))
    assert len(counts) == 10
    assert chi_square(counts, dict.fromkeys(counts, DRAWS / 10)) < far(9)


def chances(weighted: dict[str, int], size: int) -> dict[tuple[str, ...], float]:
    """The slow twin: drawing one after the other, each time in proportion to the weights of those left."""
    found: dict[tuple[str, ...], float] = {}
    for order in permutations(weighted, size):
        left, chance = sum(weighted.values()), 1.0
        for name in order:
            chance *= weighted[name] / left
            left -= weighted[name]
        found[order] = chance
    return found


def test_with_weights_the_chances_are_those_of_drawing_one_after_the_other(record_property):
    pool = [
        Target("school", "plain", "990121", "甲", visits=1),
        Target("school", "never", "990121", "乙"),
        Target("checkpoint", "risky", "990121", "丙", visits=1, repeats=2, overdue=1),
        Target("school", "again", "990121", "丁", visits=2, repeats=1),
    ]
    weighted = {one.target: weights.weigh(one)[0] for one in pool}
    assert weighted == {"plain": 1, "never": 4, "risky": 7, "again": 3}
    counts = Counter(tuple(drawn(pool, str(seed), 2, Method.WEIGHTED)) for seed in range(DRAWS))
    expected = {order: chance * DRAWS for order, chance in chances(weighted, 2).items()}
    found = chi_square(counts, expected)
    record_property("told", f"weighted sampling: chi-square {found:.1f} at 11 degrees, bound {far(11):.1f}")
    assert found < far(11)


def test_what_speaks_for_a_visit_is_written_beside_the_weight():
    long_ago = Target("checkpoint", "u", "990121", "卡口", visits=1, days_since=20, repeats=1)
    assert weights.weigh(long_ago) == (6, ("long_ago", "repeated", "high_risk"))
    assert {weight.code for weight in weights.WEIGHTS} == set(WEIGHT_NAMES)


def test_only_high_risk_means_only_high_risk():
    pool = [
        *targets(3),
        Target("isolation_site", "site", "990121", "隔离点"),
        Target("village", "v", "990121", "村", risky=True),
    ]
    assert [one.target for one in eligible(pool, risk=Risk.HIGH)] == ["site", "v"]
    assert len(eligible(pool, risk=Risk.ANY)) == 5


@pytest.mark.parametrize("seed", ["", "  ", "x" * 65])
def test_without_a_seed_nothing_is_drawn(seed):
    with pytest.raises(SeedMissing):
        draw(targets(2), seed=seed, size=1, method=Method.RANDOM)


def test_a_number_of_a_seed_lies_above_0_and_is_1_at_most():
    found = [sampling.uniform(str(seed), targets(1)[0]) for seed in range(1000)]
    assert min(found) > 0
    assert max(found) <= 1


@pytest.mark.parametrize(
    "path",
    sorted(Path(checklist_file.__file__).parents[1].glob("checklists/*.yaml")),
    ids=lambda path: path.stem,
)
def test_the_shipped_checklists_are_read(path):
    read = checklist_file.read_checklist(path.read_text())
    assert len(read.items) >= 9
    assert all(item.source and item.certainty in "ABCM" for item in read.items)


def test_a_checklist_is_refused_with_every_problem_it_has():
    text = """
checklist: Bad Name
version: "1"
title: 试
kinds: [palace]
source: 试
items:
- {code: one, text: 甲, look: 看, category: 场所, severity: awful, days: 400, source: 试, certainty: Z}
- {code: one, text: 乙, look: 看, category: 场所, severity: grave, days: 1, source: 试, certainty: C, more: 1}
- {code: other, text: 丙, look: 看, category: 场所, severity: grave, days: 1, source: 试, certainty: C}
"""
    with pytest.raises(checklist_file.ChecklistRefused) as refused:
        checklist_file.read_checklist(text)
    said = str(refused.value)
    assert refused.value.facts["count"] == 8
    for word in ("Bad Name", "kinds", "severity", "days", "certainty", "more", "重复", "other"):
        assert word in said


@pytest.mark.parametrize("text", ["- a\n", "a: [", "x" * 200_001])
def test_what_is_no_checklist_is_refused(text):
    with pytest.raises(checklist_file.ChecklistRefused):
        checklist_file.read_checklist(text)
