"""Tell holders what opened, is nearly due, is late; and those above what stays undone.

1. *collect*: per kind, from the engine's gap of this moment, the slots that reached a step not yet told.
2. *address*: who answers for each step's post in each slot's area, upward where it is vacant.
3. *tell*: one notice an officer, one escalation a slot and level, in one statement.
4. *dispatch*: by which channels each notice leaves, and not before when.

Nothing due is stored: what is stored is that somebody was told. A run repeated, or killed before its commit,
tells nobody twice.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import connection, transaction
from django.db.models import Max

from lianfang.apps.alerts import rules
from lianfang.apps.alerts.models import Dispatch, Notice
from lianfang.apps.alerts.terms import Nature, Step, Told
from lianfang.apps.areas import queries as areas
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.duty import engine, registry
from lianfang.core.duty.engine import View
from lianfang.core.duty.terms import DutyKind
from lianfang.core.webhooks import operations as webhooks
from lianfang.core.webhooks.terms import EventKind, Happened
from lianfang.kernel.errors import NotAllowed

APP: Final = "alerts"
LOCK: Final = 4_712_030  # one run at a time: a second one sees what the first has told


@transaction.atomic
def tell(*, area: str, by: Actor, at: datetime) -> Told:
    """Tell everybody in an area what is new at this moment; returns the account of the run.

    Slots whose post nobody holds up to the top stay untold and are found again. Raises NotAllowed.
    """
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"通知{area}的责任人")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    sql.run(APP, "make_newly_due")
    view = engine.at_moment(area=area, at=at)
    found = sum(_collect(view, kind) for kind in registry.kinds())
    if not found:
        return Told(0, 0, 0, 0, 0)
    _address(at)
    last = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
    sql.run(APP, "tell", at=at)
    return _account(area, after=last, by=by, at=at)


def _collect(view: View, kind: DutyKind) -> int:
    steps = rules.ladder_of(kind.code, post=kind.post)
    given = {
        "kind": kind.code,
        "urgent": kind.code in rules.URGENT,
        "steps": json.dumps([_as_json(step) for step in steps]),
    }
    found = engine.over_gap(view=view, kind=kind, app=APP, statement="collect_newly_due", more=given)
    return found.rows


def _as_json(step: Step) -> dict[str, Any]:
    spans = {name: f"{getattr(step, name).total_seconds()} seconds" for name in ("after", "hold")}
    return asdict(step) | spans


def _address(at: datetime) -> None:
    """Find who answers, once for each area and post."""
    asked = [(row["area"], row["post"]) for row in sql.fetch(APP, "places_newly_due")]
    found = areas.holders_of_duties(places=asked, at=at)
    columns = {
        "area": [one.area for one in found],
        "post": [one.post for one in found],
        "officer": [str(one.holder_uid) for one in found],
        "holder": [one.holder for one in found],
        "holder_post": [one.holder_post for one in found],
        "holder_area": [one.holder_area for one in found],
    }
    schema = dict.fromkeys(columns, pl.String)
    sql.copy_in("alerts_addressee", pl.DataFrame(columns, schema=schema))


def _account(area: str, *, after: int, by: Actor, at: datetime) -> Told:
    (row,) = sql.fetch(APP, "told_in_run")
    fresh = list(Notice.objects.filter(told_at=at, pk__gt=after))
    told = Told(**row, notices=row["officers"])
    _dispatch(fresh, at)
    webhooks.announce(_escalations(fresh), at=at)
    if told.slots:
        audit.record("alerts.told", subject=f"areas_area:{area}", by=by, at=at, area=area, **asdict(told))
    return told


def _escalations(notices: Iterable[Notice]) -> Iterator[Happened]:
    """What other systems are told: that something went up, of which kinds, how many; no person."""
    for notice in notices:
        if notice.nature == Nature.ESCALATED:
            raised = [line for line in notice.lines if line["nature"] == Nature.ESCALATED]
            facts = {"post": notice.post, "lines": raised}
            yield Happened(EventKind.ESCALATION, f"notice:{notice.uid}", notice.area, notice.told_at, facts)


def _dispatch(notices: Iterable[Notice], at: datetime) -> None:
    """Note by which channels the new notices leave, and not before when."""
    Dispatch.objects.bulk_create(
        Dispatch(
            notice=notice,
            area=notice.area,
            channel=channel,
            not_before=rules.not_before(at, urgent=notice.urgent),
        )
        for notice in notices
        for channel in rules.channels_of(Nature(notice.nature), urgent=notice.urgent)
    )
