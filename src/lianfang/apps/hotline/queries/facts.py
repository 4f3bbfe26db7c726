"""Fact sheets, newest first."""

from uuid import UUID

from lianfang.apps.hotline.models import FactSheet
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

SHOWN = 200


def fact_sheets(*, area: str) -> list[FactSheet]:
    """Fact sheets of an area and below."""
    lo, hi = area_code.prefix_range(area)
    return list(FactSheet.objects.filter(area__gte=lo, area__lt=hi).order_by("-on", "-id")[:SHOWN])


def fact_sheet(uid: UUID) -> FactSheet:
    """One fact sheet; raises NotFound."""
    found = FactSheet.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(what="事实核查", value=uid)
    return found
