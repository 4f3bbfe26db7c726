"""Ask who was with whom: with a permission and a ground, a line in the log, and the least that answers.

Of the others no more leaves than where they touched those asked about; never their ways.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl
from django.db import transaction

from lianfang.apps.people import queries as people
from lianfang.apps.venues.queries import engines
from lianfang.apps.venues.queries import together as finding
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import WINDOW, Answer, Asked, Engine, Stay
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import NotFound, WrongCall


def together(
    asked: Sequence[Asked],
    window: timedelta = WINDOW,
    *,
    ground: str,
    by: Actor,
    at: datetime,
    stays: Sequence[Stay] = (),
    engine: Engine | None = None,
) -> Answer:
    """Who was where some persons were, within a window of their stays, by the lake.

    `stays` are those that the asker knows besides, as from an interview. Raises PermissionMissing,
    GroundMissing, WindowImpossible, LookTooLong, NotFound for a person out of sight, EngineUnknown.
    """
    ground = limits.check_ground(ground)
    asked, seconds = _checked(asked, window, by=by)
    chosen = engine or engines.usual()
    started = time.perf_counter()
    found = finding.of_lake(asked, stays=stays, window=seconds, engine=chosen, by=by)
    return _logged(Answer(found, chosen, _ms(started)), asked, seconds, ground=ground, by=by, at=at)


def ask(
    asked: Sequence[Asked],
    window: timedelta = WINDOW,
    *,
    ground: str,
    by: Actor,
    at: datetime,
    engine: Engine | None = None,
) -> Answer:
    """The same for whoever waits: one person's recent days at once, by the database; all else by the lake.

    Raises as `together`, and WrongCall for several persons asked of the database.
    """
    if engine is Engine.DATABASE and len(asked) != 1:
        raise WrongCall(problem="数据库引擎一次只查一个人。")
    recent = len(asked) == 1 and asked[0].since >= at - limits.LOOK
    if engine is not Engine.DATABASE and not (recent and engine is None):
        return together(asked, window, ground=ground, by=by, at=at, engine=engine)
    ground = limits.check_ground(ground)
    checked, seconds = _checked(asked, window, by=by)
    started = time.perf_counter()
    answer = Answer(finding.recently(checked[0], window=seconds), Engine.DATABASE, _ms(started))
    return _logged(answer, checked, seconds, ground=ground, by=by, at=at)


def _checked(asked: Sequence[Asked], window: timedelta, *, by: Actor) -> tuple[list[Asked], int]:
    """Those asked about as the persons for whom they stand, and the window in seconds."""
    check(by, Permission.FIND_TOGETHER)
    if not asked:
        raise WrongCall(problem="没有写明查询谁。")
    for one in asked:
        limits.check_look(one.since, one.until)
    kept = people.canonical_ids(one.person for one in asked)
    missing = next((one.person for one in asked if one.person not in kept), None)
    if missing is not None:
        raise NotFound(what="人员", value=missing)
    return [replace(one, person=kept[one.person]) for one in asked], limits.check_window(window)


@transaction.atomic
def _logged(
    answer: Answer, asked: Sequence[Asked], window: int, *, ground: str, by: Actor, at: datetime
) -> Answer:
    audit.record(
        "presence.asked",
        subject=f"person:{asked[0].person}" if len(asked) == 1 else "persons",
        area=by.scope,
        by=by,
        at=at,
        ground=ground,
        persons=len(asked),
        since=min(one.since for one in asked).isoformat(),
        until=max(one.until for one in asked).isoformat(),
        window=window,
        engine=answer.engine,
        found=len(answer),
        met=_distinct(answer.frame),
    )
    return answer


def _distinct(frame: pl.DataFrame) -> int:
    return frame["person"].n_unique()


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000
