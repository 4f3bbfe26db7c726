"""Clock work of forms: the checks of truth look at the reports of the days before."""

from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic
from lianfang.kernel.clock import ZONE

DAYS: Final = (2, 1)
"""Days before today that are looked at: yesterday, and the day before once more for what came late."""


@periodic("forms.doubts", cron="30 5 * * *", purpose="核对前一天的报表，提出疑点")
def find_doubts(at: datetime) -> None:
    """Look at the reports of every county with a headquarters."""
    today = at.astimezone(ZONE).date()
    for area in areas.headquarters(at=at):
        job = Actor.job("forms.doubts", scopes=(area,))
        with acting(job):
            for back in DAYS:
                operations.find_doubts(area, on=today - timedelta(days=back), by=job, at=at)
