"""A document: as it will be printed, what people write, who approves; issued, its file and its trace."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_GET, require_POST

from lianfang.apps.areas import queries as areas
from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.queries import Standing
from lianfang.apps.documents.terms import (
    SECRECIES,
    STATE_NAMES,
    STEP_NAMES,
    URGENCIES,
    DocumentState,
    StepKind,
)
from lianfang.apps.documents.web.lists import TONES
from lianfang.core import doors, sealing
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.documents import FIGURE_STATE_NAMES, FigureState, passages, read_parts
from lianfang.core.pages import PageRequest
from lianfang.core.refusals import sentence_of, status_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import DomainError, WrongCall

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN: Final = frozenset({DocumentState.DRAFT, DocumentState.RETURNED})


@require_GET
@needs(Permission.WRITE_LETTER)
def document(request: PageRequest, uid: UUID) -> HttpResponse:
    """A document as it stands."""
    return _document(request, queries.standing(uid, by=request.actor))


def _document(request: PageRequest, found: Standing, refusal: DomainError | None = None) -> HttpResponse:
    frozen = found.entry is not None
    docx = queries.issued_docx(found.row.uid, by=request.actor) if frozen else _preview(request, found)
    say = sealing.mask_numbers if found.kind.personal and frozen else str
    may = found.waits and request.actor.may(Permission.APPROVE_DOCUMENT)
    context = {
        "found": found,
        "title": found.head.title.replace("\n", ""),
        "state": STATE_NAMES[found.state],
        "tone": TONES.get(found.state, ""),
        "place": areas.names([found.row.area]).get(found.row.area, found.row.area),
        "parts": passages(read_parts(docx), lambda key: "", say) if docx else [],
        "open": found.state in OPEN,
        "left": _left(found),
        "fields": _fields(found, request.POST.dict()) if found.state in OPEN else [],
        "known": found.revision.as_known_at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M"),
        "may_void": found.state is DocumentState.ISSUED and request.actor.may(Permission.APPROVE_DOCUMENT),
        "may_decide": may and not found.involved(request.actor),
        "events": _events(found),
        "problem": sentence_of(refusal) if refusal else "",
    }
    return render(request, "documents/document.html", context, status=status_of(refusal) if refusal else 200)


def _left(found: Standing) -> list[dict[str, Any]]:
    """The blanks of an office's paper that nothing fills: they are printed as they are."""
    template = found.revision.template
    return [line for line in template.blanks if not line["name"]] if template else []


def _preview(request: PageRequest, found: Standing) -> bytes:
    """The document as it would be printed; nothing where its template can't be filled any more."""
    try:
        return operations.preview(found.row.uid, by=request.actor)
    except queries.TemplateFaulty:
        return b""


def _fields(found: Standing, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """What people may write, of the head and of the text."""
    head, kind = found.head, found.kind
    secrecies = [*SECRECIES, *([head.secrecy] if head.secrecy not in SECRECIES else [])]
    asked: list[tuple[str, str, str, str, str]] = [
        ("title", _("标题"), "area", head.title, _("换行处分行")),
        ("addressee", _("主送机关"), "text", head.addressee, ""),
        ("copied_to", _("抄送机关"), "text", "、".join(head.copied_to), _("用顿号隔开")),
        ("attachments", _("另附文件"), "text", "、".join(head.attachments), _("列入附件说明；用顿号隔开")),
        ("prefix", _("机关代字"), "text", head.prefix, _("年份和序号在签发时自动编排")),
    ]
    if kind.upward:
        asked.append(("signer", _("签发人"), "text", head.signer, ""))
    fields: list[dict[str, Any]] = [
        {"name": name, "label": label, "kind": how, "value": typed.get(name, value), "help": said, "rows": 2}
        for name, label, how, value, said in asked
    ]
    for name, label, value, words in (
        ("urgency", _("紧急程度"), head.urgency, URGENCIES),
        ("secrecy", _("密级"), head.secrecy, secrecies),
    ):
        choices = [(word, word or _("不标")) for word in words]
        fields.append({"name": name, "label": label, "kind": "choice", "value": value, "choices": choices})
    for key, label in kind.texts.items():
        value = typed.get(f"text_{key}", found.revision.texts.get(key, ""))
        fields.append({"name": f"text_{key}", "label": label, "kind": "area", "value": value, "rows": 4})
    return fields


def _events(found: Standing) -> list[dict[str, Any]]:
    written = [
        {"at": each.at, "what": STEP_NAMES[StepKind.WRITTEN], "by": each.by, "detail": ""}
        for each in found.revisions
    ]
    steps = [
        {"at": step.at, "what": STEP_NAMES[StepKind(step.kind)], "by": step.by, "detail": step.note}
        for step in found.steps
    ]
    return sorted([*written, *steps], key=lambda event: str(event["at"]))


@require_POST
@needs(Permission.WRITE_LETTER)
def act(request: PageRequest, uid: UUID) -> HttpResponse:
    """Save what was typed, count anew, submit, drop, or take the draft as a file."""
    given = request.POST
    by: Any = {"by": request.actor, "at": request.moment}
    texts = {
        name.removeprefix("text_"): str(value) for name, value in given.items() if name.startswith("text_")
    }
    try:
        match given.get("act", ""):
            case "save":
                operations.revise(uid, changes=given.dict(), texts=texts, **by)
            case "recount":
                operations.refresh(uid, as_known_at=doors.moment(given.get("known")), **by)
            case "submit":
                operations.submit(uid, **by)
            case "drop":
                operations.drop(uid, note=given.get("note", ""), **by)
            case "make":
                made = operations.make(uid, **by)
                return sent(made.docx, made.title)
            case _:
                raise WrongCall(problem=_("请选择保存、送审或作废。"))
    except DomainError as refusal:
        return _document(request, queries.standing(uid, by=request.actor), refusal)
    return redirect("documents:document", uid)


@require_POST
@needs(Permission.APPROVE_DOCUMENT)
def decide(request: PageRequest, uid: UUID) -> HttpResponse:
    """Approve, or send back; of an issued one, say that it counts no more."""
    by: Any = {"by": request.actor, "at": request.moment}
    try:
        match request.POST.get("act"):
            case "approve":
                operations.approve(uid, **by)
            case "void":
                operations.void(uid, note=request.POST.get("note", ""), **by)
            case _:
                operations.send_back(uid, note=request.POST.get("note", ""), **by)
    except DomainError as refusal:
        return _document(request, queries.standing(uid, by=request.actor), refusal)
    return redirect("documents:document", uid)


@require_GET
@needs(Permission.WRITE_LETTER)
def document_file(request: PageRequest, uid: UUID) -> HttpResponse:
    """The frozen file of an issued document."""
    found = queries.standing(uid, by=request.actor)
    docx = operations.hand_out(uid, by=request.actor, at=request.moment)
    return sent(docx, found.head.title.replace("\n", ""))


def sent(docx: bytes, title: str) -> HttpResponse:
    answer = HttpResponse(docx, content_type=DOCX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title + '.docx')}"
    return answer


@require_GET
@needs(Permission.WRITE_LETTER)
def trace(request: PageRequest, uid: UUID) -> HttpResponse:
    """Each figure of an issued document counted again, as known then and as known now."""
    found = queries.standing(uid, by=request.actor)
    paper = queries.issued(uid, by=request.actor)
    with TemporaryDirectory() as folder:
        path = Path(folder, "issued.docx")
        path.write_bytes(queries.issued_docx(uid, by=request.actor))
        told = queries.trace(path, by=request.actor, at=request.moment)
    rows = [
        {
            "one": one,
            "state": FIGURE_STATE_NAMES[one.state],
            "good": one.state is FigureState.INTACT and one.agrees,
        }
        for one in told.figures
    ]
    context = {
        "found": found,
        "title": found.head.title.replace("\n", ""),
        "trace": told,
        "rows": rows,
        "digest": paper.digest,
    }
    return render(request, "documents/trace.html", context)
