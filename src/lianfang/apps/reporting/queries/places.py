"""Places as reports name them, and who may read of them."""

from lianfang.apps.reporting.rules import wording
from lianfang.apps.reporting.terms import Place
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import DomainError, NotAllowed


class PlaceUnknown(DomainError):
    """No current area has this code."""

    code = "reporting.place_unknown"
    sentence = "区划代码“{area}”不在现行区划表中。请核对代码，或先用 areas load 载入区划。"


def check_sight(area: str, *, by: Actor) -> None:
    """Raise NotAllowed unless the area lies within what the actor may see."""
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的报表")


def place_of(area: str) -> Place:
    """Return a place with its offices and the areas one level below; raises PlaceUnknown."""
    level = area_code.level_of(area)
    parent = area_code.parent_of(area) or ""
    lo, hi = area_code.prefix_range(area)
    digits = child_digits(area)
    found = sql.lookup("reporting", "places", area=area, parent=parent, lo=lo, hi=hi, digits=digits)
    by_code = {row["code"]: row for row in found}
    own, above = by_code.pop(area, None), by_code.pop(parent, None)
    if own is None:
        raise PlaceUnknown(area=area)
    upper = wording.office(above["name"], above["office"], Level(above["level"])) if above else ""
    return Place(
        area=area,
        name=own["name"],
        level=level,
        office=wording.office(own["name"], own["office"], level),
        upper_office=upper,
        children={code: row["name"] for code, row in by_code.items()},
    )


def child_digits(area: str) -> int:
    """Return how many digits the codes of the areas one level below have; raises for a building."""
    level = area_code.level_of(area)
    if level is Level.BUILDING:
        raise PlaceUnknown(area=area)
    return area_code.LENGTHS[Level(level + 1)]
