"""What the frame of every page shows: the way around, who looks, as of when."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

NAVIGATION: Final = (
    ("总览", "reporting:overview", {"reporting:rollup"}),
    ("缺口", "reporting:gaps", set[str]()),
    ("批次", "intake:batches", {"intake:batch"}),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `ui/base.html`."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "actor": getattr(request, "actor", None),
        "moment": getattr(request, "moment", None),
        "query": request.GET.get("q", ""),
        "navigation": [
            {"name": name, "href": reverse(view), "current": here in {view, *also}}
            for name, view, also in NAVIGATION
        ],
    }
