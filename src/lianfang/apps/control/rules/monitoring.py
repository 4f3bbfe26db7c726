"""Numbers of monitoring: the slots of a day, fever, and the clocks of what follows, each with its source.

Marks of certainty: A read in the legal text, B quoted, C local or weak, M from memory.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from lianfang.apps.control.terms import Slot
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.text import clean

FEVER_CELSIUS: Final = Decimal("37.3")
"""Fever from 37.3 °C at the armpit: the protocols' criterion for home observation (新冠防控方案, M+)."""
POSSIBLE_CELSIUS: Final = (Decimal("30.0"), Decimal("45.0"))

DAY_OPENS: Final = time(0, 0)
AM_OPENS: Final = time(6, 0)
AM_DUE: Final = time(10, 0)
"""The morning reading by 10:00: local (C), so that an evening is left to find who was missed."""
PM_OPENS: Final = time(12, 0)
PM_DUE: Final = time(16, 0)
"""The afternoon reading in by 16:00: town opinion, item 13 (下午16时前上报卫生院; C)."""
AM_CALL_DUE: Final = time(12, 0)
PM_CALL_DUE: Final = time(20, 0)
"""Two calls a day, by noon and before the night's rest: two a day are local (C), the hours our own."""

NOTICE_WITHIN: Final = timedelta(hours=24)
"""The written notice within a day of the decision: 行政强制法 Art. 19-20 ask for the family to be told at
once and urgent measures to be reported within 24 h (A); the same day is taken for the notice (local, C)."""
VISIT_WITHIN: Final = timedelta(hours=24)
"""First visit with the door sign within a day of the order (local, C)."""
CALL_AFTER_MISSED: Final = timedelta(hours=2)
KNOCK_AFTER_MISSED: Final = timedelta(hours=4)
"""No reading is an event too: call, then knock; the hours are local (C)."""
TRANSFER_WITHIN: Final = timedelta(hours=2)
"""Transfer to the designated clinic within 2 h (M)."""
TRANSFER_SOUGHT: Final = timedelta(days=14)
"""After the longest incubation an old fever is history; it stays in the accounts of its days."""
RELEASE_BY: Final = time(12, 0)
"""Released on the day the period ends, by noon: 应解尽解 asks for the day; noon is local (C), so that a
release forgotten in the morning can still be made good on the same day."""
APPEAL_WITHIN: Final = timedelta(hours=48)
"""An appeal is answered within 48 h (Hubei's rule for health codes, C; the law says in time, B)."""

AT_HOME: Final = ("home", "home_monitor", "central_or_home", "isolation")
"""Places whose people are visited at their door."""

_SLOT_DUE: Final = {Slot.AM: AM_DUE, Slot.PM: PM_DUE}
_NOTHING: Final = frozenset({"", "无", "没有", "无症状", "正常", "否", "/", "-", "—", "none", "no"})


class ReadingImpossible(InputRefused):
    """A temperature no living person has, or no number at all."""

    code = "control.reading_impossible"
    sentence = "体温“{value}”不可能。请填30.0至45.0之间的摄氏度。"


class SlotUnknown(InputRefused):
    """Neither morning nor afternoon."""

    code = "control.slot_unknown"
    sentence = "时段“{value}”无法识别。请填am（上午）或pm（下午）。"


class NotYet(InputRefused):
    """Something recorded before it happened."""

    code = "control.not_yet"
    sentence = "发生时间{happened}晚于登记时间{recorded}。请核对后重填。"


class OtherDay(InputRefused):
    """A reading or sample of one day that was taken on another."""

    code = "control.other_day"
    sentence = "{day}的体温或采样不能发生在{happened}：错过的不能补。请核对日期和时间。"


def read_celsius(text: str | Decimal) -> Decimal:
    """A temperature in °C to one decimal; raises ReadingImpossible."""
    value = text if isinstance(text, Decimal) else _number(text)
    low, high = POSSIBLE_CELSIUS
    if value.is_finite() and low <= value <= high:
        tenths = round(value, 1)
        if value == tenths:
            return tenths
    raise ReadingImpossible(value=text)


def _number(text: str) -> Decimal:
    plain = clean(text).removesuffix("℃").removesuffix("°C").removesuffix("度").strip()
    try:
        return Decimal(plain)
    except ArithmeticError as problem:
        raise ReadingImpossible(value=text) from problem


def read_slot(text: str) -> Slot:
    """A slot by its code or Chinese word; raises SlotUnknown."""
    found = _SLOT_WORDS.get(clean(text).lower())
    if found is None:
        raise SlotUnknown(value=text)
    return found


_SLOT_WORDS: Final = {
    "am": Slot.AM,
    "上午": Slot.AM,
    "早": Slot.AM,
    "早上": Slot.AM,
    "早晨": Slot.AM,
    "晨": Slot.AM,
    "pm": Slot.PM,
    "下午": Slot.PM,
    "晚": Slot.PM,
    "晚上": Slot.PM,
    "午后": Slot.PM,
}


def read_symptoms(text: str) -> str:
    """The symptoms named; empty for the many ways of writing that there are none."""
    plain = text and clean(text)
    return "" if plain.lower() in _NOTHING else plain


def alerts(celsius: Decimal, symptoms: str) -> bool:
    """Whether a reading calls for transfer: fever or symptoms."""
    return celsius >= FEVER_CELSIUS or bool(symptoms)


def slot_due(day: date, slot: Slot, zone: ZoneInfo = ZONE) -> datetime:
    """When the reading of a slot must be in."""
    return datetime.combine(day, _SLOT_DUE[slot], tzinfo=zone)


def slot_of(moment: datetime, zone: ZoneInfo = ZONE) -> Slot:
    """The half of the day in which a moment lies."""
    return Slot.AM if moment.astimezone(zone).time() < PM_OPENS else Slot.PM


def taken_at(
    *, day: date, slot: Slot, happened_at: datetime | None, at: datetime, zone: ZoneInfo = ZONE
) -> datetime:
    """The moment of a reading: as written; else now for one of today; else its slot's hour, as on paper.

    Raises NotYet for a moment ahead of `at`, OtherDay for one on another day than the slot's.
    """
    moment = happened_at or (at if day == day_of(at, zone) else slot_due(day, slot, zone))
    check_same_day(moment, day=day, at=at)
    return moment


@lru_cache(maxsize=1024)
def day_of(moment: datetime, zone: ZoneInfo = ZONE) -> date:
    """The day of a moment; the records of one call share few."""
    return moment.astimezone(zone).date()


def check_same_day(moment: datetime, *, day: date, at: datetime) -> None:
    """Raise NotYet for a moment ahead of `at`, OtherDay for one on another day."""
    check_happened(moment, at=at)
    if day_of(moment) != day:
        raise OtherDay(day=day, happened=f"{moment:%Y-%m-%d %H:%M}")


def check_happened(happened_at: datetime, *, at: datetime) -> None:
    """Raise NotYet for what lies ahead of the moment at which it is recorded."""
    if happened_at > at:
        raise NotYet(happened=f"{happened_at:%Y-%m-%d %H:%M}", recorded=f"{at:%Y-%m-%d %H:%M}")
