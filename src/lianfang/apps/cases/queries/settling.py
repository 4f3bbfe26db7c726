"""What the register settles of a new case: who investigates it, whether the person was under control."""

from datetime import date, datetime
from typing import Final

from lianfang.apps.areas.terms import PostCode, post_of_unit
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level

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
