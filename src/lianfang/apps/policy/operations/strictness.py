"""The layering-on check (层层加码): a table stricter than the one above it needs an approver and a reason."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from lianfang.apps.policy import models, queries
from lianfang.apps.policy.terms import Cell
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import DomainError

SHOWN = 20  # cells listed in the refusal; `policy diff` lists all


class StricterThanUpper(DomainError):
    """A table asks for more than the table of the level above, and nobody approved that."""

    code = "policy.stricter_than_upper"
    sentence = (
        "“{lower}”比上级“{upper}”严，共{count}处，没有采用：\n{listing}\n"
        "请改到不严于上级；确有必要的，写明批准人和理由后再办。"
    )


@transaction.atomic
def check_not_stricter(
    *, pack_id: int, area: str, on: date, by: Actor, at: datetime, approved_by: str = "", reason: str = ""
) -> tuple[Cell, ...]:
    """Compare a pack with the one of the level above that is valid for an area on a day.

    Returns the stricter cells, having recorded them with approver and reason; raises StricterThanUpper when
    there are any and either is missing. Without a pack above there is nothing to compare.
    """
    upper_id = queries.upper_pack(pack_id=pack_id, area=area, on=on)
    if upper_id is None:
        return ()
    cells = queries.stricter_cells(upper_id=upper_id, lower_id=pack_id)
    if not cells:
        return ()
    if not (approved_by.strip() and reason.strip()):
        raise _refusal(upper_id=upper_id, lower_id=pack_id, cells=cells)
    models.Deviation.objects.create(
        pack_id=pack_id,
        upper_id=upper_id,
        area=area,
        approved_by=approved_by.strip(),
        reason=reason.strip(),
        cells=[asdict(cell) for cell in cells],
        recorded_by=by.name,
        recorded_at=at,
    )
    return cells


def _refusal(*, upper_id: int, lower_id: int, cells: tuple[Cell, ...]) -> StricterThanUpper:
    upper, lower = (models.Pack.objects.get(pk=pack_id) for pack_id in (upper_id, lower_id))
    listing = "\n".join(f"- {cell.sentence}" for cell in cells[:SHOWN])
    return StricterThanUpper(lower=lower.name, upper=upper.name, count=len(cells), listing=listing)
