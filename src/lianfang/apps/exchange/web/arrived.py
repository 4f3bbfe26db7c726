"""Who below has handed over the reports of a day, and who has not yet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lianfang.apps.areas import queries as areas
from lianfang.apps.exchange import queries
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.typed import day_or
from lianfang.kernel.clock import ZONE


@require_GET
@needs(Permission.VIEW_EXCHANGE)
def arrived(request: PageRequest) -> HttpResponse:
    """Every peer that reports to us, with what it handed over of a day."""
    on = day_or(request.GET.get("on", ""), request.moment.astimezone(ZONE).date())
    found = queries.arrivals(on=on, by=request.actor, known_at=request.moment)
    names = areas.names(area for one in found for area in one.areas)
    context = {
        "on": on,
        "lines": [(one, "、".join(names.get(area, area) for area in one.areas)) for one in found],
        "came": sum(one.received_at is not None for one in found),
        "lacking": sum(one.received_at is None for one in found),
    }
    return render(request, "exchange/arrived.html", context)
