"""Clock work of retention: what is due goes every night, and the audit log says how much of what."""

from datetime import datetime

from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic
from lianfang.core.retention import operations


@periodic("retention.run", cron="40 2 * * *", purpose="按目的到期删除")
def run(at: datetime) -> None:
    """Delete what is due everywhere, and the files that nothing names any more."""
    operations.run_whole(by=Actor.job("retention.run"), at=at, dry_run=False)
