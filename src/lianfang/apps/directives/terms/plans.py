"""Words of emergency plans: phases with their items, by response level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

LEVELS: Final = (1, 2, 3, 4)
LEVEL_NAMES: Final[Mapping[int, str]] = {
    1: "一级（特别重大）",
    2: "二级（重大）",
    3: "三级（较大）",
    4: "四级（一般）",
}


@dataclass(frozen=True, slots=True)
class PlanItem:
    """What is to be done at some levels, by whom; once by the end of its phase, or again and again."""

    text: str
    levels: tuple[int, ...]
    posts: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    times: int = 0
    days: int = 0
    clocks: tuple[time, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """The first so many hours of a response, and what they ask for."""

    hours: int
    name: str
    items: tuple[PlanItem, ...]

    def at_level(self, level: int) -> tuple[PlanItem, ...]:
        """The items of a level."""
        return tuple(item for item in self.items if level in item.levels)


@dataclass(frozen=True, slots=True)
class PlanText:
    """A plan: whose, from where, how sure; its phases in order."""

    code: str
    title: str
    source: str
    certainty: str
    phases: tuple[Phase, ...]
    area: str = ""

    def count(self, level: int) -> int:
        """How many items a level asks for."""
        return sum(len(phase.at_level(level)) for phase in self.phases)
