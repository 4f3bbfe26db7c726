"""Operations of the API about documents: drafting, approving, the file, its trace, register, templates."""

from base64 import b64decode
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.queries import Standing
from lianfang.apps.documents.terms import KINDS, BlankLine, DocumentState, Traced
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest, area_within
from lianfang.core.api.routers import DeniedByDefault
from lianfang.core.api.shapes import AreaCode, Code, Day, Given, LongText, Moment, Named, Text
from lianfang.core.documents import PlaceholderFault
from lianfang.core.pages import told

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

router = DeniedByDefault(tags=["公文"])


class HeadIn(Given):
    """What stands on the head; what is not given stays as it is."""

    title: Named | None = None
    addressee: Text | None = None
    copied_to: Annotated[list[Named], Field(max_length=60)] | None = None
    attachments: Annotated[list[Named], Field(max_length=60)] | None = None
    prefix: Named | None = None
    signer: Text | None = None
    urgency: Text | None = None
    secrecy: Text | None = None


class DocumentIn(Given):
    """A new document: its kind, of which place and day, counted as known when."""

    kind: Code
    area: AreaCode
    on: Day
    as_known_at: Moment | None = None
    about: Text = ""
    head: HeadIn = HeadIn()
    texts: dict[str, LongText] = {}


class WordingIn(Given):
    """What people change in a draft."""

    head: HeadIn = HeadIn()
    texts: dict[str, LongText] = {}


class RecountIn(Given):
    """As known when the figures shall count."""

    as_known_at: Moment


class BlanksIn(Given):
    """What fills the blanks of a paper, by their numbers; nothing leaves one as it is."""

    chosen: dict[int, Named | Literal[""]]


class DocumentNoteIn(Given):
    """Why something is sent back or dropped."""

    note: Named


class DocumentKindOut(Schema):
    """A kind of document."""

    kind: str
    name: str
    says: str
    here: bool = Field(description="是否在此拟写；否则由其他部分生成")


class DocumentOut(Schema):
    """A document as it stands."""

    uid: UUID
    kind: str
    area: str
    about: str
    on: date
    title: str
    number: str
    state: DocumentState
    revision: int
    as_known_at: datetime
    by: str


class DocumentMadeOut(Schema):
    """A document that was begun."""

    uid: UUID


class IssuedOut(Schema):
    """Whether this approval was the second, and the number that it gave."""

    issued: bool
    number: str


class TraceOut(Schema):
    """Each figure of an issued document, as written, as known then, as known now."""

    sound: bool
    unchanged: bool | None = Field(description="文件与签发时逐字节相同；没有留存校验码的为空")
    as_known_at: datetime
    figures: list[Traced]


class RegisterOut(Schema):
    """A number that was given."""

    document: UUID
    written: str
    prefix: str
    year: int
    number: int
    title: str
    at: datetime
    voided: str = Field(description="废止的理由；没有废止的为空")


def _out(found: Standing) -> dict[str, Any]:
    row = found.row
    return {
        "uid": row.uid,
        "kind": row.kind,
        "area": row.area,
        "about": row.about,
        "on": row.on,
        "title": found.head.title.replace("\n", ""),
        "number": found.entry.written if found.entry else "",
        "state": found.state,
        "revision": found.revision.number,
        "as_known_at": found.revision.as_known_at,
        "by": found.revision.by,
    }


@router.get("/document-kinds", response=list[DocumentKindOut])
@needs(Permission.WRITE_DOCUMENT)
def kinds(request: ApiRequest) -> list[dict[str, Any]]:
    """文书种类"""
    return [
        {"kind": each.code, "name": each.name, "says": each.says, "here": each.elsewhere is None}
        for each in KINDS.values()
    ]


@router.get("/documents", response=list[DocumentOut])
@needs(Permission.WRITE_LETTER)
def documents(request: ApiRequest, area: AreaCode | None = None) -> list[dict[str, Any]]:
    """辖区的公文，新的在前"""
    return [_out(each) for each in queries.documents(area=area_within(request, area or ""), **told(request))]


@router.post("/documents", response=DocumentMadeOut)
@needs(Permission.WRITE_LETTER)
def prepare(request: ApiRequest, given: DocumentIn) -> dict[str, UUID]:
    """拟稿；数字按指定时间已登记的情况统计"""
    uid = operations.prepare(
        given.kind,
        area=given.area,
        about=given.about,
        on=given.on,
        as_known_at=given.as_known_at or request.moment,
        changes=given.head.model_dump(exclude_none=True),
        texts=given.texts,
        **told(request),
    )
    return {"uid": uid}


@router.get("/documents/{document}", response=DocumentOut)
@needs(Permission.WRITE_LETTER)
def document(request: ApiRequest, document: UUID) -> dict[str, Any]:
    """一份公文"""
    return _out(queries.standing(document, by=request.actor))


@router.post("/documents/{document}/revise", response=DocumentOut)
@needs(Permission.WRITE_LETTER)
def revise(request: ApiRequest, document: UUID, given: WordingIn) -> dict[str, Any]:
    """修改草稿；没有给出的段落清空"""
    changes = given.head.model_dump(exclude_none=True)
    operations.revise(document, changes=changes, texts=given.texts, **told(request))
    return _out(queries.standing(document, by=request.actor))


@router.post("/documents/{document}/recount", response=DocumentOut)
@needs(Permission.WRITE_LETTER)
def recount(request: ApiRequest, document: UUID, given: RecountIn) -> dict[str, Any]:
    """草稿改按另一时间已登记的情况统计"""
    operations.refresh(document, as_known_at=given.as_known_at, **told(request))
    return _out(queries.standing(document, by=request.actor))


@router.get("/documents/{document}/preview", response={200: bytes})
@needs(Permission.WRITE_LETTER)
def preview(request: ApiRequest, document: UUID) -> HttpResponse:
    """公文现在的样子（docx），不保存、不能追溯"""
    return HttpResponse(operations.preview(document, by=request.actor), content_type=DOCX)


@router.post("/documents/{document}/make", response={200: bytes})
@needs(Permission.WRITE_LETTER)
def make(request: ApiRequest, document: UUID) -> HttpResponse:
    """把草稿生成可以追溯的docx"""
    return HttpResponse(operations.make(document, **told(request)).docx, content_type=DOCX)


@router.post("/documents/{document}/submit", response={204: None})
@needs(Permission.WRITE_LETTER)
def submit(request: ApiRequest, document: UUID) -> None:
    """送审"""
    operations.submit(document, **told(request))


@router.post("/documents/{document}/approve", response=IssuedOut)
@needs(Permission.APPROVE_DOCUMENT)
def approve(request: ApiRequest, document: UUID) -> dict[str, Any]:
    """审核同意；第二人同意后即编号、冻结"""
    made = operations.approve(document, **told(request))
    return {"issued": made is not None, "number": made.number if made else ""}


@router.post("/documents/{document}/send-back", response={204: None})
@needs(Permission.APPROVE_DOCUMENT)
def send_back(request: ApiRequest, document: UUID, given: DocumentNoteIn) -> None:
    """退回修改"""
    operations.send_back(document, note=given.note, **told(request))


@router.post("/documents/{document}/drop", response={204: None})
@needs(Permission.WRITE_LETTER)
def drop(request: ApiRequest, document: UUID, given: DocumentNoteIn) -> None:
    """作废草稿"""
    operations.drop(document, note=given.note, **told(request))


@router.post("/documents/{document}/void", response={204: None})
@needs(Permission.APPROVE_DOCUMENT)
def void(request: ApiRequest, document: UUID, given: DocumentNoteIn) -> None:
    """废止已签发的公文：文号保留，登记簿写明理由"""
    operations.void(document, note=given.note, **told(request))


@router.get("/documents/{document}/file", response={200: bytes})
@needs(Permission.WRITE_LETTER)
def document_file(request: ApiRequest, document: UUID) -> HttpResponse:
    """已签发公文的docx，字节与签发时相同"""
    return HttpResponse(operations.hand_out(document, **told(request)), content_type=DOCX)


@router.get("/documents/{document}/trace", response=TraceOut)
@needs(Permission.WRITE_LETTER)
def trace(request: ApiRequest, document: UUID) -> dict[str, Any]:
    """已签发公文的每个数字：当时和现在的统计"""
    docx = queries.issued_docx(document, by=request.actor)
    with TemporaryDirectory() as folder:
        path = Path(folder, "issued.docx")
        path.write_bytes(docx)
        found = queries.trace(path, by=request.actor, at=request.moment)
    return {name: getattr(found, name) for name in ("sound", "unchanged", "as_known_at", "figures")}


@router.get("/document-register", response=list[RegisterOut])
@needs(Permission.WRITE_DOCUMENT)
def register(
    request: ApiRequest, year: Annotated[int, Field(ge=1900, le=2200)], area: AreaCode | None = None
) -> list[dict[str, Any]]:
    """一年的发文登记"""
    found = queries.register(area=area_within(request, area or ""), year=year)
    names = ("written", "prefix", "year", "number", "title", "at")
    voided = {document: step.note for document, step in queries.voided(found).items()}
    return [
        {"document": each.document.uid, "voided": voided.get(each.document_id, "")}
        | {name: getattr(each, name) for name in names}
        for each in found
    ]


class TemplateIn(Given):
    """A template to be checked: the docx in Base64."""

    kind: Code
    docx: Annotated[str, Field(max_length=20_000_000, pattern=r"^[A-Za-z0-9+/=\s]*$")]


@router.post("/document-templates/check", response=list[PlaceholderFault])
@needs(Permission.WRITE_DOCUMENT)
def check(request: ApiRequest, given: TemplateIn) -> list[PlaceholderFault]:
    """检查模板：写错的占位符在哪里，可能指什么；不保存"""
    return queries.faults_of(given.kind, _decoded(given.docx))


@router.post("/document-templates", response=DocumentMadeOut)
@needs(Permission.EDIT_TEMPLATE)
def upload(request: ApiRequest, given: TemplateIn, area: AreaCode, name: Named) -> dict[str, UUID]:
    """上传本地模板；写错的占位符会逐处指出"""
    docx = _decoded(given.docx)
    return {"uid": operations.upload_template(given.kind, name, docx, area=area, **told(request))}


@router.get("/document-templates/{template}/blanks", response=list[BlankLine])
@needs(Permission.WRITE_DOCUMENT)
def blanks(request: ApiRequest, template: UUID) -> list[dict[str, Any]]:
    """上传的公文里的空：各由什么填，哪些留空"""
    return list(queries.template(template, by=request.actor).blanks)


@router.post("/document-templates/{template}/blanks", response=DocumentMadeOut)
@needs(Permission.EDIT_TEMPLATE)
def choose_blanks(request: ApiRequest, template: UUID, given: BlanksIn) -> dict[str, UUID]:
    """另定各空由什么填，存为新版；没有列出的空照原样"""
    before = queries.template(template, by=request.actor).blanks
    chosen = {line["number"]: given.chosen.get(line["number"], line["name"]) for line in before}
    return {"uid": operations.choose_blanks(template, chosen, **told(request))}


def _decoded(text: str) -> bytes:
    """The bytes of a text in Base64; what is none has no document in it."""
    try:
        return b64decode(text, validate=False)
    except ValueError:
        return b""
