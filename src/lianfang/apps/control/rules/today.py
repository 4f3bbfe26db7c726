"""A day in the field: what comes first, and what each duty asks for as its evidence."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Final

from lianfang.apps.control.rules.field_records import PERMISSION
from lianfang.apps.control.terms import FieldKind
from lianfang.core.access.permissions import Permission
from lianfang.core.duty.terms import DutyKind, Gap

FORMS: Final[Mapping[str, str]] = {
    "temperature": "reading",
    "notice_served": "served",
    "first_visit": "visit",
    "call": "call",
    "missing_reading_followed": "follow",
    "fever_transfer": "transfer",
    "push_check": "check",
    "test_taken": "result",
}
"""Which form gives the evidence that a kind of duty asks for; the others are done elsewhere."""
DANGER: Final = (
    "fever_transfer",
    "missing_reading_followed",
    "release_on_time",
    "push_check",
    "first_visit",
    "notice_served",
    "temperature",
    "test_taken",
    "call",
)
"""What endangers others or keeps a person without ground, worst first; a fever waits for no clock."""
STANDING: Final = frozenset({"post_filled", "staffing"})
"""What is overdue for weeks and would stand before the persons of today."""
FEW: Final = 5
"""Gaps of one kind that are read one by one even where they are dealt with elsewhere."""
KEY_BYTES: Final = 6


def urgency(gap: Gap) -> tuple[int, datetime, int, str]:
    """The place of a gap in a work list: a fever, then clock, then danger; what waits for weeks last."""
    rank = DANGER.index(gap.kind) if gap.kind in DANGER else len(DANGER)
    group = 2 if gap.kind in STANDING else min(rank, 1)
    return (group, gap.due_at, rank, gap.area + gap.subject)


def piled(by_kind: Mapping[str, int]) -> list[str]:
    """The kinds of a list that are one line each: done elsewhere, and too many to be read one by one."""
    return [code for code, number in by_kind.items() if code not in FORMS and number > FEW]


def by_danger(kinds: Iterable[DutyKind]) -> list[DutyKind]:
    """Kinds in the order of their danger, those of the office last."""
    return sorted(kinds, key=lambda kind: DANGER.index(kind.code) if kind.code in DANGER else len(DANGER))


def permission_of(form: str) -> Permission:
    """What who fills a form must be allowed; each way of meeting somebody is an encounter."""
    return PERMISSION[FieldKind(form) if form in set(FieldKind) else FieldKind.ENCOUNTER]


def key_of(gap: Gap) -> str:
    """A short name of a gap, the same on every page that shows it."""
    return blake2b(f"{gap.kind} {gap.subject} {gap.ref}".encode(), digest_size=KEY_BYTES).hexdigest()


def facts_of(gap: Gap) -> dict[str, str]:
    """What the reference of a gap says of it: day and slot, or the order, or which step is due."""
    if gap.ref.startswith("measure:"):
        return {"measure": gap.ref.removeprefix("measure:")}
    if gap.kind in {"temperature", "missing_reading_followed", "call"}:
        return dict(zip(("day", "slot", "step"), gap.ref.split(" "), strict=False))
    return {}


def form_of(gap: Gap) -> str:
    """The form that closes a gap, for a missed reading that of the step due: call, knock; empty for none."""
    form = FORMS.get(gap.kind, "")
    return facts_of(gap)["step"] if form == "follow" else form
