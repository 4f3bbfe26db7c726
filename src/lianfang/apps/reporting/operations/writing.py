"""A daily brief is written, and kept with every figure it prints."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from lianfang.apps.reporting import queries
from lianfang.apps.reporting.models import Brief
from lianfang.apps.reporting.rules.layout import brief_document
from lianfang.apps.reporting.terms import Account, Counted
from lianfang.core.access.terms import Actor
from lianfang.core.audit.operations import record
from lianfang.core.documents import OfficialDocument, figures_in, plain_text, render
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError


class BriefAhead(DomainError):
    """A brief of a day that has not begun."""

    code = "reporting.brief_ahead"
    sentence = "{on}尚未开始，不能写当日的日报。请核对日期。"


@dataclass(frozen=True)
class WrittenBrief:
    """A brief as written: its identity, the docx, how many figures it prints, and whether the text is new."""

    uid: UUID
    docx: bytes
    figures: int
    new: bool


@transaction.atomic
def write_brief(
    *,
    area: str,
    on: date,
    as_known_at: datetime,
    by: Actor,
    at: datetime,
    texts: Mapping[str, str] | None = None,
) -> WrittenBrief:
    """Write the daily brief of an area as known at a moment, and keep every figure it prints.

    `texts` are the sections that people wrote, by their keys (`terms.FREE_TEXTS`).

    The same day known at the same moment gives the same text, the same brief and the same bytes; another text
    is another brief. Raises PlaceUnknown, NotAllowed, BriefAhead.
    """
    queries.check_sight(area, by=by)
    if on > as_known_at.astimezone(ZONE).date():
        raise BriefAhead(on=on.isoformat())
    account = queries.account_of(area=area, on=on, as_known_at=as_known_at)
    nameless = brief_document(account, uid="", texts=texts)
    kept = _kept(account, nameless)
    brief, new = Brief.objects.get_or_create(
        area=area,
        on=on,
        as_known_at=as_known_at,
        content_hash=_hash(nameless, kept),
        defaults={"figures": kept, "texts": dict(texts or {}), "by": by.name, "at": at},
    )
    if new:
        brief.refresh_from_db(fields=["uid"])
        _log(brief, by=by, at=at)
    docx = render(brief_document(account, uid=str(brief.uid), texts=texts))
    return WrittenBrief(brief.uid, docx, len(kept), new)


def _kept(account: Account, document: OfficialDocument) -> list[dict[str, object]]:
    """Return the figures that the document prints, in the order of the text, with their sources."""
    printed = dict.fromkeys(figure.key for figure in figures_in(document))
    return [_entry(account.figures[key]) for key in printed]


def _entry(counted: Counted) -> dict[str, object]:
    return {
        "key": counted.key,
        "value": counted.value,
        "text": counted.text,
        "counts": counted.counts,
        "query": counted.source.query,
        "parameters": counted.source.parameters(),
    }


def _hash(document: OfficialDocument, kept: list[dict[str, object]]) -> str:
    """Return the hash of everything that the document says, apart from its own identity and its looks."""
    figures = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256((plain_text(document) + figures).encode()).hexdigest()


def _log(brief: Brief, *, by: Actor, at: datetime) -> None:
    record(
        "brief.written",
        subject=f"brief:{brief.uid}",
        by=by,
        at=at,
        area=brief.area,
        on=brief.on.isoformat(),
        as_known_at=brief.as_known_at.isoformat(),
        figures=len(brief.figures),
        content_hash=brief.content_hash,
    )
