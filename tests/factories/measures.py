"""An order as its rules see it, without a database."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from lianfang.apps.control.terms import MeasureView

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2022, 7, 10)
NOW = datetime(2022, 7, 10, 8, tzinfo=ZONE)

VIEW = MeasureView(
    id=1,
    uid=UUID(int=1),
    series=UUID(int=2),
    step=1,
    person_id=1,
    person_uid=UUID(int=3),
    area="990121100001001",
    disease="covid19",
    rule_id=1,
    measure="home_isolation",
    place="home",
    test_dates=(FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=6)),
    starts_on=FIRST,
    ordered_until=FIRST + timedelta(days=7),
    ends_on=FIRST + timedelta(days=7),
    issued_at=NOW,
    served_at=None,
    visited_at=None,
    ended_at=None,
    end_ground="",
    released_at=None,
)
