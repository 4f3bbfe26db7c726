"""Record that places changed their code with an edition, and let what hangs on them follow.

1. *check*: the edition closed the old code and knows the new one.
2. *record* the re-codings; those recorded already are left alone.
3. *descend*: grids and buildings below, of which the edition's table does not speak, get new codes too.
4. *follow*: units, posts and assignments move; of posts that meet in one place the first stays, the others
   are abolished. Other tables follow by `queries.recodings_after` through their own app.
"""

from collections.abc import Sequence
from datetime import datetime

import polars as pl
from django.db import transaction

from lianfang.apps.areas.operations.permission import require_within
from lianfang.apps.areas.terms import Recode, RecodeResult
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused

FOLLOWERS = ("move_units", "move_posts", "move_assignments")


class RecodingRefused(InputRefused):
    """A re-coding that contradicts what the edition did; none of the call was recorded."""

    code = "areas.recoding_refused"
    sentence = "不能登记“{old_code}→{new_code}”：{reason}。"


REASONS = {
    "not_closed": "旧代码不是在这一版中停用的",
    "not_known": "新代码在这一版中不存在",
    "recorded": "旧代码在这一版中已登记为另一个新代码",
    "too_late": "新代码的旧含义已先行登记，二者须在同一次登记中提交",
}


@transaction.atomic
def recode(recodes: Sequence[Recode], *, edition: int, by: Actor, at: datetime) -> RecodeResult:
    """Record re-codings of an edition; repeating the call changes nothing.

    Raises RecodingRefused and NotAllowed.
    """
    codes = [code for one in recodes for code in (one.old_code, one.new_code)]
    require_within(codes, by=by, action="登记代码变更")
    sql.run("areas", "make_recoding_arriving")
    columns = {name: [getattr(one, name) for one in recodes] for name in ("old_code", "new_code", "ground")}
    sql.copy_in("recoding_arriving", pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))
    _check(edition)
    recorded = sql.run("areas", "record_recodings", edition=edition, at=at).rows
    below = sql.run("areas", "descend_recodings", edition=edition, at=at).rows
    for step in ("close_recoded_below", "open_recoded_below"):
        sql.run("areas", step, edition=edition)
    abolished = sql.run("areas", "abolish_doubled_posts", at=at).rows
    sql.run("areas", "end_doubled_assignments", at=at)
    units, posts, assignments = (sql.run("areas", name).rows for name in FOLLOWERS)
    result = RecodeResult(recorded, below, units, posts, assignments, abolished)
    if recorded:
        facts = {"recorded": recorded, "below": below, "posts": posts, "abolished": abolished}
        audit.record("areas.recoded", subject=f"edition:{edition}", area=by.scope, by=by, at=at, **facts)
    return result


def _check(edition: int) -> None:
    wrong = sql.fetch_one("areas", "wrong_recoding", edition=edition)
    if wrong:
        raise RecodingRefused(**(wrong | {"reason": REASONS[wrong["reason"]]}))
