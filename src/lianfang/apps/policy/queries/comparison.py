"""Two packs side by side: the same cases under both tables (层层加码 check)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianfang.apps.policy import models
from lianfang.apps.policy.queries.assessment import assess_cases, open_cases
from lianfang.apps.policy.queries.packs import pack_in_force, upper_pack
from lianfang.apps.policy.rules.comparison import STRICTER, Comparison, compare, contact_window_cells
from lianfang.apps.policy.terms import Cell
from lianfang.core import sql


def diff(*, upper_id: int, lower_id: int) -> Comparison:
    """Every stricter and every laxer cell of the lower pack; uses the temporary tables of assessment."""
    upper = models.Pack.objects.get(pk=upper_id)
    lower = models.Pack.objects.get(pk=lower_id)
    on = lower.valid_from
    open_cases()
    sql.run("policy", "diff_cases", upper=upper_id, lower=lower_id, on=on)
    assess_cases(pack_id=upper_id, on=on)
    sql.run("policy", "diff_keep_upper")
    assess_cases(pack_id=lower_id, on=on)
    rows = [_parsed(row) for row in sql.fetch("policy", "diff")]
    found = compare(rows, labels=upper.labels | lower.labels)
    window = contact_window_cells(_window(upper, on), _window(lower, on))
    return Comparison((*found.cells, *window), found.same)


def stricter_cells(*, upper_id: int, lower_id: int) -> tuple[Cell, ...]:
    """The cells in which a lower table asks for more than the upper one."""
    return tuple(
        cell for cell in diff(upper_id=upper_id, lower_id=lower_id).cells if cell.direction == STRICTER
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What a table changes against the one in force, and where it asks for more than the level above."""

    current: int | None
    found: Comparison
    upper: int | None
    stricter: tuple[Cell, ...]


def in_force_for(diseases: Sequence[str], *, area: str, on: date) -> int | None:
    """The pack by which an area works on a day for the first of some diseases that has one."""
    found = (pack_in_force(disease=disease, area=area, on=on) for disease in diseases)
    return next((pack for pack in found if pack is not None), None)


def changes(*, pack_id: int, current: int | None, area: str, on: date) -> Change:
    """A pack beside the one it would replace in an area, and the check against the level above."""
    nothing = Comparison((), 0)
    replaced = current if current != pack_id else None
    found = diff(upper_id=replaced, lower_id=pack_id) if replaced else nothing
    upper = upper_pack(pack_id=pack_id, area=area, on=on)
    above = stricter_cells(upper_id=upper, lower_id=pack_id) if upper else ()
    return Change(current, found, upper, above)


def _parsed(row: dict[str, Any]) -> dict[str, Any]:
    """The two sides of a row as mappings: Django's connection hands out jsonb as text."""
    return row | {side: json.loads(row[side]) if row[side] else None for side in ("upper", "lower")}


def _window(pack: models.Pack, on: date) -> int | None:
    """Days before onset from which contacts count: the last setting at or before the day, else the first."""
    settings = sorted(pack.contact_window, key=lambda item: str(item["from"]))
    begun = [item for item in settings if item["from"] <= on.isoformat()]
    return int((begun[-1:] or settings[:1])[0]["days_before"]) if settings else None
