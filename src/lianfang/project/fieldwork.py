"""What people in charge do in the night and the morning of the demonstration: most of their duties, not all.

Who is served, visited, reached, measured is drawn from the person's name and place, so that the same person
meets the same fate whenever the county is built. What is done already is no gap any more, so an interrupted
part goes on where it stopped.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Final

import polars as pl
from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome, Result
from lianfang.apps.intake import operations as intake
from lianfang.apps.intake.terms import CheckOutcome
from lianfang.apps.people import queries as people
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine, registry
from lianfang.core.duty.terms import Gap
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE, slot_time
from lianfang.kernel.errors import InputRefused

Part = Callable[[str, datetime, Callable[[], int]], None]
Act = Callable[["Task", datetime], object]

OFFICER: Final = Actor(name="演示：包保人员", role="rehearsal", permissions=EVERY)
LABORATORY: Final = "县疾控中心实验室"
CHUNK: Final = 500  # acts a transaction

MINUTE: Final = timedelta(minutes=1)
READING: Final = pl.Schema(
    {"person": pl.String(), "time": pl.Datetime("us", ZONE.key), "celsius": pl.String()}
)

SERVED, VISITED, MEASURED, LATE, CALLED, FOLLOWED = 0.93, 0.86, 0.92, 0.03, 0.8, 0.6
CHECKED, TAKEN_OVER, RELEASED = 0.55, 0.7, 0.75
FOUND: Final = {
    CheckOutcome.FOUND_CONTROLLED: 0.9,
    CheckOutcome.LEFT_AREA: 0.96,
    CheckOutcome.WRONG_NUMBER: 1.0,
}
"""Below which draw a check finds what."""
FEVER, TRANSFERRED, NIGHT, SAMPLED, POSITIVE = 0.003, 0.8, 0.9, 0.45, 0.004
USUAL, SPREAD, WARMEST = 36.5, 0.8, 37.2
FEVER_FROM, FEVER_SPREAD = 37.4, 1.3


def run(part: Part, *, area: str, folder: Path, evening: datetime, until: datetime) -> None:
    """Do the field work between two moments, part by part; files of temperatures are left in the folder."""
    morning = slot_time(until.astimezone(ZONE).date(), "07:00")
    night = slot_time(evening.astimezone(ZONE).date(), "23:30")
    part(
        "night tests",
        night,
        lambda: _Field(area, night, folder).act("test_taken", NIGHT, evening, night, _sample),
    )
    field = _Field(area, until, folder)
    part("notices", until, lambda: field.act("notice_served", SERVED, morning, until, _serve))
    part("visits", until, lambda: field.act("first_visit", VISITED, morning, until, _visit))
    part("temperatures", until, lambda: _measure(field, morning, until))
    part("calls", until, lambda: field.act("call", CALLED, morning, until, _call))
    part("checks", until, lambda: field.act("push_check", CHECKED, evening, until, _check))
    part("forwards", until, lambda: field.act("forward_acknowledged", TAKEN_OVER, evening, until, _take_over))
    after = slot_time(morning.date(), "10:05")
    part("followed", until, lambda: field.act("missing_reading_followed", FOLLOWED, after, until, _follow))
    part("transfers", until, lambda: field.act("fever_transfer", TRANSFERRED, after, until, _transfer))
    part("tests", until, lambda: field.act("test_taken", SAMPLED, morning, until, _sample))
    part("releases", until, lambda: field.act("release_on_time", RELEASED, after, until, _release))


@dataclass(frozen=True)
class Task:
    """An open duty, and whom it is about."""

    gap: Gap
    who: str

    def luck(self, purpose: str) -> float:
        """A number in [0, 1) that a person has for a purpose, always the same."""
        drawn = blake2b(f"{purpose}:{self.who}".encode(), digest_size=7).digest()
        return int.from_bytes(drawn) / 2**56

    def moment(self, purpose: str, begins: datetime, ends: datetime) -> datetime:
        """A minute between two moments, not before the duty opens."""
        first = max(begins, self.gap.opens_at)
        return first + int(self.luck(f"{purpose} at") * ((ends - first) / MINUTE)) * MINUTE


class _Field:
    """The open duties of an area at a moment, and the acts that close part of them."""

    def __init__(self, area: str, at: datetime, folder: Path) -> None:
        self.area, self.at, self.folder = area, at, folder

    def open(self, kind: str) -> list[Task]:
        """Open duties of a kind that somebody holds."""
        view = engine.at_moment(area=self.area, at=self.at)
        gaps = [gap for gap in engine.gaps(view=view, kinds=[registry.kind(kind)]) if gap.holder]
        known = people.labels_by_uid(gap.subject for gap in gaps)
        who = {uid: f"{label.name} {label.area}" for uid, label in known.items()}
        return [Task(gap, who.get(gap.subject, f"{gap.ref} {gap.area}")) for gap in gaps]

    def act(self, kind: str, share: float, begins: datetime, ends: datetime, act: Act) -> int:
        """Close a share of the open duties of a kind, one a subject, each at its moment; returns how many."""
        chosen = {task.gap.subject: task for task in self.open(kind) if task.luck(kind) < share}
        acts = sorted((task.moment(kind, begins, ends), subject) for subject, task in chosen.items())
        for first in range(0, len(acts), CHUNK):
            with transaction.atomic():
                for moment, subject in acts[first : first + CHUNK]:
                    act(chosen[subject], moment)
        return len(acts)


def _serve(task: Task, at: datetime) -> None:
    control.serve_notice(task.gap.ref.removeprefix("measure:"), by=OFFICER, at=at)


def _visit(task: Task, at: datetime) -> None:
    _meet(task, at, EncounterKind.VISIT, EncounterOutcome.REACHED)


def _call(task: Task, at: datetime) -> None:
    _meet(task, at, EncounterKind.CALL, EncounterOutcome.REACHED)


def _follow(task: Task, at: datetime) -> None:
    reached = task.luck("reached") < FOLLOWED
    outcome = EncounterOutcome.REACHED if reached else EncounterOutcome.NO_ANSWER
    _meet(task, at, EncounterKind.CALL, outcome)


def _transfer(task: Task, at: datetime) -> None:
    _meet(task, at, EncounterKind.TRANSFER, EncounterOutcome.ARRIVED)


def _meet(task: Task, at: datetime, kind: EncounterKind, outcome: EncounterOutcome) -> None:
    control.add_encounter(person=task.gap.subject, kind=kind, outcome=outcome, by=OFFICER, at=at)


def _check(task: Task, at: datetime) -> None:
    drawn = task.luck("found")
    outcome = next(outcome for outcome, share in FOUND.items() if drawn < share)
    intake.record_check(person=task.gap.subject, outcome=outcome, happened_at=at, by=OFFICER, at=at)


def _take_over(task: Task, at: datetime) -> None:
    intake.acknowledge(forward=task.gap.subject, happened_at=at, by=OFFICER, at=at)


def _release(task: Task, at: datetime) -> None:
    """Release whom the rule lets go; who still lacks a test stays, and stays a gap."""
    with suppress(InputRefused):
        control.release(task.gap.ref.removeprefix("measure:"), by=OFFICER, at=at)


def _sample(task: Task, at: datetime) -> None:
    result = Result.POSITIVE if task.luck("result") < POSITIVE else Result.NEGATIVE
    control.add_result(
        person=task.gap.subject, result=result, by=OFFICER, at=at, happened_at=at, laboratory=LABORATORY
    )


def _measure(field: _Field, morning: datetime, until: datetime) -> int:
    """Enter the morning's temperatures as three files: of the early, of those in time, of the late."""
    half, due = slot_time(morning.date(), "08:30"), slot_time(morning.date(), "10:00")
    slots = [(task.luck("measured"), task) for task in field.open("temperature")]
    villages = Counter(task.gap.area[: LENGTHS[Level.VILLAGE]] for _, task in slots)
    invented = max(villages, key=lambda village: (villages[village], village), default="")
    in_time = [_reading(task, morning, due - MINUTE, invented) for drawn, task in slots if drawn < MEASURED]
    late = [
        _reading(task, due, until, invented) for drawn, task in slots if MEASURED <= drawn < MEASURED + LATE
    ]
    rows = pl.DataFrame([*in_time, *late], schema=READING, orient="row")
    ends = (half, due, until)
    begins = (morning, half, due)
    for first, last in zip(begins, ends, strict=True):
        _enter(field, rows.filter(pl.col("time").is_between(first, last, closed="left")), at=last)
    return rows.height


def _reading(task: Task, begins: datetime, ends: datetime, invented: str) -> tuple[str, datetime, str]:
    """A temperature; in the village where nobody goes round they are all the usual one."""
    drawn = 0.5 if task.gap.area.startswith(invented) else task.luck("celsius")
    fever = task.luck("fever") < FEVER
    celsius = FEVER_FROM + drawn * FEVER_SPREAD if fever else min(USUAL + (drawn - 0.5) * SPREAD, WARMEST)
    return task.gap.subject, task.moment("temperature", begins, ends), f"{celsius:.1f}"


def _enter(field: _Field, rows: pl.DataFrame, *, at: datetime) -> None:
    """Write a file as a health centre would and load it."""
    file = field.folder / f"体温 {at:%H%M}.csv"
    local = pl.col("time").dt.convert_time_zone(ZONE.key)
    written = rows.select(
        pl.col("person"),
        local.dt.date().alias("date"),
        pl.lit("am").alias("slot"),
        local.dt.strftime("%H:%M").alias("time"),
        pl.col("celsius"),
    )
    written.write_csv(file)
    if rows.height:
        control.load_readings(file, by=OFFICER, at=at)
