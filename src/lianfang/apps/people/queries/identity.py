"""Which record is meant, and which person it stands for after merges."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from lianfang.apps.people.terms import PersonLabel
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound


def as_uuid(text: str) -> UUID | None:
    """The UUID that a text writes, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def person_id(reference: str | int | UUID, *, scope: str = "") -> int:
    """Number of the record that a uid or a number names, merged or not; raises NotFound outside the scope."""
    text = str(reference).strip()
    uid = as_uuid(text)
    number = int(text) if uid is None and text.isascii() and text.isdigit() else None
    lo, hi = area_code.prefix_range(scope)
    found = sql.ready("people", "person_id", uid=uid, number=number, lo=lo, hi=hi)
    if not found:
        raise NotFound(what="人员", value=text)
    return int(found[0][0])


def canonical_ids(ids: Iterable[int]) -> dict[int, int]:
    """For each record its person after all merges in force; unknown numbers are absent."""
    rows = sql.lookup("people", "canonical_ids", ids=list(set(ids)))
    return {row["id"]: row["canonical"] for row in rows}


def housemates(person: int) -> list[int]:
    """Records of those who live in the household of a person now, as far as the session sees them."""
    return [row["id"] for row in sql.fetch("people", "housemates", person=person)]


def kept_uid(reference: str | int) -> UUID:
    """uid of the person that a uid or a number stands for, after all merges in force; raises NotFound."""
    number = person_id(reference)
    for label in labels(canonical_ids([number]).values()).values():
        return label.person
    raise NotFound(what="人员", value=reference)


def labels(ids: Iterable[int]) -> dict[int, PersonLabel]:
    """uid, name and area of records by number."""
    rows = sql.lookup("people", "person_labels", ids=list(set(ids)))
    return {row.pop("id"): PersonLabel(**row) for row in rows}


def labels_by_uid(uids: Iterable[str | UUID]) -> dict[str, PersonLabel]:
    """uid, name and area of records by the text of their uid; what is no uid of a record is absent."""
    known = [uid for text in set(map(str, uids)) if (uid := as_uuid(text))]
    rows = sql.lookup("people", "person_labels_by_uid", uids=known)
    return {str(row["person"]): PersonLabel(**row) for row in rows}


def names_by_uid(uids: Iterable[str]) -> dict[str, str]:
    """Names of records by the text of their uid."""
    return {uid: label.name for uid, label in labels_by_uid(uids).items()}


def merge_of(reference: str, *, scope: str = "") -> dict[str, Any]:
    """The merge in force that is meant: by its own uid, by the merged record, or by the kept one of only one.

    Raises NotFound, also where the kept record has several merges.
    """
    uid = as_uuid(reference)
    if uid is not None:
        row = sql.fetch_one("people", "merge_by_uid", uid=uid)
        if row is not None:
            return row
    number = person_id(reference, scope=scope)
    rows = sql.fetch("people", "merges_of_person", person_id=number)
    own = [row for row in rows if row["merged_id"] == number]
    if not own and len(rows) != 1:
        raise NotFound(what="唯一一次有效合并", value=reference)
    return (own or rows)[0]


def merge_history(person: int) -> list[dict[str, Any]]:
    """Every merge into a person, undone ones included, newest first."""
    return sql.lookup("people", "merge_history", id=person)


def merge_undoable(uid: UUID, *, person: int) -> dict[str, Any]:
    """A merge in force into a person, by its uid; raises NotFound."""
    found = [row for row in merge_history(person) if row["merge"] == uid and row["undone_at"] is None]
    if not found:
        raise NotFound(what="合并", value=uid)
    return found[0]
