"""How many people another decision table would concern today."""

from django.http import HttpResponse
from django.shortcuts import render

from lianfang.apps.control import queries
from lianfang.apps.policy import queries as policy
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest


@needs(Permission.VIEW_POLICY)
def effect(request: PageRequest, number: int) -> HttpResponse:
    """By category: who would be free, who held shorter or longer, if this table held from today on."""
    pack = policy.read_pack(policy.require_pack(number))
    found = queries.effect_of_table(pack_id=number, area=request.actor.scope, at=request.moment)
    counts = ("persons", "freed", "shorter", "same", "longer", "days")
    context = {
        "number": number,
        "pack": pack,
        "effects": [(policy.category_label(pack, row.category), row) for row in found],
        "sums": {name: sum(getattr(row, name) for row in found) for name in counts},
    }
    return render(request, "control/effect.html", context)
