"""The trace of a saved document: what it prints, what was written, what the ledger gives, then and today."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from lianfang.apps.documents.models import Paper
from lianfang.apps.documents.queries.listing import DocumentUnknown, standing
from lianfang.apps.documents.queries.material import counted_area
from lianfang.apps.documents.rules.numbers import PENDING
from lianfang.apps.documents.terms import Trace, Traced
from lianfang.apps.reporting import queries as reporting
from lianfang.apps.reporting.terms import Counted, Source
from lianfang.core.access.terms import Actor
from lianfang.core.documents import FigureSheet, FoundFigure, read_figures

INTACT, ALTERED, REMOVED, FOREIGN = "intact", "altered", "removed", "foreign"


def trace(path: Path, *, by: Actor, at: datetime) -> Trace:
    """Return every figure of a saved document with its query run again, as known then and as known today.

    Raises NotADocument, NoFigures, DocumentUnknown.
    """
    sheet = read_figures(path)
    paper = _paper(sheet, path)
    found = standing(paper.document.uid, by=by)
    written = {entry["key"]: counted(entry) for entry in paper.figures}
    area = counted_in(paper)
    then = reporting.Again(area, found.row.on, paper.as_known_at)
    now = reporting.Again(area, found.row.on, at)
    figures = (*_written(paper, written, sheet, then, now), *_foreign(written, sheet, paper.as_known_at))
    return Trace(
        document=found.row.uid,
        kind=found.row.kind,
        number=found.entry.written if found.entry else PENDING,
        area=found.row.area,
        on=found.row.on,
        as_known_at=paper.as_known_at,
        unchanged=sha256(path.read_bytes()).hexdigest() == paper.digest,
        figures=figures,
    )


def counted_in(paper: Paper) -> str:
    """Return the area in which a paper's figures count."""
    row = paper.document
    return counted_area(row.kind, row.area, row.about)


def _paper(sheet: FigureSheet, path: Path) -> Paper:
    try:
        return Paper.objects.select_related("document").get(uid=UUID(sheet.facts.get("paper", "")))
    except (ValueError, Paper.DoesNotExist) as problem:
        raise DocumentUnknown(path.name) from problem


def counted(entry: Mapping[str, Any]) -> Counted:
    """Return a figure as a paper kept it."""
    source = Source(query=entry["query"], **entry["parameters"])
    return Counted(entry["key"], entry["value"], str(entry["value"]), entry["counts"], source)


def _written(
    paper: Paper,
    written: Mapping[str, Counted],
    sheet: FigureSheet,
    then: reporting.Again,
    now: reporting.Again,
) -> Iterator[Traced]:
    for entry in paper.figures:
        if not entry["texts"]:  # counted only because a rate or a change is made of it
            continue
        one = written[entry["key"]]
        texts = set(entry["texts"])
        place = _worst(one.key, sheet, texts)
        again, today = then.recount(one.source, written), now.recount(one.source, written)
        same = entry["digest"] == then.digest(one.source)
        yield Traced(
            key=one.key,
            counts=one.counts,
            value=one.value,
            printed=place.found if place else None,
            state=_state(place, texts),
            query=one.source.query,
            parameters=one.source.parameters(),
            known_at=paper.as_known_at,
            records=entry["records"],
            digest=entry["digest"],
            recount=again,
            agrees=again == one.value and same,
            now=today,
            difference=today - one.value if isinstance(today, int) and isinstance(one.value, int) else None,
        )


def _worst(key: str, sheet: FigureSheet, texts: set[str]) -> FoundFigure | None:
    """Return where a file prints a figure; of several places the first that no longer prints it."""
    places = [found for found in sheet.figures if found.key == key]
    return next((each for each in places if _state(each, texts) != INTACT), places[0] if places else None)


def _state(place: FoundFigure | None, texts: set[str]) -> str:
    if place is None or place.found is None:
        return REMOVED
    return INTACT if place.found.strip() in texts and place.state == INTACT else ALTERED


def _foreign(written: Mapping[str, Counted], sheet: FigureSheet, known_at: datetime) -> Iterator[Traced]:
    for found in sheet.figures:
        if found.key not in written:
            yield Traced(
                key=found.key,
                counts=found.counts,
                value=found.value,
                printed=found.found,
                state=FOREIGN,
                query="",
                parameters={},
                known_at=known_at,
                records=0,
                digest="",
                recount=None,
                agrees=False,
                now=None,
                difference=None,
            )
