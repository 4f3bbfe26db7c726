"""What the frame of every page shows: the way around, who looks, in which language, as of when."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_noop as _

from lianfang.ui.templatetags.words import TAGS

NAVIGATION: Final = (
    (_("总览"), "reporting:overview", {"reporting:rollup"}),
    (_("缺口"), "reporting:gaps", set[str]()),
    (_("批次"), "intake:batches", {"intake:batch"}),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `ui/base.html`."""
    return {
        "actor": getattr(request, "actor", None),
        "moment": getattr(request, "moment", None),
        "query": request.GET.get("q", ""),
        "may_find": True,
        "address": request.get_full_path() if request.method == "GET" else "/",
        "navigation": _ways(request),
        "languages": _languages(),
    }


def _ways(request: HttpRequest) -> list[dict[str, object]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {"name": name, "href": reverse(view), "current": here in {view, *also}}
        for name, view, also in NAVIGATION
    ]


def _languages() -> list[dict[str, object]]:
    spoken = get_language()
    return [
        {"code": code, "name": name, "tag": TAGS[code], "current": code == spoken}
        for code, name in settings.LANGUAGES
    ]
