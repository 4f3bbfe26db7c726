"""To whom a matter goes first: by its kind or need, the post and the level of the area that answers for it.

A lead goes past the village and the town, of which it may be about, to the county; so does an appeal.
"""

from collections.abc import Mapping
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.hotline.terms import MatterKind, Need
from lianfang.kernel.area_code import LENGTHS, Level

ROUTES: Final[Mapping[str, tuple[PostCode, Level]]] = {
    MatterKind.LEAD: (PostCode.COUNTY_OFFICE, Level.COUNTY),
    MatterKind.COMPLAINT: (PostCode.COUNTY_OFFICE, Level.COUNTY),
    MatterKind.APPEAL: (PostCode.COUNTY_OFFICE, Level.COUNTY),
    MatterKind.QUESTION: (PostCode.TOWN_CLERK, Level.TOWN),
    Need.FOOD: (PostCode.VILLAGE_SECRETARY, Level.VILLAGE),
    Need.MEDICINE: (PostCode.VILLAGE_SECRETARY, Level.VILLAGE),
    Need.DIALYSIS: (PostCode.HEALTH_CENTRE_HEAD, Level.TOWN),
    Need.BIRTH: (PostCode.HEALTH_CENTRE_HEAD, Level.TOWN),
    Need.CARE: (PostCode.VILLAGE_SECRETARY, Level.VILLAGE),
    Need.COUNSEL: (PostCode.HEALTH_CENTRE_HEAD, Level.TOWN),
}


def route(kind: str, need: str, place: str) -> tuple[PostCode, str]:
    """The post and the area to which a matter about a place goes first."""
    post, level = ROUTES[need or kind]
    return post, place[: LENGTHS[level]]
