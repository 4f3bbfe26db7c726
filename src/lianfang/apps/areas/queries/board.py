"""Who holds what in an area and right below it; what is vacant, lacking, pledged, stood in for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianfang.apps.areas.rules import staffing
from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level


@dataclass(frozen=True, slots=True)
class BoardPost:
    """A post on the board; without holder it is vacant, without `pledged_at` its holder has not signed."""

    uid: UUID
    post: str
    area: str
    place: str
    unit: str | None
    assignment_uid: UUID | None
    officer_uid: UUID | None
    holder: str | None
    since: datetime | None
    pledged_at: datetime | None
    deputy: str | None
    deputy_until: datetime | None
    deputy_uid: UUID | None

    @property
    def name(self) -> str:
        return POST_NAMES[PostCode(self.post)]


def board(*, area: str, at: datetime) -> list[BoardPost]:
    """The posts of an area and of the areas right below it, held or vacant, in the order of places."""
    lo, hi = area_code.prefix_range(area)
    wider = [length for length in sorted(LENGTHS.values()) if length > len(area)]
    order = [post.value for post in reversed(PostCode)]
    rows = sql.fetch("areas", "post_board", lo=lo, hi=hi, deepest=wider[0], at=at, order=order)
    return [BoardPost(**row) for row in rows]


def shortfalls(*, area: str, at: datetime) -> list[staffing.Shortfall]:
    """Where an area and those below have fewer holders than the norms ask for."""
    lo, hi = area_code.prefix_range(area)
    rows = sql.fetch("areas", "staffing", lo=lo, hi=hi, at=at)
    return staffing.shortfalls(staffing.Staffed(**row) for row in rows)


def norm_levels() -> dict[str, Level]:
    """The posts that the norms ask for, and in every area of which level."""
    return {norm.post.value: norm.level for norm in staffing.NORMS}
