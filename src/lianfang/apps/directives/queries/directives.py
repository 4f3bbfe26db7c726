"""Directives: the list, one with its paper and items, to whom its items would go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import OF_UNIT, POST_NAMES, UNIT_KIND_NAMES, PostCode, UnitKind
from lianfang.apps.directives.models import Activation, Directive, DirectiveEvent, Item
from lianfang.apps.directives.queries.tasks import as_array, as_uid
from lianfang.apps.directives.terms import DIRECTIVE_STATE_NAMES, SOURCE_NAMES, UNIT_POSTS, ItemUse, Source
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "directives"
UNITS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A directive in the list; tasks and open ones are those of the area asked for."""

    uid: UUID
    area: str
    place: str
    source: str
    title: str
    issuer: str
    dated: date | None
    received_at: datetime
    by: str
    state: str
    issued_at: datetime | None
    items: int
    tasks: int
    open: int

    @property
    def state_name(self) -> str:
        """The state in words."""
        return DIRECTIVE_STATE_NAMES[self.state]

    @property
    def source_name(self) -> str:
        """Where it comes from, in words."""
        return SOURCE_NAMES[Source(self.source)]


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit as a choice shows it."""

    uid: UUID
    kind: str
    name: str
    area: str


def directives(*, area: str) -> list[DirectiveRow]:
    """Directives of an area's offices, and those that have tasks there; the newest first."""
    lo, hi = area_code.prefix_range(area)
    rows = sql.fetch(APP, "directives_listed", lo=lo, hi=hi)
    return [DirectiveRow(**row | {"place": row["place"] or row["area"]}) for row in rows]


def directives_of(actor: Actor) -> list[DirectiveRow]:
    """The same for all that an actor sees."""
    found = {row.uid: row for scope in actor.scopes for row in directives(area=scope)}
    return sorted(found.values(), key=lambda row: row.issued_at or row.received_at, reverse=True)


def directive(uid: UUID | str, *, by: Actor) -> Directive:
    """One directive: of the actor's area, or with tasks there. Raises NotFound."""
    wanted = as_uid(uid)
    found = Directive.objects.filter(uid=wanted).first() if wanted else None
    if found is None or not (by.may_see(found.area) or _holds_tasks(found, by)):
        raise NotFound(what="文件", value=uid)
    return found


def _holds_tasks(found: Directive, by: Actor) -> bool:
    ranges = [area_code.prefix_range(scope) for scope in by.scopes]
    return any(found.tasks.filter(area__gte=lo, area__lt=hi).exists() for lo, hi in ranges)


def state_of(found: Directive) -> str:
    """Draft, or what happened to it last."""
    last = found.events.order_by("id").last()
    return last.kind if last else "draft"


def events_of(found: Directive) -> list[DirectiveEvent]:
    """What happened to a directive, in order."""
    return list(found.events.order_by("id"))


def items_of(found: Directive) -> list[Item]:
    """All items as read, in the order of the paper."""
    return list(found.items.order_by("index", "part"))


def uses_of(items: Iterable[Item]) -> dict[int, ItemUse]:
    """What becomes of each item of the paper, by its place: the most that becomes of any of its parts."""
    found: dict[int, ItemUse] = {}
    for one in items:
        uses = {found.get(one.index, ItemUse.LEFT_OUT), ItemUse(one.use)}
        found[one.index] = next(use for use in ItemUse if use in uses)
    return found


def item(uid: UUID | str, *, by: Actor) -> Item:
    """One item of a directive that the actor may see; raises NotFound."""
    wanted = as_uid(uid)
    found = Item.objects.select_related("directive").filter(uid=wanted).first() if wanted else None
    if found is None or not by.may_see(found.area):
        raise NotFound(what="条目", value=uid)
    return found


def target_parameters(*, directive: int, area: str) -> dict[str, Any]:
    """The parameters of the relation `targets` for a directive in an area."""
    lo, hi = area_code.prefix_range(area)
    norms = areas.norm_levels()
    return {
        "directive": directive,
        "lo": lo,
        "hi": hi,
        "posts": list(norms),
        "levels": [int(level) for level in norms.values()],
        "headed_kinds": [kind.value for kind in UNIT_POSTS],
        "head_posts": [post.value for post in UNIT_POSTS.values()],
        "unit_head": f"{PostCode.UNIT_HEAD}{OF_UNIT}",
    }


def target_counts(*, directive: int, area: str) -> dict[int, int]:
    """To how many places each item would go, by the item's number; those that go nowhere are absent."""
    statement = "with targets as (\n" + sql.text(APP, "targets") + ")\n" + sql.text(APP, "count_targets")
    rows = sql.query(statement, **target_parameters(directive=directive, area=area))
    return {row["item_id"]: row["targets"] for row in rows}


def units_by_name(names: Iterable[str], *, area: str) -> dict[str, list[UUID]]:
    """Units whose name is the one written or ends with it; a name that fits several units names none."""
    lo, hi = area_code.prefix_range(area)
    found: dict[str, list[UUID]] = {}
    for row in sql.fetch(APP, "units_named", names=sorted(set(names)), lo=lo, hi=hi):
        found.setdefault(row["asked"], []).append(row["uid"])
    return {name: uids for name, uids in found.items() if len(uids) == 1}


def units(*, area: str, uids: Sequence[UUID] = (), text: str = "") -> list[UnitCard]:
    """Units of an area: those named by uid, and those whose name holds a text."""
    lo, hi = area_code.prefix_range(area)
    most = max(UNITS_SHOWN, len(uids))
    rows = sql.fetch(APP, "units_found", uids=as_array(uids), text=text.strip(), lo=lo, hi=hi, most=most)
    return [UnitCard(**row) for row in rows]


def targets_named(found: Item, known: dict[UUID, str]) -> list[str]:
    """Who is to act by an item, in words: posts, kinds of unit, units."""
    posts = [POST_NAMES[PostCode(code)] for code in found.posts]
    kinds = [UNIT_KIND_NAMES[UnitKind(code)] for code in found.unit_kinds]
    return [*posts, *kinds, *(known.get(uid, str(uid)) for uid in found.units)]


def activation_of(found: Directive) -> Activation | None:
    """The activation of a plan by which a directive came about."""
    return found.activations.first()
