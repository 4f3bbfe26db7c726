"""Briefs that were written."""

from lianfang.apps.reporting.models import Brief
from lianfang.kernel import area_code


def list_briefs(*, area: str, most: int) -> list[Brief]:
    """Briefs of an area and the areas within, the newest first."""
    lo, hi = area_code.prefix_range(area)
    found = Brief.objects.filter(area__gte=lo, area__lt=hi).order_by("-at", "-id").defer("figures")
    return list(found[:most])
