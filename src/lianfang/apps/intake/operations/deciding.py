"""Apply what a person decided of a row in review, as the pipeline would have applied it.

The row's content is opened from its seal. Deciding again supersedes the earlier decision: the last one says
whose row it is. What is told of the same person is told once; what was told of somebody else is taken back.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction

from lianfang.apps.intake.models import Batch, Exposure, GroupFact, ReviewDecision, Row
from lianfang.apps.intake.operations import checking, taking_back
from lianfang.apps.intake.operations.clear import document_kind
from lianfang.apps.intake.reading.terms import SCHEMA
from lianfang.apps.intake.rules import facts, faults
from lianfang.apps.intake.terms import Decision, Group, Outcome
from lianfang.apps.people import operations as people
from lianfang.apps.people import queries as persons
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound


class NotInReview(InputRefused):
    """The row was never doubtful: there is nothing to decide."""

    code = "intake.not_in_review"
    sentence = "第{row}行不在待研判之列（{outcome}），不能研判。"


class NamelessRow(InputRefused):
    """A row without a name can't become a new person."""

    code = "intake.nameless_row"
    sentence = "第{row}行没有可用的姓名，不能新建人员。请选定是谁，或退回来源单位补填。"


class RejectionUnfounded(InputRefused):
    """A row goes back to its sender with a reason, or not at all."""

    code = "intake.rejection_unfounded"
    sentence = "退回第{row}行须写明原因，让来源单位知道怎样改。"


@dataclass(frozen=True)
class _Case:
    """A doubtful row being decided: its list, its content, who decides and when."""

    batch: Batch
    row: Row
    content: dict[str, Any]
    by: Actor
    at: datetime

    def place(self) -> dict[str, Any]:
        """Where the row stands."""
        row = self.row
        return {"batch": self.batch, "sheet_no": row.sheet_no, "row_no": row.row_no, "part": row.part}

    def earlier(self) -> list[ReviewDecision]:
        """What was decided of the row before, the first decision first."""
        return list(ReviewDecision.objects.filter(**self.place()).order_by("id"))

    @property
    def frame(self) -> pl.DataFrame:
        """The cleaned row as the pipeline had it."""
        texts = {name: pl.String() if isinstance(kind, pl.Date) else kind for name, kind in SCHEMA.items()}
        values = {name: [self.content.get(name)] for name in SCHEMA}
        dates = [name for name, kind in SCHEMA.items() if isinstance(kind, pl.Date)]
        frame = pl.DataFrame(values, schema=texts).with_columns(pl.col(dates).str.to_date())
        return frame.with_columns(exposure_kind=facts.exposure_kind(self.batch.channel))


@transaction.atomic
def decide(
    *,
    batch: Batch,
    sheet_no: int,
    row_no: int,
    decision: Decision,
    by: Actor,
    at: datetime,
    person: str = "",
    part: int = 0,
    reason: str = "",
) -> str | None:
    """Decide whose a doubtful row is; the uid of the person, None for a rejected row.

    Raises NotFound for a row or person out of sight, NotInReview, NamelessRow, RejectionUnfounded.
    """
    case = _open(batch, sheet_no, row_no, part, by=by, at=at)
    if decision == Decision.REJECT and not reason.strip():
        raise RejectionUnfounded(row=row_no)
    number = _person(case, decision, person)
    uid = str(persons.person(number, scope=by.scope).person) if number else None
    earlier = case.earlier()
    made = ReviewDecision.objects.create(
        **case.place(),
        area=case.row.area,
        decision=decision.value,
        person_id=number,
        reason=reason,
        by=by.name,
        happened_at=at,
        recorded_at=at,
    )
    withdrawn = taking_back.withdraw(earlier, now=made)
    if number:
        _tell(case, number, made, new=decision == Decision.NEW_PERSON)
    told = {"row": row_no, "decision": decision.value, "person": uid, "withdrawn": withdrawn}
    audit.record("intake.decided", subject=f"batch:{batch.uid}", area=case.row.area, by=by, at=at, **told)
    return uid


def _open(batch: Batch, sheet_no: int, row_no: int, part: int, *, by: Actor, at: datetime) -> _Case:
    row = Row.objects.filter(batch=batch, sheet_no=sheet_no, row_no=row_no, part=part).first()
    if row is None or not by.may_see(row.area):
        raise NotFound(what="名单行", value=row_no)
    if row.outcome != Outcome.REVIEW or row.sealed is None:
        raise NotInReview(row=row_no, outcome=row.outcome)
    return _Case(batch, row, json.loads(sealing.unseal(row.sealed)), by, at)


def _person(case: _Case, decision: Decision, person: str) -> int | None:
    if decision == Decision.SAME_AS:
        return persons.person_id(person, scope=case.by.scope)
    return _register(case) if decision == Decision.NEW_PERSON else None


def _register(case: _Case) -> int:
    """Register the row's person with the keys that can be trusted."""
    if not case.content.get("name"):
        raise NamelessRow(row=case.row.row_no)
    solid = pl.col("id_status").is_in(faults.SOLID_ID)
    uid = str(uuid.uuid5(case.batch.uid, f"{case.row.sheet_no}:{case.row.row_no}:{case.row.part}"))
    frame = case.frame.select(
        "name",
        "name_key",
        "phones",
        pl.col("sex").fill_null(""),
        pl.when(pl.col("birth_date_status").is_in(["ok", "from_id"])).then("birth_date").alias("birth_date"),
        pl.col("address", "occupation").fill_null(""),
        uid=pl.lit(uid),
        area=pl.lit(case.row.area),
        document_kind=pl.when(solid).then(document_kind()),
        document=pl.when(solid).then("id_number"),
    )
    people.register(frame, by=case.by, at=case.at, source=case.batch.channel)
    return persons.person_id(uid)


def _tell(case: _Case, person: int, decision: ReviewDecision, *, new: bool) -> None:
    """Write the exposure and the groups that the row tells of, unless they are known."""
    (row,) = case.frame.with_columns(groups=facts.groups(case.batch.channel)).to_dicts()
    if row["exposure_kind"]:
        _tell_exposure(case, person, row, decision)
    told = [*row["groups"], *([Group.OUTSIDERS.value] if new else [])]
    inside = checking.groups_of(person)
    GroupFact.objects.bulk_create(
        GroupFact(
            person_id=person,
            area=case.row.area,
            group=group,
            batch=case.batch,
            decision=decision,
            happened_at=case.batch.received_at,
            recorded_at=case.at,
        )
        for group in told
        if group not in inside
    )


def _tell_exposure(case: _Case, person: int, row: dict[str, Any], decision: ReviewDecision) -> None:
    said = {
        "person_id": person,
        "disease": case.batch.disease,
        "kind": row["exposure_kind"],
        "level": row["level"] or "",
        "origin": row["origin"] or "",
        "last_exposure": row["last_exposure"],
        "arrived": row["arrived"],
    }
    if taking_back.standing().filter(**said).exists():
        return
    Exposure.objects.create(
        **said,
        area=case.row.area,
        batch=case.batch,
        row_no=case.row.row_no,
        decision=decision,
        happened_at=case.batch.received_at,
        recorded_at=case.at,
    )
