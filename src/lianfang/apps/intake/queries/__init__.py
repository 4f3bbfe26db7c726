"""Reads of intake: lists, their rows, what waits, how lists agree, the five clears."""

from lianfang.apps.intake.queries.batches import (
    batch_names,
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
from lianfang.apps.intake.queries.waiting import (
    Beyond,
    batch_of_row,
    beyond,
    cell,
    contents,
    decisions,
    forwards,
    handed_over,
    row_in_review,
    waiting_rows,
)

__all__ = [
    "Beyond",
    "Reconciled",
    "batch_names",
    "batch_of_row",
    "batches",
    "beyond",
    "candidates",
    "cell",
    "clear_list",
    "contents",
    "decisions",
    "find_batch",
    "five_clears",
    "forwards",
    "handed_over",
    "look",
    "mappings",
    "open_forwards",
    "open_submissions",
    "reconcile",
    "row_in_review",
    "rows",
    "saved_mapping",
    "submission",
    "waiting_rows",
]
