"""Many laboratory results at once, each of a sample: of several of one sample the last one stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import polars as pl
from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.operations import alerting
from lianfang.apps.control.operations.loading import NOBODY, OUTSIDE
from lianfang.apps.control.operations.taking import lock_observations
from lianfang.apps.control.terms import ResultsTaken, SampleResult
from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.terms import EVERYWHERE, Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE

APP: Final = "control"
REACHING: Final = Work(
    "control.results_of_samples", "a laboratory's result follows its sample to wherever the person belongs"
)
STAGED: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "k": pl.Int64,
    "person_uid": pl.String,
    "name": pl.String,
    "on_date": pl.Date,
    "result": pl.String,
    "ct": pl.Decimal(4, 1),
    "laboratory": pl.String,
    "happened_at": pl.Datetime(time_zone="UTC"),
    "sample": pl.String,
    "disease": pl.String,
}


@transaction.atomic
def add_results(results: Sequence[SampleResult], *, by: Actor, at: datetime) -> ResultsTaken:
    """Record results of samples; the caller answers for whose samples they are.

    The result that stands of a sample, again, changes nothing; another one stands from now on. A person that
    the register does not know any more is counted as refused, as is a disease that cannot be told apart.
    """
    lock_observations()
    with rows.acting_for(REACHING):
        sql.run(APP, "make_observed")
        sql.copy_in("control_observed", _staged(results))
        sql.run(APP, "analyse_observed")
        sql.run(APP, "identify_observed", nobody=NOBODY, several=NOBODY, other_name=NOBODY)
        sql.run(APP, "place_observed", scopes=list(EVERYWHERE), outside=OUTSIDE)
        queries.name_diseases()
        sql.run(APP, "judge_results")
        sql.run(APP, "write_results", by=by.name, at=at)
        alerting.observed(at=at)
        (counted,) = sql.fetch(APP, "account_of_observed", fever=99)
    taken = ResultsTaken(counted["rows"], counted["added"], counted["unchanged"], counted["refused"])
    facts = {"rows": taken.rows, "added": taken.added, "refused": taken.refused}
    audit.record("results.received", subject=f"area:{by.scope}", area=by.scope, by=by, at=at, **facts)
    return taken


def _staged(results: Sequence[SampleResult]) -> pl.DataFrame:
    rows = [
        (
            k,
            str(one.person),
            "",
            one.sampled_at.astimezone(ZONE).date(),
            one.result.value,
            one.ct,
            one.laboratory,
            one.sampled_at,
            str(one.sample),
            one.disease or None,
        )
        for k, one in enumerate(results, start=1)
    ]
    return pl.DataFrame(rows, schema=STAGED, orient="row")
