"""Let many go at once whose period is over: one statement for all, one fate for each, one line in the log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.queries import Ending
from lianfang.apps.control.rules.release import ReleaseNotDue, check_may_release
from lianfang.apps.control.terms import ReleaseFate, ReleaseGround
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError, NotFound

APP: Final = "control"


@transaction.atomic
def release_all(measures: Sequence[int], *, by: Actor, at: datetime) -> list[ReleaseFate]:
    """Release the persons of orders as `release` does on completion; one fate for each, in their order.

    Whom the rule still asks for something stays, and the fate says what; that stops no other.
    """
    named = list(dict.fromkeys(measures))
    found = queries.lock_endings(named, by=by)
    fates = [_fate(measure, found.get(measure), at=at) for measure in named]
    released = [fate.measure for fate in fates if fate.released]
    told = {"by": by.name, "at": at, "ground": ReleaseGround.COMPLETED}
    sql.run(APP, "release_orders", measures=released, **told)
    facts = {"released": len(released), "refused": len(fates) - len(released), "measures": released}
    audit.record("measures.released", subject=f"area:{by.scope}", area=by.scope, by=by, at=at, **facts)
    return fates


def _fate(measure: int, ending: Ending | None, *, at: datetime) -> ReleaseFate:
    if ending is None:
        absent = NotFound(what="决定", value=measure)
        return ReleaseFate(measure, None, released=False, problem=str(absent), code=absent.code)
    view = ending.view
    try:
        check_may_release(
            view,
            ground=ReleaseGround.COMPLETED,
            reason="",
            condition=ending.condition,
            course=ending.course,
            at=at,
        )
    except DomainError as refusal:
        missing = refusal.missing if isinstance(refusal, ReleaseNotDue) else ()
        return ReleaseFate(view.id, view.person_uid, False, str(refusal), refusal.code, missing)
    return ReleaseFate(view.id, view.person_uid, released=True)
