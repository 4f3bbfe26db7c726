"""Clock work of webhooks: deliver what is due, forget what was told long ago."""

from datetime import datetime

from lianfang.core.jobs import periodic
from lianfang.core.webhooks import operations


@periodic("webhooks.deliver", cron="* * * * *", purpose="把发热、阳性、升级告知其他系统")
def deliver(at: datetime) -> None:
    """Spread what happened and send what is due."""
    operations.deliver_due(at)


@periodic("webhooks.forget", cron="50 2 * * *", purpose="删除早已告知的记录")
def forget(at: datetime) -> None:
    """Delete what was told long ago."""
    operations.forget(at=at)
