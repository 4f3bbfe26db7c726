"""Units and established posts, in bulk; the natural key decides what is there already."""

from datetime import datetime
from uuid import UUID

import polars as pl
from django.db import transaction

from lianfang.apps.areas import rules
from lianfang.apps.areas.operations.columns import Columns, complete
from lianfang.apps.areas.operations.permission import require_within
from lianfang.apps.areas.terms import POST_NAMES, UnitKind, Written
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import DomainError, InputRefused


class UnknownUnitKind(InputRefused):
    """The text is no kind of unit."""

    code = "areas.unknown_unit_kind"
    sentence = "没有单位类别“{value}”。可用类别：{known}。"


class PostEstablished(DomainError):
    """The post stands there already."""

    code = "areas.post_established"
    sentence = "{area}已设有岗位“{post}”，无需再设。"


class UnitKnown(DomainError):
    """A unit of this kind and name is there already."""

    code = "areas.unit_known"
    sentence = "{area}已有单位“{name}”，无需再登记。"


class UnitUnnamed(InputRefused):
    """A unit has a name."""

    code = "areas.unit_unnamed"
    sentence = "没有填写单位名称。"


@transaction.atomic
def load_units(frame: pl.DataFrame, *, by: Actor, at: datetime) -> Written:
    """Write units; area, kind and name together identify one.

    Columns of text: `kind`, `name`, `area`; optional `uid` and `parent_uid`. Raises UnknownUnitKind and
    NotAllowed.
    """
    optional: Columns = {"uid": pl.String, "parent_uid": pl.String}
    units = complete(frame, required=("kind", "name", "area"), optional=optional)
    for kind in units["kind"].unique():
        if kind not in set(UnitKind):
            raise UnknownUnitKind(value=kind, known="、".join(UnitKind))
    require_within(units["area"].unique(), by=by, action="登记单位")
    sql.run("areas", "make_unit_arriving")
    sql.copy_in("unit_arriving", units)
    created = sql.run("areas", "write_units").rows
    changed = sql.run("areas", "set_unit_parents").rows
    written = Written(rows=units.height, created=created, changed=changed, unchanged=units.height - created)
    return _recorded("areas.units_loaded", written, by=by, at=at)


@transaction.atomic
def establish_posts(frame: pl.DataFrame, *, by: Actor, at: datetime) -> Written:
    """Establish posts; code, area and unit together identify one. A post is vacant until it is assigned.

    Columns: `code`, `area`; optional `unit_uid`, `uid`, `established_at` (aware; `at` where empty).
    Raises rules.UnknownPost and NotAllowed.
    """
    optional: Columns = {"unit_uid": pl.String, "uid": pl.String, "established_at": pl.Datetime("us", "UTC")}
    posts = complete(frame, required=("code", "area"), optional=optional)
    for code in posts["code"].unique():
        rules.post_code(code)
    require_within(posts["area"].unique(), by=by, action="设置岗位")
    sql.run("areas", "make_post_arriving")
    sql.copy_in("post_arriving", posts)
    created = sql.run("areas", "write_posts", at=at).rows
    written = Written(rows=posts.height, created=created, changed=0, unchanged=posts.height - created)
    return _recorded("areas.posts_established", written, by=by, at=at)


def establish_post(*, post: str, area: str, by: Actor, at: datetime, unit: UUID | None = None) -> None:
    """Establish one post, vacant. Raises PostEstablished, rules.UnknownPost and NotAllowed."""
    code = rules.post_code(post)
    row = {"code": code.value, "area": area, "unit_uid": str(unit) if unit else None}
    frame = pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))
    if not establish_posts(frame, by=by, at=at).created:
        raise PostEstablished(area=area, post=POST_NAMES[code])


def add_unit(*, kind: str, name: str, area: str, by: Actor, at: datetime) -> None:
    """Write down one unit. Raises UnitKnown, UnitUnnamed, UnknownUnitKind and NotAllowed."""
    if not name.strip():
        raise UnitUnnamed
    row = {"kind": kind, "name": name.strip(), "area": area}
    if not load_units(pl.DataFrame([row]), by=by, at=at).created:
        raise UnitKnown(area=area, name=name.strip())


def _recorded(action: str, written: Written, *, by: Actor, at: datetime) -> Written:
    if written.created or written.changed:
        facts = {"created": written.created, "changed": written.changed}
        audit.record(action, subject="areas", area=by.scope, by=by, at=at, **facts)
    return written
