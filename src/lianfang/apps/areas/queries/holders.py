"""Who answers for a post's duties in an area."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, LiteralString
from uuid import UUID

from lianfang.apps.areas import rules
from lianfang.apps.areas.terms import POST_NAMES, PostCode, PostHolder, Responsible, StandIn
from lianfang.core import sealing, sql
from lianfang.kernel import area_code

CANDIDATES = 12
PLACES: LiteralString = """
with places as (
    select distinct unnest(%(areas)s::text[]) as area, %(post)s as post, %(ladder)s::text[] as ladder,
           %(above)s as above, %(unit)s::uuid as unit
)
"""
PAIRS: LiteralString = """
with places as (
    select asked.area collate "C" as area, post, stands.ladder, stands.above, stands.unit
    from unnest(%(areas)s::text[], %(posts)s::text[]) as asked(area, post)
    join jsonb_to_recordset(%(ladders)s::jsonb) as stands(post text, ladder text[], above boolean, unit uuid)
    using (post)
)
"""
FEW: Final = 20


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


def holders_of_duties(
    *, places: Iterable[tuple[str, str]], at: datetime, known_at: datetime | None = None
) -> list[Responsible]:
    """Who answers for each pair of area and post, where the post may also stand for the area above.

    One statement for all; pairs for which nobody up to the county answers are absent.
    """
    asked = sorted(set(places))
    posts = sorted({post for _, post in asked})
    ask = sql.lookup_of if len(asked) <= FEW else sql.query  # of few, planning would cost more than finding
    rows = ask(
        PAIRS + sql.text("areas", "holders"),
        areas=[area for area, _ in asked],
        posts=[post for _, post in asked],
        ladders=json.dumps([{"post": post} | rules.holder_parameters(post) for post in posts]),
        until_at=at,
        known_at=known_at or at,
    )
    return [Responsible(by_vacancy=row["holder_post"] != row["post"], **row) for row in rows]


def post_holders(*, area: str, at: datetime, known_at: datetime | None = None) -> list[PostHolder]:
    """Every post established for exactly this area, held or vacant, at a moment."""
    rows = sql.fetch("areas", "post_holders", area=area, at=at, known_at=known_at or at)
    return [PostHolder(name=rules.post_name(row["post"]), **row) for row in rows]


def deputies(*, area: str, at: datetime) -> list[StandIn]:
    """Who stands in for posts of an area and below at a moment or later, in the order of areas and posts."""
    lo, hi = area_code.prefix_range(area)
    rows = sql.fetch("areas", "deputies", lo=lo, hi=hi, at=at)
    return [StandIn(name=rules.post_name(row["post"]), **row) for row in rows]


def headquarters(*, at: datetime) -> list[str]:
    """Areas that have a headquarters of their own, in the order of the codes."""
    rows = sql.fetch("areas", "headquarters", post=PostCode.COUNTY_OFFICE, at=at)
    return [row["area"] for row in rows]


def officer_phones(*, officers: Iterable[UUID]) -> dict[UUID, str]:
    """Telephones of officers in clear, for those that have one: to call or write to them in their office."""
    rows = sql.fetch("areas", "officer_phones", officers=list(officers))
    return {row["uid"]: sealing.unseal(row["phone_sealed"]) for row in rows}


def find_officers(text: str, at: datetime) -> list[tuple[str, str]]:
    """Officers in post by words of their name, place and post: uid, and who they are; those in sight."""
    words = text.split()
    if not words:
        return []
    named = {"codes": list(POST_NAMES), "labels": list(POST_NAMES.values())}
    rows = sql.fetch("areas", "find_officers", words=words, at=at, most=CANDIDATES, **named)
    return [(row["officer"], f"{row['name']} {row['posts']}") for row in rows]
