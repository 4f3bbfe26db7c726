"""What a matter is linked to, as its page shows it: by name and with the way there, for who may go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from lianfang.apps.control import queries as control
from lianfang.apps.hotline.terms import LinkKind
from lianfang.apps.inspection import queries as inspection
from lianfang.apps.people import queries as people
from lianfang.core.access.terms import Actor
from lianfang.core.access.ways import way
from lianfang.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Link:
    """The name of what is linked and its page; the bare number and no page where the actor may see none."""

    text: str
    href: str = ""


def link_to(kind: str, reference: str, *, by: Actor, at: datetime) -> Link:
    """The link of an event; what is out of sight stays the number that was typed."""
    try:
        found = PAGES[LinkKind(kind)](reference, by, at)
    except NotFound:
        return Link(reference)
    return found if found.href else Link(reference)


def _person(reference: str, by: Actor, _at: datetime) -> Link:
    card = people.person(reference, scope=by.scope)
    return Link(card.name, way(by, "control:person", card.person) if by.may_see(card.area) else "")


def _order(reference: str, by: Actor, _at: datetime) -> Link:
    order = control.measure(reference, scope=by.scope)
    page = way(by, "control:person", order.person_uid)
    return Link(str(order.id), f"{page}#order-{order.id}" if page and by.may_see(order.area) else "")


def _finding(reference: str, by: Actor, at: datetime) -> Link:
    found = inspection.finding(reference, by=by, at=at)
    return Link(found.text, way(by, "inspection:finding", found.uid))


def _unit(reference: str, by: Actor, _at: datetime) -> Link:
    """A unit or a venue: its own lines of the ledger of findings."""
    try:
        uid = UUID(reference)
    except ValueError as problem:
        raise NotFound(what="单位", value=reference) from problem
    unit = inspection.units_of([uid]).get(uid)
    ledger = way(by, "inspection:ledger")
    if unit is None or not ledger or not by.may_see(unit["area"]):
        return Link(reference)
    return Link(unit["name"], f"{ledger}?target={uid}")


PAGES: Final[Mapping[LinkKind, Callable[[str, Actor, datetime], Link]]] = {
    LinkKind.PERSON: _person,
    LinkKind.ORDER: _order,
    LinkKind.UNIT: _unit,
    LinkKind.VENUE: _unit,
    LinkKind.FINDING: _finding,
}
