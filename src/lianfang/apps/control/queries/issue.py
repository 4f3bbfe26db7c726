"""What an issue of orders asks before, while and after it writes."""

from typing import Final
from uuid import UUID

from lianfang.apps.areas import queries as areas
from lianfang.apps.control.terms import Approval, BatchOfIssue
from lianfang.apps.people import queries as people
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import InputRefused, NotFound

APP: Final = "control"


class NoPackInForce(InputRefused):
    """No table says what to do about the disease in this place on this day."""

    code = "control.no_pack_in_force"
    sentence = "{on}在{area}没有关于“{disease}”的有效政策。请先载入或采用政策包，或用--pack指定。"


def batch_of_issue(reference: str | int) -> BatchOfIssue:
    """The list that a uid or a number names; raises NotFound."""
    uid, number = identity(reference)
    row = sql.fetch_one(APP, "batch_of_issue", uid=uid, number=number)
    if row is None:
        raise NotFound(what="名单", value=reference)
    return BatchOfIssue(row["id"], row["area"], row["disease"], done=row["state"] == "done")


def identity(reference: str | int) -> tuple[UUID | None, int | None]:
    """A reference as uid or as number; neither where it is no such thing."""
    text = str(reference).strip()
    try:
        return UUID(text), None
    except ValueError:
        return None, int(text) if text.isascii() and text.isdigit() else None


def exposures_of_batch(batch_id: int) -> int:
    """How many exposures a list tells of."""
    return int(sql.fetch(APP, "exposures_of_batch", batch_id=batch_id)[0]["exposures"])


def person_to_order(reference: str | int, *, by: Actor) -> tuple[int, str]:
    """Number and area of the person that stands after merges; raises NotFound outside the actor's scope."""
    number = people.person_id(reference, scope=by.scope)
    kept = people.canonical_ids([number])[number]
    return kept, people.labels([kept])[kept].area


def issuer_for_batch(reference: str | int) -> str:
    """The headquarters that decides for the area of a list; raises NotFound."""
    return issuer_of(batch_of_issue(reference).area)


def issuer_for_person(reference: str | int, *, by: Actor) -> str:
    """The headquarters that decides for a person's area; raises NotFound."""
    return issuer_of(person_to_order(reference, by=by)[1])


def issuer_of(area: str) -> str:
    """The nearest headquarters of an area or above it; the county's by its usual name where none is known."""
    above = [*area_code.ancestors(area), area] if area else []
    row = sql.fetch_one(APP, "issuer_of_area", areas=above)
    if row is not None:
        return str(row["name"])
    county = area[: area_code.LENGTHS[area_code.Level.COUNTY]]
    return f"{areas.names([county]).get(county, county)}疫情防控指挥部"


def deviation_approved(*, pack_id: int, upper_id: int, area: str) -> Approval | None:
    """Who approved, and why, that a table is stricter than the one above it in a place."""
    row = sql.fetch_one(APP, "deviation_approved", pack_id=pack_id, upper_id=upper_id, area=area)
    return Approval(row["approved_by"], row["reason"]) if row else None
