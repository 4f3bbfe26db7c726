"""Gaps as a list that leaves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.apps.control import queries as control
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap
from lianfang.core.exports.leaving import Leaving
from lianfang.kernel.clock import ZONE

CHUNK: Final = 10_000
GAP_HEAD: Final = (
    "事项",
    "对象编号",
    "对象",
    "辖区代码",
    "辖区",
    "责任人",
    "岗位",
    "开始",
    "时限",
)


def export_gaps(*, area: str, at: datetime) -> Iterator[list[tuple[str, ...]]]:
    """What is due and not done in an area at a moment, by the clock, in chunks of rows of text."""
    found = sorted(engine.gaps(view=engine.at_moment(area=area, at=at)), key=lambda gap: gap.due_at)
    kinds = {kind.code: kind.name for kind in registry.kinds()}
    for begin in range(0, len(found), CHUNK):
        chunk = found[begin : begin + CHUNK]
        subjects = control.subject_names_of(chunk)
        places = areas.names({gap.area for gap in chunk})
        yield [
            _row(
                gap,
                kind=kinds[gap.kind],
                person=subjects.get(gap.subject, gap.ref),
                place=places.get(gap.area, ""),
            )
            for gap in chunk
        ]


def gaps_leaving(*, at: datetime) -> Leaving:
    """What is due and not done in an area as a list that leaves."""
    return Leaving("缺口", "缺口", GAP_HEAD, lambda area: export_gaps(area=area, at=at))


def _row(gap: Gap, *, kind: str, person: str, place: str) -> tuple[str, ...]:
    post = POST_NAMES[PostCode(gap.holder_post)] if gap.holder_post in set(PostCode) else ""
    moments = (moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") for moment in (gap.opens_at, gap.due_at))
    return (kind, gap.subject, person, gap.area, place, gap.holder or "", post, *moments)
