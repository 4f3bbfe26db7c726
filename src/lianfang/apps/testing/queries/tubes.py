"""Tubes: where each is, what is in it, how long results take."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from lianfang.apps.testing.models import Hold, Sample, Tube, TubeEvent
from lianfang.apps.testing.rules import clocks
from lianfang.apps.testing.terms import TubeView, Turnaround
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "testing"
SHOWN: Final = 200


def tubes(
    *,
    by: Actor,
    area: str = "",
    codes: Sequence[str] | None = None,
    states: Sequence[str] | None = None,
    point: object = None,
    limit: int = SHOWN,
) -> list[TubeView]:
    """Tubes of an actor's areas, the newest first."""
    lo, hi = area_code.prefix_range(area or by.scope)
    told = {"codes": list(codes) if codes is not None else None, "states": list(states) if states else None}
    rows = sql.fetch(APP, "tubes", lo=lo, hi=hi, point=point, limit=limit, **told)
    return [TubeView(**row) for row in rows if by.may_see(row["area"])]


def tube(code: str, *, by: Actor) -> TubeView:
    """The tube of a label; raises NotFound, also out of sight."""
    found = tubes(by=by, codes=[code.strip()])
    if not found:
        raise NotFound(what="采样管", value=code)
    return found[0]


def lock_tubes(codes: Iterable[str], *, by: Actor) -> dict[str, Tube]:
    """Tubes by their labels, locked until the end of the transaction, always in one order."""
    found = Tube.objects.select_for_update().filter(code__in=set(codes)).order_by("code")
    return {one.code: one for one in found if by.may_see(one.area)}


def events(tube: TubeView) -> list[TubeEvent]:
    """What happened to a tube, from the beginning."""
    return list(TubeEvent.objects.filter(tube_id=tube.id).order_by("step"))


def samples(tube: TubeView) -> list[Sample]:
    """The samples in a tube, in their places."""
    return list(Sample.objects.filter(tube_id=tube.id).order_by("place"))


def samples_of(tubes: Iterable[Tube]) -> dict[int, list[dict[str, Any]]]:
    """What is in some tubes, by number of the tube."""
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in sql.fetch(APP, "samples_of_tubes", tubes=[one.pk for one in tubes]):
        found[row["tube_id"]].append(row)
    return found


def pools_of(persons: Iterable[int]) -> list[dict[str, Any]]:
    """The pools with samples of some persons: whether each is to be held for it, and whether they are."""
    return sql.fetch(APP, "pools_of_persons", persons=sorted(set(persons)))


def held_now(persons: Iterable[int]) -> set[int]:
    """Those of some persons who are held on account of a pool."""
    found = Hold.objects.filter(person__in=set(persons), ended_at=None)
    return set(found.values_list("person_id", flat=True))


def held_and_told() -> set[int]:
    """Those held on account of a pool who have a negative result since that came without a tube."""
    return {row["person_id"] for row in sql.fetch(APP, "held_and_told")}


def standing(tubes: Iterable[Tube]) -> dict[int, TubeEvent]:
    """The last result of each of some tubes that have one."""
    said = TubeEvent.objects.filter(tube__in=list(tubes)).exclude(result="").order_by("step")
    return {one.tube_id: one for one in said}


def turnaround(*, by: Actor, area: str = "", since: datetime | None = None, at: datetime) -> list[Turnaround]:
    """How long results took, point by point; the last week where no moment is given."""
    lo, hi = area_code.prefix_range(area or by.scope)
    told = {"since": since or at - timedelta(days=7), "at": at, "within": clocks.RESULT_WITHIN}
    return [Turnaround(**row) for row in sql.fetch(APP, "turnaround", lo=lo, hi=hi, **told)]


def tube_names(uids: Iterable[str]) -> dict[str, str]:
    """Labels of tubes by their uids; those out of sight are absent."""
    found = Tube.objects.filter(uid__in=list(uids)).values_list("uid", "code")
    return {str(uid): code for uid, code in found}
