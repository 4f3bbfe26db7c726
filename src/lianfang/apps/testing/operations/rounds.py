"""Rounds: begun for an area with all whom they ask for, ended."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.testing import queries
from lianfang.apps.testing.models import Round
from lianfang.apps.testing.operations.visitors import VISITORS
from lianfang.apps.testing.terms import RoundView, TubeKind
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

APP: Final = "testing"
HELD_AT: Final = ("central", "isolation", "hospital")
"""Places of orders (policy.terms.PLACES) where somebody is tested on the order's days, not at home."""


class RoundOpen(InputRefused):
    """An area whose round has not ended."""

    code = "testing.round_open"
    sentence = "{area}的上一轮还没有结束，不能开始新一轮。"


class NoRule(InputRefused):
    """No table of policy in force provides for rounds."""

    code = "testing.no_rule"
    sentence = "现行政策没有规定{area}的区域检测。没有疫情的地区不做区域全员检测；确需的，指明政策包。"


class RoundOver(InputRefused):
    """A round that ended already."""

    code = "testing.round_over"
    sentence = "这一轮已经结束。"


@transaction.atomic
def start_round(
    area: str,
    *,
    hours: int = 24,
    pool: TubeKind = TubeKind.POOL10,
    disease: str = "",
    pack: str = "",
    by: Actor,
    at: datetime,
) -> RoundView:
    """Begin a round: ask for all residents of an area but those away, exempt or held elsewhere.

    Raises PermissionMissing, NotFound, NotAllowed, NoRule, RoundOpen, DiseaseUnsaid, DiseaseUnknown.
    """
    check(by, Permission.MANAGE_TESTING)
    place = areas.require_area(area)
    if not by.may_see(place):
        raise NotAllowed(actor=by.name, action=f"启动{place}的检测轮次")
    rule = queries.rule_of_rounds(disease, area=place, at=at, pack=pack)
    if rule is None:
        raise NoRule(area=place)
    before = Round.objects.select_for_update().filter(area=place).order_by("-number").first()
    if before and before.ended_at is None:
        raise RoundOpen(area=place)
    of, name, numbers = rule
    made = Round.objects.create(
        area=place,
        disease=of,
        number=before.number + 1 if before else 1,
        starts_at=at,
        due_at=at + timedelta(hours=hours),
        pool=pool,
        pack=name,
        clear_rounds=numbers["stop_after_clear_rounds"],
        pause_days=numbers["pause_days"],
        final_rounds=numbers["final_rounds"],
        by=by.name,
        recorded_at=at,
    )
    return _with_targets(made, by=by, at=at)


def _with_targets(made: Round, *, by: Actor, at: datetime) -> RoundView:
    lo, hi = area_code.prefix_range(made.area)
    told = {"round": made.pk, "on": at.astimezone(ZONE).date(), "places": list(HELD_AT), "visitors": VISITORS}
    (counted,) = sql.fetch(APP, "write_targets", lo=lo, hi=hi, **told)
    for name, count in counted.items():
        setattr(made, name, count)
    made.save(update_fields=list(counted))
    made.refresh_from_db(fields=["uid"])
    facts = {"number": made.number, "disease": made.disease, "pack": made.pack, **counted}
    audit.record("round.started", subject=f"round:{made.uid}", by=by, at=at, area=made.area, **facts)
    return queries.round_of(made.uid, by=by)


@transaction.atomic
def end_round(round_uid: str | UUID, *, by: Actor, at: datetime) -> RoundView:
    """End a round: whoever has not come is missing. Raises PermissionMissing, NotFound, RoundOver."""
    check(by, Permission.MANAGE_TESTING)
    found = queries.round_of(round_uid, by=by)
    if not by.may_see(found.area):
        raise NotAllowed(actor=by.name, action="结束上级的检测轮次")
    if found.ended_at is not None:
        raise RoundOver
    Round.objects.filter(pk=found.id, ended_at=None).update(ended_at=at)
    facts = {"number": found.number, "come": found.come, "missing": found.targets - found.come}
    audit.record("round.ended", subject=f"round:{found.uid}", by=by, at=at, area=found.area, **facts)
    return queries.round_of(round_uid, by=by)
