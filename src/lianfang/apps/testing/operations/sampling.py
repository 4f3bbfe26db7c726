"""Samples are registered: whose they are, in which tube; every record has a fate of its own.

1. *who*: by uid, document, or telephone and name, anywhere: whoever comes to a point is sampled; a visitor
   whom the register does not know is registered.
2. *tube*: the label's, new or open; locked until the end, so that two points never fill one place.
3. *place*: in exactly one tube, once a round; what does not fit comes back with its fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

import polars as pl
from django.db import transaction

from lianfang.apps.control import queries as orders
from lianfang.apps.intake.reading import values
from lianfang.apps.intake.reading.terms import IdStatus
from lianfang.apps.policy import queries as policy
from lianfang.apps.testing import queries
from lianfang.apps.testing.models import Point, Sample, Tube
from lianfang.apps.testing.operations import visitors
from lianfang.apps.testing.queries import Whom
from lianfang.apps.testing.rules import labels
from lianfang.apps.testing.terms import LABEL, TUBE_SIZES, Swab, SwabFate, TubeFault, TubeKind, TubeState
from lianfang.core import sealing, sql
from lianfang.core.access import rows
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.names import clean_name

APP: Final = "testing"
USABLE: Final = frozenset({IdStatus.OK, IdStatus.UPGRADED_15, IdStatus.X_RESTORED, IdStatus.OTHER_DOCUMENT})
FINDING: Final = Work(
    "testing.register", "whoever comes to a sampling point may live anywhere, and is sampled once a round"
)
STAGED: Final = {"k": pl.Int64, "person_uid": pl.String, "digest": pl.Binary, "name": pl.String}


class SampledAtOnce(InputRefused):
    """Somebody who was registered elsewhere at the same moment."""

    code = "testing.sampled_at_once"
    sentence = "同一人同时在别处登记。请重新发送：没有登记任何一条。"


AT_ONCE: Final = {"sample_once_a_round": SampledAtOnce, "sample_client_once": SampledAtOnce}


@dataclass
class _Table:
    """What lies on the table while records are put into tubes."""

    tubes: dict[str, Tube]
    points: dict[UUID, Point]
    people: dict[int, Whom]
    held: dict[int, list[int]] = field(default_factory=dict)
    came: dict[tuple[int, int], str] = field(default_factory=dict)
    asked: set[tuple[int, int]] = field(default_factory=set)
    unclear: set[str] = field(default_factory=set)
    diseases: dict[str, str] = field(default_factory=dict)
    known: set[UUID] = field(default_factory=set)
    made: list[Sample] = field(default_factory=list)


@transaction.atomic
def register(swabs: Sequence[Swab], *, by: Actor, at: datetime) -> list[SwabFate]:
    """Register samples; one fate for each, in their order. Raises PermissionMissing, SampledAtOnce.

    The same record again (its `client_id`, or the same person in the same tube) changes nothing.
    """
    check(by, Permission.TAKE_SAMPLE)
    faults = _who(swabs, at)
    people = _known()
    faults |= _admitted(swabs, people, faults, by=by, at=at)
    table = _lay(swabs, people, by=by, at=at)
    fates = [
        SwabFate(fault=faults[k]) if k in faults else _put(swab, people.get(k), table, by=by, at=at)
        for k, swab in enumerate(swabs)
    ]
    _write(table.made)
    facts = {
        "rows": len(swabs),
        "fresh": len(table.made),
        "tubes": sorted({one.tube.code for one in table.made}),
    }
    audit.record("samples.registered", subject=f"area:{by.scope}", by=by, at=at, area=by.scope, **facts)
    return fates


def _known() -> dict[int, Whom]:
    with rows.acting_for(FINDING):
        return queries.persons_asked(visitors=visitors.VISITORS)


def _admitted(
    swabs: Sequence[Swab], people: dict[int, Whom], faults: dict[int, TubeFault], *, by: Actor, at: datetime
) -> dict[int, TubeFault]:
    """Register visitors of whom nothing is known, and find them too; the faults of those that can't be."""
    unknown = {k: one for k, one in enumerate(swabs) if one.visitor and k not in people}
    fresh = {k: one for k, one in unknown.items() if _unnamed(k, one, faults)}
    if not fresh:
        return {}
    points = {one.uid: one for one in queries.points(by=by)}
    places = {k: _place(one, points, by) for k, one in fresh.items()}
    refused = visitors.admit(fresh, places, by=by, at=at)
    _who(swabs, at)
    people.update(_known())
    return refused


def _unnamed(k: int, swab: Swab, faults: dict[int, TubeFault]) -> bool:
    """Whether a record that names nobody known may still be a newcomer's: nothing in it is wrong."""
    return not swab.person.strip() and faults.get(k) in {None, TubeFault.PERSON_MISSING}


def _place(swab: Swab, points: dict[UUID, Point], by: Actor) -> str:
    """Where a sample is taken: at its point, else anywhere in the sampler's area."""
    point = points.get(swab.point) if swab.point else None
    return point.area if point and by.may_see(point.area) else by.scope


def _who(swabs: Sequence[Swab], at: datetime) -> dict[int, TubeFault]:
    """Stage whom the records name; the faults of those that name nobody."""
    staged, faults = [], {}
    for k, swab in enumerate(swabs):
        uid, digest, fault = _named(swab, at)
        if fault:
            faults[k] = fault
        else:
            staged.append((k, uid, digest, clean_name(swab.name)))
    sql.run(APP, "make_asked")
    sql.copy_in("testing_asked", pl.DataFrame(staged, schema=STAGED, orient="row"))
    return faults


def _named(swab: Swab, at: datetime) -> tuple[str | None, bytes | None, TubeFault | None]:
    if swab.person.strip():
        try:
            return str(UUID(swab.person.strip())), None, None
        except ValueError:
            return None, None, TubeFault.NOBODY
    kind, number, status, _, _ = values.read_id(swab.document, "", on=at.astimezone(ZONE).date())
    if status in USABLE and number:
        return None, sealing.digest(kind, number), None
    if status is not IdStatus.EMPTY:
        return None, None, TubeFault.NUMBER_WRONG
    mobiles, landlines, _ = values.read_phone(swab.phone)
    if not (mobiles or landlines) or not clean_name(swab.name):
        return None, None, TubeFault.PERSON_MISSING
    return None, sealing.digest("phone", (mobiles or landlines)[0]), None


def _lay(swabs: Sequence[Swab], people: dict[int, Whom], *, by: Actor, at: datetime) -> _Table:
    points = {one.uid: one for one in queries.points(by=by)}
    wanted: dict[str, tuple[Swab, Whom]] = {}
    for k, swab in enumerate(swabs):
        if k in people and _labelled(swab) and (swab.point is None or swab.point in points):
            wanted.setdefault(swab.tube.strip(), (swab, people[k]))
    tubes = queries.lock_tubes(wanted, by=by)
    fresh = {
        code: _opened(code, *first, points, by=by, at=at)
        for code, first in sorted(wanted.items())
        if code not in tubes
    }
    if fresh:
        Tube.objects.bulk_create([one for one in fresh.values() if one], ignore_conflicts=True)
        tubes = queries.lock_tubes(wanted, by=by)
    table = _Table(tubes, points, people, unclear={code for code, one in fresh.items() if one is None})
    table.diseases = policy.diseases() if any(swab.disease for swab in swabs) else {}
    for sample in Sample.objects.filter(tube__in=tubes.values()).order_by("place"):
        table.held.setdefault(sample.tube_id, []).append(sample.person_id)
    asked = {one.client_id for one in swabs}
    table.known = set(Sample.objects.filter(client_id__in=asked).values_list("client_id", flat=True))
    rounds = {one.round_id for one in tubes.values() if one.round_id}
    with rows.acting_for(FINDING):
        table.came = queries.came_already(rounds, {one.id for one in people.values()}) if rounds else {}
        table.asked = queries.asked_for(rounds, list(people.values())) if rounds else set()
    return table


def _labelled(swab: Swab) -> bool:
    """Whether a label may be one: of our own ones the check digit is right."""
    return bool(LABEL.fullmatch(swab.tube.strip())) and not labels.mistyped(swab.tube.strip())


def _opened(
    code: str, swab: Swab, whom: Whom, points: dict[UUID, Point], *, by: Actor, at: datetime
) -> Tube | None:
    """A new tube with its round and its disease; None where that is not said and can't be told."""
    point, area = points[swab.point] if swab.point else None, _place(swab, points, by)
    number, of_round = queries.round_open_at(area, swab.sampled_at) or (None, "")
    try:
        disease = of_round if of_round and not swab.disease else _disease(swab, whom, area)
    except InputRefused:
        return None
    return Tube(
        area=area,
        disease=disease,
        code=code,
        kind=swab.kind,
        size=TUBE_SIZES[swab.kind],
        point=point,
        round_id=number if disease == of_round else None,
        by=by.name,
        recorded_at=at,
    )


def _disease(swab: Swab, whom: Whom, area: str) -> str:
    on = swab.sampled_at.astimezone(ZONE).date()
    return orders.disease_of_result(swab.disease, person=whom.id, area=area, on=on)


def _put(swab: Swab, whom: Whom | None, table: _Table, *, by: Actor, at: datetime) -> SwabFate:
    """Put a sample into its tube, or say why not."""
    if swab.client_id in table.known:
        return SwabFate()
    if whom is None or whom.persons > 1:
        return SwabFate(fault=TubeFault.NOBODY if whom is None else TubeFault.SEVERAL)
    tube = table.tubes.get(swab.tube.strip())
    held = table.held.setdefault(tube.pk, []) if tube else []
    if tube and whom.id in held:
        return SwabFate(person=whom.uid)
    fault = TubeFault.AHEAD if swab.sampled_at > at else _fault(swab, whom, tube, table)
    if fault or tube is None:
        return SwabFate(fault=fault or TubeFault.TUBE_ELSEWHERE)
    once = (tube.round_id, whom.id) if tube.round_id else None
    counted = once is not None and once not in table.came
    held.append(whom.id)
    table.known.add(swab.client_id)
    if once and counted:
        table.came[once] = tube.code
    if tube.kind == TubeKind.HOUSEHOLD and tube.household_id is None:
        tube.household_id = whom.household_id
        tube.save(update_fields=["household_id"])
    table.made.append(
        Sample(
            client_id=swab.client_id,
            tube=tube,
            place=len(held),
            person_id=whom.id,
            person_uid=whom.uid,
            area=tube.area,
            home=whom.area,
            round_id=tube.round_id if counted else None,
            asked=counted and once in table.asked,
            visitor=whom.visitor and once not in table.asked,
            by=by.name,
            happened_at=swab.sampled_at,
            recorded_at=at,
        )
    )
    return SwabFate(fresh=True, person=whom.uid)


def _fault(swab: Swab, whom: Whom, tube: Tube | None, table: _Table) -> TubeFault | None:
    """The first thing that does not fit."""
    if not swab.tube.strip():
        return TubeFault.TUBE_MISSING
    if not _labelled(swab):
        return TubeFault.LABEL_WRONG
    if swab.point is not None and swab.point not in table.points:
        return TubeFault.POINT_UNKNOWN
    if tube is None:
        return TubeFault.DISEASE_UNSAID if swab.tube.strip() in table.unclear else TubeFault.TUBE_ELSEWHERE
    held = table.held[tube.pk]
    came = table.came.get((tube.round_id, whom.id)) if tube.round_id else None
    unfit = (
        (tube.kind != swab.kind, TubeFault.KIND_OTHER),
        (
            swab.disease not in {"", tube.disease, table.diseases.get(tube.disease)},
            TubeFault.DISEASE_OTHER,
        ),
        (tube.state != TubeState.OPEN, TubeFault.TUBE_SEALED),
        (len(held) >= tube.size, TubeFault.TUBE_FULL),
        (bool(came) and tube.kind != TubeKind.SINGLE, TubeFault.OTHER_TUBE),
        (
            tube.kind == TubeKind.HOUSEHOLD and bool(held) and tube.household_id != whom.household_id,
            TubeFault.HOUSEHOLD_OTHER,
        ),
        (tube.kind == TubeKind.HOUSEHOLD and whom.household_id is None, TubeFault.HOUSEHOLD_OTHER),
    )
    return next((fault for holds, fault in unfit if holds), None)


def _write(made: Sequence[Sample]) -> None:
    with sql.refusing(AT_ONCE):
        Sample.objects.bulk_create(made)
