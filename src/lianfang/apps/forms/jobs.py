"""Clock work of forms: the checks of truth look at the reports of the days before."""

from datetime import datetime

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms import operations
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic


@periodic("forms.doubts", cron="30 5 * * *", purpose="核对前一天的报表，提出疑点")
def find_doubts(at: datetime) -> None:
    """Look at the reports of every county with a headquarters."""
    for area in areas.headquarters(at=at):
        job = Actor.job("forms.doubts", scopes=(area,))
        with acting(job):
            operations.look_through(area, by=job, at=at)
