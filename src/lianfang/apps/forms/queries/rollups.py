"""Roll-ups: a form's figures of a day at every level, with what came and what is missing beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext

from lianfang.apps.forms.models import Edition
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.queries.rollup_statement import Column, mentions, statement
from lianfang.apps.forms.terms import FormRollup, Layout, Node, RolledPerson, Row
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.core.forms.terms import Field, Rollup
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import NotFound, WrongCall

LOWEST: Final = Level.GRID
"""The lowest level that is told: what stands in a building counts for its grid."""


@dataclass(frozen=True)
class _Asked:
    """What is to be rolled up: a form, a place, days, one slot or all, down to which level."""

    form: str
    area: str
    from_day: date
    until_day: date
    slot: str
    lowest: Level


def rollup(
    form: str,
    *,
    area: str,
    from_day: date,
    until_day: date | None = None,
    known_at: datetime,
    by: Actor,
    slot: str = "",
    lowest: Level = LOWEST,
) -> FormRollup:
    """A form rolled up from `lowest` to the level of an area, of all periods of some days or of one slot.

    The periods of a day come together by the rule of each field. Every place in which something is expected
    or was reported is told. Raises NotFound, and WrongCall for a slot that the form does not have.
    """
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)
    asked = _Asked(form, area, from_day, until_day or from_day, slot, lowest)
    editions = in_force(form, asked.from_day, asked.until_day)
    slots = tuple(slots_of(editions))
    if slot and slot not in slots:
        raise WrongCall(problem=gettext("“{slot}”不是这张报表的一期").format(slot=slot))
    columns, fields = _columns(editions)
    rows = _rows(asked, editions, columns, known_at)
    nodes = _nodes(rows, columns, [field for field in fields if field.rollup is Rollup.SHARE])
    name = editions[-1].name
    return FormRollup(form, name, area, from_day, asked.until_day, slots, slot, known_at, fields, nodes)


def rolled_rows(form: str, *, area: str, from_day: date, known_at: datetime) -> list[Row]:
    """The rows of a day's roll-up as the statement gives them, of all levels: for measuring it."""
    asked = _Asked(form, area, from_day, from_day, "", LOWEST)
    editions = in_force(form, from_day, from_day)
    return _rows(asked, editions, _columns(editions)[0], known_at)


def _rows(
    asked: _Asked, editions: Sequence[Edition], columns: tuple[Column, ...], known_at: datetime
) -> list[Row]:
    several = asked.until_day > asked.from_day or (not asked.slot and len(slots_of(editions)) > 1)
    levels = _levels(asked.area, editions, asked.lowest)
    return sql.numbers(
        statement(columns, levels, periods=several, single=not several and levels[0] == editions[0].level),
        **_given(asked, known_at),
        people=[column.code for column in columns if column.rule is Rollup.PEOPLE],
        lengths=[LENGTHS[level] for level in Level if level <= LOWEST],
    )


def _given(asked: _Asked, known_at: datetime) -> dict[str, Any]:
    lo, hi = area_code.prefix_range(asked.area)
    return {
        "form": asked.form,
        "lo": lo,
        "hi": hi,
        "from_day": asked.from_day,
        "until_day": asked.until_day,
        "slot": asked.slot or None,
        "known_at": known_at,
    }


def rolled_persons(
    form: str, field: str, *, area: str, from_day: date, known_at: datetime, by: Actor, slot: str = ""
) -> list[RolledPerson]:
    """The people whom a figure counts, each once, with the reporters who list them, by name.

    Whom the actor may not see is counted and has no name. Raises NotFound, also for a field that counts
    no people.
    """
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)
    asked = _Asked(form, area, from_day, from_day, slot, LOWEST)
    fields = {one.code: one for one in _columns(in_force(form, from_day, from_day))[1]}
    if field not in fields or fields[field].rollup is not Rollup.PEOPLE:
        raise NotFound(what="按人计数的项目", value=field)
    rows = sql.query(mentions(), **_given(asked, known_at), people=[field])
    own = bound_to(by)
    told = [row for row in rows if own is None or str(own) in row["reporters"]]
    names = people.labels_by_uid(row["person"] for row in told)
    return sorted((_person(row, names) for row in told), key=lambda one: (not one.name, one.name, one.person))


def _person(row: dict[str, Any], names: Mapping[str, PersonLabel]) -> RolledPerson:
    label = names.get(str(row["person"]))
    reporters = tuple(row["reporters"])
    return RolledPerson(row["person"], label.name if label else "", label.area if label else "", reporters)


def in_force(form: str, from_day: date, until_day: date) -> list[Edition]:
    """The editions of a form in force on some days, the oldest first; raises NotFound."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=from_day)
    found = Edition.objects.filter(lasting, form=form, starts_on__lte=until_day).order_by("starts_on")
    if not found:
        raise NotFound(what="当日有效的报表", value=form)
    return list(found)


def slots_of(editions: Iterable[Edition]) -> list[str]:
    """The slots of a day, the first due first."""
    return list(dict.fromkeys(slot for edition in editions for slot in form_of(edition).slots))


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
