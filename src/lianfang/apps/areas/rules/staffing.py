"""How many of each post a place must have, and what is lacking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from lianfang.apps.areas.terms import POST_NAMES, PostCode
from lianfang.kernel.area_code import Level

STAFFED_WITHIN: Final = timedelta(days=7)
"""The posts that the norms ask for are established within a week; a vacant one is filled by another duty."""


@dataclass(frozen=True, slots=True)
class Norm:
    """So many holders of a post in every area of a level; with its source and how sure it is."""

    post: PostCode
    level: Level
    count: int
    source: str
    certainty: str


NORMS: Final = (
    Norm(PostCode.TOWN_CLERK, Level.TOWN, 1, "五级书记责任意见：乡镇设办公室，定人定岗（地方）", "C"),
    Norm(PostCode.HEALTH_CENTRE_HEAD, Level.TOWN, 1, "乡镇意见：卫生院负责医学观察（地方）", "C"),
    Norm(PostCode.POLICE_STATION_HEAD, Level.TOWN, 1, "三联动：干部、医生、民警到村（地方）", "C"),
    Norm(PostCode.VILLAGE_SECRETARY, Level.VILLAGE, 1, "五级书记责任意见：村书记第一责任人（地方）", "C"),
    Norm(PostCode.VILLAGE_CADRE, Level.VILLAGE, 1, "三联动：每村一名包村干部（地方）", "C"),
    Norm(PostCode.VILLAGE_DOCTOR, Level.VILLAGE, 1, "三联动：每村一名村医（地方）", "C"),
    Norm(PostCode.GRID_WORKER, Level.GRID, 1, "网格化管理：每网格一名网格员（地方）", "C"),
)


def norm_parameters() -> dict[str, object]:
    """The norms as parameters of a statement: for each its post, its level, how many."""
    return {
        "posts": [norm.post.value for norm in NORMS],
        "levels": [int(norm.level) for norm in NORMS],
        "counts": [norm.count for norm in NORMS],
    }


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A post of which a place has fewer holders than the norm: not established, or vacant."""

    area: str
    name: str
    post: str
    post_name: str
    asked: int
    established: int
    held: int
    source: str
    certainty: str

    @property
    def lacking(self) -> int:
        return self.asked - self.held

    @property
    def established_enough(self) -> bool:
        return self.established >= self.asked


@dataclass(frozen=True, slots=True)
class Staffed:
    """How many posts of a code a place has, and how many of them are held."""

    area: str
    name: str
    level: int
    post: str
    established: int
    held: int


def shortfalls(found: Iterable[Staffed]) -> list[Shortfall]:
    """What each place lacks by the norms of its level, in the order of the places."""
    by_place: dict[tuple[str, str, int], dict[str, Staffed]] = {}
    for one in found:
        by_place.setdefault((one.area, one.name, one.level), {})[one.post] = one
    return [
        lack
        for (area, name, level), posts in by_place.items()
        for norm in NORMS
        if norm.level == level
        for lack in [_lack(norm, area, name, posts.get(norm.post))]
        if lack.lacking > 0
    ]


def _lack(norm: Norm, area: str, name: str, has: Staffed | None) -> Shortfall:
    return Shortfall(
        area=area,
        name=name,
        post=norm.post,
        post_name=POST_NAMES[norm.post],
        asked=norm.count,
        established=has.established if has else 0,
        held=has.held if has else 0,
        source=norm.source,
        certainty=norm.certainty,
    )
