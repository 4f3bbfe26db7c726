"""Two records found to be one person, and the way back.

A merge is an edge from the merged record to the person kept. Each record has at most one edge in force,
made between two records that stood for themselves, so that no ring can arise; `person.merged_into` is the end
of the edges from a record, always a person that stands for itself, so that there is no chain to follow. Both
keep their own facts; undoing an edge lets the record, and what was merged into it before, stand as before.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.people import queries
from lianfang.apps.people.models import Merge, Person
from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError

REPOINTING = Work(
    "people.merge", "records merged before, in whatever place, follow the person they stand for"
)


class AlreadyMerged(DomainError):
    """A merged record can't be merged again before it is unmerged."""

    code = "people.already_merged"
    sentence = "“{name}”（{uid}）已并入另一人。请先撤销原合并，或对保留的一方操作。"


class MergedIntoItself(DomainError):
    """Both references mean the same person."""

    code = "people.merged_into_itself"
    sentence = "“{kept}”与“{merged}”已是同一人，无需合并。"


@transaction.atomic
def merge(*, kept: str, merged: str, ground: str, by: Actor, at: datetime) -> UUID:
    """Merge the record `merged` into the person `kept`; returns the uid of the merge.

    A `kept` that was merged itself means the person it stands for. Raises NotFound, AlreadyMerged and
    MergedIntoItself.
    """
    into, gone = _lock_two(kept, merged, scope=by.scope)
    if into.pk in (gone.pk, gone.merged_into_id):
        raise MergedIntoItself(kept=kept, merged=merged)
    if gone.merged_into_id is not None:
        raise AlreadyMerged(name=gone.name, uid=gone.uid)
    made = Merge.objects.create(
        kept=into, merged=gone, area=into.area, ground=ground, by=by.name, merged_at=at
    )
    made.refresh_from_db(fields=["uid"])
    uid: UUID = made.uid
    with rows.acting_for(REPOINTING):
        sql.run("people", "point_to_kept", merged=gone.pk, kept=into.pk)
    facts = {"kept": str(into.uid), "merged": str(gone.uid), "ground": ground}
    audit.record("people.merged", subject=f"merge:{uid}", area=into.area, by=by, at=at, **facts)
    return uid


def _lock_two(kept: str, merged: str, *, scope: str) -> tuple[Person, Person]:
    """The person that stands for `kept`, and the record `merged`, locked in the order of their numbers."""
    asked = [queries.person_id(reference, scope=scope) for reference in (kept, merged)]
    sql.run("people", "lock_merges")
    into, gone = queries.canonical_ids(asked)[asked[0]], asked[1]
    locked = Person.objects.select_for_update(of=("self",)).filter(pk__in=(into, gone)).order_by("pk")
    found = {person.pk: person for person in locked}
    return found[into], found[gone]


@transaction.atomic
def unmerge(*, reference: str, by: Actor, at: datetime, ground: str = "") -> UUID:
    """Undo a merge, named by its uid or the merged record; returns the uid of the record that stands again.

    What had been merged into that record before follows it. Raises NotFound.
    """
    sql.run("people", "lock_merges")
    found = queries.merge_of(reference, scope=by.scope)
    Merge.objects.filter(pk=found["id"]).update(undone_at=at, undone_by=by.name)
    with rows.acting_for(REPOINTING):
        sql.run("people", "stand_again", merged=found["merged_id"])
    record = queries.labels([found["merged_id"]])[found["merged_id"]]
    facts = {"merged": str(record.person), "ground": ground}
    audit.record("people.unmerged", subject=f"merge:{found['uid']}", area=record.area, by=by, at=at, **facts)
    return record.person
