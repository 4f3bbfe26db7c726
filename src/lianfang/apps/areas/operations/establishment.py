"""Units and established posts, in bulk; the natural key decides what is there already."""

from datetime import datetime

import polars as pl
from django.db import transaction

from lianfang.apps.areas import rules
from lianfang.apps.areas.operations.columns import Columns, complete
from lianfang.apps.areas.operations.permission import require_within
from lianfang.apps.areas.terms import UnitKind, Written
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused


class UnknownUnitKind(InputRefused):
    """The text is no kind of unit."""

    code = "areas.unknown_unit_kind"
    sentence = "没有单位类别“{value}”。可用类别：{known}。"


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


def _recorded(action: str, written: Written, *, by: Actor, at: datetime) -> Written:
    if written.created or written.changed:
        facts = {"created": written.created, "changed": written.changed}
        audit.record(action, subject="areas", area=by.scope, by=by, at=at, **facts)
    return written
