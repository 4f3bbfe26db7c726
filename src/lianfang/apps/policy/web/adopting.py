"""The page on which an area adopts a table: what changes is shown first, and whether it needs approval."""

from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.policy import operations, queries
from lianfang.apps.policy.terms import Pack
from lianfang.apps.policy.web.asking import day, day_or_none, said, shown, today
from lianfang.core.access.choosing import place_chosen
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.kernel.errors import DomainError

STARTS_ON: Final = _("起日")
ENDS_ON: Final = _("止日（不含）")


@needs(Permission.ADOPT_POLICY)
def adopt(request: PageRequest, number: int) -> HttpResponse:
    """Adopt a table for an area: shown beside the one in force there, then adopted with what it needs."""
    pack = queries.read_pack(queries.require_pack(number))
    typed = said(request, area=request.actor.scope, starts_on=today(request).isoformat())
    place = place_chosen(typed)
    context: dict[str, Any] = {"number": number, "pack": pack, "typed": typed, "place": place}
    status = 422 if place.problem else 200
    try:
        if place.code:
            context["change"] = _change(number, pack, place.code, typed)
        if request.method == "POST" and place.code:
            return _adopt(request, number, place.code)
    except operations.StricterThanUpper:
        context["unapproved"], status = True, 422
    except DomainError as refusal:
        context["problem"], status = str(refusal), status_of(refusal)
    found = queries.list_adoptions(on=today(request), pack_id=number)
    named = areas.names(row["area"] for row in found)
    context["adoptions"] = [row | {"called": named.get(row["area"], row["area"])} for row in found]
    return render(request, "policy/adopt.html", context, status=status)


@transaction.atomic
def _change(number: int, pack: Pack, area: str, typed: dict[str, str]) -> Any:
    on = day(typed["starts_on"], STARTS_ON)
    current = queries.in_force_for(pack.diseases, area=area, on=on)
    return shown(queries.changes(pack_id=number, current=current, area=area, on=on), pack)


def _adopt(request: PageRequest, number: int, area: str) -> HttpResponse:
    typed = request.POST
    done = operations.adopt_pack(
        pack_id=number,
        area=area,
        starts_on=day(typed.get("starts_on", ""), STARTS_ON),
        ends_on=day_or_none(typed.get("ends_on", ""), ENDS_ON),
        approved_by=typed.get("approved_by", "").strip(),
        reason=typed.get("reason", "").strip(),
        by=request.actor,
        at=request.moment,
    )
    again = done.outcome == operations.UNCHANGED
    messages.success(request, gettext("早已这样采用，没有改动。") if again else gettext("已采用。"))
    return HttpResponseRedirect(reverse("policy:adopt", args=[number]))
