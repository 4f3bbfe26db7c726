"""Who has how much open: the gap by holder."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from lianfang.apps.areas import queries as areas
from lianfang.apps.reporting import queries
from lianfang.apps.reporting.terms import NOBODY, HeldGap
from lianfang.apps.reporting.web import asking
from lianfang.apps.reporting.web.asking import Asked
from lianfang.apps.reporting.web.rollups import fields
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.duty import engine, registry
from lianfang.core.pages import PageRequest
from lianfang.core.paging import Page, page_of


@dataclass(frozen=True)
class Held:
    """A holder as the list shows them: names in place of codes, and the way to what is open."""

    name: str
    post: str
    area: str
    href: str
    gap: HeldGap
    kinds: tuple[tuple[str, int], ...]


@needs(Permission.VIEW_GAPS)
def holders(request: PageRequest, code: str) -> HttpResponse:
    """What each holder of a place has open, most first."""
    asked = asking.read(request, code)
    view = engine.at_moment(area=code, at=asked.known_at)
    found = queries.by_holder(engine.gaps(view=view, kinds=asked.kinds), at=asked.known_at)
    context = {
        "asked": asked,
        "place": queries.place_of(code),
        "path": areas.path(code),
        "tabs": asking.tabs(request, asked, "reporting:holders"),
        "fields": [field for field in fields(request, asked, "") if field["name"] != "scale"],
        "total": sum(each.total for each in found),
        "page": _named(asked, page_of(found, request.GET)),
    }
    return render(
        request, "reporting/holder_list.html" if request.htmx else "reporting/holders.html", context
    )


def _named(asked: Asked, page: Page) -> Page:
    names = areas.names(each.area for each in page.rows)
    kinds = {kind.code: kind.name for kind in registry.kinds()}
    rows = [_held(asked, each, names, kinds) for each in page.rows]
    return Page(rows, page.number, page.last, page.total, page.before, page.after)


def _held(asked: Asked, gap: HeldGap, names: dict[str, str], kinds: dict[str, str]) -> Held:
    nobody = gap.holder == NOBODY
    area = max(gap.area, asked.area, key=len)
    href = asked.link("reporting:gaps", area=area, holder=gap.holder, kind=asked.kind)
    most = tuple((kinds[code], count) for code, count in sorted(gap.kinds.items(), key=lambda pair: -pair[1]))
    return Held("" if nobody else gap.holder, gap.post, names.get(gap.area, gap.area), href, gap, most)
