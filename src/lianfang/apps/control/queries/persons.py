"""A person's exposures as policy's cases, each with the table that applies."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from lianfang.apps.control.queries.issue import NoPackInForce
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import Case, PersonCase
from lianfang.core import sql
from lianfang.kernel.errors import NotFound

APP: Final = "control"


def cases_of_person(person: str, on: date) -> Sequence[PersonCase]:
    """The exposures of a person named as on the command line; raises NotFound, NoPackInForce."""
    number = people.person_id(person)
    kept = people.canonical_ids([number])[number]
    rows = sql.fetch(APP, "exposures_of_person", person_id=kept, on=on)
    if not rows:
        raise NotFound(what="此人的暴露史", value=person)
    return [_case(row, on) for row in rows]


def _case(row: dict[str, Any], on: date) -> PersonCase:
    pack_id = policy.pack_in_force(disease=row["disease"], area=row["area"], on=on)
    if pack_id is None:
        raise NoPackInForce(on=on, area=row["area"], disease=row["disease"])
    names = ("level", "last_exposure", "arrived", "occupation", "vaccinated", "age")
    case = Case(exposure=row["kind"], **{name: row[name] for name in names})
    return PersonCase(pack_id=pack_id, case=case, reported=row["origin"])
