"""How a newcomer gets into the demonstration: one-time links for people who hold posts there.

The links sign in without a password, so they are made only in a home whose clock is stopped, live a quarter
of an hour, work once, and only on this machine, to which alone the pages answer.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import POST_NAMES, PostCode, Responsible
from lianfang.core.access import operations
from lianfang.core.access.models import User
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine
from lianfang.kernel.area_code import LENGTHS, Level

MAKER: Final = Actor.job("demo.newcomers")
SHOWN: Final = (
    (PostCode.VILLAGE_SECRETARY, Level.VILLAGE, "demo-village"),
    (PostCode.TOWN_CLERK, Level.TOWN, "demo-town"),
    (PostCode.HEALTH_CENTRE_HEAD, Level.TOWN, "demo-centre"),
    (PostCode.COUNTY_OFFICE, Level.COUNTY, "demo-county"),
)


@dataclass(frozen=True)
class Newcomer:
    """Somebody whose desk one can sit at: the post, the place, the name, and the one-time way in."""

    post: str
    place: str
    name: str
    path: str


def newcomers(*, area: str, at: datetime) -> list[Newcomer]:
    """A village secretary with something missing, that town's clerk and health centre, the county office."""
    busy = busiest_village(area, at)
    found = []
    for post, level, username in SHOWN:
        holder = areas.responsible(area=busy[: LENGTHS[level]], post=post, at=at)
        if holder is not None and holder.holder_post == post:
            found.append(_newcomer(holder, username, at))
    return found


def busiest_village(area: str, at: datetime) -> str:
    """The village whose secretary has the most to do now; the place itself where nothing is missing."""
    counted: dict[str, int] = {}
    for gap in engine.gaps(view=engine.at_moment(area=area, at=at)):
        if gap.holder_post == PostCode.VILLAGE_SECRETARY:
            village = gap.area[: LENGTHS[Level.VILLAGE]]
            counted[village] = counted.get(village, 0) + 1
    return max(counted, key=lambda village: (counted[village], village), default=area)


def _newcomer(holder: Responsible, username: str, at: datetime) -> Newcomer:
    account = User.objects.filter(officer=holder.holder_uid).first()
    if account is None:
        account = operations.create_user(
            username=f"{username}-{holder.holder_area}",
            name=holder.holder,
            officer=holder.holder_uid,
            by=MAKER,
            at=at,
        )
    code = operations.open_door(account, by=MAKER, at=at, real=timezone.now())
    place = areas.names([holder.holder_area]).get(holder.holder_area, holder.holder_area)
    return Newcomer(POST_NAMES[PostCode(holder.holder_post)], place, holder.holder, f"/enter/{code}/")
