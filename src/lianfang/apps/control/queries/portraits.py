"""One person under control: every order and why, temperatures by day, and all that happened, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.apps.control.rules import workflow
from lianfang.apps.control.rules.monitoring import APPEAL_WITHIN, FEVER_CELSIUS
from lianfang.apps.control.terms import (
    EVENT_NAMES,
    OUTCOME_NAMES,
    RESULT_NAMES,
    SLOT_NAMES,
    STATE_NAMES,
    EncounterKind,
    EventKind,
    MeasureState,
    MeasureView,
)
from lianfang.apps.intake.terms import CHECK_OUTCOME_NAMES, GROUP_NAMES
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import CERTAINTIES, MEASURES, Ground
from lianfang.core import sql

APP: Final = "control"
MOST: Final = 200
AT_ONCE: Final = timedelta(minutes=10)
"""What is recorded sooner was recorded as it happened."""


RECORD_WORDS: Final = {
    "people.corrected": _("更正人员信息"),
    "people.moved": _("变更住地"),
    "people.state_set": _("变更状态"),
    "people.key_removed": _("删除错误的证件或电话"),
    "people.unmasked": _("查看完整号码"),
}
"""Acts on a person's record, by their word in the log."""


FIELD_WORDS: Final = {
    "name": _("姓名"),
    "sex": _("性别"),
    "birth_date": _("出生日期"),
    "address": _("住址"),
    "occupation": _("职业"),
    "state": _("状态"),
    "area": _("住地"),
    "household_id": _("同户"),
}
"""Fields of a person's record, as a change of them is told."""
JOB_WORDS: Final = {
    "control.lapse": _("系统：到期失效"),
    "testing.let_go": _("系统：单采复核阴性"),
}
"""Who acts by the clock."""


@dataclass(frozen=True)
class Said:
    """What a line says: a sentence and the name of what it is about, apart, so that both are translated."""

    name: str
    sentence: str = "{name}"


def _words(names: Mapping[Any, str], sentence: str = "{name}") -> dict[str, Said]:
    return {str(code): Said(name, sentence) for code, name in names.items()}


MEETINGS: Final = {
    EncounterKind.CALL: _("电话：{name}"),
    EncounterKind.KNOCK: _("敲门：{name}"),
    EncounterKind.VISIT: _("上门：{name}"),
    EncounterKind.TRANSFER: _("转运：{name}"),
}
WORDS: Final = {
    "ordered": _words(MEASURES, _("决定{name}")),
    "event": _words(EVENT_NAMES),
    "reading": _words(SLOT_NAMES, _("{name}体温")),
    "test": _words(RESULT_NAMES, _("检测：{name}")),
    "check": _words(CHECK_OUTCOME_NAMES, _("核查：{name}")),
    "withdrawn": {},
    "entered": _words(GROUP_NAMES, _("进入五清：{name}")),
    "left": _words(GROUP_NAMES, _("离开五清：{name}")),
    "merge": _words({"merged": _("并入重复记录"), "unmerged": _("撤销合并")}),
    "record": _words(RECORD_WORDS),
    **{f"encounter_{kind}": _words(OUTCOME_NAMES, MEETINGS[kind]) for kind in EncounterKind},
}
"""What a line of the timeline says, by its kind and code."""


@dataclass(frozen=True)
class Appeal:
    """What the person objects to an order, and the answer."""

    at: datetime
    text: str
    by: str
    due_at: datetime
    answered_at: datetime | None = None
    answer: str = ""
    answered_by: str = ""


@dataclass(frozen=True)
class Order:
    """An order as a person sees it: what, until when, by whom, and the row of the table that gave it."""

    name: str
    state: MeasureState
    issuer: str
    view: MeasureView
    ground: Ground
    withdrawn: bool = False
    appeals: tuple[Appeal, ...] = ()

    @property
    def in_force(self) -> bool:
        return self.state in workflow.IN_FORCE

    @property
    def has_notice(self) -> bool:
        """Whether there is a notice to hand over: of the decision, or of its end."""
        return self.in_force or self.state in {MeasureState.LAPSED, MeasureState.RELEASED}

    @property
    def certainty(self) -> str:
        """How sure the row of the table is, in words."""
        return CERTAINTIES.get(self.ground.certainty, self.ground.certainty)

    @property
    def waiting(self) -> bool:
        """Whether an appeal waits for its answer."""
        return any(one.answered_at is None for one in self.appeals)

    @property
    def days(self) -> int:
        return (self.view.ends_on - self.view.starts_on).days

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


@dataclass(frozen=True)
class Temperature:
    """A temperature of a slot."""

    celsius: Any
    fever: bool


@dataclass(frozen=True)
class Day:
    """The temperatures of a day."""

    on: date
    am: Temperature | None
    pm: Temperature | None


@dataclass(frozen=True)
class Happening:
    """One thing that happened to a person; `recorded_at` where it became known later than it happened."""

    at: datetime
    recorded_at: datetime | None
    what: str
    said: Said
    detail: str
    by: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portrait:
    """A person under control."""

    orders: tuple[Order, ...]
    days: tuple[Day, ...]
    timeline: tuple[Happening, ...]


def portrait(*, person_id: int, at: datetime, on: date) -> Portrait:
    """What control knows of a person and the records merged into it, until a moment."""
    asked = {"person_id": person_id, "until": at, "actions": list(RECORD_WORDS)}
    happened = sql.lookup(APP, "person_timeline", limit=MOST, **asked)
    exposures = policy.known_exposures() if happened else {}
    words = WORDS | {
        "listed": _words(exposures, _("列入名单：{name}")),
        "withdrawn": _words(exposures, _("收回名单所述：{name}")),
    }
    orders = sql.lookup(APP, "person_orders", person_id=person_id)
    return Portrait(
        orders=tuple(_orders(orders, _appeals([row["id"] for row in orders]), on)),
        days=tuple(_days(sql.lookup(APP, "person_readings", person_id=person_id))),
        timeline=tuple(_happening(row, words[row["what"]]) for row in happened),
    )


def _appeals(measures: list[int]) -> dict[int, list[Appeal]]:
    """Appeals of each order, the first first; answers answer the oldest that waits."""
    found: dict[int, list[Appeal]] = {}
    for row in sql.lookup(APP, "appeals_of_measures", measures=measures) if measures else []:
        own = found.setdefault(row["measure_id"], [])
        if row["kind"] == EventKind.APPEALED:
            own.append(Appeal(row["happened_at"], row["note"], row["by"], row["happened_at"] + APPEAL_WITHIN))
        else:
            place = next(at for at, one in enumerate(own) if one.answered_at is None)
            told = {"answered_at": row["happened_at"], "answer": row["note"], "answered_by": row["by"]}
            own[place] = replace(own[place], **told)
    return found


def _orders(rows: list[dict[str, Any]], appeals: Mapping[int, list[Appeal]], on: date) -> Iterator[Order]:
    grounds = {rule: policy.ground(rule, on=on) for rule in {row["rule_id"] for row in rows}}
    for row in rows:
        issuer, withdrawn = row.pop("issuer"), row.pop("withdrawn")
        view = MeasureView(**row | {"test_dates": tuple(row["test_dates"])})
        name = MEASURES.get(view.measure, view.measure)
        own = tuple(appeals.get(view.id, ()))
        yield Order(name, workflow.state_of(view), issuer, view, grounds[view.rule_id], withdrawn, own)


def _days(rows: list[dict[str, Any]]) -> Iterator[Day]:
    by_day: dict[date, dict[str, Temperature]] = {}
    for row in rows:
        shown = Temperature(row["celsius"], row["celsius"] >= FEVER_CELSIUS)
        by_day.setdefault(row["on_date"], {})[row["slot"]] = shown
    for on, slots in by_day.items():
        yield Day(on, slots.get("am"), slots.get("pm"))


def _happening(row: dict[str, Any], names: Mapping[str, Said]) -> Happening:
    later = row["recorded_at"] - row["at"] > AT_ONCE
    recorded = row["recorded_at"] if later else None
    said = names.get(row["code"], Said(row["code"]))
    fields = tuple(FIELD_WORDS.get(field, field) for field in row["fields"])
    what, by = said.sentence.format(name=said.name), JOB_WORDS.get(row["by"], row["by"])
    return Happening(row["at"], recorded, what, said, row["detail"], by, fields)
