"""The trace of a saved document: what it prints, what was written, what the ledger gives, then and today."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from lianfang.apps.documents.queries.origins import Counting, Entry, Origin, origin_of
from lianfang.apps.documents.terms import Trace, Traced
from lianfang.core.access.terms import Actor
from lianfang.core.documents import FigureSheet, KeptFigure, compare, read_figures


def trace(path: Path, *, by: Actor, at: datetime) -> Trace:
    """Return every figure of a saved document with its query run again, as known then and as known today.

    Raises NotADocument, NoFigures, DocumentUnknown, BriefUnknown, NotAllowed.
    """
    sheet = read_figures(path)
    origin = origin_of(sheet, name=path.name, by=by)
    same = sha256(path.read_bytes()).hexdigest() == origin.digest
    return Trace(
        document=origin.uid,
        kind=origin.kind,
        number=origin.number,
        area=origin.area,
        on=origin.on,
        as_known_at=origin.as_known_at,
        unchanged=same if origin.digest else None,
        figures=tuple(_figures(origin, sheet, at)),
    )


def _figures(origin: Origin, sheet: FigureSheet, at: datetime) -> Iterator[Traced]:
    then, now = origin.counted(origin.as_known_at), origin.counted(at)
    entries = {entry["key"]: entry for entry in origin.figures if _texts(entry)}
    kept = [KeptFigure(key, entry["value"], entry["counts"], _texts(entry)) for key, entry in entries.items()]
    for seen in compare(kept, sheet):
        entry = entries.get(seen.key)
        counted = _counted(entry, then, now) if entry else {}
        yield Traced(**vars(seen), known_at=origin.as_known_at, **counted)  # type: ignore[arg-type]


def _texts(entry: Entry) -> set[str]:
    """Return how a figure was printed; not at all where only a rate or a change is made of it."""
    return set(entry.get("texts", [entry.get("text", str(entry["value"]))]))


def _counted(entry: Entry, then: Counting, now: Counting) -> dict[str, object]:
    """Return what a figure's query gives, then and now."""
    value, digest = entry["value"], entry.get("digest", "")
    again, today = then.value(entry), now.value(entry)
    whole = isinstance(today, int) and isinstance(value, int)
    return {
        "query": entry["query"],
        "parameters": entry["parameters"],
        "records": entry.get("records"),
        "digest": digest,
        "recount": again,
        "agrees": again == value and digest in {"", then.digest(entry)},
        "now": today,
        "difference": today - value if whole else None,
    }
