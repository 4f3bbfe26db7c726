"""What is typed into the forms of cases, read into what operations take."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.apps.cases.rules.report_card import COURSES, GROUPS
from lianfang.apps.cases.terms import (
    CLASSIFICATION_NAMES,
    FOUND_NAMES,
    SITUATION_NAMES,
    VEHICLE_NAMES,
    Classification,
    Found,
    FoundThrough,
    Met,
    NewPatient,
    ReportCard,
    Situation,
    Statement,
    Vehicle,
)
from lianfang.core.typed import day_or, moment
from lianfang.kernel.errors import WrongCall

CLASSIFICATIONS: Final = [(one.value, name) for one, name in CLASSIFICATION_NAMES.items()]
BEGINNINGS: Final = CLASSIFICATIONS[:4]
FOUND: Final = [("", _("按登记判断")), *((one.value, name) for one, name in FOUND_NAMES.items())]
ITEMS: Final[tuple[dict[str, Any], ...]] = (
    {"name": "group", "label": _("人群分类"), "choices": [("", "—"), *((one, one) for one in GROUPS)]},
    {"name": "course", "label": _("急性或慢性"), "choices": [("", "—"), *((one, one) for one in COURSES)]},
    {"name": "workplace", "label": _("工作单位（学生填学校、班级）")},
    {"name": "guardian", "label": _("患儿家长姓名（14岁及以下）")},
    {"name": "reporting_unit", "label": _("报告单位")},
    {"name": "doctor", "label": _("填卡医生")},
    {"name": "card_number", "label": _("国家系统的卡片编号")},
    {"name": "note", "label": _("备注")},
)
SITUATIONS: Final = [(one.value, name) for one, name in SITUATION_NAMES.items()]
VEHICLES: Final = [("", "—"), *((one.value, name) for one, name in VEHICLE_NAMES.items())]
WINDOWS: Final = [
    ("2", _("2小时")),
    ("0", _("只算同时在")),
    ("1", _("1小时")),
    ("4", _("4小时")),
    ("24", _("一天")),
]
LONGEST: Final = 400
LONGEST_NUMBER: Final = 4


def patient(typed: Mapping[str, str], area: str) -> NewPatient:
    """Who the patient is, as typed: of the register, or new."""
    names = ("person", "name", "document", "phone", "address")
    said: dict[str, Any] = {name: typed.get(name, "").strip()[:LONGEST] for name in names}
    return NewPatient(**said, area=area)


def statement(typed: Mapping[str, str]) -> Statement:
    """What doctors say, as typed; raises WrongCall."""
    if typed.get("classification") not in set(Classification):
        raise WrongCall(problem=_("请选择病例分类。"))
    diagnosed = typed.get("diagnosed", "")
    return Statement(
        Classification(typed["classification"]),
        onset_on=_day(typed, "onset"),
        sampled_on=_day(typed, "sampled"),
        diagnosed_at=moment(diagnosed) if diagnosed else None,
        died_on=_day(typed, "died"),
        card=ReportCard(**{one["name"]: typed.get(one["name"], "").strip()[:LONGEST] for one in ITEMS}),
    )


def _day(typed: Mapping[str, str], name: str) -> date | None:
    return day_or(typed.get(name, ""), None)


def found(typed: Mapping[str, str]) -> Found:
    """Where a case belongs and how it was found, as typed."""
    through = typed.get("found", "")
    return Found(
        typed.get("disease", ""),
        outbreak=typed.get("outbreak", "").strip(),
        through=FoundThrough(through) if through in set(FoundThrough) else None,
    )


def window(typed: Mapping[str, str]) -> timedelta:
    """Within how many hours somebody counts as having been at the same place; raises WrongCall."""
    hours = typed.get("window", WINDOWS[0][0])
    if hours not in dict(WINDOWS):
        raise WrongCall(problem=_("请选择时间窗。"))
    return timedelta(hours=int(hours))


def met(typed: Mapping[str, str]) -> Met:
    """How somebody was with a case, as typed; raises WrongCall."""
    vehicle, apart = typed.get("vehicle", ""), typed.get("rows_apart", "").strip()
    if typed.get("situation") not in set(Situation):
        raise WrongCall(problem=_("请选择怎样在一起。"))
    if not typed.get("since") or not typed.get("until"):
        raise WrongCall(problem=_("请填写从何时到何时。"))
    if apart and not (apart.isdecimal() and len(apart) < LONGEST_NUMBER):
        raise WrongCall(problem=_("相距几排应为数字。"))
    return Met(
        Situation(typed["situation"]),
        since=moment(typed["since"]),
        until=moment(typed["until"]),
        vehicle=Vehicle(vehicle) if vehicle in set(Vehicle) else None,
        rows_apart=int(apart) if apart else None,
        place=typed.get("place", "").strip()[:LONGEST],
    )
