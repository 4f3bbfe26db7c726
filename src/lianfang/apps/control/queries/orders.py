"""Orders: found by reference, locked for a change, with their rule and what was observed under them."""

from datetime import date, timedelta
from typing import Any, Final

from lianfang.apps.control.queries.issue import identity
from lianfang.apps.control.rules import workflow
from lianfang.apps.control.terms import EVENT_NAMES, EventKind, MeasureView, Other
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import Phase
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotFound

APP: Final = "control"
SHOWN: Final = 1000


class MeasureUnclear(InputRefused):
    """A person's uid that stands for several orders."""

    code = "control.measure_unclear"
    sentence = "“{value}”有{count}项决定可以{event}：{ids}。请写明决定编号。"


def measure(reference: str | int, *, scope: str = "") -> MeasureView:
    """The order that a uid or a number names; raises NotFound outside the scope."""
    found = [view for view in _named(reference, scope) if _is(view, reference)]
    if not found:
        raise NotFound(what="决定", value=reference)
    return found[0]


def measure_for(reference: str | int, *, event: EventKind, scope: str = "") -> MeasureView:
    """The order that is meant for an event: named itself, or the first of the named person's that allows it.

    Orders of one series follow each other, so the earliest is meant; orders of several series are not guessed
    at. Raises NotFound, MeasureUnclear.
    """
    found = _named(reference, scope)
    own = [view for view in found if _is(view, reference)]
    if own:
        return own[0]
    able = [view for view in found if event in workflow.TRANSITIONS[workflow.state_of(view)]]
    if not able:
        raise NotFound(what="决定", value=reference)
    if len({view.series for view in able}) > 1:
        ids = "、".join(str(view.id) for view in able)
        word = EVENT_NAMES[event]
        raise MeasureUnclear(value=reference, count=len(able), event=word, ids=ids)
    return able[0]


def _named(reference: str | int, scope: str) -> list[MeasureView]:
    uid, number = identity(reference)
    lo, hi = area_code.prefix_range(scope)
    return [view_of(row) for row in sql.fetch(APP, "measures_named", uid=uid, number=number, lo=lo, hi=hi)]


def _is(view: MeasureView, reference: str | int) -> bool:
    uid, number = identity(reference)
    return view.uid == uid or view.id == number


def lock_series(view: MeasureView) -> list[MeasureView]:
    """The orders of a series as they stand now, locked until the end of the transaction."""
    rows = sql.fetch(APP, "measures_of_series", person_id=view.person_id, series=view.series)
    return [view_of(row) for row in rows]


def view_of(row: dict[str, Any]) -> MeasureView:
    """A row of an order as its rules judge it."""
    return MeasureView(**row | {"test_dates": tuple(row["test_dates"])})


def served_by(view: MeasureView) -> Other | None:
    """Who served the notice of an order and when; None where nobody did."""
    row = sql.fetch_one(APP, "served_by", measure_id=view.id)
    return Other(row["by"], row["happened_at"], EVENT_NAMES[EventKind.SERVED]) if row else None


def series_of(view: MeasureView) -> tuple[MeasureView, ...]:
    """The orders of the series of an order, step by step."""
    named = _named(str(view.person_uid), "")
    same = [one for one in named if one.series == view.series and one.person_id == view.person_id]
    return tuple(sorted(same, key=lambda one: one.step))


def notice_facts(view: MeasureView) -> dict[str, Any]:
    """What a notice tells of an order beyond the order itself, by the names of `NoticeFacts`."""
    row = sql.fetch(APP, "notice_facts", measure_id=view.id)[0]
    issued = view.issued_at.astimezone(ZONE).date()
    return {
        "ground": policy.ground(view.rule_id, on=issued),
        "issuer": row["issuer"],
        "last_exposure": row["last_exposure"],
        "approved_by": row["approved_by"] or "",
        "approval_reason": row["approval_reason"] or "",
        "readings_per_day": row["readings_per_day"],
        "officers": tuple(row["officers"]),
    }


def list_measures(
    *, area: str, on: date, everything: bool = False, limit: int = SHOWN
) -> list[dict[str, Any]]:
    """Orders of an area: in force or waiting for release, or all; soonest end first."""
    lo, hi = area_code.prefix_range(area)
    return sql.fetch(APP, "measures_of_area", lo=lo, hi=hi, on=on, all=everything, limit=limit)


def _phase(view: MeasureView) -> Phase:
    return policy.phases_of(view.rule_id)[view.step - 1]


def release_condition(view: MeasureView) -> str:
    """The condition of release that the rule names for the order's phase; empty for none."""
    return _phase(view).release


def ruled_until(view: MeasureView) -> date:
    """The last day of release that the rule's days allow, counted from the order's own first day."""
    return max(view.ordered_until, view.starts_on + timedelta(days=_phase(view).days))
