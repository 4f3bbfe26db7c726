"""Roll-ups: a form's figures of a day at every level, with what came and what is missing beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from lianfang.apps.forms.models import Edition
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.queries.rollup_statement import Column, statement
from lianfang.apps.forms.terms import FormRollup, Layout, Node, Row
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.forms.terms import Field, Rollup
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import NotFound

LOWEST: Final = Level.GRID
"""The lowest level that is told: what stands in a building counts for its grid."""


@dataclass(frozen=True)
class _Asked:
    """What is to be rolled up: a form, a place, days, one slot or all, down to which level."""

    form: str
    area: str
    from_day: date
    until_day: date
    slot: str | None
    lowest: Level


def rollup(
    form: str,
    *,
    area: str,
    from_day: date,
    until_day: date | None = None,
    known_at: datetime,
    by: Actor,
    slot: str | None = None,
    lowest: Level = LOWEST,
) -> FormRollup:
    """A form rolled up from `lowest` to the level of an area, of all periods of some days or of one slot.

    Every place in which something is expected or was reported is told. Raises NotFound.
    """
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)
    asked = _Asked(form, area, from_day, until_day or from_day, slot, lowest)
    editions = in_force(form, asked.from_day, asked.until_day)
    columns, fields = _columns(editions)
    rows = _rows(asked, editions, columns, known_at)
    nodes = _nodes(rows, columns, [field for field in fields if field.rollup is Rollup.SHARE])
    name = editions[-1].name
    return FormRollup(form, name, area, from_day, asked.until_day, slot or "", known_at, fields, nodes)


def rolled_rows(form: str, *, area: str, from_day: date, known_at: datetime) -> list[Row]:
    """The rows of a day's roll-up as the statement gives them, of all levels: for measuring it."""
    asked = _Asked(form, area, from_day, from_day, None, LOWEST)
    editions = in_force(form, from_day, from_day)
    return _rows(asked, editions, _columns(editions)[0], known_at)


def _rows(
    asked: _Asked, editions: Sequence[Edition], columns: tuple[Column, ...], known_at: datetime
) -> list[Row]:
    several = asked.until_day > asked.from_day or (asked.slot is None and len(slots_of(editions)) > 1)
    levels = _levels(asked.area, editions, asked.lowest)
    lo, hi = area_code.prefix_range(asked.area)
    return sql.numbers(
        statement(columns, levels, periods=several, single=not several and levels[0] == editions[0].level),
        form=asked.form,
        lo=lo,
        hi=hi,
        from_day=asked.from_day,
        until_day=asked.until_day,
        slot=asked.slot,
        known_at=known_at,
        people=[column.code for column in columns if column.rule is Rollup.PEOPLE],
        lengths=[LENGTHS[level] for level in Level if level <= LOWEST],
    )


def in_force(form: str, from_day: date, until_day: date) -> list[Edition]:
    """The editions of a form in force on some days, the oldest first; raises NotFound."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=from_day)
    found = Edition.objects.filter(lasting, form=form, starts_on__lte=until_day).order_by("starts_on")
    if not found:
        raise NotFound(what="当日有效的报表", value=form)
    return list(found)


def slots_of(editions: Iterable[Edition]) -> list[str]:
    """The slots of a day, the first due first."""
    windows = (window for edition in editions for window in form_of(edition).windows)
    return list(dict.fromkeys(window.slot for window in sorted(windows, key=lambda window: window.due)))


def _levels(area: str, editions: Sequence[Edition], lowest: Level) -> tuple[Level, ...]:
    """The levels to tell, the lowest first: from where somebody reports to the area asked for."""
    reporting = [Level(edition.level) if edition.level else LOWEST for edition in editions]
    deepest = min(LOWEST, lowest, max(reporting))
    top = area_code.level_of(area) if area else Level.PROVINCE
    return tuple(level for level in reversed(Level) if top <= level <= max(deepest, top))


def _columns(editions: Sequence[Edition]) -> tuple[tuple[Column, ...], tuple[Field, ...]]:
    """The numbers to add up, by code over all editions; a field is told as the latest edition has it."""
    fields: dict[str, Field] = {}
    places: dict[str, list[tuple[int, int]]] = {}
    for edition in editions:
        for field in form_of(edition).fields:
            if field.rollup is Rollup.NONE:
                continue
            fields[field.code] = field
            if field.position is not None:
                places.setdefault(field.code, []).append((edition.pk, field.position))
    columns = tuple(
        _column(code, field.rollup, places[code], len(editions))
        for code, field in fields.items()
        if code in places and field.rollup is not Rollup.SHARE
    )
    return columns, tuple(fields.values())


def _column(code: str, rule: Rollup, places: Sequence[tuple[int, int]], editions: int) -> Column:
    positions = {position for _, position in places}
    if len(positions) == 1 and len(places) == editions:
        return Column(code, rule, positions.pop())
    return Column(code, rule, None, tuple(places))


def _nodes(rows: Sequence[Row], columns: Sequence[Column], shares: Sequence[Field]) -> dict[str, Node]:
    layout = Layout(
        codes=tuple(column.code for column in columns),
        positions=tuple((column.position or 0) - 1 for column in columns),
        people=tuple(column.code for column in columns if column.rule is Rollup.PEOPLE),
        shares=tuple(shares),
    )
    made = (Node(row[0], layout, row) for row in rows)
    return {node.area: node for node in sorted(made, key=lambda node: node.area)}
