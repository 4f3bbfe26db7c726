"""Writes of control: orders and their changes, what is observed under them."""

from lianfang.apps.control.operations.issuing import (
    BatchNotDone,
    NoPackInForce,
    issue,
    issue_for_batch,
)

__all__ = [
    "BatchNotDone",
    "NoPackInForce",
    "issue",
    "issue_for_batch",
]
