"""Cases as known at a moment, for whoever may see them."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.cases.models import Case, CaseEvent
from lianfang.apps.cases.terms import CaseCard, CaseHappened
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "cases"
MOST: Final = 2000
ALL: Final[dict[str, Any]] = {
    "uid": None,
    "number": "",
    "outbreak": "",
    "person": None,
    "classification": "",
}


def cases(
    *,
    by: Actor,
    known_at: datetime,
    outbreak: str = "",
    classification: str = "",
    person: UUID | None = None,
    most: int = MOST,
) -> list[CaseCard]:
    """Cases that an actor may see, newest first; `outbreak` is a code."""
    asked = {"outbreak": outbreak, "classification": classification, "person": person}
    return _cards(by, known_at, most=most, **asked)


def case(reference: str | UUID, *, by: Actor, known_at: datetime) -> CaseCard:
    """One case by its uid or number; raises NotFound out of sight."""
    try:
        asked: dict[str, Any] = {"uid": UUID(str(reference))}
    except ValueError:
        asked = {"number": str(reference).strip() or "-"}
    found = _cards(by, known_at, most=1, **asked)
    if not found:
        raise NotFound(what="病例", value=reference)
    return found[0]


def _cards(by: Actor, known_at: datetime, *, most: int, **asked: Any) -> list[CaseCard]:
    lo, hi = area_code.prefix_range(by.scope)
    told = ALL | asked | {"lo": lo, "hi": hi, "unit": bound_to(by), "known_at": known_at, "most": most}
    return [CaseCard(**row | {"card": json.loads(row["card"])}) for row in sql.fetch(APP, "cases", **told)]


def events_of(card: CaseCard, *, known_at: datetime) -> list[CaseHappened]:
    """What happened to a case, in the order it was recorded."""
    columns = list(CaseHappened.__slots__)
    found = CaseEvent.objects.filter(case__uid=card.uid, recorded_at__lte=known_at).order_by("id")
    return [CaseHappened(**row) for row in found.values(*columns)]


def case_names(uids: Iterable[str]) -> dict[str, str]:
    """What cases are called in lists of duties: their number, not who it is."""
    found = Case.objects.filter(uid__in=list(uids)).values_list("uid", "outbreak__code", "sequence")
    return {str(uid): f"{code}-{sequence:03}" for uid, code, sequence in found}
