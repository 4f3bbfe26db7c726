"""What makes a visit more likely: one line a reason, added up. All are local choices (C), made to be changed.

A target without any reason has the weight 1; equal chances are a sample of method `random`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lianfang.apps.areas.terms import UnitKind
from lianfang.apps.inspection.terms import VILLAGE, WEIGHT_NAMES, Target

BASE: Final = 1
NORM_DAYS: Final[dict[str, int]] = {
    UnitKind.ISOLATION_SITE: 7,
    UnitKind.CHECKPOINT: 7,
    UnitKind.HOSPITAL: 14,
    UnitKind.HEALTH_CENTRE: 14,
    UnitKind.LABORATORY: 14,
    UnitKind.STOREHOUSE: 30,
    UnitKind.MARKET: 30,
    UnitKind.SCHOOL: 30,
    UnitKind.HOTEL: 30,
    UnitKind.PHARMACY: 30,
    VILLAGE: 30,
}
"""Days within which each target of a kind is visited once; local norms (C). Other kinds have none."""
RISKY_KINDS: Final = frozenset(
    {UnitKind.ISOLATION_SITE, UnitKind.CHECKPOINT, UnitKind.HOSPITAL, UnitKind.LABORATORY}
)


@dataclass(frozen=True)
class Weight:
    """A reason to look: its code, how much it adds, and when it holds."""

    code: str
    adds: int
    holds: Callable[[Target], bool]

    @property
    def name(self) -> str:
        """What the reason is in words."""
        return WEIGHT_NAMES[self.code]


def is_high_risk(target: Target) -> bool:
    """Whether a target is of a kind, or in a place, where an infection does most harm."""
    return target.risky or target.kind in RISKY_KINDS


def _long_ago(target: Target) -> bool:
    norm = NORM_DAYS.get(target.kind)
    return norm is not None and target.days_since is not None and target.days_since > norm


WEIGHTS: Final = (
    Weight("never_visited", 3, lambda target: target.visits == 0),
    Weight("long_ago", 1, _long_ago),
    Weight("repeated", 2, lambda target: target.repeats > 0),
    Weight("overdue", 2, lambda target: target.overdue > 0),
    Weight("high_risk", 2, is_high_risk),
)


def weigh(target: Target) -> tuple[int, tuple[str, ...]]:
    """The weight of a target and the reasons that make it."""
    held = [weight for weight in WEIGHTS if weight.holds(target)]
    return BASE + sum(weight.adds for weight in held), tuple(weight.code for weight in held)
