"""Changes of one person: corrections, moves, states, keys; and the log line of a look at what is masked.

Before and after stand in the audit line sealed: whoever may see the person can open them, and they can be
made unreadable when the person's data are deleted, without touching the line.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import polars as pl
from django.db import transaction

from lianfang.apps.areas import queries as places
from lianfang.apps.people import queries
from lianfang.apps.people.models import IdentityKey, Person
from lianfang.apps.people.operations.registration import add_sealed_keys, sealed_keys
from lianfang.apps.people.terms import KeyKind, PersonCard, PersonState
from lianfang.core import sealing, sql
from lianfang.core.access.operations import reason_of
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.sql import progress as runs
from lianfang.kernel import citizen_id
from lianfang.kernel.errors import InputRefused
from lianfang.kernel.names import name_key

CORRECTABLE: Final = ("name", "sex", "birth_date", "address", "occupation")
JOB: Final = "people.follow_recodings"


class NothingToCorrect(InputRefused):
    """A correction must name facts that can be corrected and that differ from what is known."""

    code = "people.nothing_to_correct"
    sentence = "没有可更正的内容：{fields}。可更正姓名、性别、出生日期、住址、职业，且须与原内容不同。"


class UnknownState(InputRefused):
    """The text is no state of a person."""

    code = "people.unknown_state"
    sentence = "没有状态“{value}”。可用状态：present、away、left、deceased。"


def correct(
    *, person: str, changes: Mapping[str, str | date | None], ground: str, by: Actor, at: datetime
) -> None:
    """Correct facts of a record: `name`, `sex`, `birth_date`, `address`, `occupation`.

    Raises NotFound and NothingToCorrect.
    """
    unknown = set(changes) - set(CORRECTABLE)
    if unknown or not changes or changes.get("sex", "") not in ("", *citizen_id.Sex):
        raise NothingToCorrect(fields="、".join(sorted(unknown or changes)))
    derived = {"name_key": name_key(str(changes["name"]))} if "name" in changes else {}
    _change("people.corrected", person, {**changes, **derived}, ground=ground, by=by, at=at)


def move(*, person: str, area: str, ground: str, by: Actor, at: datetime, address: str | None = None) -> None:
    """Let a person live in another area, at another address if given. Raises NotFound, for the area too."""
    changes = {"area": places.require_area(area)} | ({} if address is None else {"address": address})
    _change("people.moved", person, changes | {"household_id": None}, ground=ground, by=by, at=at)


def set_state(*, person: str, state: str, ground: str, by: Actor, at: datetime) -> None:
    """Record that a person is present, away, has left, or has died. Raises UnknownState and NotFound."""
    if state not in set(PersonState):
        raise UnknownState(value=state)
    _change("people.state_set", person, {"state": state}, ground=ground, by=by, at=at)


@transaction.atomic
def _change(
    action: str, person: str, changes: Mapping[str, object], *, ground: str, by: Actor, at: datetime
) -> None:
    number = queries.person_id(person, scope=by.scope)
    record = Person.objects.select_for_update(of=("self",)).get(pk=number)
    before = {name: getattr(record, name) for name in changes if getattr(record, name) != changes[name]}
    if not before:
        raise NothingToCorrect(fields="、".join(changes))
    after = {name: changes[name] for name in before}
    Person.objects.filter(pk=number).update(**after)
    facts = {
        "fields": sorted(set(before) - {"name_key"}),
        "ground": ground,
        "before": _sealed(before),
        "after": _sealed(after),
    }
    audit.record(action, subject=f"person:{record.uid}", area=record.area, by=by, at=at, **facts)


def _sealed(values: Mapping[str, object]) -> str:
    return sealing.seal(json.dumps(values, default=str, ensure_ascii=False)).hex()


@transaction.atomic
def add_keys(frame: pl.DataFrame, *, by: Actor, at: datetime) -> int:
    """Add documents and telephones to persons; returns how many were new.

    Columns: `person_id` (number), `kind`, `value` (as `register` takes them).
    """
    sealed = sealed_keys(frame.select("person_id", "kind", "value"))
    added = add_sealed_keys(sealed, runs.Progress(), at=at)
    if added:
        audit.record("people.keys_added", subject="people", area=by.scope, by=by, at=at, keys=added)
    return added


@transaction.atomic
def remove_key(*, person: str, kind: str, value: str, ground: str, by: Actor, at: datetime) -> bool:
    """Take a wrong document or telephone from a record; False where it has no such key. Raises NotFound."""
    number = queries.person_id(person, scope=by.scope)
    digest = sealing.digest(KeyKind(kind), value)
    removed, _ = IdentityKey.objects.filter(digest=digest, person_id=number).delete()
    if removed:
        label = queries.labels([number])[number]
        facts = {"kind": kind, "ground": ground, "before": _sealed({kind: value})}
        subject = f"person:{label.person}"
        audit.record("people.key_removed", subject=subject, area=label.area, by=by, at=at, **facts)
    return bool(removed)


@transaction.atomic
def unmask(*, person: str, reason: str, by: Actor, at: datetime) -> PersonCard:
    """Show a person without masks and keep in the log who looked, and why.

    Raises ReasonMissing and NotFound.
    """
    reason = reason_of(reason)
    card = queries.person(person, scope=by.scope, unmasked=True)
    subject = f"person:{card.person}"
    audit.record("people.unmasked", subject=subject, area=card.area, by=by, at=at, reason=reason)
    return card


@transaction.atomic
def follow_recodings(*, by: Actor, at: datetime) -> int:
    """Let persons and households follow the areas that changed their code; returns how many persons moved.

    What was followed before is not followed again: a code may be in use anew for another place.
    """
    sql.run("people", "lock_recodings")
    last = sql.fetch("people", "last_recoding", job=JOB)[0]["recoding"]
    recodings = places.recodings_after(recoding=last)
    if not recodings:
        return 0
    newest = max(one["id"] for one in recodings)
    run, _ = runs.begin(job=JOB, window=str(newest), at=at)
    steps = runs.Progress()
    for edition in sorted({one["edition"] for one in recodings}):
        pairs = {one["old_code"]: one["new_code"] for one in recodings if one["edition"] == edition}
        for table in ("recode_persons", "recode_households"):
            steps.note(sql.run("people", table, old_codes=list(pairs), new_codes=list(pairs.values())))
    runs.finish(run, progress=steps, at=at)
    moved = sum(step.rows for step in steps.steps if step.name == "people.recode_persons")
    audit.record("people.recoded", subject="people", area=by.scope, by=by, at=at, persons=moved, upto=newest)
    return moved
