"""How a case may be classified after it was classified otherwise, and whether dates can be true."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from lianfang.apps.cases.terms import CLASSIFICATION_NAMES, Classification, Statement
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

C = Classification
ILL: Final = frozenset({C.SUSPECTED, C.CLINICAL, C.CONFIRMED, C.ASYMPTOMATIC})
"""Who is ill, or may be."""
BEGINNINGS: Final = ILL | {C.DIED}
"""What a case may begin as: some are found after their death."""
FOLLOWS: Final[Mapping[Classification, frozenset[Classification]]] = {
    C.SUSPECTED: ILL | {C.EXCLUDED, C.DIED},
    C.CLINICAL: ILL - {C.SUSPECTED} | {C.EXCLUDED, C.RECOVERED, C.DIED},
    C.CONFIRMED: frozenset({C.CONFIRMED, C.EXCLUDED, C.RECOVERED, C.DIED}),
    C.ASYMPTOMATIC: frozenset({C.ASYMPTOMATIC, C.CONFIRMED, C.EXCLUDED, C.RECOVERED, C.DIED}),
    C.EXCLUDED: ILL | {C.EXCLUDED},
    C.RECOVERED: frozenset({C.RECOVERED, C.CONFIRMED, C.ASYMPTOMATIC, C.DIED}),
    C.DIED: frozenset({C.DIED}),
}
"""What may be said after what; the same again corrects dates. Who recovered may be positive again (复阳)."""


class NotAfter(InputRefused):
    """A classification that can't follow the one before it."""

    code = "cases.not_after"
    sentence = "“{before}”之后不能改为“{after}”。请核对；确需更正的，先改为可以相接的分类。"


class DatesImpossible(InputRefused):
    """Dates of an illness in an order in which they can't be."""

    code = "cases.dates_impossible"
    sentence = "日期不可能：{problem}。请核对后重填。"


def check_may_state(said: Statement, *, before: Classification | None, at: datetime) -> None:
    """Refuse what can't be said of a case now. Raises NotAfter, DatesImpossible."""
    allowed = BEGINNINGS if before is None else FOLLOWS[before]
    if said.classification not in allowed:
        first = CLASSIFICATION_NAMES[before] if before else "未登记"
        raise NotAfter(before=first, after=CLASSIFICATION_NAMES[said.classification])
    _check_dates(said, at)


def _check_dates(said: Statement, at: datetime) -> None:
    today = at.astimezone(ZONE).date()
    told = {"发病日期": said.onset_on, "采样日期": said.sampled_on, "死亡日期": said.died_on}
    for name, day in told.items():
        if day and day > today:
            raise DatesImpossible(problem=f"{name}{day}还没有到")
    if said.diagnosed_at and said.diagnosed_at > at:
        raise DatesImpossible(problem="诊断时间还没有到")
    if said.died_on and said.onset_on and said.died_on < said.onset_on:
        raise DatesImpossible(problem="死亡早于发病")
    if said.died_on and said.classification is not C.DIED:
        raise DatesImpossible(problem="填了死亡日期，分类却不是“死亡”")
