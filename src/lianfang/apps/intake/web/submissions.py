"""Pages of files handed in at the desk: what was understood, what to correct, trying, receiving."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST

from lianfang.apps.intake import operations, queries
from lianfang.apps.intake.models import Submission
from lianfang.apps.intake.reading.synonyms import LABELS
from lianfang.apps.intake.rules.corrections import NOTHING, Corrections
from lianfang.apps.intake.terms import CHANNEL_NAMES, OUTCOME_NAMES, STEP_NAMES, WORK_NAMES, Work
from lianfang.apps.policy import queries as policy
from lianfang.apps.policy.terms import RISK_LEVELS
from lianfang.core import background, doors
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.pages import PageRequest
from lianfang.core.sql import live
from lianfang.kernel.errors import WrongCall

WAIT: Final = 1.5
"""Seconds that a page waits for work that is soon done."""
WHYS: Final = {
    "saved": _("按列对照"),
    "word": _("列名"),
    "shape": _("列名相近"),
    "sequence": _("序号，不读"),
    "left_out": _("按列对照不读"),
    "unknown": _("没有认出，不读"),
}
SKIPPED: Final = {
    "empty": _("空表"),
    "no_table": _("没有人员表格"),
    "hidden": _("已隐藏，且没有人员表格"),
    "not_chosen": _("没有选用"),
}
KINDS: Final = {
    "title": _("标题"),
    "header": _("重复的列名"),
    "total": _("合计"),
    "note": _("说明"),
}
YES_NO: Final = (("yes", _("是")), ("no", _("否")))


@dataclass(frozen=True)
class HandedIn:
    """A submission as pages show it; `work` is what is being done with it."""

    uid: UUID
    name: str
    channel: str
    by: str
    at: datetime
    rows: int
    state: str
    work: str
    problem: str
    busy: bool


def handed_in(found: Submission) -> HandedIn:
    """A submission with names in place of codes."""
    return HandedIn(
        uid=found.uid,
        name=found.file_name,
        channel=CHANNEL_NAMES.get(found.channel, found.channel),
        by=found.by,
        at=found.recorded_at,
        rows=found.rows,
        state=found.state,
        work=WORK_NAMES.get(found.work, ""),
        problem=found.problem,
        busy=background.is_busy(str(found.uid)),
    )


@dataclass(frozen=True)
class Progress:
    """How far work is: rows of how many, the step at hand, and how many other pieces come first."""

    done: int
    due: int
    steps: tuple[tuple[str, int], ...]
    before: int


@needs(Permission.RECEIVE_LIST)
def submission(request: PageRequest, uid: UUID) -> HttpResponse:
    """A file handed in: while it is worked on how far that is, then what was understood and what to do."""
    found = queries.submission(uid, by=request.actor)
    one = handed_in(found)
    if request.htmx and not one.busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"one": one, "again": found.work, "progress": _progress(found)}
    if request.htmx:
        return render(request, "intake/work.html", context)
    return render(request, "intake/submission.html", context | _understood(found) | _account(found))


def _progress(found: Submission) -> Progress | None:
    if found.state != "working":
        return None
    key = str(found.uid)
    steps = live.steps_of(job=operations.JOB, window=key)
    read = max((step.rows for step in steps if step.name == "intake.chunk"), default=0)
    named = {STEP_NAMES[step.name]: step.rows for step in steps if step.name in STEP_NAMES}
    return Progress(read, found.rows, tuple(named.items()), background.before(key))


def _understood(found: Submission) -> dict[str, Any]:
    """Sheets with their columns and words, and what a person may choose for each."""
    seen = queries.look(found)
    left = [{"sheet": one["sheet"], "why": SKIPPED[one["reason"]]} for one in seen["skipped"]]
    named = found.mapping_name or f"{CHANNEL_NAMES.get(found.channel, '')}-{Path(found.file_name).stem}"
    sheets = [one["sheet"] for one in seen["sheets"]] + [
        one["sheet"] for one in seen["skipped"] if one["reason"] == "not_chosen"
    ]
    return {
        "sheets": [_sheet(number, sheet) for number, sheet in enumerate(seen["sheets"])],
        "skipped": left,
        "fields": [("", _("不读")), *((str(field), label) for field, label in LABELS.items())],
        "named": named,
        "channels": list(CHANNEL_NAMES.items()),
        "channel": found.channel,
        "mappings": [("", _("不用列对照")), *((one["name"],) * 2 for one in queries.mappings())],
        "mapping": found.mapping_name,
        "sheet_names": [("", _("全部工作表")), *((name, name) for name in sheets if name)],
        "sheet": found.sheet,
    }


def _sheet(number: int, sheet: dict[str, Any]) -> dict[str, Any]:
    words = [
        word
        | {
            "name": f"word-{number}-{place}",
            "label": LABELS[word["field"]],
            "chosen": (word["code"] or NOTHING) if word["known"] else "",
            "choices": _choices(word["field"], known=word["known"]),
        }
        for place, word in enumerate(sheet["words"])
    ]
    columns = [
        column
        | {
            "name": f"column-{number}-{column['place']}",
            "field": column["field"] or "",
            "why": WHYS[column["why"]],
            "read": bool(column["field"]),
        }
        for column in sheet["columns"]
    ]
    ignored = [line | {"kind": KINDS.get(line["kind"], line["kind"])} for line in sheet["ignored"]]
    unknown = sum(not word["known"] for word in words)
    return sheet | {"words": words, "columns": columns, "ignored": ignored, "unknown": unknown}


def _choices(field: str, *, known: bool) -> list[tuple[str, str]]:
    """The codes that a word of a field may mean."""
    codes = {
        "level": RISK_LEVELS.items(),
        "exposure": policy.known_exposures().items(),
        "vaccinated": YES_NO,
    }[field]
    first = [] if known else [("", _("没有认出"))]
    return [*first, *((str(code), name) for code, name in codes), (NOTHING, _("视为没有填写"))]


def _account(found: Submission) -> dict[str, Any]:
    """The account that trying or receiving gave."""
    if not found.tried:
        return {"account": None}
    counts = [(code, name, found.tried[code]) for code, name in OUTCOME_NAMES.items()]
    return {
        "account": {
            "rows": found.tried["rows"],
            "counts": counts,
            "seconds": found.tried["seconds"],
            "batch": found.batch_id,
            "known": bool(found.tried["batch"]) and found.state == "waiting",
        }
    }


@require_POST
@needs(Permission.RECEIVE_LIST)
def choose(request: PageRequest, uid: UUID) -> HttpResponse:
    """Say from whom the file comes, which sheet and which mapping are meant; then look again."""
    operations.choose(
        uid,
        channel=request.POST.get("channel", ""),
        sheet=request.POST.get("sheet", ""),
        mapping=request.POST.get("mapping", ""),
        by=request.actor,
    )
    return start(request, uid, Work.LOOK)


@require_POST
@needs(Permission.RECEIVE_LIST)
def correct(request: PageRequest, uid: UUID) -> HttpResponse:
    """Save what was corrected as a mapping, and look again by it."""
    found = queries.submission(uid, by=request.actor)
    corrections = _corrections(queries.look(found)["sheets"], request.POST)
    named = request.POST.get("named", "")
    operations.correct(uid, corrections, name=named, by=request.actor, at=request.moment)
    return start(request, uid, Work.LOOK)


def _corrections(sheets: list[dict[str, Any]], asked: QueryDict) -> Corrections:
    """What the form says of the columns and words that the page showed."""
    return Corrections(dict(_columns(sheets, asked)), dict(_words(sheets, asked)))


def _columns(sheets: list[dict[str, Any]], asked: QueryDict) -> Iterator[tuple[tuple[int, int], str]]:
    for number, sheet in enumerate(sheets):
        for column in sheet["columns"]:
            name = f"column-{number}-{column['place']}"
            if name in asked:
                yield (number, column["place"]), str(asked[name])


def _words(sheets: list[dict[str, Any]], asked: QueryDict) -> Iterator[tuple[tuple[str, str], str]]:
    for number, sheet in enumerate(sheets):
        for place, word in enumerate(sheet["words"]):
            name = f"word-{number}-{place}"
            if asked.get(name):
                yield (word["field"], word["text"]), str(asked[name])


@require_POST
@needs(Permission.RECEIVE_LIST)
def work(request: PageRequest, uid: UUID) -> HttpResponse:
    """Look at the file, try it, or receive it; work that was broken off begins again."""
    asked = request.POST.get("work", "")
    if asked not in set(Work):
        raise WrongCall(problem=gettext("没有操作“{asked}”。").format(asked=asked))
    if not background.is_busy(str(uid)):
        operations.resume(uid, by=request.actor)
    return start(request, uid, Work(asked))


@require_POST
@needs(Permission.RECEIVE_LIST)
def withdraw(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take the file back before it is received."""
    operations.withdraw(uid, by=request.actor, at=request.moment)
    return HttpResponseRedirect(reverse("intake:batches"))


def start(request: PageRequest, uid: UUID, asked: Work) -> HttpResponse:
    """Begin work on a submission, and show how it goes."""
    operations.begin(uid, asked, by=request.actor)
    carry_out = partial(operations.carry_out, uid, by=request.actor, at=doors.now())
    background.start(str(uid), carry_out, by=request.actor, wait=WAIT)
    return HttpResponseRedirect(reverse("intake:submission", args=[uid]))
