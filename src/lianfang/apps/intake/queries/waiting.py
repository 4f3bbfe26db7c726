"""Read what waits for a person: doubtful rows with their content, rows handed over from elsewhere."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lianfang.apps.intake.models import Batch, ReviewDecision, Row
from lianfang.apps.intake.queries.batches import saved_mapping
from lianfang.apps.intake.reading.columns import assign
from lianfang.apps.intake.reading.terms import Field
from lianfang.apps.people import queries as people
from lianfang.core import sealing, sql
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

EVERY: Final = 2_000_000_000
HANDING_OVER: Final = Work(
    "intake.forwards", "who sends or takes over a row must see whom it is about, though they live elsewhere"
)
BEYOND_SIGHT: Final = Work(
    "intake.candidates", "which place holds a row and all whom it may be: it is named, they are not"
)
Place = tuple[int, int, int]
"""Sheet, row and part of a row, as the spreadsheet numbers them."""


def waiting_rows(
    *, area: str, batch: int | None = None, most: int = EVERY, skipped: int = 0
) -> list[dict[str, Any]]:
    """Rows of an area that nobody has decided, of one list or all; each with the `total` of them."""
    lo, hi = area_code.prefix_range(area)
    view = {"lo": lo, "hi": hi, "batch": batch, "most": most, "skipped": skipped}
    return sql.fetch("intake", "waiting_rows", **view)


def forwards(*, area: str, known_at: datetime, most: int = EVERY, skipped: int = 0) -> list[dict[str, Any]]:
    """Rows handed to or held in an area that nobody has acknowledged; each with the `total` of them."""
    lo, hi = area_code.prefix_range(area)
    view = {"lo": lo, "hi": hi, "known_at": known_at, "most": most, "skipped": skipped}
    return sql.fetch("intake", "open_forwards", **view)


def handed_over(wanted: Iterable[tuple[int, Place]]) -> dict[tuple[int, Place], dict[str, Any]]:
    """What rows handed over say, by list and place; for who sees their forwards, wherever they lie."""
    by_batch: dict[int, set[Place]] = {}
    for batch, place in wanted:
        by_batch.setdefault(batch, set()).add(place)
    with rows.acting_for(HANDING_OVER):
        return {
            (batch, place): said
            for batch, places in by_batch.items()
            for place, said in contents(batch, places).items()
        }


@dataclass(frozen=True)
class Beyond:
    """Whom a row may be and the reader may not see: how many, and the area that holds them all."""

    count: int
    area: str


def beyond(batch: int, place: Place, *, area: str) -> Beyond | None:
    """Whom a row of an area may be beside those in sight; None where all are in sight."""
    sheet, row, part = place
    which = {"batch": batch, "sheet": sheet, "row": row, "part": part}
    hidden = [one["person_id"] for one in sql.fetch("intake", "candidates_out_of_sight", **which)]
    if not hidden:
        return None
    with rows.acting_for(BEYOND_SIGHT):
        places = [label.area for label in people.labels(hidden).values()]
    return Beyond(len(hidden), area_code.shared((area, *places)))


def contents(batch: int, places: Iterable[Place]) -> dict[Place, dict[str, Any]]:
    """What rows say, in clear, by their place; rows whose content is not kept are absent."""
    wanted = set(places)
    numbers = {row for _sheet, row, _part in wanted}
    found = Row.objects.filter(batch_id=batch, row_no__in=numbers, sealed__isnull=False)
    return {
        place: json.loads(sealing.unseal(row.sealed))
        for row in found
        if (place := (row.sheet_no, row.row_no, row.part)) in wanted and row.sealed is not None
    }


def cell(batch: Batch, sheet_no: int, field: Field, clear: dict[str, Any]) -> str:
    """What stands in the cells of a field of a row, as it came; what was read of it where there are none."""
    headers = batch.mapping["sheets"][sheet_no - 1]["headers"]
    levels = [tuple(header.split("/")) for header in headers]
    places = assign(levels, saved_mapping(batch.mapping_name)).columns.get(field, ())
    came = clear.get("cells") or []
    said = [came[at] for at in places if at < len(came) and came[at]]
    return "；".join(said) or str(clear.get(field) or "")


def batch_of_row(batch: int, place: Place, *, by: Actor) -> Batch:
    """The list of a doubtful row within sight; the list itself may have been sent to the place above.

    Raises NotFound.
    """
    found = Batch.objects.filter(pk=batch).first()
    if found is None:
        raise NotFound(what="名单批次", value=batch)
    row_in_review(found, place, by=by)
    return found


def row_in_review(batch: Batch, place: Place, *, by: Actor) -> Row:
    """A doubtful row within sight; raises NotFound."""
    sheet_no, row_no, part = place
    row = Row.objects.filter(
        batch=batch, sheet_no=sheet_no, row_no=row_no, part=part, outcome="review"
    ).first()
    if row is None or not by.may_see(row.area):
        raise NotFound(what="待核的行", value=row_no)
    return row


def decisions(batch: int, place: Place) -> list[ReviewDecision]:
    """What was decided of a row, the last first."""
    sheet_no, row_no, part = place
    made = ReviewDecision.objects.filter(batch_id=batch, sheet_no=sheet_no, row_no=row_no, part=part)
    return list(made.select_related("person").order_by("-recorded_at", "-id"))
