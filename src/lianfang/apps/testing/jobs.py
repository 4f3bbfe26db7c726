"""Clock work of testing: who was found negative elsewhere is held no longer on account of a pool."""

from datetime import datetime

from lianfang.apps.testing import operations
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import Actor
from lianfang.core.jobs import periodic


@periodic("testing.let_go", cron="* * * * *", purpose="不经采样管送来的单采阴性结果，解除混管阳性的就地等候")
def let_go(at: datetime) -> None:
    """Let go in the minute in which such a result was recorded."""
    job = Actor.job("testing.let_go")
    with acting(job):
        operations.let_go_told(by=job, at=at)
