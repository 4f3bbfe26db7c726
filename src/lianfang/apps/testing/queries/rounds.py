"""Rounds: how far they have come, who has not come, what follows by the table of policy."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from lianfang.apps.control import queries as orders
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.apps.testing.queries.setup import as_uuid
from lianfang.apps.testing.rules import stopping
from lianfang.apps.testing.terms import GridCoverage, NextStep, NotCome, RoundView
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotAllowed, NotFound

APP: Final = "testing"
LISTED: Final = 500


def rounds(*, by: Actor, area: str = "", uid: UUID | None = None) -> list[RoundView]:
    """Rounds of an actor's areas and of those above, the newest first."""
    lo, hi = area_code.prefix_range(area or by.scope)
    return [RoundView(**row) for row in sql.fetch(APP, "rounds", lo=lo, hi=hi, uid=uid)]


def round_of(reference: str | UUID, *, by: Actor) -> RoundView:
    """The round of a uid; raises NotFound."""
    found = rounds(by=by, uid=as_uuid(reference, "轮次"))
    if not found:
        raise NotFound(what="轮次", value=reference)
    return found[0]


def last_round(area: str, *, by: Actor) -> RoundView:
    """The newest round of an area, or of one above it; raises NotFound."""
    found = rounds(by=by, area=area)
    if not found:
        raise NotFound(what="轮次", value=area or by.scope)
    return found[0]


def coverage(one: RoundView, *, by: Actor, area: str = "", level: Level | None = None) -> list[GridCoverage]:
    """How far a round has come, area by area of a level (the grids where none is given)."""
    within = _within(one, area, by)
    lo, hi = area_code.prefix_range(within)
    digits = LENGTHS[level or Level.GRID]
    rows = sql.fetch(APP, "coverage", round=one.id, lo=lo, hi=hi, digits=digits)
    return [GridCoverage(**row) for row in rows]


def _within(one: RoundView, area: str, by: Actor) -> str:
    """The part of a round that is asked about: all of it where the area asked lies above."""
    within = area or by.scope
    if area_code.contains(within, one.area):
        within = one.area
    if not (area_code.contains(one.area, within) and by.may_see(within)):
        raise NotAllowed(actor=by.name, action=f"查看{within}的轮次")
    return within


def below(area: str) -> Level:
    """The level whose areas one compares within an area: the next one down, at most the grids."""
    levels = [level for level in Level if LENGTHS[level] > len(area)]
    return min(levels[0], Level.GRID) if levels else Level.GRID


def households(one: RoundView, *, by: Actor, area: str) -> dict[str, int]:
    """How many households of an area have come whole, in part, not at all."""
    lo, hi = area_code.prefix_range(_within(one, area, by))
    return sql.fetch(APP, "households_of_round", round=one.id, lo=lo, hi=hi)[0]


def not_come(one: RoundView, *, by: Actor, area: str, limit: int = LISTED, skipped: int = 0) -> list[NotCome]:
    """Who of an area has not come, from door to door."""
    lo, hi = area_code.prefix_range(_within(one, area, by))
    told = {"limit": limit, "skipped": skipped}
    return [NotCome(**row) for row in sql.fetch(APP, "not_come", round=one.id, lo=lo, hi=hi, **told)]


def next_step(area: str, *, by: Actor, on: date) -> NextStep:
    """What the table of policy says after the rounds of an area so far."""
    return next_steps(rounds(by=by, area=area), on=on).get(area, stopping.next_step([], on=on))


def next_steps(found: Sequence[RoundView], *, on: date) -> dict[str, NextStep]:
    """What follows in each area of some rounds."""
    by_area: defaultdict[str, list[RoundView]] = defaultdict(list)
    for one in found:
        by_area[one.area].append(one)
    return {area: stopping.next_step(of_area, on=on) for area, of_area in sorted(by_area.items())}


def rule_of_rounds(
    disease: str, *, area: str, at: datetime, pack: str = ""
) -> tuple[str, str, dict[str, int]] | None:
    """For which disease a round is, the pack that says how rounds end, its numbers; None where none does.

    A pack that is named says the disease too, where it is for one. Raises DiseaseUnsaid, DiseaseUnknown.
    """
    on = at.astimezone(ZONE).date()
    named = policy.find_pack(pack) if pack else None
    meant = policy.read_pack(named).diseases if named and not disease.strip() else ()
    of = meant[0] if len(meant) == 1 else orders.disease_of_result(disease, person=0, area=area, on=on)
    number = named or policy.pack_in_force(disease=of, area=area, on=on)
    found = policy.read_pack(number) if number else None
    if found is None or not found.mass_test:
        return None
    names = ("stop_after_clear_rounds", "pause_days", "final_rounds")
    told = {name: int(str(found.mass_test.get(name, 0))) for name in names}
    return of, f"{found.name} {found.version}".strip(), told


def person_number(reference: str, *, by: Actor) -> tuple[int, UUID, str]:
    """Number, uid and area of the person that stands after merges; raises NotFound out of sight."""
    number = people.person_id(reference, scope=by.scope)
    kept = people.canonical_ids([number])[number]
    label = people.labels([kept])[kept]
    return kept, label.person, label.area
