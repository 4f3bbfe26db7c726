"""The reports of the demonstration: two forms on their first morning.

Some villages are ahead, one signs nought, one disputes the ledger, one is returned, the others of its town
are accepted; one isolation site is late, one silent.
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.terms import Expected, Filled, Said, Submitted
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE, slot_time

OFFICE: Final = Actor(name="演示：镇防控办", role="rehearsal", permissions=EVERY)
WRITER: Final = Actor(name="演示：村（社区）书记", role="rehearsal", permissions=EVERY)
VILLAGES, SITES = "village-daily", "isolation-site-daily"
MINUTE: Final = timedelta(minutes=1)
EVERY_OTHER: Final = 2
EARLY: Final = 20
NOUGHT, RETURNED, DISPUTING = 1, 2, 3
"""Which of the early ones is what."""
GROUND: Final = "走访40多户，新排查返回人员却与台账新增不符，请核实后更正"


@transaction.atomic
def build(*, area: str, at: datetime) -> int:
    """Load, hand in, dispute, return, accept, all before a moment; how many reports were handed in."""
    today = at.astimezone(ZONE).date()
    for form in (VILLAGES, SITES):
        operations.load_text(queries.builtin_texts()[form], by=OFFICE, at=at, from_day=today)
    villages = queries.expected(area=area, from_day=today, until_day=today, by=OFFICE, at=at, form=VILLAGES)
    early = villages[1::EVERY_OTHER][:EARLY]
    told = [_village(slot, place, on=today) for place, slot in enumerate(early)]
    sites = queries.expected(area=area, from_day=today, until_day=today, by=OFFICE, at=at, form=SITES)
    for place, slot in enumerate(sites[1:]):
        late = slot_time(today, "09:20" if place == 0 else "08:40")
        told.append(submit(slot, Filled(typed=SITE), at=late))
    operations.return_report(told[RETURNED].uid, reason=GROUND, by=OFFICE, at=at - 30 * MINUTE)
    town = early[0].area[: LENGTHS[Level.TOWN]]
    operations.accept_clean(area=town, on=today, by=OFFICE, at=at - 20 * MINUTE)
    return len(told)


def _village(slot: Expected, place: int, *, on: date) -> Submitted:
    """A village that is ahead."""
    filled = Filled(typed=_typed(place))
    if place == NOUGHT:
        filled = Filled(zero=True)
    if place == DISPUTING:
        said = Said(99, "名单上的人有一户已搬走，另有新到的未登记，请核对")
        filled = Filled(typed=_typed(place), disputed={"held": said})
    return submit(slot, filled, at=slot_time(on, "07:30") + 4 * place * MINUTE)


SITE: Final = {
    "state": "active",
    "rooms": "60",
    "usable": "58",
    "used": "31",
    "held": "34",
    "came": "5",
    "left": "2",
    "shared": "6",
    "minors": "3",
    "fever": "0",
    "sent": "0",
    "positive": "0",
    "staff": "18",
    "staff_due": "18",
    "staff_tested": "18",
    "zones": "是",
    "incidents": "0",
}


def _typed(place: int) -> dict[str, str]:
    """A village's day, a little different from the next one's."""
    counts = {
        "visited": 38 + place * 7 % 29,
        "found": place % 4,
        "found_risk": 0,
        "fever": 0,
        "fever_sent": 0,
        "asked": 2 + place % 3,
        "helped": 2 + place % 3,
        "frail": 0,
        "on_duty": 6 + place % 3,
        "gates": 2,
    }
    return {code: str(number) for code, number in counts.items()} | {"published": "是"}


def submit(slot: Expected, filled: Filled, *, at: datetime) -> Submitted:
    """Hand in what a village says, once."""
    return operations.submit(
        slot.form,
        slot.reporter,
        on=slot.period_on,
        slot=slot.slot,
        filled=filled,
        client=uuid5(NAMESPACE_OID, str(queries.key(slot))),
        by=WRITER,
        at=at,
    )
