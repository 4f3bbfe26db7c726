"""Who holds which post: one by one, and in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

import polars as pl
from django.db import connection, transaction
from psycopg.errors import ExclusionViolation, UniqueViolation

from lianfang.apps.areas import rules
from lianfang.apps.areas.models import Assignment
from lianfang.apps.areas.operations.columns import Columns, complete
from lianfang.apps.areas.operations.permission import require_within
from lianfang.apps.areas.terms import POST_NAMES, PostCode, Written
from lianfang.core import sealing, sql
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError

MANY: Final = 1000  # assignments at once, after which the planner is told
OPTIONAL: Columns = {
    "officer_uid": pl.String,
    "phone": pl.String,
    "unit_uid": pl.String,
    "uid": pl.String,
    "begins_at": pl.Datetime("us", "UTC"),
    "ends_at": pl.Datetime("us", "UTC"),
}
KNOWING_OFFICERS = Work(
    "areas.officers", "an officer is known by name and telephone wherever else they serve"
)


class PostNotEstablished(DomainError):
    """Nobody can hold a post that does not exist there."""

    code = "areas.post_not_established"
    sentence = "{area}没有设置岗位“{post}”。请先设岗再任命。"


class PostHeld(DomainError):
    """A post has one holder at a time."""

    code = "areas.post_held"
    sentence = "岗位在这段时间已有人担任：{detail}。请先结束原任命。"


class AssignmentNotFound(DomainError):
    """No assignment that has not ended."""

    code = "areas.assignment_not_found"
    sentence = "{area}的岗位“{post}”在该时间无人担任，无需结束。"


class EndBeforeBegin(DomainError):
    """An assignment ends after it begins."""

    code = "areas.end_before_begin"
    sentence = "结束时间{ends_at}不晚于开始时间{begins_at}。请核对后重填。"


@transaction.atomic
def assign(frame: pl.DataFrame, *, by: Actor, at: datetime) -> Written:
    """Assign officers to established posts; post, officer and beginning together identify an assignment.

    Columns: `post` (code), `area`, `officer_name`; optional `officer_uid` (one officer may hold several
    posts; without it officers of equal name and phone are one, without a phone in one area only), `phone`,
    `unit_uid`, `uid`, `begins_at` (aware; `at` where empty), `ends_at`. What is recorded becomes known at
    `at`. Raises PostNotEstablished, PostHeld, NotAllowed, rules.UnknownPost.
    """
    arriving = complete(frame, required=("post", "area", "officer_name"), optional=OPTIONAL)
    for code in arriving["post"].unique():
        rules.post_code(code)
    require_within(arriving["area"].unique(), by=by, action="任命")
    _arrive(arriving, at=at)
    with _one_holder():
        created = sql.run("areas", "write_assignments", at=at).rows
    ended = sql.run("areas", "end_assignments", at=at).rows
    if created >= MANY:
        sql.run("areas", "analyse_posts")
    written = Written(arriving.height, created=created, changed=ended, unchanged=arriving.height - created)
    if created or ended:
        audit.record(
            "areas.assigned", subject="areas", area=by.scope, by=by, at=at, created=created, ended=ended
        )
    return written


def _arrive(arriving: pl.DataFrame, *, at: datetime) -> None:
    phones = arriving["phone"].to_list()
    sealed = pl.Series([None if phone is None else sealing.seal(phone) for phone in phones], dtype=pl.Binary)
    digest = pl.Series(sealing.digests("phone", phones), dtype=pl.Binary)
    sql.run("areas", "make_assignment_arriving")
    keyed = arriving.with_columns(phone_sealed=sealed, phone_digest=digest).drop("phone")
    sql.copy_in("assignment_arriving", keyed)
    with rows.acting_for(KNOWING_OFFICERS):
        sql.run("areas", "identify_officers")
        sql.run("areas", "write_officers")
        sql.run("areas", "find_posts", at=at)
    missing = sql.fetch_one("areas", "assignments_without_post")
    if missing:
        raise PostNotEstablished(area=missing["area"], post=POST_NAMES[rules.post_code(missing["post"])])


def assign_one(
    *,
    post: str,
    area: str,
    officer_name: str,
    by: Actor,
    at: datetime,
    phone: str | None = None,
    officer_uid: UUID | None = None,
    unit_uid: UUID | None = None,
    begins_at: datetime | None = None,
) -> Written:
    """Assign one officer to an established post from a moment on; see `assign` for what it raises."""
    row = {
        "post": rules.post_code(post).value,
        "area": area,
        "officer_name": officer_name,
        "phone": phone,
        "officer_uid": str(officer_uid) if officer_uid else None,
        "unit_uid": str(unit_uid) if unit_uid else None,
        "begins_at": begins_at or at,
    }
    text = {name: pl.String for name in row if name != "begins_at"}
    frame = pl.DataFrame([row], schema=text | {"begins_at": pl.Datetime("us", "UTC")})
    return assign(frame, by=by, at=at)


@transaction.atomic
def end_assignment(
    *,
    post: str,
    area: str,
    by: Actor,
    at: datetime,
    ends_at: datetime | None = None,
    unit_uid: UUID | None = None,
    ground: str = "",
) -> None:
    """End the assignment that holds a post; it is vacant from `ends_at` on (`at` where not given).

    Raises AssignmentNotFound, EndBeforeBegin and NotAllowed.
    """
    code, until = rules.post_code(post), ends_at or at
    require_within([area], by=by, action="结束任职")
    assignment = _lock_running(code, area=area, unit_uid=unit_uid)
    if until <= assignment.begins_at:
        raise EndBeforeBegin(ends_at=until, begins_at=assignment.begins_at)
    Assignment.objects.filter(pk=assignment.pk).update(ends_at=until, end_recorded_at=at)
    facts = {"post": code, "ends_at": until, "ground": ground}
    subject = f"assignment:{assignment.uid}"
    audit.record("areas.assignment_ended", subject=subject, area=area, by=by, at=at, **facts)


def _lock_running(post: PostCode, *, area: str, unit_uid: UUID | None) -> Assignment:
    running = Assignment.objects.select_for_update(of=("self",)).filter(ends_at=None, post__area=area)
    held = running.filter(post__code=post)
    assignment = (held.filter(post__unit__uid=unit_uid) if unit_uid else held).order_by("-begins_at").first()
    if assignment is None:
        raise AssignmentNotFound(area=area, post=POST_NAMES[post])
    return assignment


@contextmanager
def _one_holder() -> Iterator[None]:
    connection.ensure_connection()
    try:
        yield
    except (ExclusionViolation, UniqueViolation) as problem:
        raise PostHeld(detail=problem.diag.message_detail or "") from problem
