"""Who answers for a post's duties in an area."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from lianfang.apps.areas import rules
from lianfang.apps.areas.terms import PostCode, PostHolder, Responsible
from lianfang.core import sql

PLACES: LiteralString = """
with places as (
    select distinct unnest(%(areas)s::text[]) as area, %(post)s as post, %(ladder)s::text[] as ladder,
           %(above)s as above
)
"""


def responsible(
    *, area: str, post: str, at: datetime, known_at: datetime | None = None
) -> Responsible | None:
    """Who holds a post's duties in an area at a moment, as known at another (the same where not given).

    Where the post is vacant or not established there, the next one up the ladder answers; None where nobody
    up to the county does. Raises rules.UnknownPost.
    """
    found = responsible_many(areas=[area], post=post, at=at, known_at=known_at)
    return found[0] if found else None


def responsible_many(
    *, areas: Sequence[str], post: str, at: datetime, known_at: datetime | None = None
) -> list[Responsible]:
    """The same for many areas in one statement; areas without anybody are absent."""
    asked = rules.post_code(post)
    rows = sql.query(
        PLACES + sql.text("areas", "holders"),
        areas=list(areas),
        until_at=at,
        known_at=known_at or at,
        post=asked,
        **rules.holder_parameters(asked),
    )
    return [Responsible(by_vacancy=row["holder_post"] != asked, **row) for row in rows]


def post_holders(*, area: str, at: datetime, known_at: datetime | None = None) -> list[PostHolder]:
    """Every post established for exactly this area, held or vacant, at a moment."""
    rows = sql.fetch("areas", "post_holders", area=area, at=at, known_at=known_at or at)
    return [PostHolder(name=rules.post_name(row["post"]), **row) for row in rows]


def headquarters(*, at: datetime) -> list[str]:
    """Areas that have a headquarters of their own, in the order of the codes."""
    rows = sql.fetch("areas", "headquarters", post=PostCode.COUNTY_OFFICE, at=at)
    return [row["area"] for row in rows]
