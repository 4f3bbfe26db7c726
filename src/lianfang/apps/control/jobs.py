"""Clock work of control: orders whose period is over lose their force."""

from datetime import datetime

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import operations
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic


@periodic("control.lapse", cron="*/10 * * * *", purpose="期满未续的措施到期失效")
def lapse(at: datetime) -> None:
    """Lapse what is over, in every county with a headquarters."""
    for area in areas.headquarters(at=at):
        job = Actor.job("control.lapse", scopes=(area,))
        with acting(job):
            operations.lapse(area=area, by=job, at=at)


@periodic("control.print", cron="* * * * *", purpose="把要打印的成批文书写成文件")
def write_sheaves(at: datetime) -> None:
    """Write what was asked for."""
    operations.write_sheaves(at=at)
