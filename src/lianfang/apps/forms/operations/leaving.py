"""A roll-up leaves as files: with a permission, a reason, a line in the log, a mark in every row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lianfang.apps.forms import queries
from lianfang.core.access.terms import Actor
from lianfang.core.exports import tables
from lianfang.core.exports.leaving import logged
from lianfang.core.exports.tables import TableFormat


@dataclass(frozen=True)
class RollupAsked:
    """Which roll-up leaves: of which form, place, day and slot, as known when."""

    form: str
    area: str
    on: date
    known_at: datetime
    slot: str = ""


@dataclass(frozen=True)
class LeftRollup:
    """What left: the name of its files, each by what follows the name, how many places they tell."""

    name: str
    files: Mapping[str, bytes]
    rows: int


def export_rollup(
    asked: RollupAsked, kind: TableFormat, *, reason: str, by: Actor, at: datetime
) -> LeftRollup:
    """A roll-up as a table with its dictionary, every level in it.

    Raises PermissionMissing, ReasonMissing, NotAllowed out of sight, NotFound, WrongCall.
    """
    what = f"报表汇总：{asked.form} {asked.on} {asked.slot} {kind}"
    with logged(what, area=asked.area, reason=reason, by=by, at=at) as log:
        found = queries.rollup(
            asked.form,
            area=log.area,
            from_day=asked.on,
            known_at=asked.known_at,
            by=by,
            slot=asked.slot,
        )
        log.rows = len(found.nodes)
        files = tables.write(kind, queries.rollup_table(found, mark=log.mark), mark=log.mark)
        return LeftRollup(f"{found.name}汇总{asked.on}", files, log.rows)
