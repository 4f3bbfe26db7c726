"""Reads of people: finding, showing, resolving merged records, proposing duplicates."""

from lianfang.apps.people.queries.cards import Reached, person, reached, told
from lianfang.apps.people.queries.duplicates import compared, duplicate_proposals
from lianfang.apps.people.queries.exporting import export_persons, facts_of, persons_leaving
from lianfang.apps.people.queries.finding import find, find_by_key, names_within
from lianfang.apps.people.queries.identity import (
    as_uuid,
    canonical_ids,
    housemates,
    kept_uid,
    labels,
    labels_by_uid,
    merge_history,
    merge_of,
    merge_undoable,
    names_by_uid,
    person_id,
)
from lianfang.apps.people.queries.meaning import SeveralMeant, all_meant, meant

__all__ = [
    "Reached",
    "SeveralMeant",
    "all_meant",
    "as_uuid",
    "canonical_ids",
    "compared",
    "duplicate_proposals",
    "export_persons",
    "facts_of",
    "find",
    "find_by_key",
    "housemates",
    "kept_uid",
    "labels",
    "labels_by_uid",
    "meant",
    "merge_history",
    "merge_of",
    "merge_undoable",
    "names_by_uid",
    "names_within",
    "person",
    "person_id",
    "persons_leaving",
    "reached",
    "told",
]
