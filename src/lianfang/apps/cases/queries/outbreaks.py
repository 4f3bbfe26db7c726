"""Outbreaks and the counts of their cases."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.cases.terms import OutbreakCard
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "cases"


def outbreaks(*, by: Actor, known_at: datetime) -> list[OutbreakCard]:
    """Outbreaks within an actor's sight, the latest first."""
    return _cards(by, known_at, code="", uid=None)


def outbreak(reference: str | UUID, *, by: Actor, known_at: datetime) -> OutbreakCard:
    """One outbreak by its code or uid; raises NotFound out of sight."""
    try:
        asked: dict[str, Any] = {"uid": UUID(str(reference)), "code": ""}
    except ValueError:
        asked = {"uid": None, "code": str(reference).strip() or "-"}
    found = _cards(by, known_at, **asked)
    if not found:
        raise NotFound(what="疫情", value=reference)
    return found[0]


def _cards(by: Actor, known_at: datetime, **asked: Any) -> list[OutbreakCard]:
    lo, hi = area_code.prefix_range(by.scope)
    return [
        OutbreakCard(**row) for row in sql.fetch(APP, "outbreaks", lo=lo, hi=hi, known_at=known_at, **asked)
    ]
