"""Records made in the field, many at a time and whenever the network lets them through.

Each has an identity that its maker gave it: sent twice, or again after an answer was lost, it is taken once.
1. *read*: the values of each record; what can't be read is refused, alone.
2. *identify*, *place*: as for files: the person, and the record under an order on that day.
3. *recall*: what was taken before is known; *meet*: what somebody else recorded otherwise is a conflict.
4. *judge*, *keep*, *write*: temperatures and encounters, a statement for each step.
5. *alone*: notices, checks and results, each by its own operation; one that is refused undoes nothing else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import polars as pl
from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.models import FieldRecord as Taken
from lianfang.apps.control.operations import alerting, loading
from lianfang.apps.control.operations.changing import append, serve_notice
from lianfang.apps.control.operations.observing import add_result
from lianfang.apps.control.operations.taking import lock_observations
from lianfang.apps.control.rules import field_records, monitoring
from lianfang.apps.control.rules.field_records import Read
from lianfang.apps.control.rules.workflow import MeasureNotInForce
from lianfang.apps.control.terms import (
    FIELD_FATE_NAMES,
    RESULT_NAMES,
    EventKind,
    Fate,
    FieldFate,
    FieldKind,
    FieldOutcome,
    FieldRecord,
    Other,
    Receipt,
    Result,
)
from lianfang.apps.intake import operations as intake
from lianfang.apps.intake.terms import CheckOutcome
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, InputRefused

APP: Final = "control"
REUSED: Final = "这个记录编号已用于另一条内容不同的记录。请重新填写，得到新的编号。"
CONFLICT: Final = "{by}已于{at}登记为{value}，与你的不一致。请核对：以对方为准，或以你的为准重新提交。"
FATES: Final[Mapping[str, FieldFate]] = {
    "first": FieldFate.ACCEPTED,
    "repeats": FieldFate.ACCEPTED,
    "met": FieldFate.ACCEPTED,
    "unchanged": FieldFate.KNOWN,
    "known": FieldFate.KNOWN,
    "conflict": FieldFate.CONFLICT,
}
STAGED: Final = pl.Schema(
    {
        "k": pl.Int64(),
        "client_id": pl.String(),
        "person_uid": pl.String(),
        "digest": pl.Binary(),
        "over_uid": pl.String(),
        "name": pl.String(),
        "happened_at": pl.Datetime("us", "UTC"),
        "on_date": pl.Date(),
        "slot": pl.String(),
        "celsius": pl.Decimal(3, 1),
        "symptoms": pl.String(),
        "kind": pl.String(),
        "outcome": pl.String(),
        "note": pl.String(),
        "fate": pl.String(),
    }
)


class SignatureMissing(InputRefused):
    """A notice said to be served that nobody signed for."""

    code = "control.signature_missing"
    sentence = "没有签收人姓名。请由本人或家属签名；拒签的，请写见证人姓名并勾选“拒绝签收”。"


@transaction.atomic
def receive_field(records: Sequence[FieldRecord], *, by: Actor, at: datetime) -> list[FieldOutcome]:
    """Take records made in the field; one outcome for each, in the order of arrival.

    A temperature of a slot for which somebody else recorded another value is a conflict and changes nothing,
    unless the record names that reading (`over`). Raises nothing for a record that can't be used: it is
    refused in its outcome.
    """
    lock_observations()
    read, refused = _read(records, by=by, at=at)
    outcomes = refused | _store(records, read, by=by, at=at)
    counts = Counter(str(outcome.fate) for outcome in outcomes.values())
    audit.record("field.received", subject=f"area:{by.scope}", by=by, at=at, area=by.scope, **counts)
    return [outcomes[k] for k in range(len(records))]


def _read(
    records: Sequence[FieldRecord], *, by: Actor, at: datetime
) -> tuple[dict[int, Read], dict[int, FieldOutcome]]:
    """The records that could be read, and outcomes of the others; of one identity only the first counts."""
    read: dict[int, Read] = {}
    settled: dict[int, FieldOutcome] = {}
    seen: dict[Any, bytes] = {}
    for k, record in enumerate(records):
        try:
            found = field_records.read_record(record, by=by, at=at)
        except DomainError as fault:
            settled[k] = FieldOutcome(record.id, FieldFate.REFUSED, str(fault))
            continue
        if found.client_id in seen:
            same = seen[found.client_id] == found.digest
            settled[k] = _known(record.id) if same else FieldOutcome(record.id, FieldFate.REFUSED, REUSED)
            continue
        seen[found.client_id] = found.digest
        read[k] = found
    return read, settled


def _known(record_id: str, other: Other | None = None) -> FieldOutcome:
    return FieldOutcome(record_id, FieldFate.KNOWN, FIELD_FATE_NAMES[FieldFate.KNOWN], other=other)


def _store(
    records: Sequence[FieldRecord], read: Mapping[int, Read], *, by: Actor, at: datetime
) -> dict[int, FieldOutcome]:
    """Stage what was read, judge and write it, and tell what became of it."""
    if not read:
        return {}
    sql.run(APP, "make_observed")
    sql.copy_in("control_observed", _staged(records, read))
    sql.run(APP, "analyse_observed")
    sql.run(APP, "identify_observed", nobody=loading.NOBODY, several=loading.SEVERAL, other_name="")
    sql.run(APP, "recall_field", reused=REUSED)
    sql.run(APP, "place_observed", scopes=list(by.scopes), outside=loading.OUTSIDE)
    sql.run(APP, "meet_readings", by=by.name, tolerated=field_records.TOLERATED)
    sql.run(APP, "judge_readings")
    _write(by=by, at=at)
    rows = sql.fetch(APP, "outcomes_of_field", fever=monitoring.FEVER_CELSIUS)
    return {
        row["k"]: _alone(records[row["k"]], read[row["k"]], by=by, at=at)
        if row["fate"] == "alone" and row["reason"] is None
        else _outcome(records[row["k"]], row)
        for row in rows
    }


def _staged(records: Sequence[FieldRecord], read: Mapping[int, Read]) -> pl.DataFrame:
    """The rows of the staging table, in the order in which the things happened."""
    rows = [
        {
            "k": k,
            "client_id": str(one.client_id),
            "person_uid": str(one.person_uid),
            "digest": one.digest,
            "over_uid": records[k].over or None,
            "name": "",
            "happened_at": records[k].happened_at,
            **one.columns,
        }
        for k, one in read.items()
    ]
    return pl.DataFrame(rows, schema=STAGED)


def _write(*, by: Actor, at: datetime) -> None:
    sql.run(APP, "write_field_records", by=by.name, at=at, reused=REUSED)
    sql.run(APP, "write_readings", by=by.name, at=at)
    alerting.observed(at=at)
    sql.run(APP, "write_encounters", by=by.name, at=at)
    for view, met_at in queries.visited_by_field():
        append(view, EventKind.VISITED, by=by, at=at, happened_at=met_at)


def _outcome(record: FieldRecord, row: Mapping[str, Any]) -> FieldOutcome:
    if row["reason"] is not None:
        return FieldOutcome(record.id, FieldFate.REFUSED, row["reason"])
    fate = FATES[row["fate"]]
    met = row["other_by"] and fate in {FieldFate.CONFLICT, FieldFate.KNOWN}
    other = Other(row["other_by"], row["other_at"], row["other_value"], row["other_uid"]) if met else None
    return FieldOutcome(record.id, fate, _sentence(fate, other), alert=row["alert"], other=other)


def _sentence(fate: FieldFate, other: Other | None) -> str:
    if fate is FieldFate.CONFLICT and other is not None:
        at = f"{other.at.astimezone(ZONE):%m-%d %H:%M}"
        return CONFLICT.format(by=other.by, at=at, value=other.value)
    return FIELD_FATE_NAMES[fate]


def _alone(record: FieldRecord, read: Read, *, by: Actor, at: datetime) -> FieldOutcome:
    """Take a notice or a check by its own operation; refused, it leaves no trace."""
    try:
        with transaction.atomic():
            outcome = _ALONE[read.kind](record, by=by, at=at)
            if outcome.fate is FieldFate.ACCEPTED:
                _keep(record, read, by=by, at=at)
    except DomainError as fault:
        return FieldOutcome(record.id, FieldFate.REFUSED, str(fault))
    return outcome


def _keep(record: FieldRecord, read: Read, *, by: Actor, at: datetime) -> None:
    area = queries.subject(record.person, day=read.columns["on_date"], by=by).area
    Taken.objects.create(
        client_id=read.client_id,
        kind=read.kind,
        area=area,
        digest=read.digest,
        by=by.name,
        happened_at=record.happened_at,
        recorded_at=at,
    )


def _serve(record: FieldRecord, *, by: Actor, at: datetime) -> FieldOutcome:
    """Serve a notice; one that was served before is known, or a conflict where somebody else did."""
    values = record.values
    if not values.get("signed_by", "").strip():
        raise SignatureMissing
    receipt = Receipt(
        signed_by=values["signed_by"].strip(),
        relation=values.get("relation", "").strip(),
        officers=(by.name, values.get("officer", "").strip()),
        refused=values.get("refused") == "1",
    )
    named = values.get("measure") or record.person
    try:
        serve_notice(named, by=by, at=at, happened_at=record.happened_at, receipt=receipt)
    except MeasureNotInForce:
        other = queries.served_by(queries.measure(named, scope=by.scope))
        if other is None:
            raise
        return _served_before(record, other, by=by)
    return FieldOutcome(record.id, FieldFate.ACCEPTED, FIELD_FATE_NAMES[FieldFate.ACCEPTED])


def _served_before(record: FieldRecord, other: Other, *, by: Actor) -> FieldOutcome:
    if other.by == by.name:
        return _known(record.id, other)
    outcome = FieldOutcome(record.id, FieldFate.CONFLICT, "", other=other)
    return replace(outcome, sentence=_sentence(FieldFate.CONFLICT, other))


def _check(record: FieldRecord, *, by: Actor, at: datetime) -> FieldOutcome:
    outcome = field_records.read_word(CheckOutcome, record.values.get("outcome", ""), what="核查结果")
    intake.record_check(
        person=record.person,
        outcome=outcome,
        happened_at=record.happened_at,
        note=record.values.get("note", "").strip(),
        by=by,
        at=at,
    )
    return FieldOutcome(record.id, FieldFate.ACCEPTED, FIELD_FATE_NAMES[FieldFate.ACCEPTED])


def _result(record: FieldRecord, *, by: Actor, at: datetime) -> FieldOutcome:
    """Take a laboratory result; somebody else's other one of that day is a conflict until meant."""
    read = field_records.read_result(record)
    asked = {"result": read["result"], "disease": read["disease"], "day": read["sampled_on"]}
    met = queries.result_met(record.person, **asked, by=by)
    if met is not None and str(met.uid) != record.over:
        other = Other(met.by, met.recorded_at, RESULT_NAMES[Result(met.result)], met.uid)
        outcome = FieldOutcome(record.id, FieldFate.CONFLICT, "", other=other)
        return replace(outcome, sentence=_sentence(FieldFate.CONFLICT, other))
    observed = add_result(person=record.person, by=by, at=at, **read)
    fate = FieldFate.KNOWN if observed.fate is Fate.UNCHANGED else FieldFate.ACCEPTED
    return FieldOutcome(record.id, fate, FIELD_FATE_NAMES[fate], alert=observed.alert)


_ALONE: Final = {FieldKind.SERVED: _serve, FieldKind.CHECK: _check, FieldKind.RESULT: _result}
