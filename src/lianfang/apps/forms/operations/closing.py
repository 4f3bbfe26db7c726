"""Say of whom nothing is expected for a time, and which days are off."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Closing, DayOff
from lianfang.apps.forms.rules.sight import closes
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.forms.days_off import UnlikeDay, read_days_off
from lianfang.kernel.errors import InputRefused, NotAllowed, NotFound

FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "days_off"


class ClosingImpossible(InputRefused):
    """A closing without a reason, that ends before it begins, or that there is already."""

    code = "forms.closing_impossible"
    sentence = "停报没有登记：{problem}。"


class NotAbove(NotAllowed):
    """That no reports are expected of a reporter is said from above, never by whoever signs them."""

    code = "forms.not_above"
    sentence = "停报和恢复由填报单位的上一级登记，不由本单位登记。"


class NameMissing(InputRefused):
    """A day that is unlike its weekday and says not why."""

    code = "forms.name_missing"
    sentence = "请写明是什么假日，或为什么上班。"


@transaction.atomic
def close_reporter(
    reporter: str,
    *,
    from_on: date,
    until_on: date | None,
    reason: str,
    by: Actor,
    at: datetime,
    form: str = "",
) -> Closing:
    """Expect nothing of a reporter from day to day, both within; of one form or of all.

    Raises PermissionMissing, NotFound, NotAbove, ClosingImpossible.
    """
    check(by, Permission.DECIDE_REPORT)
    area, said = _from_above(reporter, by=by), " ".join(reason.split())
    if not said or (until_on is not None and until_on < from_on):
        raise ClosingImpossible(problem="请写明理由，截止日不早于起始日")
    given = {"reporter": reporter, "form": form, "from_on": from_on}
    if form and form not in queries.form_names([form]):
        raise NotFound(what="报表", value=form)
    if Closing.objects.filter(**given).exists():
        raise ClosingImpossible(problem="这一天起的停报已经登记过")
    made = Closing.objects.create(**given, area=area, until_on=until_on, reason=said, by=by.name, at=at)
    audit.record(
        "reporter.closed", subject=f"reporter:{reporter}", by=by, at=at, area=area, form=form, since=from_on
    )
    return made


def _from_above(reporter: str, *, by: Actor) -> str:
    """The area of a reporter in sight, below the actor."""
    area = queries.area_of(reporter)
    if not by.may_see(area):
        raise NotFound(what="填报单位", value=reporter)
    if not closes(by, reporter, area) or queries.signs_for(reporter, by=by):
        raise NotAbove
    return area


@transaction.atomic
def end_closing(closing: UUID | str, *, until_on: date, by: Actor, at: datetime) -> Closing:
    """Say on which day a closing ends, that day within: reports are expected from the next.

    Raises PermissionMissing, NotFound, NotAbove, ClosingImpossible.
    """
    check(by, Permission.DECIDE_REPORT)
    found = queries.closing(closing, by=by)
    _from_above(found.reporter, by=by)
    if until_on < found.from_on:
        raise ClosingImpossible(problem="最后一天不早于起始日")
    before, found.until_on = found.until_on, until_on
    found.save(update_fields=["until_on"])
    audit.record(
        "reporter.reopened",
        subject=f"reporter:{found.reporter}",
        by=by,
        at=at,
        area=found.area,
        form=found.form,
        until=until_on,
        before=before,
    )
    return found


@transaction.atomic
def set_day(on: date, *, holiday: bool, name: str, by: Actor, at: datetime) -> None:
    """Say that a day is off, or worked although it is a weekend; said again it replaces.

    The year that comes with the program counts beside it. Raises PermissionMissing, NameMissing.
    """
    check(by, Permission.MANAGE_FORMS)
    if not name.strip():
        raise NameMissing
    load_builtin_days_off(by=by, at=at)
    DayOff.objects.update_or_create(period_on=on, defaults={"holiday": holiday, "name": name})
    audit.record("day_off.set", subject=f"day:{on}", by=by, at=at, holiday=holiday, name=name)


@transaction.atomic
def load_days_off(text: str, *, by: Actor, at: datetime) -> Sequence[UnlikeDay]:
    """Say which days of a year are unlike their weekday, from a file; said again it replaces the year.

    Raises PermissionMissing, DaysRefused with every fault.
    """
    check(by, Permission.MANAGE_FORMS)
    days = read_days_off(text)
    if not days:
        return days
    year = days[0].on.year
    DayOff.objects.filter(period_on__year=year).delete()
    DayOff.objects.bulk_create(DayOff(period_on=day.on, holiday=day.holiday, name=day.name) for day in days)
    audit.record("days_off.loaded", subject=f"year:{year}", by=by, at=at, days=len(days))
    return days


def load_builtin_days_off(*, by: Actor, at: datetime) -> int:
    """Load the years that come with the program and that nobody said anything of; returns how many days."""
    said = set(DayOff.objects.values_list("period_on__year", flat=True).distinct())
    texts = (path.read_text() for path in sorted(FOLDER.glob("*.yaml")) if int(path.stem) not in said)
    return sum(len(load_days_off(text, by=by, at=at)) for text in texts)
