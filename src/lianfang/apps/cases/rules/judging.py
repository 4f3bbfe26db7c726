"""The table by which whoever was with a case is a close contact, or not; each answer with its rule.

Kinds and vehicles: the judgement list of nine kinds and the rules of vehicles (certainty B). The window
before the onset is a parameter of the policy in force: 2 days in the 8th and 9th editions, 4 in between (B).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from lianfang.apps.cases.terms import RULE_NAMES, CaseCard, Classification, Met, Setting, Situation, Vehicle
from lianfang.kernel.clock import ZONE

USUAL_WINDOW: Final = 2
"""Days before the onset where the policy says none: 8th and 9th editions (B)."""
CLOSE, SECONDARY = 1, 2
EXPOSURES: Final = {CLOSE: "close_contact", SECONDARY: "secondary_contact"}
TRANSFER_HOURS: Final = {CLOSE: 8, SECONDARY: 12}
TRANSFER_SOURCE: Final = "密接8小时、次密接12小时内管控到位（地方，C）"


@dataclass(frozen=True)
class Rule:
    """A line of the table: up to how many rows apart it covers; None covers everybody aboard."""

    code: str
    rows: int | None = None

    @property
    def text(self) -> str:
        return RULE_NAMES[self.code]


ROWS: Final[Mapping[Vehicle, int]] = {
    Vehicle.PLANE: 3,
    Vehicle.OPEN_TRAIN: 1,
    Vehicle.VENTILATED_BUS: 3,
    Vehicle.SHIP: 0,
}
"""Rows (bays, cabins) that a vehicle's line reaches; in the others everybody aboard is close."""


SETTINGS: Final[Mapping[str, Setting]] = {
    **dict.fromkeys((vehicle.value for vehicle in Vehicle), Setting.TRANSPORT),
    Situation.HOUSEHOLD: Setting.HOUSEHOLD,
    Situation.CARE: Setting.MEDICAL,
    Situation.AEROSOL: Setting.MEDICAL,
    Situation.VISIT: Setting.MEDICAL,
    Situation.SAME_ROOM: Setting.WORK,
    Situation.MEAL: Setting.MEAL,
    Situation.ENVIRONMENT: Setting.COMMUNITY,
    Situation.FIELD: Setting.COMMUNITY,
}
"""In which setting each line of the table exposes."""


@dataclass(frozen=True)
class Verdict:
    """What the table says of one meeting: whether it makes a contact, by which rule, from when to when.

    `place` and `source` say where it was and how that is known, `through` which close contacts were between,
    `together` for how long they were together in all.
    """

    holds: bool
    rule: str
    why: str
    first_at: datetime
    last_at: datetime
    place: str = ""
    source: str = ""
    through: tuple[int, ...] = ()
    together: timedelta = timedelta(0)


def rule_of(met: Met) -> Rule:
    """The line of the table that covers a meeting; in a vehicle that nobody named, that of a car."""
    if met.situation is Situation.VEHICLE:
        vehicle = met.vehicle or Vehicle.CAR
        return Rule(vehicle.value, ROWS.get(vehicle))
    return Rule(met.situation.value)


def window_days(windows: Sequence[Mapping[str, object]], on: date) -> int:
    """How many days before the onset count on a day, by the policy's windows; the last that has begun."""
    begun = [one for one in windows if str(one.get("from") or "") <= on.isoformat()]
    days = begun[-1].get("days_before") if begun else None
    return int(str(days)) if days is not None else USUAL_WINDOW


def window_from(case: CaseCard, days: int) -> date:
    """The first day that counts: days before the onset, or before the first sample of who has no symptoms."""
    without = case.classification == Classification.ASYMPTOMATIC or case.onset_on is None
    begun = case.sampled_on if without else case.onset_on
    diagnosed = (case.diagnosed_at or case.stated_at).astimezone(ZONE).date()
    return (begun or case.onset_on or diagnosed) - timedelta(days=days)


def judge(met: Met, *, since: datetime) -> Verdict:
    """What the table says of a meeting, where only what lies after `since` counts."""
    rule = rule_of(met)
    said = Verdict(
        holds=True,
        rule=rule.code,
        why=rule.text,
        first_at=max(met.since, since),
        last_at=met.until,
        place=met.place,
        source=met.source,
        together=met.until - max(met.since, since),
    )
    if met.until < since:
        return replace(said, holds=False, why="接触早于判定窗口", first_at=met.since)
    if rule.rows is not None and met.rows_apart is not None and met.rows_apart > rule.rows:
        return replace(said, holds=False, why=f"{rule.text}；相距{met.rows_apart}排，不在范围内")
    return said


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """Several meetings of one person as one: any that holds makes the contact, the last counts its days."""
    held = [one for one in verdicts if one.holds]
    if not held:
        return verdicts[-1]
    last = max(held, key=lambda one: one.last_at)
    return replace(
        last,
        first_at=min(one.first_at for one in held),
        through=tuple(sorted({between for one in held for between in one.through})),
        together=sum((one.together for one in held), timedelta(0)),
    )


def verdicts(
    met: Mapping[tuple[int, int | None], Sequence[Met]], *, since: datetime
) -> dict[tuple[int, int], Verdict]:
    """The table's word on each person and degree; `met` are meetings by person and the contact in between.

    The nearer degree goes first. Whoever was with close contacts counts from each one's own first meeting
    with the case on; one who was with several is a contact if any of these meetings counts.
    """
    close = {
        person: together([judge(one, since=since) for one in several])
        for (person, through), several in met.items()
        if through is None
    }
    further: dict[int, list[Verdict]] = {}
    for (person, through), several in met.items():
        if through is None:
            continue
        source, nearer = close.get(through), close.get(person)
        if source and source.holds and not (nearer and nearer.holds):
            said = (judge(one, since=source.first_at) for one in several)
            further.setdefault(person, []).extend(replace(one, through=(through,)) for one in said)
    found = {(person, CLOSE): verdict for person, verdict in close.items() if person not in further}
    return found | {(person, SECONDARY): together(several) for person, several in further.items()}


def start_of(day: date) -> datetime:
    """The midnight with which a day begins."""
    return datetime.combine(day, time(0), ZONE)
