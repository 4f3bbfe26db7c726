"""Reads of intake: lists, their rows, what waits, how lists agree, the five clears."""

from lianfang.apps.intake.queries.batches import (
    batches,
    candidates,
    find_batch,
    mappings,
    open_forwards,
    rows,
    saved_mapping,
)
from lianfang.apps.intake.queries.reconciliation import Reconciled, clear_list, five_clears, reconcile
from lianfang.apps.intake.queries.submissions import look, open_submissions, submission

__all__ = [
    "Reconciled",
    "batches",
    "candidates",
    "clear_list",
    "find_batch",
    "five_clears",
    "look",
    "mappings",
    "open_forwards",
    "open_submissions",
    "reconcile",
    "rows",
    "saved_mapping",
    "submission",
]
