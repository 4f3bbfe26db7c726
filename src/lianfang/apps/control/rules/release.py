"""When a person may go: days passed, tests negative, and the rule's own condition of release."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from lianfang.apps.control.rules.workflow import check_may, state_of
from lianfang.apps.control.terms import (
    RELEASE_GROUNDS,
    EventKind,
    MeasureState,
    MeasureView,
    ReleaseGround,
    Result,
    Sampled,
)
from lianfang.kernel.clock import ZONE, slot_time
from lianfang.kernel.errors import InputRefused

CT_CLEARED: Final = Decimal(35)
"""Two tests with Ct ≥ 35 end isolation (新十条, M+)."""


class ReleaseNotDue(InputRefused):
    """The rule that imposed the order still asks for something."""

    code = "control.release_not_due"
    sentence = "还不能按期满解除，尚缺：{missing}。因其他原因解除的，请写明原因。"

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(missing="；".join(missing))


class ReasonMissing(InputRefused):
    """A decision outside the rule that says not why."""

    code = "control.reason_missing"
    sentence = "按“{ground}”处理须写明理由。"


@dataclass(frozen=True, slots=True)
class Course:
    """What was observed under an order: results, and the moments of fever or symptoms."""

    results: tuple[Sampled, ...] = ()
    alerts: tuple[datetime, ...] = ()


def missing_for_release(
    measure: MeasureView, *, condition: str, course: Course, at: datetime
) -> tuple[str, ...]:
    """What the rule still asks for, one phrase each; nothing for an order that lapsed already."""
    if state_of(measure) is MeasureState.LAPSED:
        return ()
    own = CONDITIONS[condition](measure, course, at) if condition in CONDITIONS else ()
    return (*_days(measure, at), *_positives(course), *_tests(measure, course, at), *own)


def check_may_release(
    measure: MeasureView,
    *,
    ground: ReleaseGround,
    reason: str,
    condition: str,
    course: Course,
    at: datetime,
) -> None:
    """Raise MeasureNotInForce, ReleaseNotDue (the message lists what is missing) or ReasonMissing."""
    check_may(measure, EventKind.RELEASED)
    if ground is not ReleaseGround.COMPLETED:
        if not reason.strip():
            raise ReasonMissing(ground=RELEASE_GROUNDS[ground])
        return
    missing = missing_for_release(measure, condition=condition, course=course, at=at)
    if missing:
        raise ReleaseNotDue(missing)


def _days(measure: MeasureView, at: datetime) -> tuple[str, ...]:
    left = (measure.ends_on - at.astimezone(ZONE).date()).days
    return (f"观察期至{measure.ends_on}零时，还有{left}天",) if left > 0 else ()


def _positives(course: Course) -> tuple[str, ...]:
    found = [item.sampled_on for item in course.results if item.result == Result.POSITIVE]
    return tuple(f"{day}采样结果阳性，应转为病例管理" for day in sorted(set(found)))


def _tests(measure: MeasureView, course: Course, at: datetime) -> tuple[str, ...]:
    """Each test day that ended after the order was made asks for a negative sample before the next one."""
    asked = [*measure.test_dates, at.astimezone(ZONE).date() + timedelta(days=1)]
    return tuple(
        f"{day}应做的检测没有阴性结果"
        for day, following in pairwise(asked)
        if slot_time(day, "24:00", ZONE) > measure.issued_at
        and not _negative_between(course, day, max(following, day + timedelta(days=1)))
    )


def _negative_between(course: Course, first: date, until: date) -> bool:
    return any(item.result == Result.NEGATIVE and first <= item.sampled_on < until for item in course.results)


def _negatives(course: Course) -> list[Sampled]:
    return sorted(
        (item for item in course.results if item.result == Result.NEGATIVE), key=lambda item: item.sampled_on
    )


def _double_sample(measure: MeasureView, course: Course, at: datetime) -> tuple[str, ...]:
    days = [item.sampled_on for item in _negatives(course)]
    last = max(measure.test_dates, default=measure.starts_on)
    done = any(days.count(day) > 1 for day in days if day >= last)
    return () if done else ("解除前双采双检的两份阴性结果",)


def _last_negative(measure: MeasureView, course: Course, at: datetime) -> tuple[str, ...]:
    last = max(course.results, key=lambda item: item.sampled_on, default=None)
    return () if last and last.result == Result.NEGATIVE else ("末次检测的阴性结果",)


def _two_negatives(measure: MeasureView, course: Course, at: datetime) -> tuple[str, ...]:
    latest = [item.sampled_on for item in sorted(course.results, key=lambda item: item.sampled_on)][-2:]
    days = [item.sampled_on for item in _negatives(course)][-2:]
    done = len(days) == 2 and days == latest and days[1] > days[0]  # noqa: PLR2004  two consecutive results
    return () if done else ("连续两次、间隔至少24小时的阴性结果",)


def _ct_cleared(measure: MeasureView, course: Course, at: datetime) -> tuple[str, ...]:
    latest = sorted(course.results, key=lambda item: item.sampled_on)[-2:]
    cleared = [item for item in latest if item.result == Result.NEGATIVE or (item.ct or 0) >= CT_CLEARED]
    done = len(cleared) == 2  # noqa: PLR2004  two consecutive results
    return () if done else (f"连续两次Ct值不小于{CT_CLEARED}的结果",)


def _free_for(hours: int, what: str) -> "Condition":
    def check(measure: MeasureView, course: Course, at: datetime) -> tuple[str, ...]:
        recent = [moment for moment in course.alerts if moment > at - timedelta(hours=hours)]
        return (f"{what}消失满{hours}小时",) if recent else ()

    return check


Condition = Callable[[MeasureView, Course, datetime], tuple[str, ...]]
CONDITIONS: Mapping[str, Condition] = {
    "double_sample": _double_sample,
    "last_test_negative": _last_negative,
    "two_negatives_24h_apart": _two_negatives,
    "ct_ge_35": _ct_cleared,
    "afebrile_24h": _free_for(24, "发热"),
    "symptom_free_48h": _free_for(48, "发热等症状"),
}
"""The release conditions that policy's tables name (`policy.terms.RELEASES`)."""
