"""A small county of areas, posts and officers, loaded through the operations of the areas app."""

from datetime import datetime, timedelta
from uuid import UUID

import polars as pl

from lianfang.apps.areas import operations
from lianfang.apps.areas.terms import AreaLoad
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

BY = Actor(name="test")
AT = datetime(2022, 7, 1, 8, tzinfo=ZONE)
COUNTY, TOWN, VILLAGE, GRID = "990121", "990121100", "990121100201", "990121100201001"
ROWS = (
    ("99", "虚岭省"),
    ("9901", "虚安市"),
    ("990121", "澜砚县"),
    ("990121100", "城关镇"),
    ("990121100001", "东街社区"),
    ("990121100201", "北山村"),
    ("990121200", "柳林乡"),
    ("990121200201", "柳林村"),
)
GRIDS = (("990121100201001", "第一网格"), ("990121100201002", "第二网格"))


def days(count: float) -> datetime:
    """A moment so many days after AT."""
    return AT + timedelta(days=count)


def table(rows: object, **columns: list[object]) -> pl.DataFrame:
    """A table of areas from pairs of code and name."""
    pairs = list(rows)  # type: ignore[call-overload]
    return pl.DataFrame({"code": [code for code, _ in pairs], "name": [name for _, name in pairs], **columns})


def load(rows: object = ROWS, **options: object) -> AreaLoad:
    """Load pairs of code and name."""
    given = {"label": "试", "by": BY, "at": AT} | options
    return operations.load_areas(table(rows), **given)  # type: ignore[arg-type]


def build_county() -> None:
    """The county with its grids."""
    load()
    load(GRIDS, label="网格", scope=VILLAGE)


def establish(*posts: tuple[str, str], at: datetime = AT) -> None:
    """Establish posts given as pairs of code and area."""
    frame = pl.DataFrame({"code": [code for code, _ in posts], "area": [area for _, area in posts]})
    operations.establish_posts(frame, by=BY, at=at)


def hold(
    post: str, area: str, name: str, *, begins: datetime = AT, at: datetime = AT, uid: UUID | None = None
) -> None:
    """Assign an officer to an established post."""
    operations.assign_one(
        post=post, area=area, officer_name=name, begins_at=begins, officer_uid=uid, by=BY, at=at
    )
