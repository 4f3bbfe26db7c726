"""Reports of the demonstration that don't fit together; the checks of truth find them as in any county.

A checkpoint repeats its shift of the day before; a village signs nought with a fever in the ledger since the
morning; in another a fever of the early morning reaches the ledger after the report. Temperatures that nobody
measured are among those of the field work. What is found is what the checks find: nothing is written here.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import Slot
from lianfang.apps.forms import operations, queries
from lianfang.apps.forms.terms import Expected, Filled
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE, slot_time
from lianfang.project.handing_in import VILLAGES, submit
from lianfang.project.newcomers import busiest_village

WRITER: Final = Actor(name="演示：填报人", role="rehearsal", permissions=EVERY)
DOCTOR: Final = Actor(name="演示：村医", role="rehearsal", permissions=EVERY)
JOB: Final = Actor.job("forms.doubts", scopes=("",))
SHIFTS: Final = "checkpoint-shift"
DAYS: Final = 6
HANDED_IN: Final = {"day": (0, "20:15"), "night": (1, "08:10")}
"""On which day after the shift began, and when, a checkpoint reports."""
DAY: Final = timedelta(days=1)


@transaction.atomic
def build(*, area: str, at: datetime) -> int:
    """Report what does not fit together, and look through it; how many doubts there are."""
    today = at.astimezone(ZONE).date()
    _shifts(area, today, at=at)
    _fevers(area, today, at=at)
    found = operations.look_through(area, by=JOB, at=slot_time(today, "05:30"))
    return found + operations.find_doubts(area, on=today, by=JOB, at=at)


def _shifts(area: str, today: date, *, at: datetime) -> None:
    """The shifts of the days before; the last day of the first checkpoint is that of the day before it."""
    first = today - DAYS * DAY
    operations.load_text(queries.builtin_texts()[SHIFTS], by=WRITER, at=at, from_day=first)
    given = {"area": area, "from_day": first, "until_day": today - DAY, "by": WRITER, "at": at}
    slots = queries.expected(**given, form=SHIFTS)  # type: ignore[arg-type]
    checkpoints = sorted({slot.reporter for slot in slots})
    for slot in slots:
        number, place = (slot.period_on - first).days, checkpoints.index(slot.reporter)
        if slot.slot == "day" and place == 0 and number == DAYS - 1:
            number -= 1
        after, clock = HANDED_IN[slot.slot]
        told = Filled(typed=_shift(number, place, slot.slot), explanation="老人、儿童凭证件")
        submit(slot, told, at=slot_time(slot.period_on + after * DAY, clock))


def _shift(day: int, place: int, slot: str) -> dict[str, str]:
    """What passed a checkpoint in a shift."""
    share = 1 if slot == "day" else 3
    people = (420 + (day * 97 + place * 131) % 180) // share
    sampled, turned, handed = (
        (day * 23 + place * 7) % 19 + 4,
        (day * 13 + place * 5) % 9 + 1,
        (day + place) % 2,
    )
    counts = {
        "vehicles": people * 3 // 5 + day * 31 % 40,
        "people": people,
        "green": 20 + (day * 17 + place * 3) % 15,
        "queue": 10 + day * 7 % 25,
        "measured": people,
        "codes": people - (day * 11 + place) % 23,
        "fever": 0,
        "red": (day * 5 + place) % 4,
        "no_test": (day * 7 + place * 3) % 11 % (sampled + turned),
        "passed": people - turned - handed,
        "sampled": sampled,
        "turned": turned,
        "handed": handed,
        "staff": 8,
        "medics": 2,
    }
    return {code: str(number) for code, number in counts.items()} | {"leader": "是"}


def _fevers(area: str, today: date, *, at: datetime) -> None:
    """Two villages near the busiest one: a fever that the report denies, a fever entered after the report."""
    open_now = queries.expected(area=area, from_day=today, until_day=today, by=WRITER, at=at, form=VILLAGES)
    silent = {slot.reporter: slot for slot in open_now if slot.report is None}
    busiest = busiest_village(area, at)
    chosen: dict[str, Gap] = {}
    for gap in sorted(_unmeasured(area, at), key=lambda gap: (gap.area[:9] != busiest[:9], gap.area)):
        village = gap.area[: LENGTHS[Level.VILLAGE]]
        if village in silent and village != busiest:
            chosen.setdefault(village, gap)
    for work, (village, gap) in zip((_denied, _entered_late), chosen.items(), strict=False):
        work(silent[village], gap.subject, today)


def _unmeasured(area: str, at: datetime) -> list[Gap]:
    view = engine.at_moment(area=area, at=at)
    return [gap for gap in engine.gaps(view=view, kinds=[registry.kind("temperature")]) if gap.holder]


def _denied(slot: Expected, person: str, today: date) -> None:
    """A fever entered at once, and nought signed two hours later, with a word that explains little."""
    _measure(person, "38.1", happened=slot_time(today, "08:00"), at=slot_time(today, "08:20"))
    submit(slot, Filled(zero=True, explanation="已复测，正常"), at=slot_time(today, "10:40"))


def _entered_late(slot: Expected, person: str, today: date) -> None:
    """A fever measured before the report, on paper till noon."""
    submit(slot, Filled(zero=True), at=slot_time(today, "06:50"))
    _measure(person, "37.8", happened=slot_time(today, "06:40"), at=slot_time(today, "11:10"))


def _measure(person: str, celsius: str, *, happened: datetime, at: datetime) -> None:
    control.add_reading(
        person=person, slot=Slot.AM, celsius=Decimal(celsius), by=DOCTOR, at=at, happened_at=happened
    )
