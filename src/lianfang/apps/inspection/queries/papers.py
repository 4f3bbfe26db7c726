"""What papers say: figures with the queries behind them, and those queries asked again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import Place
from lianfang.apps.inspection.models import Paper
from lianfang.apps.inspection.queries.findings import Visited, findings, visits
from lianfang.apps.inspection.rules import papers as rules
from lianfang.apps.inspection.rules.papers import Account, Counted, Row
from lianfang.apps.inspection.terms import BULLETIN_COUNTS, REPORT_COUNTS, FindingView
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code, periods
from lianfang.kernel.area_code import Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

BY_PLACE: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    ("found", "问题", {}),
    ("closed", "已销号的问题", {"state": "closed"}),
    ("unclosed", "未销号的问题", {"state": "unclosed"}),
    ("overdue", "逾期未整改的问题", {"late": True}),
)


def bulletin_account(*, area: str, on: date, by: Actor, at: datetime) -> Account:
    """What the bulletin of an area says of a day, as known at a moment. Raises NotAllowed, NotFound."""
    begins = periods.day_bounds(on, ZONE).start
    ends = periods.day_bounds(on + timedelta(days=1), ZONE).start
    day = {"found_from": begins.isoformat(), "found_until": ends.isoformat()}
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "visits": ("visits", {"visited_from": day["found_from"], "visited_until": day["found_until"]}),
        "found": ("findings", day),
        "red": ("findings", day | {"severity": "red_line"}),
        "closed": ("findings", {"closed_from": day["found_from"], "closed_until": day["found_until"]}),
        "unclosed": ("findings", {"state": "unclosed"}),
        "overdue": ("findings", {"late": True}),
        "repeated": ("findings", {"state": "unclosed", "repeated": True}),
    }
    figures = {
        key: _counted(key, BULLETIN_COUNTS[key], query, {"area": area, **given}, by=by, at=at)
        for key, (query, given) in asked.items()
    }
    card = areas.area(area)
    listed = findings(area=area, by=by, at=at, **_moments(day))
    return Account(
        area=area,
        name=card.name,
        office=f"{card.name}{rules.OFFICE}",
        on=on,
        as_known_at=at,
        figures=figures,
        rows=tuple(_rows(area, card.children, by=by, at=at)),
        listed=tuple(listed),
    )


def _rows(area: str, children: Iterable[Place], *, by: Actor, at: datetime) -> list[Row]:
    """The places below that have findings, and the units of the area itself, each with its figures."""
    asked: list[tuple[str, dict[str, Any]]] = [(place.name, {"area": place.code}) for place in children]
    asked.append((rules.OWN_UNITS, {"area": area, "exactly": True}))
    found = [_row(name, given, by=by, at=at) for name, given in asked]
    return sorted((row for row in found if row.figures[0].value), key=lambda row: -row.figures[2].value)


def _row(name: str, given: Mapping[str, Any], *, by: Actor, at: datetime) -> Row:
    figures = [
        _counted(
            f"place.{given['area']}.{key}", f"{name}{counts}", "findings", {**given, **more}, by=by, at=at
        )
        for key, counts, more in BY_PLACE
    ]
    return Row(name, tuple(figures))


def report_account(*, target: str, by: Actor, at: datetime) -> Account:
    """What a unit's report says, as known at a moment. Raises NotFound where nothing was found there."""
    listed = findings(area="", by=by, at=at, target=target)
    if not listed:
        raise NotFound(what="有督查问题的单位", value=target)
    first = listed[0]
    asked: dict[str, dict[str, Any]] = {
        "all": {},
        "closed": {"state": "closed"},
        "rectified": {"state": "rectified"},
        "open": {"among": "open"},
        "overdue": {"late": True},
    }
    figures = {
        key: _counted(
            key, REPORT_COUNTS[key], "findings", {"area": first.area, "target": target, **given}, by=by, at=at
        )
        for key, given in asked.items()
    }
    office = county_of(first.area) or first.place
    return Account(
        area=first.area,
        name=first.name,
        office=f"{office}{rules.OFFICE}",
        on=rules.day_of(at),
        as_known_at=at,
        figures=figures,
        listed=tuple(listed),
    )


def county_of(area: str) -> str:
    """The name of the county that holds a place; empty where there is none."""
    digits = area_code.LENGTHS[Level.COUNTY]
    return next((place.name for place in areas.path(area) if len(place.code) == digits), "")


def _counted(
    key: str, counts: str, query: str, parameters: Mapping[str, Any], *, by: Actor, at: datetime
) -> Counted:
    return Counted(key, len(asked_again(query, parameters, by=by, at=at)), counts, query, parameters)


def asked_again(
    query: str, parameters: Mapping[str, Any], *, by: Actor, at: datetime
) -> list[FindingView] | list[Visited]:
    """The records that a figure counts, as known at the moment of its paper."""
    given = _moments(parameters)
    if query == "visits":
        return visits(by=by, at=at, **given)
    being_mended, exactly = given.pop("among", ""), given.pop("exactly", False)
    found = findings(by=by, at=at, **given)
    found = [one for one in found if one.area == given["area"]] if exactly else found
    return [one for one in found if one.state in {"open", "reopened"}] if being_mended else found


def _moments(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value) if name.endswith(("_from", "_until")) else value
        for name, value in parameters.items()
    }


def paper(uid: str | UUID, *, by: Actor) -> Paper:
    """A paper that was written; raises NotFound, also out of sight."""
    try:
        found = Paper.objects.filter(uid=UUID(str(uid))).first()
    except ValueError as problem:
        raise NotFound(what="督查文书", value=uid) from problem
    own = bound_to(by)
    hidden = found is None or not by.may_see(found.area) or (own and found.about != str(own))
    if found is None or hidden:
        raise NotFound(what="督查文书", value=uid)
    return found


def papers(*, by: Actor, most: int = 50) -> list[Paper]:
    """The newest papers of an actor's areas."""
    return [one for one in Paper.objects.order_by("-id")[:most] if by.may_see(one.area)]


def behind(
    found: Paper, key: str, *, by: Actor
) -> tuple[Mapping[str, Any], list[FindingView] | list[Visited]]:
    """A figure of a paper and the records that it counts. Raises NotFound."""
    figure = next((one for one in found.figures if one["key"] == key), None)
    if figure is None:
        raise NotFound(what="数字", value=key)
    return figure, asked_again(figure["query"], figure["parameters"], by=by, at=found.as_known_at)
