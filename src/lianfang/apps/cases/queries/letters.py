"""Letters about contacts as known at a moment, for whoever may see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.cases.models import Letter
from lianfang.apps.cases.terms import LetterCard, LetterPersonCard
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "cases"
MOST: Final = 500


def letters(*, by: Actor, known_at: datetime, case: UUID | None = None) -> list[LetterCard]:
    """Letters that an actor's area wrote, or must act on, newest first; of one case where it is told."""
    return _cards(by, known_at, uid=None, case=case)


def letter(uid: str | UUID, *, by: Actor, known_at: datetime) -> LetterCard:
    """One letter; raises NotFound out of sight."""
    try:
        found = _cards(by, known_at, uid=UUID(str(uid)), case=None)
    except ValueError:
        found = []
    if not found:
        raise NotFound(what="协查函", value=uid)
    return found[0]


def _cards(by: Actor, known_at: datetime, **asked: Any) -> list[LetterCard]:
    lo, hi = area_code.prefix_range(by.scope)
    told = {"lo": lo, "hi": hi, "unit": bound_to(by), "known_at": known_at, "most": MOST}
    return [LetterCard(**row) for row in sql.fetch(APP, "letters", **told, **asked)]


def letter_persons(card: LetterCard, *, known_at: datetime) -> list[LetterPersonCard]:
    """Whom a letter is about, as far as the session sees them."""
    rows = sql.fetch(APP, "letter_persons", letter=card.uid, known_at=known_at)
    return [LetterPersonCard(**row) for row in rows]


def letter_names(uids: Iterable[str]) -> dict[str, str]:
    """What letters are called in lists of duties: the other end and the number."""
    found = Letter.objects.filter(uid__in=list(uids)).values_list("uid", "other", "number")
    return {str(uid): f"{other} {number}" for uid, other, number in found}
