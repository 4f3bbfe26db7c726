"""What another decision table would change for those who are under measure today."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True, slots=True)
class Effect:
    """How many persons of a category would be free, held shorter, as long, longer; and days in all."""

    category: str
    persons: int
    freed: int
    shorter: int
    same: int
    longer: int
    days: int

    def __post_init__(self) -> None:
        if self.persons != self.freed + self.shorter + self.same + self.longer:
            raise ArithmeticError(f"the effect does not balance: {self}")


@transaction.atomic
def effect_of_table(*, pack_id: int, area: str, at: datetime) -> list[Effect]:
    """What would change in an area if a table held from now on, by its categories; nothing is written."""
    lo, hi = area_code.prefix_range(area)
    on = at.astimezone(ZONE).date()
    asked = {"lo": lo, "hi": hi, "on": on, "known_at": at}
    asked["diseases"] = list(policy.read_pack(pack_id).diseases)
    policy.open_cases()
    sql.run("control", "effect_cases", **asked)
    policy.assess_cases(pack_id=pack_id, on=on)
    return [Effect(**row) for row in sql.fetch("control", "effect_of_table", **asked)]
