"""Outcomes of checks: which settle where a person is, what they mean for the five groups, their wordings."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from lianfang.apps.intake.terms import CHECK_OUTCOME_NAMES, CheckOutcome, Group
from lianfang.kernel.errors import InputRefused

CHECK_WITHIN: Final = timedelta(hours=48)
"""A pushed person is checked within two days (practice of pushes, often 24 h; C)."""
ACKNOWLEDGE_WITHIN: Final = timedelta(hours=24)
"""A forwarded row is acknowledged within a day (practice of letters between places; C)."""
DECIDE_WITHIN: Final = timedelta(hours=24)
"""A doubtful row is decided within a day, half of the time of its check (our own norm)."""

SETTLES: Final = frozenset(CheckOutcome) - {CheckOutcome.WRONG_NUMBER, CheckOutcome.NOT_REACHABLE}
"""Outcomes after which it is known where the person is; a number that rings in vain is only an attempt."""
GONE: Final = frozenset({CheckOutcome.LEFT_AREA, CheckOutcome.DECEASED})
LEAVES: Final[Mapping[CheckOutcome, frozenset[Group]]] = {
    CheckOutcome.FOUND_CONTROLLED: frozenset({Group.AWAY}),
    CheckOutcome.LEFT_AREA: frozenset(Group) - {Group.AWAY},
    CheckOutcome.DECEASED: frozenset(Group),
    CheckOutcome.DUPLICATE: frozenset(),
}
ENTERS: Final[Mapping[CheckOutcome, Group]] = {CheckOutcome.LEFT_AREA: Group.AWAY}
"""A resident who left is away; for an outsider who left, only the leaving counts."""

_WORDINGS: tuple[tuple[CheckOutcome, str], ...] = (
    (CheckOutcome.DECEASED, r"死亡|去世|已故|亡故|身故|注销"),
    (CheckOutcome.DUPLICATE, r"重复"),
    (CheckOutcome.REFUSED, r"拒绝|不配合|拒不|拒接|拒访"),
    (CheckOutcome.WRONG_NUMBER, r"空号|错号|号码错|号码不对|电话错|不是本人|非本人|查无此人|停机|号码不存在"),
    (
        CheckOutcome.NOT_REACHABLE,
        r"联系不上|无法联系|未联系|失联|无人接|未接|打不通|关机|无人应答|不在服务区|敲门无人|家中无人|暂未联系|未找到|未见到",
    ),
    (
        CheckOutcome.LEFT_AREA,
        r"(?<![未没不])(?:离开|外出)|不在本|已走|返程|外地|未在本|未返|不在辖区|已离|迁出|搬走|没有回|未回|不在(?:家|村|县|镇|社区)",
    ),
    (
        CheckOutcome.FOUND_CONTROLLED,
        r"管控|已找到|已见面|见到|在家|在本(?:地|村|县|镇|社区)|已核实|已核查|核实无误|隔离|居家|已落实|已登记|正常|已联系",
    ),
)
_PATTERNS = tuple((outcome, re.compile(words)) for outcome, words in _WORDINGS)


class UnknownCheckOutcome(InputRefused):
    """The words name no outcome of a check."""

    code = "intake.unknown_check_outcome"
    sentence = "“{value}”不是核查结果。请填写：已管控、已离开、号码错误、联系不上、拒绝、死亡、重复。"


def check_outcome(text: str) -> CheckOutcome:
    """Outcome by its code or by what people write; raises UnknownCheckOutcome."""
    found = outcome_or_none(text)
    if found is None:
        raise UnknownCheckOutcome(value=text)
    return found


def outcome_or_none(text: str) -> CheckOutcome | None:
    """Outcome by its code or by the first wording that fits, the gravest first; None for other words."""
    if text in CHECK_OUTCOME_NAMES:
        return CheckOutcome(text)
    return next((outcome for outcome, words in _PATTERNS if words.search(text)), None)
