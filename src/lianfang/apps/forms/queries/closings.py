"""Reporters that are closed: of whom nothing is expected, since when, until when, why."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms.models import Closing
from lianfang.apps.forms.queries.expected import as_unit
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.errors import NotFound


def closings(*, by: Actor, on: date | None = None) -> list[Closing]:
    """Closings in sight, the latest first; of a day those that count then."""
    found = Closing.objects.all()
    if on is not None:
        found = found.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
    own = bound_to(by)
    if own is not None:
        found = found.filter(reporter=str(own))
    return [one for one in found.order_by("-from_on", "reporter", "form") if by.may_see(one.area)]


def closing(uid: UUID | str, *, by: Actor) -> Closing:
    """A closing in sight; raises NotFound."""
    wanted = as_unit(str(uid))
    found = Closing.objects.filter(uid=wanted).first() if wanted else None
    if found is None or not by.may_see(found.area):
        raise NotFound(what="停报", value=uid)
    return found


def reporter_of(text: str, *, by: Actor) -> str:
    """The reporter that a code, an identity or a whole name means in sight; raises NotFound."""
    said = text.strip()
    if said.isdigit() and areas.names([said]):
        return said
    if (unit := as_unit(said)) is not None:
        return str(unit)
    called = sql.fetch("forms", "reporters_called", called=said) if said else []
    found = [row["reporter"] for row in called if by.may_see(row["area"])]
    if len(found) != 1:
        raise NotFound(what="填报单位", value=said)
    return str(found[0])
