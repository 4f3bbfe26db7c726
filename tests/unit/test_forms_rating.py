"""The rule of the evaluation as a table: counts on the left, what it makes of them on the right."""

from datetime import date

import pytest

from lianfang.apps.forms.rules.rating import RULES, rule_on
from lianfang.apps.forms.terms import Grade, Reporting

RULE = RULES[0]
SPEC = [
    # expected, received, on time, returned, repeats, findings -> points of the four parts, score, word
    ((100, 100, 100, 0, 0, 0), (100, 100, 100, 100), 100, Grade.STEADY),
    ((100, 97, 97, 0, 0, 0), (90, 100, 100, 100), 96, Grade.STEADY),
    ((100, 85, 85, 0, 0, 0), (50, 100, 100, 100), 80, Grade.UNEVEN),
    ((100, 70, 70, 0, 0, 0), (0, 100, 100, 100), 60, Grade.HELP),
    ((100, 40, 40, 0, 0, 0), (0, 100, 100, 100), 60, Grade.HELP),
    ((100, 100, 85, 0, 0, 0), (100, 50, 100, 100), 85, Grade.UNEVEN),
    ((100, 100, 100, 10, 0, 0), (100, 100, 50, 100), 92.5, Grade.STEADY),
    ((100, 100, 100, 0, 2, 3), (100, 100, 100, 50), 92.5, Grade.STEADY),
    ((100, 0, 0, 0, 0, 0), (0, None, None, 100), 15 / 55 * 100, Grade.HELP),
    ((4, 4, 0, 4, 0, 0), (100, 0, 0, 100), None, Grade.NOT_RATED),
    ((0, 0, 0, 0, 0, 0), (None, None, None, None), None, Grade.NOT_RATED),
]


@pytest.mark.parametrize(("numbers", "points", "score", "grade"), SPEC)
def test_counts_become_points_and_points_a_word(numbers, points, score, grade):
    expected, received, on_time, returned, repeats, findings = numbers
    counts = Reporting(expected, received, on_time, returned, repeats + 1, repeats, findings)
    rating = RULE.rate(counts)
    assert [one.points for one in rating.parts] == pytest.approx(list(points))
    assert rating.score == (None if score is None else pytest.approx(score))
    assert rating.grade is grade


def test_every_version_says_all_of_itself():
    for rule in RULES:
        assert sum(part.weight for part in rule.parts) == 100
        assert min(rule.grades.values()) == 0
        assert rule.source
        assert rule.certainty
        assert list(rule.grades.values()) == sorted(rule.grades.values(), reverse=True)
    assert [rule.version for rule in RULES] == list(range(1, len(RULES) + 1))
    assert rule_on(date(2026, 11, 22)) is RULES[-1]
    assert rule_on(date(1999, 1, 1)) is RULES[0]


def test_counts_add_up():
    one, other = Reporting(10, 8, 7, 1, 2, 1, 3), Reporting(5, 5, 5, 0, 0, 0, 1)
    assert one + other == Reporting(15, 13, 12, 1, 2, 1, 4)
    assert (one.missing, one.late) == (2, 1)
