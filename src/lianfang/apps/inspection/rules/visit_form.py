"""A visit as typed on a phone: answers, what was found, who was there; read, or refused with its fault."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from lianfang.apps.inspection.rules import workflow
from lianfang.apps.inspection.rules.checklist_file import OTHER
from lianfang.apps.inspection.terms import Answer, CheckItem, Mode, Severity, VisitRecord
from lianfang.kernel.errors import InputRefused

OLDEST: Final = timedelta(days=30)
LONGEST: Final = 1000
DIGEST_BYTES: Final = 16
OTHER_ITEM: Final = CheckItem(OTHER, "检查表之外的问题", "", "其他", Severity.GRAVE, 3, "现场发现", "C")


class VisitIncomplete(InputRefused):
    """A visit that lacks an answer, or who was there."""

    code = "inspection.visit_incomplete"
    sentence = "{problem}。请补齐后再提交。"


@dataclass(frozen=True, slots=True)
class Found:
    """Something found wrong, as read: of which item, in which words, how it is to be mended, by when."""

    item: CheckItem
    text: str
    mode: Mode
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """A visit as read."""

    client_id: UUID
    drawn: UUID
    answers: dict[str, tuple[str, str]]
    found: tuple[Found, ...]
    place: str
    present: str
    present_role: str
    refused: bool
    digest: bytes


def read_ids(record: VisitRecord) -> tuple[UUID, UUID]:
    """The identities of a record and of what it is about; raises VisitIncomplete."""
    try:
        return UUID(record.id), UUID(record.drawn)
    except ValueError as problem:
        raise VisitIncomplete(problem="记录或督查对象的编号不是UUID") from problem


def read_visit(record: VisitRecord, items: Sequence[CheckItem], *, by: str, at: datetime) -> Read:
    """A visit by its checklist; raises VisitIncomplete with the first thing that is wrong, DueImpossible."""
    client_id, drawn = read_ids(record)
    if not at - OLDEST <= record.happened_at <= at:
        raise VisitIncomplete(problem="检查时间应在最近30天内，不能晚于现在")
    values = {name: " ".join(value.split())[:LONGEST] for name, value in record.values.items()}
    present = values.get("signed_by", "")
    if not present:
        raise VisitIncomplete(problem="没有在场人签名；拒绝签名的，请写见证人姓名并勾选")
    answers = {item.code: _answer(values, item) for item in items}
    unmet = [item for item in items if answers[item.code][0] == Answer.UNMET]
    other = [OTHER_ITEM] if values.get(f"note-{OTHER}") else []
    return Read(
        client_id=client_id,
        drawn=drawn,
        answers=answers,
        found=tuple(_found(values, item, record.happened_at) for item in [*unmet, *other]),
        place=values.get("place", ""),
        present=present,
        present_role=values.get("role", ""),
        refused=values.get("refused") == "1",
        digest=digest_of(record, by=by),
    )


def _answer(values: Mapping[str, str], item: CheckItem) -> tuple[str, str]:
    given = values.get(f"answer-{item.code}", "")
    if given not in set(Answer):
        raise VisitIncomplete(problem=f"“{item.text}”没有填写结果")
    return given, values.get(f"note-{item.code}", "")


def _found(values: Mapping[str, str], item: CheckItem, found_at: datetime) -> Found:
    text = values.get(f"note-{item.code}", "")
    if not text:
        raise VisitIncomplete(problem=f"“{item.text}”不符合，没有写明发现了什么")
    named = values.get(f"mode-{item.code}", "")
    usual = Mode.BY_DATE if item.days else Mode.AT_ONCE
    mode = Mode(named) if named in set(Mode) else usual
    day = values.get(f"due-{item.code}", "")
    due_at = workflow.due_of(mode, days=item.days, found_at=found_at)
    if day and mode is not Mode.AT_ONCE:
        due_at = workflow.read_due(day, found_at=found_at)
    return Found(item, text, mode, due_at)


def digest_of(record: VisitRecord, *, by: str) -> bytes:
    """What makes two records of one identity the same: everything but when they were sent."""
    said = [record.drawn, by, sorted(record.values.items())]
    return blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=DIGEST_BYTES).digest()


def finding_uid(visit: UUID, item: str) -> UUID:
    """The identity of what a visit found for an item: the phone and the server reckon it alike."""
    return uuid5(NAMESPACE_OID, f"{visit}:{item}")
