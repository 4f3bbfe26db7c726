"""The ledger as a list that leaves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from lianfang.apps.areas.terms import UNIT_KIND_NAMES
from lianfang.apps.inspection.queries.findings import findings
from lianfang.apps.inspection.terms import (
    MODE_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    FindingState,
    FindingView,
    Mode,
    Severity,
)
from lianfang.core.access.terms import Actor
from lianfang.core.exports.leaving import Leaving
from lianfang.kernel.clock import ZONE

CHUNK: Final = 5_000
HEAD: Final = (
    "序号",
    "辖区代码",
    "辖区",
    "单位",
    "种类",
    "方面",
    "问题",
    "程度",
    "整改方式",
    "发现时间",
    "发现人",
    "整改期限",
    "状态",
    "逾期",
    "第几次出现",
    "整改情况",
    "整改时间",
    "销号时间",
)


def ledger_leaving(*, by: Actor, at: datetime, **asked: Any) -> Leaving:
    """Findings of an area by the ledger's filters as a list that leaves."""
    return Leaving("督查台账", "督查台账", HEAD, lambda area: _chunks(area=area, by=by, at=at, **asked))


def _chunks(*, area: str, by: Actor, at: datetime, **asked: Any) -> Iterator[list[tuple[str, ...]]]:
    found = findings(area=area, by=by, at=at, **asked)
    for begin in range(0, len(found), CHUNK):
        yield [_row(one) for one in found[begin : begin + CHUNK]]


def _row(one: FindingView) -> tuple[str, ...]:
    kinds: dict[str, str] = {kind.value: name for kind, name in UNIT_KIND_NAMES.items()}
    return (
        str(one.id),
        one.area,
        one.place,
        one.name,
        kinds.get(one.kind, "村（社区）"),
        one.category,
        one.text,
        SEVERITY_NAMES[Severity(one.severity)],
        MODE_NAMES[Mode(one.mode)],
        _moment(one.found_at),
        one.by,
        _moment(one.due_at),
        STATE_NAMES[FindingState(one.state)],
        "是" if one.overdue else "",
        str(one.times),
        one.rectified_text or "",
        _moment(one.rectified_at),
        _moment(one.closed_at),
    )


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" if at else ""
