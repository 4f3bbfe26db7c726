"""The slow twin of the duty kinds of control: slot by slot in plain Python, from facts alone.

It knows nothing of projections, indexes or views: an order is what its row said when issued and what the
events recorded by the moment of knowledge made of it; every slot that ever was is listed, then looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
NEVER = datetime.max.replace(tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Clocks = dict[str, tuple[time, time]]
READ: Clocks = {"am": (time(6), time(10)), "pm": (time(12), time(16))}
CALLED: Clocks = {"am": (time(6), time(12)), "pm": (time(12), time(20))}
AT_HOME = {"home", "home_monitor", "central_or_home", "isolation"}
ENDS = {"lapsed", "released", "revoked", "superseded"}


@dataclass(frozen=True)
class World:
    """Rows of the tables as dictionaries, in the order in which they were recorded."""

    orders: list[dict[str, Any]]
    events: list[dict[str, Any]]
    readings: list[dict[str, Any]]
    encounters: list[dict[str, Any]]
    results: list[dict[str, Any]]
    uids: dict[int, str]

    def known(self, at: datetime) -> "World":
        """The world without what was recorded later."""

        def kept(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [row for row in rows if row["recorded_at"] <= at]

        return World(
            [self._as_known(order, kept(self.events)) for order in kept(self.orders)],
            kept(self.events),
            kept(self.readings),
            kept(self.encounters),
            kept(self.results),
            self.uids,
        )

    def _as_known(self, order: dict[str, Any], events: list[dict[str, Any]]) -> dict[str, Any]:
        now = {
            **{name: order[name] for name in (*UNALTERED, *DATED)},
            "duties_from": order["starts_on"],
            "ends_on": order["ordered_until"],
            "served": None,
            "visited": None,
            "ended": None,
            "how": "",
            "released": None,
        }
        for event in events:
            if event["measure_id"] == order["id"]:
                _happen(now, event)
        return now


UNALTERED = (
    "id",
    "series",
    "step",
    "last",
    "person_id",
    "area",
    "disease",
    "place",
    "readings_per_day",
    "calls_per_day",
)
DATED = ("test_dates", "starts_on", "ordered_until", "issued_at")


def _happen(order: dict[str, Any], event: dict[str, Any]) -> None:
    kind = event["kind"]
    if kind in {"served", "visited", "released"}:
        order[kind] = event["happened_at"]
    if kind in {"extended", "shortened"}:
        order["ends_on"] = event["day"]
    if kind == "shifted":
        order["duties_from"] = event["day"]
    if kind in ENDS and order["ended"] is None:
        order["ended"], order["how"] = event["happened_at"], kind


@dataclass(frozen=True)
class Slot:
    """One thing to be done in one window."""

    subject: str
    ref: str
    area: str
    opens_at: datetime
    due_at: datetime
    lapses_at: datetime
    done_at: datetime | None = None


class Times(NamedTuple):
    """When a slot opens, is due, lapses, was done."""

    opens_at: datetime
    due_at: datetime
    lapses_at: datetime
    done_at: datetime | None


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)


def on(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=ZONE)


def first(moments: Iterable[datetime]) -> datetime | None:
    return min(moments, default=None)


def days_of(order: dict[str, Any]) -> Iterator[date]:
    """Every day on which an order makes something due."""
    for ahead in range((order["ends_on"] - order["duties_from"]).days):
        yield order["duties_from"] + ahead * DAY


def notice_served(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    yield _milestone(world, order, order["served"])


def first_visit(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    if order["place"] in AT_HOME:
        yield _milestone(world, order, order["visited"])


def _milestone(world: World, order: dict[str, Any], done_at: datetime | None) -> Slot:
    opens = order["issued_at"]
    if order["step"] > 1:
        opens = max(opens, midnight(order["duties_from"]))
    lapses = min(order["ended"] or NEVER, midnight(order["ends_on"]))
    return _slot(world, order, f"measure:{order['id']}", Times(opens, opens + 24 * HOUR, lapses, done_at))


def temperature(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    for day in days_of(order):
        for half, (_, due) in READ.items():
            if _asked(order, "readings_per_day", day, half, due):
                read = _first_reading(world, order["person_id"], day, half)
                yield _daily(world, order, day, half, clocks=READ, done_at=read)


def call(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    for day in days_of(order):
        for half, (_, due) in CALLED.items():
            if _asked(order, "calls_per_day", day, half, due):
                reached = next(
                    (
                        met["happened_at"]
                        for met in world.encounters
                        if met["person_id"] == order["person_id"]
                        and met["outcome"] == "reached"
                        and met["happened_at"].astimezone(ZONE).date() == day
                        and (met["happened_at"].astimezone(ZONE).hour < 12) == (half == "am")
                    ),
                    None,
                )
                yield _daily(world, order, day, half, clocks=CALLED, done_at=reached)


def _asked(order: dict[str, Any], column: str, day: date, half: str, due: time) -> bool:
    enough = order[column] >= 2 or (order[column] == 1 and half == "pm")
    begun = order["issued_at"] < on(day, due)
    return enough and begun and (order["ended"] is None or order["ended"] >= on(day, due))


def _first_reading(world: World, person: int, day: date, half: str) -> datetime | None:
    """The time of the reading of a slot that was recorded first: a correction does not move it."""
    return next(
        (
            row["happened_at"]
            for row in world.readings
            if row["person_id"] == person and row["on_date"] == day and row["slot"] == half
        ),
        None,
    )


def _daily(
    world: World, order: dict[str, Any], day: date, half: str, *, clocks: Clocks, done_at: datetime | None
) -> Slot:
    opens, due = clocks[half]
    times = Times(max(on(day, opens), order["issued_at"]), on(day, due), midnight(day + DAY), done_at)
    return _slot(world, order, f"{day} {half}", times)


def missing_reading_followed(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    for slot in temperature(world, order):
        if slot.done_at is None or slot.done_at > slot.due_at:
            yield from _followed(world, order, slot)


def _followed(world: World, order: dict[str, Any], missed: Slot) -> Iterator[Slot]:
    due, day = missed.due_at, missed.due_at.astimezone(ZONE).date()
    tries = [
        met
        for met in world.encounters
        if met["person_id"] == order["person_id"]
        and met["kind"] in {"call", "knock", "visit"}
        and met["happened_at"] >= due
        and met["happened_at"].astimezone(ZONE).date() == day
    ]
    late = [missed.done_at] if missed.done_at else []
    tried = first([*late, *(met["happened_at"] for met in tries)])
    met_at = first(
        [
            *late,
            *(met["happened_at"] for met in tries if met["kind"] != "call" or met["outcome"] == "reached"),
        ]
    )
    lapses = min(midnight(day + DAY), order["ended"] or NEVER)
    yield _slot(world, order, f"{missed.ref} call", Times(due, due + 2 * HOUR, lapses, tried))
    if met_at is None or met_at >= due + 2 * HOUR:
        knock = Times(due + 2 * HOUR, due + 4 * HOUR, lapses, met_at)
        yield _slot(world, order, f"{missed.ref} knock", knock)


def test_taken(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    dates = sorted(order["test_dates"])
    for place, day in enumerate(dates):
        following = min([*dates[place + 1 : place + 2], order["ends_on"]])
        ended = order["ended"] is not None and order["ended"] < midnight(day + DAY)
        late = midnight(day + DAY) <= order["issued_at"]
        if ended or late or day < order["duties_from"] or day >= order["ends_on"]:
            continue
        taken = first(
            row["happened_at"]
            for row in world.results
            if (row["person_id"], row["disease"]) == (order["person_id"], order["disease"])
            and day <= row["sampled_on"] < following
        )
        lapses = min(midnight(following), order["ended"] or NEVER)
        yield _slot(world, order, f"test {day}", Times(midnight(day), midnight(day + DAY), lapses, taken))


test_taken.__test__ = False  # type: ignore[attr-defined]


def release_on_time(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    if order["how"] in {"revoked", "superseded"}:
        return
    ends_on = order["ends_on"]
    following = [
        step["ordered_until"]
        for step in world.orders
        if step["series"] == order["series"]
        and step["person_id"] == order["person_id"]
        and step["step"] == order["step"] + 1
        and step["how"] not in {"revoked", "superseded"}
    ]
    open_end = order["last"] or not following
    lapses = NEVER if open_end else midnight(max(*following, ends_on + DAY))
    times = Times(midnight(ends_on), on(ends_on, time(12)), lapses, order["released"])
    yield _slot(world, order, f"measure:{order['id']}", times)


def appeal_answered(world: World, order: dict[str, Any]) -> Iterator[Slot]:
    own = [event for event in world.events if event["measure_id"] == order["id"]]
    for appeal in own:
        if appeal["kind"] == "appealed":
            answer = next(
                (
                    event["happened_at"]
                    for event in own
                    if event["kind"] == "appeal_answered" and event["id"] > appeal["id"]
                ),
                None,
            )
            opens = appeal["happened_at"]
            times = Times(opens, opens + 48 * HOUR, NEVER, answer)
            yield _slot(world, order, f"appeal:{appeal['id']}", times)


def _slot(world: World, order: dict[str, Any], ref: str, times: "Times") -> Slot:
    return Slot(world.uids[order["person_id"]], ref, order["area"], *times)


def fever_transfer(world: World) -> Iterator[Slot]:
    """One slot a person and day: the first reading that still stands and alerts."""
    standing: dict[tuple[int, date, str], dict[str, Any]] = {}
    for row in world.readings:
        standing[row["person_id"], row["on_date"], row["slot"]] = row
    alerts: dict[tuple[int, date], dict[str, Any]] = {}
    for (person, day, _), row in sorted(standing.items(), key=lambda item: item[1]["happened_at"]):
        if row["celsius"] >= Decimal("37.3") or row["symptoms"]:
            alerts.setdefault((person, day), row)
    for (person, day), row in alerts.items():
        opens = row["happened_at"]
        arrived = first(
            met["happened_at"]
            for met in world.encounters
            if met["person_id"] == person
            and met["kind"] == "transfer"
            and met["outcome"] == "arrived"
            and met["happened_at"] >= opens
        )
        yield Slot(
            world.uids[person],
            f"alert {day}",
            row["area"],
            opens,
            opens + 2 * HOUR,
            opens + 14 * DAY,
            arrived,
        )


KINDS = {
    "notice_served": notice_served,
    "first_visit": first_visit,
    "temperature": temperature,
    "call": call,
    "missing_reading_followed": missing_reading_followed,
    "test_taken": test_taken,
    "release_on_time": release_on_time,
    "appeal_answered": appeal_answered,
}


def slots(world: World, kind: str, *, area: str, known_at: datetime) -> list[Slot]:
    """Every slot of a kind in an area, as known at a moment."""
    known = world.known(known_at)
    if kind == "fever_transfer":
        found = list(fever_transfer(known))
    else:
        found = [slot for order in known.orders for slot in KINDS[kind](known, order)]
    return [slot for slot in found if slot.area.startswith(area)]


def account(found: Iterable[Slot], *, from_at: datetime, until_at: datetime) -> list[Slot]:
    """The slots that a view counts: open at its end, or done since its beginning."""
    return [
        slot
        for slot in found
        if slot.opens_at <= until_at
        and slot.lapses_at > from_at
        and (slot.done_at >= from_at if slot.done_at else slot.lapses_at > until_at)
    ]


def gap(found: Iterable[Slot], *, at: datetime) -> list[Slot]:
    """The slots open at a moment and not done by then."""
    undone = [slot for slot in found if slot.done_at is None or slot.done_at > at]
    return [replace(slot) for slot in undone if slot.opens_at <= at < slot.lapses_at]


def tally(counted: Iterable[Slot], *, digits: int, until_at: datetime) -> dict[str, tuple[int, ...]]:
    """By child area: due, done, on time, late, gap, overdue."""
    counts: dict[str, list[int]] = {}
    for slot in counted:
        row = counts.setdefault(slot.area[:digits], [0] * 6)
        done, timely = slot.done_at is not None, slot.done_at is not None and slot.done_at <= slot.due_at
        marks = (True, done, timely, done and not timely, not done, not done and slot.due_at < until_at)
        for place, mark in enumerate(marks):
            row[place] += mark
    return {area: tuple(row) for area, row in counts.items()}
