"""The reports of the demonstration: two forms, a day that was handed in, accepted and returned, and a morning
on which some villages are ahead, one signs nought, one disputes the ledger, and the rest are silent.
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.terms import Expected, Filled, Said, State, Submitted
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE, slot_time

OFFICE: Final = Actor(name="演示：镇防控办", role="rehearsal", permissions=EVERY)
WRITER: Final = Actor(name="演示：村（社区）书记", role="rehearsal", permissions=EVERY)
VILLAGES, SITES = "village-daily", "isolation-site-daily"
DAY: Final = timedelta(days=1)
OLD: Final = 16
"""Villages that handed in yesterday; of the others some are silent today."""
EARLY: Final = 8
RETURNED: Final = "卡口数与昨日不同，没有说明，请核实后更正"
LATE: Final = 5
"""One village in so many hands in after its time."""
DISPUTING: Final = 3


@transaction.atomic
def build(*, area: str, at: datetime) -> int:
    """Load, hand in, accept, return, dispute, all before a moment; how many reports were handed in."""
    for form in (VILLAGES, SITES):
        operations.load_text(queries.builtin_texts()[form], by=OFFICE, at=at)
    today = at.astimezone(ZONE).date()
    handed = _yesterday(area, today - DAY) + _this_morning(area, today, at)
    operations.close_reporter(
        _villages(area, today, at)[-1].reporter,
        from_on=today - DAY,
        until_on=None,
        reason="整村搬迁，户籍并入邻村管理",
        by=OFFICE,
        at=at,
    )
    return handed


def _villages(area: str, on: date, at: datetime, form: str = VILLAGES) -> list[Expected]:
    return queries.expected(area=area, from_day=on, until_day=on, by=OFFICE, at=at, form=form)


def _yesterday(area: str, on: date) -> int:
    """A day with its late ones, one returned, the rest accepted at once."""
    evening = slot_time(on, "19:00")
    slots = _villages(area, on, evening)[:OLD]
    told = []
    for place, slot in enumerate(slots):
        late = place % LATE == LATE - 1
        told.append(_submit(slot, place, at=slot_time(on, "17:20" if late else f"15:{10 + place}")))
    operations.return_report(told[0].uid, reason=RETURNED, by=OFFICE, at=evening)
    operations.accept_clean(area=area, on=on, by=OFFICE, at=evening)
    return len(told)


def _this_morning(area: str, on: date, at: datetime) -> int:
    """Villages that are ahead: one signs nought, one disputes; and the isolation sites."""
    told = []
    for place, slot in enumerate(_villages(area, on, at)[:EARLY]):
        moment = slot_time(on, f"07:{30 + place}")
        if place == 1:
            told.append(_submit(slot, place, at=moment, filled=Filled(zero=True)))
        elif place == DISPUTING:
            said = Said(99, "名单上的人有一户已搬走，另有新到的未登记，请核对")
            told.append(_submit(slot, place, at=moment, disputed={"held": said}))
        else:
            told.append(_submit(slot, place, at=moment))
    for slot in _villages(area, on, at, SITES):
        if slot.state is not State.NOT_DUE:
            told.append(_submit(slot, 0, at=slot_time(on, "08:40"), filled=Filled(typed=SITE)))
    return len(told)


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


def _submit(
    slot: Expected,
    place: int,
    *,
    at: datetime,
    filled: Filled | None = None,
    disputed: dict[str, Said] | None = None,
) -> Submitted:
    given = filled or Filled(typed=_typed(place), disputed=disputed or {})
    return operations.submit(
        slot.form,
        slot.reporter,
        on=slot.period_on,
        slot=slot.slot,
        filled=given,
        client=uuid5(NAMESPACE_OID, f"{queries.key(slot)}"),
        by=WRITER,
        at=at,
    )
