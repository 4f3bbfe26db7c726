"""What may happen to a finding in which state, what follows, and who may not do it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from lianfang.apps.inspection.terms import (
    FINDER,
    MENDER,
    STATE_NAMES,
    FindingEventKind,
    FindingState,
    FindingView,
    Mode,
)
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

S, E = FindingState, FindingEventKind
NEXT: Final[Mapping[tuple[FindingState, FindingEventKind], FindingState]] = {
    (S.OPEN, E.NOTICED): S.OPEN,
    (S.OPEN, E.RAISED): S.OPEN,
    (S.OPEN, E.RECTIFIED): S.RECTIFIED,
    (S.OPEN, E.WITHDRAWN): S.WITHDRAWN,
    (S.RECTIFIED, E.PASSED): S.CLOSED,
    (S.RECTIFIED, E.FAILED): S.REOPENED,
    (S.REOPENED, E.NOTICED): S.REOPENED,
    (S.REOPENED, E.RAISED): S.REOPENED,
    (S.REOPENED, E.RECTIFIED): S.RECTIFIED,
    (S.REOPENED, E.WITHDRAWN): S.WITHDRAWN,
}
STATE_AFTER: Final[Mapping[FindingEventKind, FindingState]] = {
    E.RECTIFIED: S.RECTIFIED,
    E.PASSED: S.CLOSED,
    E.FAILED: S.REOPENED,
    E.WITHDRAWN: S.WITHDRAWN,
}
AT_ONCE_WITHIN: Final = timedelta(hours=24)
"""立行立改 means the same day; a day is our reading of it (C)."""
RECHECK_WITHIN: Final = timedelta(days=3)
"""回头看 after a report of rectification; local (C)."""
AGAIN_WITHIN: Final = timedelta(days=3)
"""After a re-check that failed; local (C)."""
RAISED_WITHIN: Final = timedelta(days=7)
"""For what a higher level must solve; local (C)."""
MOST_DAYS: Final = 90


class NotNow(InputRefused):
    """Something that a finding in its state can't have."""

    code = "inspection.not_now"
    sentence = "问题{finding}现为“{state}”，不能{act}。请刷新页面核对。"


class OwnCheck(NotAllowed):
    """Who found a thing, or mended it, doesn't say that it was mended."""

    code = "inspection.own_check"
    sentence = "{name}是这个问题的{part}，不能由本人回头看。请由另一名督查人员复查。"


class DueImpossible(InputRefused):
    """A time limit in the past, or too far off."""

    code = "inspection.due_impossible"
    sentence = "整改期限“{value}”应在今天到{most}天以内，写作 2022-07-20。"


def check_event(finding: FindingView, kind: FindingEventKind, *, act: str) -> None:
    """Raise NotNow for what can't happen in the finding's state."""
    if (FindingState(finding.state), kind) not in NEXT:
        raise NotNow(finding=finding.id, state=STATE_NAMES[FindingState(finding.state)], act=act)


def check_other(finding: FindingView, *, by: Actor, rectified_user: int | None) -> None:
    """Raise OwnCheck where the one who re-checks found the thing or reported it mended."""
    for user, name, part in (
        (finding.by_user, finding.by, FINDER),
        (rectified_user, finding.rectified_by, MENDER),
    ):
        same = by.user == user if by.user is not None and user is not None else by.name == name
        if same:
            raise OwnCheck(name=by.name, part=part)


def due_of(mode: Mode, *, days: int, found_at: datetime) -> datetime:
    """When a finding is to be rectified where nobody says otherwise."""
    if mode is Mode.AT_ONCE:
        return found_at + AT_ONCE_WITHIN
    if mode is Mode.BY_DATE:
        return end_of_day(found_at, max(days, 1))
    return found_at + RAISED_WITHIN


def end_of_day(moment: datetime, days: int) -> datetime:
    """Midnight after so many days from a moment."""
    day = moment.astimezone(ZONE).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(), tzinfo=ZONE)


def read_due(text: str, *, found_at: datetime) -> datetime:
    """A day typed as its date, as its end; raises DueImpossible."""
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007  a date, made aware below
    except ValueError as problem:
        raise DueImpossible(value=text, most=MOST_DAYS) from problem
    if not 0 <= (day - found_at.astimezone(ZONE).date()).days <= MOST_DAYS:
        raise DueImpossible(value=text, most=MOST_DAYS)
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZONE)
