"""Say of whom nothing is expected for a time, and which days are off."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Closing, DayOff
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.forms.days_off import UnlikeDay, read_days_off
from lianfang.kernel.errors import InputRefused, NotFound

FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "days_off"


class ClosingImpossible(InputRefused):
    """A closing without a reason, that ends before it begins, or that there is already."""

    code = "forms.closing_impossible"
    sentence = "停报没有登记：{problem}。"


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

    Raises PermissionMissing, NotFound, ClosingImpossible.
    """
    check(by, Permission.DECIDE_REPORT)
    area, said = queries.area_of(reporter), " ".join(reason.split())
    if not by.may_see(area):
        raise NotFound(what="填报单位", value=reporter)
    if not said or (until_on is not None and until_on < from_on):
        raise ClosingImpossible(problem="请写明理由，截止日不早于起始日")
    given = {"reporter": reporter, "form": form, "from_on": from_on}
    if Closing.objects.filter(**given).exists():
        raise ClosingImpossible(problem="这一天起的停报已经登记过")
    made = Closing.objects.create(**given, area=area, until_on=until_on, reason=said, by=by.name, at=at)
    audit.record(
        "reporter.closed", subject=f"reporter:{reporter}", by=by, at=at, area=area, form=form, since=from_on
    )
    return made


@transaction.atomic
def set_day(on: date, *, holiday: bool, name: str, by: Actor, at: datetime) -> None:
    """Say that a day is off, or worked although it is a weekend; said again it replaces.

    Raises PermissionMissing.
    """
    check(by, Permission.MANAGE_FORMS)
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
