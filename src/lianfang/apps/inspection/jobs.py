"""Clock work of inspection: whoever did not come to a shift, and had no leave, is a finding."""

from datetime import datetime

from lianfang.apps.areas import queries as areas
from lianfang.apps.inspection import operations
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic


@periodic("inspection.absences", cron="*/10 * * * *", purpose="值班无故缺岗的登记为问题")
def note_absences(at: datetime) -> None:
    """Look at the rosters of every county with a headquarters."""
    for area in areas.headquarters(at=at):
        job = Actor.job("inspection.absences", scopes=(area,))
        with acting(job):
            operations.note_absences(area=area, by=job, at=at)
