"""What may be inspected, and what is asked of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from lianfang.apps.inspection.models import Checklist as Loaded
from lianfang.apps.inspection.terms import VILLAGE, CheckItem, Checklist, Target
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

APP: Final = "inspection"


def pool(*, area: str, kinds: Sequence[str], at: datetime) -> list[Target]:
    """Everything of some kinds in an area, with what is known of it; the order says nothing."""
    lo, hi = area_code.prefix_range(area)
    on = at.astimezone(ZONE).date()
    rows = sql.fetch(APP, "pool", lo=lo, hi=hi, kinds=list(kinds), at=at, on=on, zone=ZONE.key)
    return [Target(**row) for row in rows]


def checklists() -> list[Loaded]:
    """Every version of every checklist, the newest of each first."""
    return list(Loaded.objects.order_by("code", "-id"))


def newest() -> list[Loaded]:
    """The newest version of each checklist."""
    return list({one.code: one for one in Loaded.objects.order_by("id")}.values())


def checklist(code: str) -> Loaded:
    """The newest version of a checklist, or `code@version`. Raises NotFound."""
    name, _at, version = code.partition("@")
    found = Loaded.objects.filter(code=name)
    found = found.filter(version=version) if version else found
    newest_first = found.order_by("-id").first()
    if newest_first is None:
        raise NotFound(what="检查表", value=code)
    return newest_first


def items_of(loaded: Loaded) -> list[CheckItem]:
    """The lines of a loaded checklist."""
    return [CheckItem(**item) for item in loaded.items]


def as_checklist(loaded: Loaded) -> Checklist:
    """A loaded checklist as its file said it."""
    return Checklist(
        code=loaded.code,
        version=loaded.version,
        title=loaded.title,
        kinds=tuple(loaded.kinds),
        source=loaded.source,
        items=tuple(items_of(loaded)),
    )


def target_names(targets: Iterable[str]) -> dict[str, str]:
    """Names of villages by code and of units by uid."""
    asked = list(targets)
    rows: list[dict[str, Any]] = sql.fetch(APP, "target_names", targets=asked)
    return {row["target"]: row["name"] for row in rows}


def is_village(kind: str) -> bool:
    """Whether a kind of target is a village itself rather than a unit."""
    return kind == VILLAGE
