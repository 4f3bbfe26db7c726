"""Files of temperatures and of laboratory results: dropped, looked at, loaded; refused rows come back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.apps.control import operations
from lianfang.apps.control.terms import SLOT_NAMES, Loaded, Slot
from lianfang.core import doors, refusals, uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import DomainError, NotAllowed, WrongCall

SHOWN: Final = 200
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Load = Callable[..., Loaded]


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, what its columns may be, whether it has halves of a day."""

    title: str
    help: str
    slots: bool


READINGS: Final = Kind(
    _("按文件登记体温"),
    _("人员编号、身份证号或姓名和电话；日期；上午/下午；体温（或上午体温、下午体温）；症状"),
    slots=True,
)
RESULTS: Final = Kind(
    _("按文件登记检测结果"),
    _("人员编号、身份证号或姓名和电话；采样日期；病种；结果；Ct值；检测机构"),
    slots=False,
)
SLOTS: Final = [("", _("按文件")), *((slot.value, name) for slot, name in SLOT_NAMES.items())]


@needs(Permission.ADD_READING)
def readings_file(request: PageRequest) -> HttpResponse:
    """A file of temperatures."""
    slot = request.POST.get("slot", "")
    load = partial(operations.load_readings, slot=slot if slot in set(Slot) else "")
    return _file(request, READINGS, load)


@needs(Permission.ADD_RESULT)
def results_file(request: PageRequest) -> HttpResponse:
    """A file of laboratory results."""
    return _file(request, RESULTS, operations.load_results)


def _file(request: PageRequest, kind: Kind, load: Load) -> HttpResponse:
    """Look at a file that is sent; load the one that was looked at, or give its refused rows back."""
    if request.method != "POST":
        return _page(request, kind)
    try:
        word = request.POST.get("kept") or uploads.hold(request.FILES.get("file"), by=request.actor)
        if request.POST.get("work") == "rejects":
            return _rejects(request, word, load)
        loaded = request.POST.get("work") == "load"
        with uploads.held(word, by=request.actor) as path:
            account = load(path, day=_day(request), dry_run=not loaded, by=request.actor, at=request.moment)
    except NotAllowed:
        raise
    except DomainError as refusal:
        told = refusals.sentence_of(refusal)
        return _page(request, kind, status=refusals.status_of(refusal), refused=told)
    return _page(request, kind, account=account, kept=word, loaded=loaded, name=path.name)


def _page(request: PageRequest, kind: Kind, status: int = 200, **more: Any) -> HttpResponse:
    account: Loaded | None = more.get("account")
    refusals_shown = account.refusals[:SHOWN] if account else ()
    rows = [(one, *one.reason.partition("。")[::2]) for one in refusals_shown]
    context = {"kind": kind, "slots": SLOTS, "typed": request.POST, "rows": rows, "shown": SHOWN, **more}
    return render(request, "control/file.html", context, status=status)


def _day(request: PageRequest) -> Any:
    text = request.POST.get("day", "")
    return doors.day(text) if text else None


def _rejects(request: PageRequest, word: str, load: Load) -> HttpResponse:
    """The rows that can't be used, as a file that can be mended and sent again."""
    with uploads.held(word, by=request.actor) as path:
        target = path.parent / "rejects.xlsx"
        given = {"day": _day(request), "rejects": target, "dry_run": True}
        load(path, by=request.actor, at=request.moment, **given)
        if not target.exists():
            raise WrongCall(problem="没有退回的行。")
        answer = HttpResponse(target.read_bytes(), content_type=XLSX)
        name = quote(f"{path.stem}-{gettext('退回')}.xlsx")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
