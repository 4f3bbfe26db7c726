"""Where a saved document was written, and how each of its figures is counted again there.

The file says which list of figures is its own: of a document drafted here, of a daily brief, or of a paper of
inspection. Each list keeps of every figure its value and its query; only that of a document here keeps the
digest of the records too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from lianfang.apps.documents.models import Paper
from lianfang.apps.documents.queries.listing import DocumentUnknown, standing
from lianfang.apps.documents.queries.material import counted_area
from lianfang.apps.documents.terms import DocumentKind
from lianfang.apps.inspection import queries as inspection
from lianfang.apps.inspection.terms import DocumentKind as InspectionPaper
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import Counted
from lianfang.core.access.terms import Actor
from lianfang.core.documents import FigureSheet
from lianfang.kernel.errors import NotFound

Entry = Mapping[str, Any]
INSPECTION_KINDS: Mapping[str, DocumentKind] = {
    InspectionPaper.BULLETIN: DocumentKind.INSPECTION_NOTICE,
    InspectionPaper.REPORT: DocumentKind.RECTIFICATION,
}


class Counting(Protocol):
    """Counts figures again as known at one moment."""

    def value(self, entry: Entry) -> int | str:
        """Return what a figure's query gives."""

    def digest(self, entry: Entry) -> str:
        """Return the digest of the records that it counts."""


class Counter(Protocol):
    """Gives the counting of a moment."""

    def __call__(self, at: datetime) -> Counting:
        """Return the counting as known at a moment."""


@dataclass(frozen=True)
class Origin:
    """A document as it was kept: what it is, its figures, how they are counted; the bytes' digest if kept."""

    uid: UUID
    kind: DocumentKind
    number: str
    area: str
    on: date
    as_known_at: datetime
    figures: Sequence[Entry]
    digest: str
    counted: Counter


def origin_of(sheet: FigureSheet, *, name: str, by: Actor) -> Origin:
    """Return where a file was written. Raises DocumentUnknown, and what its own part raises."""
    if "document" in sheet.facts:
        return _drafted(sheet, name, by)
    if "brief" in sheet.facts:
        return _brief(sheet, name, by)
    return _inspected(sheet, name, by)


def _drafted(sheet: FigureSheet, name: str, by: Actor) -> Origin:
    try:
        paper = Paper.objects.select_related("document").get(uid=UUID(sheet.facts.get("paper", "")))
    except (ValueError, Paper.DoesNotExist) as problem:
        raise DocumentUnknown(name) from problem
    found = standing(paper.document.uid, by=by)
    row = found.row
    return Origin(
        uid=row.uid,
        kind=found.kind.code,
        number=found.entry.written if found.entry else "",
        area=row.area,
        on=row.on,
        as_known_at=paper.as_known_at,
        figures=paper.figures,
        digest=paper.digest,
        counted=_Ledger(counted_area(row.kind, row.area, row.about), row.on, paper.figures),
    )


def _brief(sheet: FigureSheet, name: str, by: Actor) -> Origin:
    brief = reporting.brief_of(sheet, name=name, by=by)
    signature = brief.signatures.first()
    return Origin(
        uid=brief.uid,
        kind=DocumentKind.DAILY_BRIEF,
        number="",
        area=brief.area,
        on=brief.on,
        as_known_at=brief.as_known_at,
        figures=brief.figures,
        digest=signature.digest if signature else "",
        counted=_Ledger(brief.area, brief.on, brief.figures),
    )


def _inspected(sheet: FigureSheet, name: str, by: Actor) -> Origin:
    try:
        paper = inspection.paper(sheet.facts.get("paper", ""), by=by)
    except NotFound as problem:
        raise DocumentUnknown(name) from problem
    return Origin(
        uid=paper.uid,
        kind=INSPECTION_KINDS[paper.kind],
        number="",
        area=paper.area,
        on=paper.on,
        as_known_at=paper.as_known_at,
        figures=paper.figures,
        digest="",
        counted=lambda at: _Findings(by, at),
    )


@dataclass(frozen=True)
class _Ledger:
    """Counts by the catalogue of figures: rates and changes are made of the others."""

    area: str
    on: date
    figures: Sequence[Entry]

    def __call__(self, at: datetime) -> Counting:
        written = {entry["key"]: Counted.kept(entry) for entry in self.figures}
        return _LedgerAt(reporting.Again(self.area, self.on, at), written)


@dataclass(frozen=True)
class _LedgerAt:
    again: reporting.Again
    written: Mapping[str, Counted]

    def value(self, entry: Entry) -> int | str:
        return self.again.recount(self.written[entry["key"]].source, self.written)

    def digest(self, entry: Entry) -> str:
        return self.again.digest(self.written[entry["key"]].source)[1]


@dataclass(frozen=True)
class _Findings:
    """Counts by the ledger of inspection."""

    by: Actor
    at: datetime

    def value(self, entry: Entry) -> int | str:
        return len(inspection.asked_again(entry["query"], entry["parameters"], by=self.by, at=self.at))

    def digest(self, entry: Entry) -> str:
        return ""
