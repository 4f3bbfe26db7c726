"""Clock work of telling: who is newly due, late or to be told above; and what leaves by message."""

from collections.abc import Iterator
from datetime import datetime

from lianfang.apps.alerts import operations
from lianfang.apps.areas import queries as areas
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic


@periodic("alerts.tell", cron="*/5 * * * *", purpose="事项开始、临近到期、逾期、逐级上报的通知")
def tell(at: datetime) -> None:
    """Tell everybody in every county with a headquarters what is new."""
    for job in _counties("alerts.tell", at):
        with acting(job):
            operations.tell(area=job.scope, by=job, at=at)


@periodic("alerts.send", cron="* * * * *", purpose="合并并发出短信和电子邮件")
def send(at: datetime) -> None:
    """Gather what may leave into messages and hand them over."""
    for job in _counties("alerts.send", at):
        with acting(job):
            operations.gather(by=job, at=at)
            operations.hand_over(at=at)


def _counties(name: str, at: datetime) -> Iterator[Actor]:
    """The job as an actor of each county."""
    for area in areas.headquarters(at=at):
        yield Actor.job(name, scopes=(area,))
