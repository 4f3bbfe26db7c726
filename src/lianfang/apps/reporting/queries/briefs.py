"""Briefs of an area: being prepared, written, signed; and the records behind their figures."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from lianfang.apps.reporting.models import Brief, Draft, Signature
from lianfang.apps.reporting.queries.places import check_sight
from lianfang.apps.reporting.queries.records import Records
from lianfang.apps.reporting.terms import BriefLine, Counted, Record, SignedBrief, Source
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

SHOWN = 60


def briefs(area: str) -> list[BriefLine]:
    """Return the last briefs of an area, newest first: the drafts, then those written."""
    drafts = Draft.objects.filter(area=area).order_by("-on")
    written = Brief.objects.filter(area=area).prefetch_related("signatures").order_by("-on", "-at")[:SHOWN]
    return [
        *(BriefLine(None, draft.on, draft.as_known_at, draft.by, draft.at) for draft in drafts),
        *map(_line, written),
    ]


def list_briefs(*, area: str, most: int) -> list[Brief]:
    """Briefs of an area and the areas within, the newest first."""
    lo, hi = area_code.prefix_range(area)
    found = Brief.objects.filter(area__gte=lo, area__lt=hi).order_by("-at", "-id").defer("figures")
    return list(found[:most])


def _line(brief: Brief) -> BriefLine:
    signature = next(iter(brief.signatures.all()), None)
    own = (brief.uid, brief.on, brief.as_known_at, brief.by, brief.at)
    return BriefLine(*own, signature.by, signature.at, signature.digest) if signature else BriefLine(*own)


def draft(area: str, on: date) -> tuple[dict[str, str], datetime | None]:
    """Return what was written so far for a day, and the cut-off it was written for, if anything was."""
    found = Draft.objects.filter(area=area, on=on).first()
    return (found.texts, found.as_known_at) if found else ({}, None)


def signed(uid: UUID, *, by: Actor) -> SignedBrief:
    """Return a brief as it was signed; raises NotFound, NotAllowed."""
    found = Signature.objects.select_related("brief").filter(brief__uid=uid).first()
    if found is None:
        raise NotFound(what="日报", value=uid)
    check_sight(found.area, by=by)
    docx = bytes(found.docx)
    return SignedBrief(uid, found.area, found.on, found.as_known_at, docx, found.digest, found.by, found.at)


def figure(uid: UUID, key: str) -> Counted:
    """Return a figure that a written brief kept; raises NotFound."""
    kept = Brief.objects.filter(uid=uid).values_list("figures", flat=True).first() or []
    for entry in kept:
        if entry["key"] == key:
            return Counted.kept(entry)
    raise NotFound(what="数字", value=key)


def records_of(area: str, *, on: date, known_at: datetime, source: Source) -> Sequence[Record]:
    """Return the records that a figure of a brief counts."""
    return Records(engine.on_day(area=area, day=on, known_at=known_at)).of(source)


def persons_of(area: str, records: Sequence[Record]) -> dict[str, str]:
    """Return the person of each record that is about one, by the identity of the record."""
    lo, hi = area_code.prefix_range(area)
    ids = sorted({record.id for record in records if record.kind in {"reading", "test", "check"}})
    found = {
        row["id"]: row["person"]
        for row in sql.fetch("reporting", "persons_of_records", lo=lo, hi=hi, ids=ids)
    }
    slots = {record.id: record.id.split(":")[1] for record in records if record.kind == "slot"}
    return found | slots | {record.id: record.id for record in records if record.kind == "person"}
