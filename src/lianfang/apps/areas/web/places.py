"""Pages of places."""

from django.http import HttpResponse
from django.shortcuts import render

from lianfang.apps.areas import queries
from lianfang.apps.areas.terms import LEVEL_NAMES
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.area_code import Level


@needs(Permission.VIEW_ROLLUP)
def show(request: PageRequest, code: str) -> HttpResponse:
    """A place: what is known of it, who holds its posts, what lies below."""
    card = queries.area(code)
    posts = queries.post_holders(area=card.code, at=request.moment)
    context = {"card": card, "level": LEVEL_NAMES[Level(card.level)], "posts": posts}
    return render(request, "areas/show.html", context)
