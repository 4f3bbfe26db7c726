"""How well units report, by one table: what is measured, how it becomes points, how points become a word.

It looks at reports, at doubts and at findings that came again; at no citizen, and at nobody's name. A low
word asks why first: a dead network, a time limit that fits no village, one clerk for four forms. It blames
nobody by itself and opens no duty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from lianfang.apps.forms.terms import CheckCode, Grade, Measured, Rating, Reporting

MEANT: Final = "只评单位的报表，不评任何居民，也不评填报人。分数不自动作为问责、处分的依据，先查明原因。"
"""What an evaluation is not; said wherever it is shown."""
CLOCKED: Final = frozenset({CheckCode.MISSING, CheckCode.LATE})
"""Doubts that say what coverage and punctuality tell already: they are not counted a second time."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is measured: a share per hundred, full points at `full`, none from `none` on."""

    code: str
    name: str
    formula: str
    full: float
    none: float
    weight: int
    share: Callable[[Reporting], tuple[int, int]]

    def measured(self, counts: Reporting) -> Measured:
        """The share and its points; without value where there is nothing to measure."""
        part, whole = self.share(counts)
        if not whole:
            return Measured(self.code, None, None)
        value = 100 * part / whole
        points = 100 * (value - self.none) / (self.full - self.none)
        return Measured(self.code, value, min(max(points, 0.0), 100.0))


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of the rule: parts, from how many points on which word, of how many reports at least."""

    version: int
    starts_on: date
    parts: tuple[Part, ...]
    grades: Mapping[Grade, float]
    least: int
    source: str
    certainty: str

    @property
    def names(self) -> Mapping[str, str]:
        """The names of the parts by their codes."""
        return {part.code: part.name for part in self.parts}

    def rate(self, counts: Reporting) -> Rating:
        """The points of a unit: the mean of its parts by weight, of those that can be measured."""
        measured = tuple(part.measured(counts) for part in self.parts)
        pairs = zip(self.parts, measured, strict=True)
        known = [(part.weight, one.points) for part, one in pairs if one.points is not None]
        if counts.expected < self.least or not known:
            return Rating(measured, None, Grade.NOT_RATED)
        score = sum(weight * points for weight, points in known) / sum(weight for weight, _ in known)
        return Rating(measured, score, next(one for one, floor in self.grades.items() if score >= floor))


RULES: Final = (
    Rule(
        version=1,
        starts_on=date(2020, 1, 1),
        parts=(
            Part(
                "coverage",
                "上报率",
                "已报 ÷ 应报（零报告算已报；停报的不算应报；未到时限的不算）",
                100,
                70,
                40,
                lambda one: (one.received, one.expected),
            ),
            Part(
                "on_time",
                "按时率",
                "按时 ÷ 已报（看第一次上报，以后的更正不算迟）",
                100,
                70,
                30,
                lambda one: (one.on_time, one.received),
            ),
            Part(
                "returned",
                "退回率",
                "被退回过的 ÷ 已报",
                0,
                20,
                15,
                lambda one: (one.returned, one.received),
            ),
            Part(
                "repeats",
                "重复率",
                "（同一种疑点再次核实为填报有误的次数＋重复出现的督查问题）÷ 应报；漏报、迟报的疑点不重复计",
                0,
                10,
                15,
                lambda one: (one.repeats + one.findings, one.expected),
            ),
        ),
        grades={Grade.STEADY: 90, Grade.UNEVEN: 75, Grade.HELP: 0},
        least=5,
        source="上报率、按时率、退回和重复问题是通行的评价内容；界限和权重为本地规定，可改",
        certainty="C",
    ),
)
"""Every version of the rule, the oldest first; a period is rated by the one in force on its last day."""


def rule_on(day: date) -> Rule:
    """The rule in force on a day; the first one for days before it."""
    return next((rule for rule in reversed(RULES) if rule.starts_on <= day), RULES[0])
