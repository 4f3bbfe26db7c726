"""Findings as known at a moment: one, many by the filters of the ledger, what happened to one; and visits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.inspection.models import Evidence, Finding, FindingEvent, Signature, Visit
from lianfang.apps.inspection.terms import FindingView
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotAllowed, NotFound

APP: Final = "inspection"
MOST: Final = 100_000
COLUMNS: Final = tuple(field.name for field in fields(FindingView))
NO_FILTER: Final[Mapping[str, Any]] = {
    "target": None,
    "uid": None,
    "visit": None,
    "kind": None,
    "state": None,
    "category": None,
    "severity": None,
    "repeated": False,
    "late": False,
    "found_from": None,
    "found_until": None,
    "closed_from": None,
    "closed_until": None,
}


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit that was made."""

    uid: UUID
    campaign: str
    kind: str
    target: str
    unit: UUID | None
    area: str
    place: str
    name: str
    spot: str
    findings_made: int
    present: str
    present_role: str
    refused: bool
    by: str
    happened_at: datetime
    recorded_at: datetime
    checklist: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every finding of an area, and those of them that were asked for."""

    every: list[FindingView]
    found: list[FindingView]


def findings(
    *, area: str, by: Actor, at: datetime, known_at: datetime | None = None, most: int = MOST, **asked: Any
) -> list[FindingView]:
    """Findings of an area that an actor may see, as known at a moment; raises NotAllowed out of sight.

    A unit's clerk sees those of the unit alone. `asked` are filters of the ledger (`NO_FILTER`).
    """
    return [_view(row) for row in _rows(area=area, by=by, at=at, known_at=known_at, most=most, **asked)]


def ledger(*, area: str, by: Actor, at: datetime, **asked: Any) -> Ledger:
    """What `findings` finds by no filter and by the filters asked, in one reading of the same moment."""
    rows = _rows(area=area, by=by, at=at, every=True, **asked)
    every = [_view(row) for row in rows]
    return Ledger(every, [one for one, row in zip(every, rows, strict=True) if row["asked"]])


def _rows(
    *,
    area: str,
    by: Actor,
    at: datetime,
    known_at: datetime | None = None,
    most: int = MOST,
    every: bool = False,
    **asked: Any,
) -> list[dict[str, Any]]:
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的督查问题")
    lo, hi = area_code.prefix_range(area or by.scope)
    told = {**NO_FILTER, **asked, "own": bound_to(by), "at": at, "known_at": known_at or at}
    return sql.fetch(APP, "findings", lo=lo, hi=hi, most=most, every=every, **told)


def _view(row: Mapping[str, Any]) -> FindingView:
    return FindingView(**{name: row[name] for name in COLUMNS})


def finding(uid: str | UUID, *, by: Actor, at: datetime) -> FindingView:
    """A finding as known now; raises NotFound, also out of sight."""
    return finding_and_mender(uid, by=by, at=at)[0]


def finding_and_mender(uid: str | UUID, *, by: Actor, at: datetime) -> tuple[FindingView, int | None]:
    """A finding, and the account that reported it rectified last. Raises NotFound."""
    try:
        asked = UUID(str(uid))
    except ValueError as problem:
        raise NotFound(what="督查问题", value=uid) from problem
    rows = _rows(area="", by=by, at=at, uid=asked, most=1)
    if not rows or not by.may_see(rows[0]["area"]):
        raise NotFound(what="督查问题", value=uid)
    return _view(rows[0]), rows[0]["rectified_user"]


def locked(uid: UUID) -> Finding:
    """The finding's row, locked until the transaction ends."""
    return Finding.objects.select_for_update().get(uid=uid)


def events(uid: UUID) -> list[FindingEvent]:
    """What happened to a finding, first things first."""
    return list(FindingEvent.objects.filter(finding__uid=uid).order_by("id"))


def evidence(uid: UUID) -> list[Evidence]:
    """Photographs of a finding."""
    return list(Evidence.objects.filter(finding__uid=uid).order_by("happened_at"))


def visits(*, area: str, by: Actor, at: datetime, most: int = MOST, **asked: Any) -> list[Visited]:
    """Visits made in an area that an actor may see; raises NotAllowed out of sight."""
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的督查")
    lo, hi = area_code.prefix_range(area or by.scope)
    told: dict[str, Any] = {"uid": None, "visited_from": None, "visited_until": None} | asked
    rows = sql.fetch(APP, "visits", lo=lo, hi=hi, own=bound_to(by), known_at=at, most=most, **told)
    return [Visited(**row) for row in rows]


def visit(uid: UUID, *, by: Actor, at: datetime) -> Visited:
    """A visit that was made; raises NotFound, also out of sight."""
    found = visits(area="", by=by, at=at, uid=uid, most=1)
    if not found or not by.may_see(found[0].area):
        raise NotFound(what="督查", value=uid)
    return found[0]


def is_signed(uid: UUID) -> bool:
    """Whether a visit has a drawn signature."""
    return Signature.objects.filter(visit=uid).exists()


def signature(uid: UUID) -> Signature:
    """The drawn signature of a visit; raises NotFound where there is none."""
    found = Signature.objects.filter(visit=uid).first()
    if found is None:
        raise NotFound(what="签名", value=uid)
    return found


def answers(uid: UUID) -> tuple[Visit, dict[str, list[str]]]:
    """A visit's row with its checklist, and the answers by item."""
    found = Visit.objects.select_related("checklist").get(pk=uid)
    return found, found.filled


def finding_names(uids: Iterable[str]) -> dict[str, str]:
    """What findings are, in a few words, by their uids; those out of sight are absent."""
    rows = Finding.objects.filter(uid__in=list(uids)).values_list("uid", "name", "text")
    return {str(uid): f"{name}：{text[:24]}" for uid, name, text in rows}
