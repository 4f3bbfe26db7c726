"""Tubes go from hand to hand: sealed, brought away, received, on a plate; then results and corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import Result, SampleResult
from lianfang.apps.testing import queries
from lianfang.apps.testing.models import Tube, TubeEvent
from lianfang.apps.testing.operations import holding
from lianfang.apps.testing.rules import custody
from lianfang.apps.testing.rules.custody import TubeStepImpossible
from lianfang.apps.testing.terms import TubeFault, TubeResult, TubeState, TubeView
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotFound

RECEIVED = frozenset({TubeState.RECEIVED, TubeState.PLATED})
RESULTED = frozenset({TubeState.RESULTED, TubeState.CORRECTED})


@dataclass(frozen=True, slots=True)
class TubeFate:
    """What became of a tube's result: new, known already, or refused; how many members it reached."""

    fresh: bool = False
    fault: TubeFault | None = None
    members: int = 0


@transaction.atomic
def pass_on(
    codes: Sequence[str],
    step: TubeState,
    *,
    who: str = "",
    plate: str = "",
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
) -> int:
    """Record one step of some tubes: all of them, or none. How many there were.

    Sealing is done where samples are taken, the rest by who handles tubes. Raises PermissionMissing,
    NotFound, TubeStepImpossible.
    """
    check(by, Permission.TAKE_SAMPLE if step is TubeState.SEALED else Permission.HANDLE_TUBES)
    if step in RESULTED:
        raise TubeStepImpossible(tube=codes[0] if codes else "", problem="结果由结果登记")
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    tubes = queries.lock_tubes(wanted, by=by)
    missing = [code for code in wanted if code not in tubes]
    if missing or not wanted:
        raise NotFound(what="采样管", value="、".join(missing[:5]))
    held = queries.samples_of(tubes.values())
    for tube in tubes.values():
        custody.check_step(tube.code, TubeState(tube.state), step, who=who, samples=len(held[tube.pk]))
    moment = happened_at or at
    _append(
        list(tubes.values()), step, by=by, at=at, happened_at=moment, who=who.strip(), plate=plate.strip()
    )
    facts = {"tubes": wanted, "who": who, "plate": plate}
    audit.record(f"tubes.{step}", subject=f"area:{by.scope}", by=by, at=at, area=by.scope, **facts)
    return len(tubes)


def _append(
    tubes: Sequence[Tube], kind: TubeState, *, by: Actor, at: datetime, happened_at: datetime, **facts: Any
) -> None:
    """Append an event to some tubes, and move them on."""
    for tube in tubes:
        tube.step, tube.state = tube.step + 1, kind
    Tube.objects.bulk_update(tubes, ["step", "state"])
    told = {"by": by.name, "happened_at": happened_at, "recorded_at": at, "kind": kind, **facts}
    TubeEvent.objects.bulk_create(TubeEvent(tube=one, area=one.area, step=one.step, **told) for one in tubes)


@transaction.atomic
def give_results(found: Sequence[TubeResult], *, by: Actor, at: datetime) -> list[TubeFate]:
    """Record what a laboratory found in tubes; it reaches exactly their members. One fate for each.

    A tube that has another result is refused: see `correct`. Raises PermissionMissing.
    """
    check(by, Permission.HANDLE_TUBES)
    tubes = queries.lock_tubes((one.tube.strip() for one in found), by=by)
    held, standing = queries.samples_of(tubes.values()), queries.standing(tubes.values())
    fates: list[TubeFate] = []
    reached: list[SampleResult] = []
    concerned: set[int] = set()
    for one in found:
        tube = tubes.get(one.tube.strip())
        inside = held[tube.pk] if tube else []
        said = standing.get(tube.pk) if tube else None
        fault = _fault(one, tube, inside, said, at)
        if fault or tube is None or said is not None:
            fates.append(TubeFate(fault=fault))
            continue
        standing[tube.pk] = _said(tube, one, TubeState.RESULTED, reason="", by=by, at=at)
        reached += _of_members(one, tube, inside)
        concerned |= _concerned(one, inside)
        fates.append(TubeFate(fresh=True, members=len(inside)))
    _reach(reached, by=by, at=at)
    orders = holding.settle(concerned, by=by, at=at)
    facts: dict[str, object] = {
        "tubes": len(found),
        "fresh": sum(fate.fresh for fate in fates),
        "members": len(reached),
    }
    facts |= {"ordered": orders.ordered, "freed": orders.freed, "problem": orders.problem}
    audit.record("tubes.resulted", subject=f"area:{by.scope}", by=by, at=at, area=by.scope, **facts)
    return fates


def _fault(
    one: TubeResult, tube: Tube | None, inside: Sequence[object], said: TubeEvent | None, at: datetime
) -> TubeFault | None:
    if tube is None:
        return TubeFault.TUBE_UNKNOWN
    if said is not None:
        return None if (said.result, said.ct) == (one.result, one.ct) else TubeFault.RESULT_OTHER
    first = max((sample["happened_at"] for sample in inside), default=at)  # type: ignore[index]
    unfit = (
        (not inside, TubeFault.TUBE_EMPTY),
        (tube.state not in RECEIVED, TubeFault.NOT_RECEIVED),
        (one.found_at > at, TubeFault.AHEAD),
        (one.found_at < first, TubeFault.BEFORE_SAMPLING),
    )
    return next((fault for holds, fault in unfit if holds), None)


def _said(tube: Tube, one: TubeResult, kind: TubeState, *, reason: str, by: Actor, at: datetime) -> TubeEvent:
    facts = {"who": one.laboratory, "plate": one.plate, "result": one.result, "ct": one.ct, "reason": reason}
    _append([tube], kind, by=by, at=at, happened_at=one.found_at, **facts)
    return TubeEvent(tube=tube, result=one.result, ct=one.ct)


def _of_members(one: TubeResult, tube: Tube, inside: Sequence[dict[str, Any]]) -> list[SampleResult]:
    said = custody.of_member(one.result, samples=len(inside))
    ct = one.ct if len(inside) == 1 else None
    found = (said, ct, one.laboratory, tube.disease)
    return [
        SampleResult(sample["person_uid"], sample["uid"], sample["happened_at"], *found) for sample in inside
    ]


def _concerned(one: TubeResult, inside: Sequence[dict[str, Any]]) -> set[int]:
    """Whom a result may hold or let go: members of a positive pool; who was sampled alone and is held."""
    persons = {sample["person_id"] for sample in inside}
    if len(inside) > 1:
        return persons if one.result is Result.POSITIVE else set()
    return queries.held_now(persons)


def _reach(reached: Sequence[SampleResult], *, by: Actor, at: datetime) -> None:
    if reached:
        control.add_results(reached, by=by, at=at)


@transaction.atomic
def correct(found: TubeResult, *, reason: str, by: Actor, at: datetime) -> TubeView:
    """Correct a tube's result: another event, and another result for exactly its members.

    Raises PermissionMissing, NotFound, TubeStepImpossible.
    """
    check(by, Permission.HANDLE_TUBES)
    code = found.tube.strip()
    tube = queries.lock_tubes([code], by=by).get(code)
    if tube is None:
        raise NotFound(what="采样管", value=found.tube)
    said = queries.standing([tube]).get(tube.pk)
    if said is None:
        raise TubeStepImpossible(tube=code, problem="还没有结果可以更正")
    if not reason.strip():
        raise TubeStepImpossible(tube=code, problem="更正须写明理由")
    if (said.result, said.ct) == (found.result, found.ct):
        raise TubeStepImpossible(tube=code, problem="更正前后结果相同")
    if found.found_at > at:
        raise TubeStepImpossible(tube=code, problem="时间在将来")
    inside = queries.samples_of([tube])[tube.pk]
    _said(tube, found, TubeState.CORRECTED, reason=reason.strip(), by=by, at=at)
    _reach(_of_members(found, tube, inside), by=by, at=at)
    orders = holding.settle({sample["person_id"] for sample in inside}, by=by, at=at)
    facts = {"from": said.result, "to": found.result, "reason": reason, "members": len(inside)}
    facts |= {"ordered": orders.ordered, "freed": orders.freed}
    audit.record("tube.corrected", subject=f"tube:{tube.uid}", by=by, at=at, area=tube.area, **facts)
    return queries.tube(code, by=by)
