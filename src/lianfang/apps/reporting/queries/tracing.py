"""The trace of a saved brief: what the file prints, what was written, what the ledger gives today.

The list of figures kept with the brief decides; the file's own list is only compared with it. Every figure is
counted again by listing its records as known at the brief's cut-off, not by the statement that counted it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import UUID

from lianfang.apps.reporting.models import Brief
from lianfang.apps.reporting.queries.places import check_sight
from lianfang.apps.reporting.queries.records import Records
from lianfang.apps.reporting.terms import Counted, Source, Trace, Traced
from lianfang.core.access.terms import Actor
from lianfang.core.documents import FigureSheet, FoundFigure, read_figures
from lianfang.core.duty import engine
from lianfang.kernel.errors import DomainError

FOREIGN, ALTERED, REMOVED, INTACT = "foreign", "altered", "removed", "intact"


class BriefUnknown(DomainError):
    """The file names no brief that this installation wrote."""

    code = "reporting.brief_unknown"
    sentence = "“{name}”不是本系统写出的日报，或写于另一套系统。请在写出它的系统上追溯。"


def trace(path: Path, *, by: Actor) -> Trace:
    """Return every figure of a saved brief with its query, its count today and the records it counts.

    Raises NotADocument, NoFigures, BriefUnknown, NotAllowed.
    """
    sheet = read_figures(path)
    brief = _brief_of(sheet, path)
    check_sight(brief.area, by=by)
    records = Records(engine.on_day(area=brief.area, day=brief.on, known_at=brief.as_known_at))
    written = {entry["key"]: _counted(entry) for entry in brief.figures}
    figures = (*_written(written, sheet, records), *_foreign(written, sheet))
    return Trace(brief.uid, brief.area, brief.on, brief.as_known_at, figures)


def _brief_of(sheet: FigureSheet, path: Path) -> Brief:
    try:
        return Brief.objects.get(uid=UUID(sheet.facts.get("brief", "")))
    except (ValueError, Brief.DoesNotExist) as problem:
        raise BriefUnknown(name=path.name) from problem


def _counted(entry: Mapping[str, object]) -> Counted:
    source = Source(query=str(entry["query"]), **entry["parameters"])  # type: ignore[arg-type]
    return Counted(str(entry["key"]), entry["value"], str(entry["text"]), str(entry["counts"]), source)  # type: ignore[arg-type]


def _written(written: Mapping[str, Counted], sheet: FigureSheet, records: Records) -> Iterator[Traced]:
    for counted in written.values():
        found = _worst(counted, sheet)
        listed = records.of(counted.source)
        again = records.recount(counted.source, written)
        yield Traced(
            key=counted.key,
            counts=counted.counts,
            value=counted.value,
            text=counted.text,
            printed=found.found if found else None,
            state=_state(counted, found),
            query=counted.source.query,
            parameters=counted.source.parameters(),
            recount=again,
            agrees=again == counted.value,
            records=listed,
        )


def _worst(counted: Counted, sheet: FigureSheet) -> FoundFigure | None:
    """Return where the file prints a figure; of several places the first that no longer prints it."""
    places = [found for found in sheet.figures if found.key == counted.key]
    return next(
        (found for found in places if _state(counted, found) != INTACT), places[0] if places else None
    )


def _state(counted: Counted, found: FoundFigure | None) -> str:
    """Return intact only where the file prints what was written, whatever the file's own list says."""
    if found is None or found.found is None:
        return REMOVED
    return INTACT if found.found.strip() == counted.text else ALTERED


def _foreign(written: Mapping[str, Counted], sheet: FigureSheet) -> Iterator[Traced]:
    for found in sheet.figures:
        if found.key not in written:
            yield Traced(
                key=found.key,
                counts=found.counts,
                value=found.value,
                text=found.text,
                printed=found.found,
                state=FOREIGN,
                query="",
                parameters={},
                recount=None,
                agrees=False,
            )
