"""Outcomes for officials as counts; names are another matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lianfang.apps.inspection.terms import OUTCOME_NAMES, OutcomeKind
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How many of a kind, in a unit, on one basis."""

    unit: str
    kind: str
    basis: str
    number: int


def outcome_counts(*, area: str, by: Actor, at: datetime) -> list[OutcomeCount]:
    """Counts by unit, kind and basis; raises NotAllowed out of sight."""
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的问责统计")
    lo, hi = area_code.prefix_range(area or by.scope)
    rows = sql.fetch("inspection", "outcome_counts", lo=lo, hi=hi, at=at)
    return [OutcomeCount(**row) for row in rows]


def by_kind(counts: list[OutcomeCount]) -> Mapping[OutcomeKind, int]:
    """The sums of the kinds, mildest first, those without any too."""
    return {kind: sum(one.number for one in counts if one.kind == kind) for kind in OUTCOME_NAMES}
