"""The page on which an exported list of persons comes back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lianfang.apps.people import operations
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import status_of
from lianfang.core.uploads import kept
from lianfang.kernel.errors import DomainError


@needs(Permission.RECEIVE_LIST)
def take_back(request: PageRequest) -> HttpResponse:
    """Take an exported list of persons: who is held stays as they are, who is not is registered."""
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            with kept(request.FILES.get("file")) as path:
                context["account"] = operations.take_back(path, by=request.actor, at=request.moment)
        except DomainError as refusal:
            context["problem"], status = str(refusal), status_of(refusal)
    return render(request, "people/return.html", context, status=status)
