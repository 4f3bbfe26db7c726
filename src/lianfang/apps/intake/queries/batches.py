"""Read lists received: their accounts, their rows, the rows that wait for a person."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from lianfang.apps.intake.models import Batch, Forward, Mapping
from lianfang.apps.intake.reading.terms import SavedMapping, mapping_from
from lianfang.apps.intake.terms import Outcome
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

EVERY: Final = 2_000_000_000
LISTED: Final = 200


def find_batch(reference: str, *, scope: str = "") -> Batch:
    """The list of a number or uid, within sight of the scope; raises NotFound."""
    wanted = Q(pk=int(reference)) if reference.isdecimal() else Q(uid=_uid(reference))
    batch = Batch.objects.filter(wanted).first()
    if batch is None or (scope and not area_code.contains(scope, batch.area)):
        raise NotFound(what="名单批次", value=reference)
    return batch


def batches(*, area: str = "", most: int = LISTED) -> list[Batch]:
    """Lists that an area and the areas within received, in the order they came."""
    received = Batch.objects.filter(state="done").order_by("received_at", "id")
    if area:
        lo, hi = area_code.prefix_range(area)
        received = received.filter(area__gte=lo, area__lt=hi)
    return list(received[:most])


def rows(
    batch: int, *, outcomes: Sequence[Outcome] = (), most: int = EVERY, skipped: int = 0
) -> list[dict[str, Any]]:
    """Rows of a list in their order: sheet, row, outcome, person (uid), area, reason (code)."""
    return sql.fetch(
        "intake",
        "batch_rows",
        batch=batch,
        outcomes=[outcome.value for outcome in outcomes],
        most=most,
        skipped=skipped,
    )


def candidates(batch: int, *, place: tuple[int, int, int] | None = None) -> list[dict[str, Any]]:
    """Persons that the doubtful rows of a list, or one of them, may be, with what agrees and what differs."""
    lists = ("agrees", "differs")
    sheet, row, part = place or (None, None, None)
    return [
        {**one, **{name: json.loads(one[name]) for name in lists}}
        for one in sql.fetch("intake", "batch_candidates", batch=batch, sheet=sheet, row=row, part=part)
    ]


def open_forwards(*, area: str, known_at: datetime) -> list[Forward]:
    """Rows handed to or held in an area that nobody has acknowledged at a moment, the oldest first."""
    lo, hi = area_code.prefix_range(area)
    waiting = Q(acknowledged_recorded_at=None) | Q(acknowledged_recorded_at__gt=known_at)
    here = Q(held_in__gte=lo, held_in__lt=hi) | Q(area__gte=lo, area__lt=hi)
    return list(
        Forward.objects.filter(waiting, here, recorded_at__lte=known_at).order_by("happened_at", "id")
    )


def batch_names(batches: Collection[int]) -> dict[int, str]:
    """The names of the files of lists."""
    return dict(Batch.objects.filter(pk__in=batches).values_list("pk", "file_name"))


def saved_mapping(name: str) -> SavedMapping | None:
    """The mapping of a name, None for no name; raises NotFound."""
    if not name:
        return None
    found = Mapping.objects.filter(name=name).first()
    if found is None:
        raise NotFound(what="列对照", value=name)
    return mapping_from(found.columns, found.values)


def mappings() -> list[dict[str, Any]]:
    """Every saved mapping: name, channel, columns, values, who saved it and when."""
    fields = ("name", "channel", "columns", "values", "saved_by", "saved_at")
    return list(Mapping.objects.order_by("name").values(*fields))


def _uid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as problem:
        raise NotFound(what="名单批次", value=text) from problem
