"""Clock work of the exchange: pack what was accepted lately, send what waits."""

from datetime import datetime, timedelta

from lianfang.apps.exchange import operations
from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic
from lianfang.kernel.clock import ZONE

BACK = 3
"""Days before today whose reports may still be accepted or amended."""


@periodic("exchange.pack", cron="25 * * * *", purpose="把已接收的报表打包，报给上级服务器")
def pack(at: datetime) -> None:
    """Pack the last days for every peer; what is packed already is not packed again."""
    today = at.astimezone(ZONE).date()
    days = [today - timedelta(days=back) for back in range(BACK, -1, -1)]
    operations.pack_days(days, by=Actor.job("exchange.pack"), at=at)


@periodic("exchange.send", cron="* * * * *", purpose="发送打包好的报表，收取签收回执")
def send(at: datetime) -> None:
    """Send what is due."""
    operations.send_due(at)
