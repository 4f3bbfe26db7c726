"""Reads of control: orders, what was observed under them, what their issue met."""

from lianfang.apps.control.queries.ahead import (
    Ahead,
    Answered,
    Footing,
    Runner,
    ahead_of_batch,
    answer_candidates,
    footing,
)
from lianfang.apps.control.queries.appeals import Decided, decision, took_part
from lianfang.apps.control.queries.effect import Effect, effect_of_table
from lianfang.apps.control.queries.evidence import (
    Subject,
    contacted,
    list_readings,
    photographs_of,
    result_met,
    subject,
    unvisited,
    visited_by_field,
)
from lianfang.apps.control.queries.exporting import (
    measures_leaving,
    readings_leaving,
)
from lianfang.apps.control.queries.issue import (
    NoPackInForce,
    batch_of_issue,
    deviation_approved,
    exposures_of_batch,
    issuer_for_batch,
    issuer_for_person,
    issuer_of,
    person_to_order,
)
from lianfang.apps.control.queries.orders import (
    MeasureUnclear,
    list_measures,
    lock_series,
    measure,
    measure_for,
    notice_facts,
    release_condition,
    ruled_until,
    series_of,
    served_by,
)
from lianfang.apps.control.queries.persons import cases_of_person
from lianfang.apps.control.queries.portraits import Order, Portrait, portrait
from lianfang.apps.control.queries.releases import Ending, Release, course, lock_endings, releases
from lianfang.apps.control.queries.sheaves import Wanted, count_notices, notices, sheaf, sheaves
from lianfang.apps.control.queries.subjects import names_of as subject_names_of
from lianfang.apps.control.queries.subjects import post_name, subject_shown, way_of
from lianfang.apps.control.queries.today import Pile, Task, Worklist, gaps_of, held_by, kinds_of, worklist

__all__ = [
    "Ahead",
    "Answered",
    "Decided",
    "Effect",
    "Ending",
    "Footing",
    "MeasureUnclear",
    "NoPackInForce",
    "Order",
    "Pile",
    "Portrait",
    "Release",
    "Runner",
    "Subject",
    "Task",
    "Wanted",
    "Worklist",
    "ahead_of_batch",
    "answer_candidates",
    "batch_of_issue",
    "cases_of_person",
    "contacted",
    "count_notices",
    "course",
    "decision",
    "deviation_approved",
    "effect_of_table",
    "exposures_of_batch",
    "footing",
    "gaps_of",
    "held_by",
    "issuer_for_batch",
    "issuer_for_person",
    "issuer_of",
    "kinds_of",
    "list_measures",
    "list_readings",
    "lock_endings",
    "lock_series",
    "measure",
    "measure_for",
    "measures_leaving",
    "notice_facts",
    "notices",
    "person_to_order",
    "photographs_of",
    "portrait",
    "post_name",
    "readings_leaving",
    "release_condition",
    "releases",
    "result_met",
    "ruled_until",
    "series_of",
    "served_by",
    "sheaf",
    "sheaves",
    "subject",
    "subject_names_of",
    "subject_shown",
    "took_part",
    "unvisited",
    "visited_by_field",
    "way_of",
    "worklist",
]
