"""The trace of a saved brief: what the file prints, what was written, what the ledger gives today.

Every figure is counted again by listing its records as known at the brief's cut-off, not by the statement
that counted it.
"""

from pathlib import Path
from uuid import UUID

from lianfang.apps.reporting.models import Brief
from lianfang.apps.reporting.queries.places import check_sight
from lianfang.apps.reporting.queries.records import Records
from lianfang.apps.reporting.terms import Counted, Trace, Traced
from lianfang.core.access.terms import Actor
from lianfang.core.documents import FigureSheet, KeptFigure, compare, read_figures
from lianfang.core.duty import engine
from lianfang.kernel.errors import DomainError


class BriefUnknown(DomainError):
    """The file names no brief that this installation wrote."""

    code = "reporting.brief_unknown"
    sentence = "“{name}”不是本系统写出的日报，或写于另一套系统。请在写出它的系统上追溯。"


def trace(path: Path, *, by: Actor) -> Trace:
    """Return every figure of a saved brief with its query, its count today and the records it counts.

    Raises NotADocument, NoFigures, BriefUnknown, NotAllowed.
    """
    sheet = read_figures(path)
    brief = brief_of(sheet, name=path.name, by=by)
    records = Records(engine.on_day(area=brief.area, day=brief.on, known_at=brief.as_known_at))
    written = {entry["key"]: Counted.kept(entry) for entry in brief.figures}
    kept = [KeptFigure(one.key, one.value, one.counts, {one.text}) for one in written.values()]
    figures = []
    for seen in compare(kept, sheet):
        one = written.get(seen.key)
        if one is None:
            figures.append(Traced(**vars(seen)))
            continue
        again, source = records.recount(one.source, written), one.source
        asked = {"query": source.query, "parameters": source.parameters(), "records": records.of(source)}
        figures.append(Traced(**vars(seen), **asked, recount=again, agrees=again == one.value))  # type: ignore[arg-type]
    return Trace(brief.uid, brief.area, brief.on, brief.as_known_at, tuple(figures))


def brief_of(sheet: FigureSheet, *, name: str, by: Actor) -> Brief:
    """Return the brief that a file says it is; raises BriefUnknown, NotAllowed."""
    try:
        brief = Brief.objects.get(uid=UUID(sheet.facts.get("brief", "")))
    except (ValueError, Brief.DoesNotExist) as problem:
        raise BriefUnknown(name=name) from problem
    check_sight(brief.area, by=by)
    return brief
