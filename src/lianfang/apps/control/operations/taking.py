"""Temperatures sent by the uid of their person, one or a thousand: placed, judged and written at once.

Files and records of the field have steps of their own (`loading`, `field`): they name people otherwise too.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from lianfang.apps.control.operations import alerting
from lianfang.apps.control.rules import monitoring
from lianfang.apps.control.terms import Fate, Slot
from lianfang.core import sql
from lianfang.core.access.terms import Actor

APP: Final = "control"
LOCK: Final = 4_712_021
"""One writer of observations at a time: which one comes first in a slot is decided once."""


class Sent(NamedTuple):
    """A temperature that could be read."""

    person: UUID
    day: date
    slot: Slot
    celsius: Decimal
    symptoms: str
    happened_at: datetime

    @property
    def alerts(self) -> bool:
        """Whether it calls for transfer."""
        return monitoring.alerts(self.celsius, self.symptoms)


class Taken(NamedTuple):
    """What became of a temperature: REFUSED where its place lies outside the actor's area."""

    fate: Fate
    person_uid: UUID
    area: str
    person_id: int


def lock_observations() -> None:
    """Wait until no other transaction is writing observations."""
    sql.lock(LOCK)


def read(
    *,
    person: UUID,
    slot: Slot,
    celsius: Decimal | str,
    symptoms: str,
    day: date | None,
    happened_at: datetime | None,
    at: datetime,
) -> Sent:
    """A temperature by its values, of today unless told; raises ReadingImpossible, NotYet, OtherDay."""
    on_date = day or monitoring.day_of(at)
    value, felt = monitoring.read_celsius(celsius), monitoring.read_symptoms(symptoms)
    moment = monitoring.taken_at(day=on_date, slot=slot, happened_at=happened_at, at=at)
    return Sent(person, on_date, slot, value, felt, moment)


class Columns(NamedTuple):
    """Temperatures as the database takes them: each column is the text of an array."""

    persons: str
    days: str
    slots: str
    values: str
    symptoms: str
    moments: str

    def digest(self) -> str:
        """What was sent, in one word for the log."""
        return hashlib.sha256("\n".join(self).encode()).hexdigest()


def columns_of(sent: Sequence[Sent]) -> Columns:
    """Temperatures, one or more, by column."""
    persons, days, slots, values, symptoms, moments = zip(*sent, strict=True)
    return Columns(
        persons=_array(map(str, persons)),
        days=_array(days),
        slots=_array(slots),
        values=_array(values),
        symptoms=_array(map(_quoted, symptoms)),
        moments=_array(moments),
    )


def take(sent: Sequence[Sent], columns: Columns, *, by: Actor, at: datetime) -> list[Taken | None]:
    """Take temperatures in their order, tell of those that alert; None where nobody has the uid."""
    lock_observations()
    told = {**columns._asdict(), "scopes": list(by.scopes), "by": by.name, "at": at}
    rows = sql.ready(APP, "take_readings", **told)
    found = {place: Taken(Fate(fate or Fate.REFUSED), *whose) for place, fate, *whose in rows}
    taken = [found.get(place) for place in range(1, len(sent) + 1)]
    alerting.fevers(_alerting(sent, taken), at=at)
    return taken


def _array(values: Iterable[object]) -> str:
    """Values that need no quotes, as the text of an array; what many share is written once."""
    written: dict[object, str] = {}
    texts = (written.get(value) or written.setdefault(value, str(value)) for value in values)
    return "{" + ",".join(texts) + "}"


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _alerting(sent: Sequence[Sent], taken: Sequence[Taken | None]) -> list[tuple[UUID, str, datetime]]:
    written = {Fate.ADDED, Fate.SUPERSEDING}
    return [
        (what.person_uid, what.area, one.happened_at)
        for one, what in zip(sent, taken, strict=True)
        if one.alerts and what is not None and what.fate in written
    ]
