"""Programmes, their lists, sampling points, exemptions from rounds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import queries as orders
from lianfang.apps.testing import queries
from lianfang.apps.testing.models import Exemption, Member, Point, Programme
from lianfang.apps.testing.terms import ExemptReason, PointPlan, ProgrammeKind, ProgrammePlan
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

T = TypeVar("T", Programme, Point)


class NotWhole(InputRefused):
    """A programme or point that lacks something, or contradicts itself."""

    code = "testing.not_whole"
    sentence = "不能登记：{problem}。"


class NameTaken(InputRefused):
    """A programme or point of a name that the area has already."""

    code = "testing.name_taken"
    sentence = "这里已有“{name}”。请换一个名称。"


@transaction.atomic
def start_programme(plan: ProgrammePlan, *, area: str, by: Actor, at: datetime) -> Programme:
    """Set up who is tested every how many days in an area.

    Raises PermissionMissing, NotFound, NotAllowed, NotWhole, NameTaken, DiseaseUnsaid, DiseaseUnknown.
    """
    place = _place(area, by)
    words = tuple(word.strip() for word in plan.words if word.strip())
    if not (plan.name.strip() and plan.source.strip() and plan.certainty in {"A", "B", "C", "M"}):
        raise NotWhole(problem="须写明名称、依据和可信程度")
    if (plan.kind is ProgrammeKind.OCCUPATION) != bool(words):
        raise NotWhole(problem="按职业的项目须写明职业，其他项目不写")
    if not 1 <= plan.every_days <= 60:  # noqa: PLR2004  two months
        raise NotWhole(problem="间隔应为1至60天")
    on = at.astimezone(ZONE).date()
    disease = orders.disease_of_result(plan.disease, person=0, area=place, on=on)
    made = _unique(
        Programme(
            area=place,
            disease=disease,
            name=plan.name.strip(),
            kind=plan.kind,
            words=list(words),
            every_days=plan.every_days,
            source=plan.source.strip(),
            certainty=plan.certainty,
            starts_on=on,
            by=by.name,
            recorded_at=at,
        )
    )
    facts = {"name": made.name, "every_days": made.every_days, "kind": made.kind, "disease": disease}
    audit.record("programme.started", subject=f"programme:{made.uid}", by=by, at=at, area=place, **facts)
    return made


def _place(area: str, by: Actor) -> str:
    check(by, Permission.MANAGE_TESTING)
    place = areas.require_area(area)
    if not by.may_see(place):
        raise NotAllowed(actor=by.name, action=f"管理{place}的检测")
    return place


def _unique(made: T) -> T:
    with sql.refusing(dict.fromkeys(("programme_once", "point_once"), NameTaken), name=made.name):
        made.save(force_insert=True)
    made.refresh_from_db(fields=["uid"])
    return made


@transaction.atomic
def end_programme(programme: str | UUID, *, by: Actor, at: datetime) -> None:
    """Nobody is asked by a programme from tomorrow on. Raises PermissionMissing, NotFound, NotAllowed."""
    check(by, Permission.MANAGE_TESTING)
    found = queries.programme(programme, by=by)
    if not by.may_see(found.area):
        raise NotAllowed(actor=by.name, action="结束上级的检测项目")
    found.ends_on = at.astimezone(ZONE).date() + timedelta(days=1)
    found.save(update_fields=["ends_on"])
    audit.record("programme.ended", subject=f"programme:{found.uid}", by=by, at=at, area=found.area)


@transaction.atomic
def enlist(programme: str | UUID, persons: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Put persons on the list of a programme; how many were not on it. Raises as `start_programme`."""
    check(by, Permission.MANAGE_TESTING)
    found = queries.programme(programme, by=by)
    if found.kind != ProgrammeKind.LIST:
        raise NotWhole(problem="只有按名单的项目可以登记人员")
    known = set(Member.objects.filter(programme=found, until_on=None).values_list("person_id", flat=True))
    whom = {
        number: (uid, area) for number, uid, area in (queries.person_number(one, by=by) for one in persons)
    }
    on = at.astimezone(ZONE).date()
    fresh = [
        Member(
            programme=found,
            area=area,
            person_id=number,
            person_uid=uid,
            since_on=on,
            by=by.name,
            recorded_at=at,
        )
        for number, (uid, area) in whom.items()
        if number not in known
    ]
    Member.objects.bulk_create(fresh)
    facts = {"persons": [str(one.person_uid) for one in fresh]}
    audit.record(
        "programme.enlisted", subject=f"programme:{found.uid}", by=by, at=at, area=found.area, **facts
    )
    return len(fresh)


@transaction.atomic
def open_point(plan: PointPlan, *, area: str, by: Actor, at: datetime) -> Point:
    """Open a sampling point. Raises PermissionMissing, NotFound, NotAllowed, NotWhole, NameTaken."""
    place = _place(area, by)
    if not plan.name.strip() or plan.per_hour < 1 or plan.samplers < 1 or plan.opens >= plan.closes:
        raise NotWhole(problem="须写明名称、每小时人数、采样人员和开放时间")
    made = _unique(
        Point(
            area=place,
            name=plan.name.strip(),
            address=plan.address.strip(),
            per_hour=plan.per_hour,
            samplers=plan.samplers,
            opens=plan.opens,
            closes=plan.closes,
            by=by.name,
            recorded_at=at,
        )
    )
    audit.record("point.opened", subject=f"point:{made.uid}", by=by, at=at, area=place, name=made.name)
    return made


@transaction.atomic
def close_point(point: str | UUID, *, by: Actor, at: datetime) -> None:
    """A sampling point takes nobody any more. Raises PermissionMissing, NotFound, NotAllowed."""
    check(by, Permission.MANAGE_TESTING)
    found = queries.point(point, by=by)
    if not by.may_see(found.area):
        raise NotAllowed(actor=by.name, action="关闭上级的采样点")
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    audit.record("point.closed", subject=f"point:{found.uid}", by=by, at=at, area=found.area)


@transaction.atomic
def exempt(
    person: str, reason: ExemptReason, *, until: date, note: str = "", by: Actor, at: datetime
) -> None:
    """Rounds until a day do not ask for somebody. Raises PermissionMissing, NotFound, NotWhole."""
    check(by, Permission.MANAGE_TESTING)
    if until <= at.astimezone(ZONE).date():
        raise NotWhole(problem="豁免到期日须在今天以后")
    number, uid, area = queries.person_number(person, by=by)
    made = {"reason": reason, "note": note.strip(), "until_on": until}
    Exemption.objects.create(person_id=number, person_uid=uid, area=area, by=by.name, recorded_at=at, **made)
    facts = {"reason": reason, "until": until}
    audit.record("person.exempted", subject=f"people_person:{number}", by=by, at=at, area=area, **facts)
