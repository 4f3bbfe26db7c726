"""How many rooms an area should have, and how many are missing. Norms are data, with their source."""

from collections.abc import Sequence
from typing import Final

from lianfang.apps.facilities.terms import Lack, Norm, RoomShortfall, SiteView

PEOPLE: Final = 10_000
NORMS: Final = (
    Norm(20, "2021年10月底前", "国家卫生健康委2021年的要求", "B"),
    Norm(40, "2022年4月", "河南省2022年4月的要求", "B"),
    Norm(50, "县级动态储备", "县级防控文件", "C"),
    Norm(60, "2022年5月起", "河南省2022年5月的要求", "B"),
)
"""Rooms asked for 10,000 residents, as they followed each other."""


def lack(norm: Norm, *, population: int, rooms: int) -> Lack:
    """What a norm asks of a population and what is missing; a part of a room is a room."""
    needed = -(-population * norm.per_10000 // PEOPLE)
    return Lack(norm, needed, max(needed - rooms, 0))


def shortfall(area: str, *, population: int, sites: Sequence[SiteView]) -> RoomShortfall:
    """The account of an area: only what was counted on the spot is set against the norms."""
    counted = sum(site.counts for site in sites)
    return RoomShortfall(
        area=area,
        population=population,
        sites=len(sites),
        declared=sum(site.capacity for site in sites),
        laid_out=sum(site.rooms for site in sites),
        counted=counted,
        unverified=tuple(site.name for site in sites if not site.counts),
        lacks=tuple(lack(norm, population=population, rooms=counted) for norm in NORMS),
    )
