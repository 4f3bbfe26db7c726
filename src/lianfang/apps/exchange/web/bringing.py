"""Files that come by a page: looked at first, then taken; what is refused is given back as a file."""

from contextlib import ExitStack
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.rules.envelope import is_receipt, open_envelope
from lianfang.apps.exchange.rules.refusals import sheet
from lianfang.apps.exchange.terms import LARGEST, Read, Taken
from lianfang.apps.exchange.web.desk import shown_desk
from lianfang.apps.forms import queries as forms
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest, told
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.errors import DomainError, NotAllowed, WrongCall

SHOWN: Final = 200


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SUBMIT_REPORT)
def take(request: PageRequest) -> HttpResponse:
    """Reports of a file: look what would be taken, take it, or have the refused ones back."""
    if request.method != "POST":
        return _page(request)
    try:
        words = {name: _held(request, name) for name in ("file", "metadata")}
        read, name = _read(request, words)
        if request.POST.get("work") == "returned":
            return _returned(request, read, name)
        work = operations.take if request.POST.get("work") == "take" else operations.look
        form, reason = request.POST.get("form", ""), request.POST.get("reason", "")
        found = work(read, form=form, reason=reason, **told(request))
    except NotAllowed:
        raise
    except DomainError as refusal:
        return _page(request, status=status_of(refusal), refused=sentence_of(refusal))
    return _page(request, found=found, words=words, name=name, done=work is operations.take)


def _held(request: PageRequest, name: str) -> str:
    """The word of a file: sent before, or sent now; none for metadata that was not given."""
    if word := request.POST.get(f"kept_{name}"):
        return word
    given = request.FILES.get(name)
    return uploads.hold(given, by=request.actor) if given or name == "file" else ""


def _read(request: PageRequest, words: dict[str, str]) -> tuple[Read, str]:
    with ExitStack() as stack:
        paths = {
            name: stack.enter_context(uploads.held(word, by=request.actor))
            for name, word in words.items()
            if word
        }
        form, slot = request.POST.get("form", ""), request.POST.get("slot", "").strip()
        read = queries.read_file(paths["file"], form, slot=slot, metadata=paths.get("metadata"))
        return read, paths["file"].name


def _returned(request: PageRequest, read: Read, name: str) -> HttpResponse:
    form, reason = request.POST.get("form", ""), request.POST.get("reason", "")
    found = operations.look(read, form=form, reason=reason, **told(request))
    if not found.refused:
        raise WrongCall(problem="没有退回的行。")
    answer = HttpResponse(sheet(found.refused), content_type="text/csv; charset=utf-8")
    shown = quote(f"{name.rpartition('.')[0]}-{gettext('退回')}.csv")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{shown}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(request: PageRequest, status: int = 200, **more: Any) -> HttpResponse:
    found: Taken | None = more.get("found")
    problems = [problem for one in found.refused for problem in one.problems] if found else []
    context = {
        "forms": sorted(forms.form_names({one.form for one in forms.editions()}).items()),
        "typed": request.POST,
        "problems": problems[:SHOWN],
        "more": max(0, len(problems) - SHOWN),
        "new": found.taken + found.corrected if found else 0,
        **more,
    }
    return render(request, "exchange/take.html", context, status=status)


@require_POST
@needs(Permission.MANAGE_EXCHANGE)
def bring(request: PageRequest) -> HttpResponse:
    """An envelope that came as a file: look at it, then take it; a receipt ends what waits at once."""
    try:
        word = request.POST.get("kept") or uploads.hold(request.FILES.get("file"), by=request.actor)
        with uploads.held(word, by=request.actor) as path:
            if path.stat().st_size > LARGEST:
                raise WrongCall(problem="文件太大。")
            text = path.read_text("utf-8", errors="replace")
        if is_receipt(text):
            return redirect("exchange:message", operations.acknowledge(text, at=request.moment).uid)
        looking = request.POST.get("work") != "take"
        found = operations.receive(text, at=request.moment, dry_run=looking)
    except DomainError as refusal:
        return shown_desk(request, refusal)
    if not looking:
        return redirect("exchange:message", found.uid)
    content = open_envelope(text).content
    names = forms.form_names({one["form"] for one in content["reports"]})
    reports = [(one, names.get(one["form"], one["form"])) for one in content["reports"]]
    return render(request, "exchange/look.html", {"one": found, "reports": reports, "kept": word})
