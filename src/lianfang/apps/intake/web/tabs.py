"""The sides of the work with lists, each with how much of it waits."""

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from lianfang.apps.intake import queries
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest

SIDES = (
    (_("名单"), "intake:batches", Permission.VIEW_LISTS),
    (_("待核"), "intake:reviews", Permission.REVIEW_ROWS),
    (_("转交"), "intake:forwards", Permission.ACKNOWLEDGE_FORWARD),
)


def tabs(request: PageRequest) -> list[dict[str, object]]:
    """The sides that the actor may see."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {
            "name": name,
            "href": reverse(view),
            "current": here == view,
            "count": _waiting(request, permission),
        }
        for name, view, permission in SIDES
        if request.actor.may(permission)
    ]


def _waiting(request: PageRequest, permission: Permission) -> int | None:
    area = request.actor.scope
    if permission is Permission.REVIEW_ROWS:
        return _total(queries.waiting_rows(area=area, most=1))
    if permission is Permission.ACKNOWLEDGE_FORWARD:
        return _total(queries.forwards(area=area, known_at=request.moment, most=1))
    return None


def _total(rows: list[dict[str, object]]) -> int:
    return int(str(rows[0]["total"])) if rows else 0
