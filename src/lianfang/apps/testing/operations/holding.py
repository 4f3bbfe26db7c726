"""Members of a positive pool are held where they are, by an order of the policy in force, until it is over.

1. *compare*: for the persons whom results concern, who is to be held on whose account, and who is.
2. *hold*: who is to be and is not: an exposure of the pool, and the order that policy prescribes for it.
3. *let go*: who is and is not to be: the single re-test was negative, or the pool was corrected.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control import queries as orders
from lianfang.apps.control.terms import ReleaseGround, Result
from lianfang.apps.intake import operations as intake
from lianfang.apps.intake.terms import Ground
from lianfang.apps.testing import queries
from lianfang.apps.testing.models import Hold
from lianfang.apps.testing.terms import Held
from lianfang.core.access import rows
from lianfang.core.access.terms import EVERYWHERE, Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError

HOLDING: Final = Work(
    "testing.hold", "members of a positive pool are held, and let go, at once, wherever they live"
)
EXPOSURE: Final = "pool_member"
SILENT: Final = "政策包{pack}没有规定混管阳性的同管人员，没有下达管控令。"
COUNTY: Final = LENGTHS[Level.COUNTY]


def settle(persons: Collection[int], *, by: Actor, at: datetime) -> Held:
    """Hold and let go whom new results concern: how many of each, and why no order was made."""
    if not persons:
        return Held()
    with rows.acting_for(HOLDING):
        pools = queries.pools_of(persons)
        issued = _hold([one for one in pools if one["wanted"] and one["hold"] is None], by=by, at=at)
        freed = _let_go(pools, by=by, at=at)
    return replace(issued, freed=freed)


@transaction.atomic
def let_go_told(*, by: Actor, at: datetime) -> Held:
    """Let go whom a result without a tube, as a hospital's, found negative since their pool was positive."""
    with rows.acting_for(HOLDING):
        concerned = queries.held_and_told()
    done = settle(concerned, by=by, at=at)
    if done.freed:
        facts = {"freed": done.freed}
        audit.record("pools.let_go", subject=f"area:{by.scope}", by=by, at=at, area=by.scope, **facts)
    return done


def _hold(members: Sequence[dict[str, Any]], *, by: Actor, at: datetime) -> Held:
    """One list of exposures and one issue for each pool; without a policy the duties alone stand."""
    count, problem = 0, ""
    for code, inside in groupby(members, lambda one: str(one["code"])):
        some = list(inside)
        county, name = some[0]["area"][:COUNTY], f"混管阳性 {code}"
        on = at.astimezone(ZONE).date()
        grounds = [Ground(one["person_id"], EXPOSURE, on) for one in some]
        batch = intake.take_judged(grounds, area=county, disease=some[0]["disease"], name=name, by=by, at=at)
        Hold.objects.bulk_create(_row(one, batch, by=by, at=at) for one in some)
        issued, refused = _issued(batch, county, by=by, at=at)
        count, problem = count + issued, problem or refused
    return Held(count, problem=problem)


def _issued(batch: int, county: str, *, by: Actor, at: datetime) -> tuple[int, str]:
    issuer, whole = orders.issuer_for_batch(batch), replace(by, scopes=(county,))
    try:
        with transaction.atomic():
            done = control.issue_for_batch(batch, by=whole, at=at, issuer=issuer)
    except DomainError as refusal:
        return 0, str(refusal)
    return done.measures, SILENT.format(pack=done.pack) if done.not_covered else ""


def _row(one: dict[str, Any], batch: int, *, by: Actor, at: datetime) -> Hold:
    told = {name: one[name] for name in ("tube_id", "person_id", "person_uid", "area", "home")}
    return Hold(batch=batch, by=by.name, recorded_at=at, **told)


def _let_go(pools: Sequence[dict[str, Any]], *, by: Actor, at: datetime) -> int:
    """End the orders of whom no pool holds any more; one that another pool of its disease needs goes on."""
    over = [one for one in pools if one["hold"] is not None and not one["wanted"]]
    held = [one for one in pools if one["hold"] is not None and one["wanted"]]
    needed = {(one["person_id"], one["disease"]): one["hold"] for one in held}
    whole, ended = replace(by, scopes=EVERYWHERE), 0
    for one in over:
        other = needed.get((one["person_id"], one["disease"]))
        if one["measure"] is None:
            continue
        if other is not None:
            Hold.objects.filter(pk=other).update(batch=one["batch"])
            continue
        _end(one, by=whole, at=at)
        ended += 1
    Hold.objects.filter(pk__in=[one["hold"] for one in over]).update(ended_at=at)
    return ended


def _end(one: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """End an order on the ground that it has: the single re-test was negative, or the pool was corrected."""
    if one["result"] == Result.POSITIVE:
        reason, ground = f"采样管{one['code']}阳性后，单采复核阴性", ReleaseGround.RETEST_NEGATIVE
        control.release(one["measure"], ground=ground, reason=reason, by=by, at=at)
    else:
        control.revoke(one["measure"], reason=f"采样管{one['code']}的结果已更正", by=by, at=at)
