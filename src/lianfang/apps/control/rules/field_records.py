"""Records made in the field, as typed on a phone: read into values, or refused with what is wrong.

A record is never guessed at: a value that can't be read comes back with its sentence, the others go on.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID

from lianfang.apps.control.rules import monitoring
from lianfang.apps.control.rules.observed_files import read_ct
from lianfang.apps.control.terms import (
    ENCOUNTER_NAMES,
    OUTCOME_NAMES,
    EncounterKind,
    EncounterOutcome,
    FieldKind,
    FieldRecord,
    Result,
)
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import ROLE_NAMES
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed
from lianfang.kernel.text import clean

DIGEST_BYTES: Final = 16
TOLERATED: Final = timedelta(minutes=10)
"""Two clocks of one person may differ by this much before the earlier of two values is a conflict."""
POSSIBLE: Final = {
    EncounterKind.CALL: {"reached", "no_answer", "refused", "wrong_number"},
    EncounterKind.KNOCK: {"reached", "no_answer", "refused", "absent"},
    EncounterKind.VISIT: {"reached", "no_answer", "refused", "absent"},
    EncounterKind.TRANSFER: {"departed", "arrived", "refused"},
}
PERMISSION: Final[Mapping[FieldKind, Permission]] = {
    FieldKind.READING: Permission.ADD_READING,
    FieldKind.ENCOUNTER: Permission.ADD_ENCOUNTER,
    FieldKind.SERVED: Permission.SERVE_NOTICE,
    FieldKind.CHECK: Permission.ADD_ENCOUNTER,
    FieldKind.RESULT: Permission.ADD_RESULT,
}
_POINTS: Final = re.compile(r"[,，。．、·:：]")
_THREE_DIGITS: Final = re.compile(r"[34]\d\d")


class OutcomeImpossible(InputRefused):
    """An outcome that this kind of encounter can't have."""

    code = "control.outcome_impossible"
    sentence = "“{kind}”的结果不能是“{outcome}”。可以是：{possible}。"


class WordUnknown(InputRefused):
    """A code that is none of the list."""

    code = "control.word_unknown"
    sentence = "{what}“{value}”无法识别。可以是：{possible}。"


class ClientIdWrong(InputRefused):
    """A record without an identity of its own, or with one that is no UUID."""

    code = "control.client_id_wrong"
    sentence = "记录编号“{value}”不是UUID。每条记录在填写时须有自己的编号。"


class PersonUnclear(InputRefused):
    """A record that names nobody."""

    code = "control.person_unclear"
    sentence = "没有写明人员，或人员编号“{value}”不是UUID。请从清单中选人。"


@dataclass(frozen=True, slots=True)
class Read:
    """A record whose values could be read: columns of the staging table by name."""

    client_id: UUID
    person_uid: UUID
    kind: FieldKind
    digest: bytes
    columns: dict[str, Any]


def read_record(record: FieldRecord, *, by: Actor, at: datetime) -> Read:
    """The values of a record; raises an InputRefused that says what is wrong with which value, NotAllowed."""
    client_id = _uuid(record.id, ClientIdWrong)
    person = _uuid(record.person, PersonUnclear)
    kind = read_word(FieldKind, record.kind, what="记录种类")
    if not by.may(PERMISSION[kind]):
        raise NotAllowed(actor=ROLE_NAMES.get(by.role, by.role), action=PERMISSION[kind].label)
    clock = record.values.get("clock", "")
    if clock and wall_clock(clock) is None:
        raise WordUnknown(what="时间", value=clock, possible="07:30")
    monitoring.check_happened(record.happened_at, at=at)
    columns = _READERS[kind](record, at)
    return Read(client_id, person, kind, digest_of(record, by=by.name), columns)


def wall_clock(text: str) -> time | None:
    """A wall clock as a phone writes it, 07:30; None for anything else."""
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  a wall clock: its zone follows
    except ValueError:
        return None


def digest_of(record: FieldRecord, *, by: str) -> bytes:
    """What a record says, by whom, as a digest; not when: a moment reckoned twice may differ by a breath."""
    said = [by, record.kind, record.person, record.over, sorted(record.values.items())]
    return blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=DIGEST_BYTES).digest()


def typed_celsius(text: str) -> Decimal:
    """A temperature as thumbs type it: 36.5, 365, 36,5, 36。5 are one; raises ReadingImpossible."""
    plain = _POINTS.sub(".", clean(text)).removesuffix("℃").removesuffix("°C").removesuffix("度").strip()
    if _THREE_DIGITS.fullmatch(plain):
        plain = f"{plain[:2]}.{plain[2]}"
    try:
        return monitoring.read_celsius(plain)
    except monitoring.ReadingImpossible as problem:
        raise monitoring.ReadingImpossible(value=text) from problem


def check_outcome(kind: EncounterKind, outcome: EncounterOutcome) -> None:
    """Raise OutcomeImpossible for an outcome that a kind of encounter can't have."""
    if outcome not in POSSIBLE[kind]:
        possible = "、".join(
            f"{code}（{OUTCOME_NAMES[EncounterOutcome(code)]}）" for code in sorted(POSSIBLE[kind])
        )
        raise OutcomeImpossible(kind=ENCOUNTER_NAMES[kind], outcome=OUTCOME_NAMES[outcome], possible=possible)


def read_word(words: Any, text: str, *, what: str) -> Any:
    """The member of a closed list that a code names; raises WordUnknown."""
    try:
        return words(text)
    except ValueError as problem:
        raise WordUnknown(what=what, value=text, possible="、".join(words)) from problem


def _uuid(text: str, refusal: type[InputRefused]) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise refusal(value=text) from problem


def _reading(record: FieldRecord, at: datetime) -> dict[str, Any]:
    values = record.values
    local = record.happened_at.astimezone(ZONE)
    day = _day(values["day"]) if values.get("day") else local.date()
    monitoring.check_same_day(record.happened_at, day=day, at=at)
    slot = monitoring.read_slot(values["slot"]) if values.get("slot") else monitoring.slot_of(local)
    return {
        "on_date": day,
        "slot": str(slot),
        "celsius": typed_celsius(values.get("celsius", "")),
        "symptoms": monitoring.read_symptoms(values.get("symptoms", "")),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise WordUnknown(what="日期", value=text, possible="2022-03-05") from problem


def _encounter(record: FieldRecord, _: datetime) -> dict[str, Any]:
    how = read_word(EncounterKind, record.values.get("how", ""), what="方式")
    outcome = read_word(EncounterOutcome, record.values.get("outcome", ""), what="结果")
    check_outcome(how, outcome)
    met = how is not EncounterKind.TRANSFER and outcome is EncounterOutcome.REACHED
    return {
        "on_date": record.happened_at.astimezone(ZONE).date(),
        "slot": str(monitoring.slot_of(record.happened_at)) if met else "",
        "kind": str(how),
        "outcome": str(outcome),
        "note": clean(record.values.get("note", "")),
        "fate": "met",
    }


def _by_itself(record: FieldRecord, _: datetime) -> dict[str, Any]:
    return {"on_date": record.happened_at.astimezone(ZONE).date(), "fate": "alone"}


def read_result(record: FieldRecord) -> dict[str, Any]:
    """What a record says of a laboratory result; raises WordUnknown, CtImpossible."""
    values = record.values
    sampled = values.get("sampled_on", "")
    return {
        "result": read_word(Result, values.get("outcome", ""), what="检测结果"),
        "sampled_on": _day(sampled) if sampled else record.happened_at.astimezone(ZONE).date(),
        "ct": read_ct(values.get("ct", "")),
        "laboratory": clean(values.get("laboratory", "")),
        "disease": clean(values.get("disease", "")),
    }


def _result(record: FieldRecord, _: datetime) -> dict[str, Any]:
    return {"on_date": read_result(record)["sampled_on"], "fate": "alone"}


_READERS: Final = {
    FieldKind.READING: _reading,
    FieldKind.ENCOUNTER: _encounter,
    FieldKind.SERVED: _by_itself,
    FieldKind.CHECK: _by_itself,
    FieldKind.RESULT: _result,
}
