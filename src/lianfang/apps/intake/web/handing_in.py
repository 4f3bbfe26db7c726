"""Hand files in: several at once, each refused or taken by itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.apps.intake import operations
from lianfang.apps.intake.terms import Work
from lianfang.apps.intake.web.batches import listing
from lianfang.apps.intake.web.submissions import start
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import DomainError, WrongCall


@require_POST
@needs(Permission.RECEIVE_LIST)
def submit(request: PageRequest) -> HttpResponse:
    """Take in the files that were chosen or dropped; a single good one is shown at once."""
    files = request.FILES.getlist("files")
    if not files:
        raise WrongCall(problem="请选择一个或几个名单文件。")
    taken, problems = [], []
    for file in files:
        try:
            taken.append(_taken(request, file))
        except DomainError as refusal:
            problems.append(str(refusal))
    answers = [start(request, uid, Work.LOOK) for uid in taken]
    if problems:
        return render(request, "intake/batches.html", listing(request) | {"problems": problems}, status=422)
    return answers[0] if len(answers) == 1 else HttpResponseRedirect(reverse("intake:batches"))


def _taken(request: PageRequest, file: "UploadedFile[Any]") -> UUID:
    received = request.POST.get("received", "")
    return operations.submit(
        file.chunks(),
        name=file.name or "",
        channel=request.POST.get("channel", ""),
        area=request.POST.get("area", ""),
        received_at=_received(received, request.moment),
        by=request.actor,
        at=request.moment,
    )


def _received(text: str, now: datetime) -> datetime:
    """When the list came; not later than now."""
    return min(doors.moment(text), now) if text else now
