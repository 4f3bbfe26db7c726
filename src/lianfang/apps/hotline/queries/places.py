"""Where a caller may say that something is: counties with a headquarters, and their towns."""

from datetime import datetime
from typing import Final

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import Place
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Work
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import InputRefused

OFFERING: Final = Work("hotline.places", "anybody may choose among the counties that answer here")


class PlaceUnknown(InputRefused):
    """A place that no headquarters here answers for."""

    code = "hotline.place_unknown"
    sentence = "请从列表中选择地点。"


def counties(*, at: datetime) -> list[Place]:
    """Counties with a headquarters."""
    with acting_for(OFFERING):
        codes = areas.headquarters(at=at)
    named = areas.names(codes)
    return [Place(code, named.get(code, code)) for code in codes]


def towns(*, at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each county with its towns, the county as a whole first: what a form offers."""
    offered = []
    for county in counties(at=at):
        below = areas.area(county.code).children
        offered.append((county.name, [(county.code, county.name), *((one.code, one.name) for one in below)]))
    return offered


def place_in(code: str, *, at: datetime) -> str:
    """A place as it is kept, in a county that answers here; raises PlaceUnknown."""
    county = code[: LENGTHS[Level.COUNTY]]
    if county not in {one.code for one in counties(at=at)} or not areas.names([code]):
        raise PlaceUnknown
    return code
