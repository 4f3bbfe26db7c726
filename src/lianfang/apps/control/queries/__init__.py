"""Reads of control: orders, what was observed under them, what their issue met."""

from lianfang.apps.control.queries.evidence import Subject, contacted, latest_reading, subject, unvisited
from lianfang.apps.control.queries.issue import (
    batch_of_issue,
    deviation_approved,
    exposures_of_batch,
    person_to_order,
    persons_ordered,
    picked_with_phases,
)
from lianfang.apps.control.queries.orders import (
    MeasureUnclear,
    course,
    list_measures,
    lock_series,
    measure,
    measure_for,
    release_condition,
    ruled_until,
)
from lianfang.apps.control.queries.portraits import Portrait, portrait

__all__ = [
    "MeasureUnclear",
    "Portrait",
    "Subject",
    "batch_of_issue",
    "contacted",
    "course",
    "deviation_approved",
    "exposures_of_batch",
    "latest_reading",
    "list_measures",
    "lock_series",
    "measure",
    "measure_for",
    "person_to_order",
    "persons_ordered",
    "picked_with_phases",
    "portrait",
    "release_condition",
    "ruled_until",
    "subject",
    "unvisited",
]
