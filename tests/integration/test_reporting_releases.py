"""The brief's persons not released in time are those whose release the duty engine finds open."""

from datetime import timedelta

import pytest

from lianfang.apps.control.duties import RELEASE_ON_TIME
from lianfang.apps.reporting.queries.ledger import records_by_part
from lianfang.core import sql
from lianfang.core.duty import engine


@pytest.mark.parametrize("days", [0, 5, 8, 20])
def test_the_brief_and_the_duty_name_the_same_persons(county, days):
    at = county.at + timedelta(days=days)
    view = engine.on_day(area=county.area, day=at.date(), known_at=at)
    found = {one.id for part in records_by_part(view, "releases_overdue").values() for one in part}
    gaps = engine.gaps(view=engine.at_moment(area=county.area, at=at), kinds=[RELEASE_ON_TIME])
    assert found == {gap.subject for gap in gaps}
    assert found


def test_an_earlier_step_that_nobody_released_counts_for_both(county):
    steps = sql.query("select count(*) as n from control_measure where not last")
    assert steps[0]["n"] > 0
