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

__all__ = [
    "Reconciled",
    "batches",
    "candidates",
    "clear_list",
    "find_batch",
    "five_clears",
    "mappings",
    "open_forwards",
    "reconcile",
    "rows",
    "saved_mapping",
]
