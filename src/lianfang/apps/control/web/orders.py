"""What is done with an order from the page of its person: its notice, an appeal, the answer."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.apps.control import operations, queries
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import NotFound

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_POST
@needs(Permission.SERVE_NOTICE)
def notice(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """The notice that the order's state asks for, to be printed and served; who took it stands in the log."""
    _check(request, uid, measure)
    with TemporaryDirectory(dir=settings.HOME.root) as folder:
        target = Path(folder) / "notice.docx"
        title = operations.write_notice(
            measure,
            target,
            by=request.actor,
            at=request.moment,
            help_phone=request.POST.get("help_phone", "").strip(),
        )
        answer = HttpResponse(target.read_bytes(), content_type=DOCX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}-{measure}.docx')}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(Permission.LODGE_APPEAL)
def appeal(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Record what the person objects; the clock of the answer begins."""
    _check(request, uid, measure)
    text = request.POST.get("text", "")
    operations.appeal(measure, text=text, by=request.actor, at=request.moment)
    return _back(uid, measure)


@require_POST
@needs(Permission.ANSWER_APPEAL)
def answer_appeal(request: PageRequest, uid: str, measure: int) -> HttpResponse:
    """Answer the oldest appeal that waits."""
    _check(request, uid, measure)
    text = request.POST.get("text", "")
    operations.answer_appeal(measure, text=text, by=request.actor, at=request.moment)
    return _back(uid, measure)


def _check(request: PageRequest, uid: str, measure: int) -> None:
    """Raise NotFound for an order that is not this person's, or out of sight."""
    view = queries.measure(measure, scope=request.actor.scope)
    if str(view.person_uid) != uid:
        raise NotFound(what="决定", value=measure)


def _back(uid: str, measure: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('control:person', args=[uid])}#order-{measure}")
