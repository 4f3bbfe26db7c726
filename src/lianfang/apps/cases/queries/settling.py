"""What the register settles of a new case: who investigates it, whether the person was under control."""

from datetime import date, datetime
from typing import Final

from lianfang.apps.areas.terms import PostCode, post_of_unit
from lianfang.apps.cases.rules import clocks
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE

APP: Final = "cases"


def centre_of(area: str) -> tuple[str, str]:
    """Post and area of who investigates cases of an area: its centre's head, else the county's office."""
    row = sql.fetch_one(APP, "centre_of", areas=[*area_code.ancestors(area), area])
    if row is None:
        return PostCode.COUNTY_OFFICE.value, area[: LENGTHS[Level.COUNTY]]
    return post_of_unit(PostCode.UNIT_HEAD, row["uid"]), row["area"]


def in_control(person: int, *, disease: str, day: date, at: datetime) -> bool:
    """Whether a measure for the disease held a person on a day."""
    return bool(sql.fetch(APP, "in_control", person=person, disease=disease, day=day, at=at)[0]["held"])


def trajectory_hours(disease: str, *, area: str, at: datetime) -> int:
    """Within how many hours the core trajectory of a case is told, by the policy in force in an area."""
    told = policy.case_clocks(disease=disease, area=area, on=at.astimezone(ZONE).date())
    return int(told.get("trajectory_hours", clocks.TRAJECTORY_HOURS))
