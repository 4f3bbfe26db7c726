"""Many notices as one file: which are asked for, how far each file is, taking it."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_http_methods

from lianfang.apps.areas import queries as areas
from lianfang.apps.control import operations, queries
from lianfang.apps.control.queries import Wanted
from lianfang.apps.intake import queries as intake
from lianfang.core import doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = (("", _("措施告知书")), ("released", _("解除通知单")))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.EXPORT)
def sheaves(request: PageRequest) -> HttpResponse:
    """Files that were asked for, and the form that asks for another."""
    if request.method != "POST":
        return _sheaves(request)
    given = request.POST
    try:
        operations.ask_sheaf(
            Wanted(
                area=given.get("area", "") or request.actor.scope,
                since=doors.moment(given.get("since")),
                released=given.get("kind") == "released",
                batch=_list(given.get("batch", ""), request.actor.scope),
            ),
            reason=given.get("reason", ""),
            help_phone=given.get("help_phone", ""),
            by=request.actor,
            at=request.moment,
        )
    except DomainError as refusal:
        return _sheaves(request, refusal)
    return redirect("control:sheaves")


def _list(reference: str, scope: str) -> int | None:
    return intake.find_batch(reference, scope=scope).pk if reference else None


def _sheaves(request: PageRequest, refusal: DomainError | None = None) -> HttpResponse:
    area = request.actor.scope
    own = list(request.actor.scopes) if area else areas.headquarters(at=request.moment)
    today = request.moment.astimezone(ZONE).replace(hour=0, minute=0)
    typed: dict[str, Any] = {"since": today.strftime("%Y-%m-%dT%H:%M")} | request.GET.dict()
    lists = [(str(batch.pk), batch.file_name) for batch in intake.batches(area=area)]
    found = queries.sheaves(area=area)
    names = intake.batch_names({one.batch for one in found if one.batch})
    places = areas.names({*own, *(one.area for one in found)})
    context = {
        "kinds": KINDS,
        "lists": [("", _("全部名单")), *lists],
        "places": [(code, places.get(code, code)) for code in own],
        "typed": typed | request.POST.dict(),
        "rows": [
            {"one": one, "place": places.get(one.area, one.area), "list": names.get(one.batch or 0, "")}
            for one in found
        ],
        "waits": any(one.done_at is None for one in found),
        "problem": sentence_of(refusal) if refusal else "",
    }
    page = "control/sheaves_written.html" if request.headers.get("HX-Request") else "control/sheaves.html"
    return render(request, page, context, status=status_of(refusal) if refusal else 200)


@require_GET
@needs(Permission.EXPORT)
def sheaf_file(request: PageRequest, uid: UUID) -> StreamingHttpResponse:
    """A file that is written; who takes it stands in the log."""
    title, blocks = operations.take_sheaf(uid, by=request.actor, at=request.moment)
    answer = StreamingHttpResponse(blocks, content_type=DOCX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title + '.docx')}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
