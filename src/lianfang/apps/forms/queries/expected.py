"""What is expected, and where it stands."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from lianfang.apps.forms.terms import Expected, State
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

APP: Final = "forms"
BETWEEN: Final = "."


class Key(NamedTuple):
    """Which report: its form, who reports, of which day and slot."""

    form: str
    reporter: str
    on: date
    slot: str

    def __str__(self) -> str:
        return BETWEEN.join((self.form, self.reporter, self.on.isoformat(), self.slot))


def key_of(text: str) -> Key:
    """The key as addresses and duties write it; raises NotFound."""
    try:
        form, reporter, on, slot = text.split(BETWEEN)
        return Key(form, reporter, date.fromisoformat(on), slot)
    except ValueError as problem:
        raise NotFound(what="应报的报表", value=text) from problem


def expected(
    *,
    area: str,
    from_day: date,
    until_day: date,
    by: Actor,
    at: datetime,
    known_at: datetime | None = None,
    form: str | None = None,
    reporter: str | None = None,
) -> list[Expected]:
    """Reports expected in an area on some days, by their clock, and where each stands; raises NotFound."""
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)
    lo, hi = area_code.prefix_range(area)
    rows = sql.fetch(
        APP,
        "states",
        form=form,
        lo=lo,
        hi=hi,
        from_day=from_day,
        until_day=until_day,
        at=at,
        known_at=known_at or at,
        own=bound_to(by),
        reporter=reporter,
    )
    return [Expected(**row | {"state": State(row["state"])}) for row in rows]


def one_expected(form: str, reporter: str, *, on: date, slot: str, by: Actor, at: datetime) -> Expected:
    """The one report that is expected of a reporter; raises NotFound."""
    area = area_of(reporter)
    given = {"area": area, "from_day": on, "until_day": on, "by": by, "at": at}
    found = expected(**given, form=form, reporter=reporter) if by.may_see(area) else []  # type: ignore[arg-type]
    for one in found:
        if one.slot == slot:
            return one
    raise NotFound(what="应报的报表", value=f"{form} {reporter} {on} {slot}")


def area_of(reporter: str) -> str:
    """The area of a reporter: its own code, or where its unit stands; raises NotFound."""
    if reporter.isdigit():
        return reporter
    unit = as_unit(reporter)
    found = units([unit]) if unit else []
    if not found:
        raise NotFound(what="填报单位", value=reporter)
    return str(found[0]["area"])


def units(asked: Iterable[UUID]) -> list[dict[str, Any]]:
    """Kind, name and area of units."""
    wanted = list(asked)
    return sql.lookup(APP, "units_of", units=wanted) if wanted else []


def as_unit(reporter: str) -> UUID | None:
    """The unit that reports, if it is one."""
    try:
        return UUID(reporter)
    except ValueError:
        return None


def key(one: Expected) -> Key:
    """The key of a report that is expected."""
    return Key(one.form, one.reporter, one.period_on, one.slot)
