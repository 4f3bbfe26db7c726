"""Documents as lists and pages show them: their state, their words, who did what; and the register."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianfang.apps.cases import queries as cases
from lianfang.apps.documents.models import Document, DocumentStep, Paper, RegisterEntry, Revision
from lianfang.apps.documents.terms import NEEDED, DocumentKind, DocumentState, Head, KindOf, StepKind, kind_of
from lianfang.core import sealing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

SHOWN = 200


class DocumentUnknown(NotFound):
    """No such document, or it is out of sight."""

    code = "documents.unknown"
    sentence = "没有找到公文“{value}”。请核对后重试。"

    def __init__(self, value: object) -> None:
        super().__init__(what="公文", value=value)


@dataclass(frozen=True)
class Standing:
    """A document with its newest revision, its steps and what follows from them."""

    row: Document
    kind: KindOf
    revisions: Sequence[Revision]
    steps: Sequence[DocumentStep]
    entry: RegisterEntry | None

    @property
    def revision(self) -> Revision:
        """The newest revision."""
        return self.revisions[-1]

    @property
    def head(self) -> Head:
        """What the newest revision says on its head."""
        return head_of(self.revision)

    @property
    def approvals(self) -> int:
        """Approvals of the newest revision since it was submitted."""
        return sum(step.kind == StepKind.APPROVED for step in self._since())

    @property
    def state(self) -> DocumentState:
        """How far it has come."""
        last = self.steps[-1].kind if self.steps else ""
        if self.entry:
            return DocumentState.VOIDED if last == StepKind.VOIDED else DocumentState.ISSUED
        if last == StepKind.DROPPED:
            return DocumentState.DROPPED
        kinds = [step.kind for step in self._since()]
        if not kinds:
            return DocumentState.DRAFT
        if kinds[-1] == StepKind.RETURNED:
            return DocumentState.RETURNED
        return DocumentState.HALF_APPROVED if StepKind.APPROVED in kinds else DocumentState.SUBMITTED

    @property
    def waits(self) -> bool:
        """Whether it waits for an approval."""
        return (
            self.state in {DocumentState.SUBMITTED, DocumentState.HALF_APPROVED} and self.approvals < NEEDED
        )

    def _since(self) -> list[DocumentStep]:
        return [step for step in self.steps if step.revision == self.revision.number]

    def involved(self, actor: Actor) -> bool:
        """Whether somebody wrote any revision, or has approved this one."""
        hands = [(each.account, each.by) for each in self.revisions]
        hands += [(step.account, step.by) for step in self._since() if step.kind == StepKind.APPROVED]
        return any(by == actor.name or (who is not None and who == actor.user) for who, by in hands)


@dataclass(frozen=True)
class DocumentLine:
    """A document in a list."""

    uid: UUID
    kind: str
    title: str
    number: str
    state: DocumentState
    by: str
    at: datetime


def head_of(revision: Revision) -> Head:
    """Return the head of a revision."""
    given = dict(revision.head)
    for name in ("copied_to", "attachments"):
        given[name] = tuple(given.get(name, ()))
    return Head(**given)


def standing(uid: UUID | str, *, by: Actor) -> Standing:
    """Return a document as it stands; raises DocumentUnknown, also out of sight."""
    try:
        row = Document.objects.filter(uid=UUID(str(uid))).first()
    except ValueError as problem:
        raise DocumentUnknown(uid) from problem
    if row is None or not by.may_see(row.area) or not _theirs(row, by):
        raise DocumentUnknown(uid)
    return standings([row])[0]


def only_letters(actor: Actor) -> bool:
    """Whether somebody writes documents for the letters of cases alone, and sees no others."""
    return actor.may(Permission.WRITE_LETTER) and not actor.may(Permission.WRITE_DOCUMENT)


def _theirs(row: Document, by: Actor) -> bool:
    return not only_letters(by) or (
        row.kind == DocumentKind.CONTACT_LETTER and row.about in letters_sent(by, known_at=row.at)
    )


def letters_sent(actor: Actor, *, known_at: datetime) -> dict[str, str]:
    """The letters about contacts that an actor's area sent, newest first: what each is called, by its uid."""
    found = cases.letters(by=actor, known_at=known_at)
    sent = [one for one in found if one.outgoing and actor.may_see(one.area)]
    return {str(one.uid): f"{one.other} {one.number}" for one in sent}


def standings(rows: Sequence[Document]) -> list[Standing]:
    """Return documents as they stand, in three statements for however many."""
    ids = [row.pk for row in rows]
    revisions = _grouped(Revision.objects.filter(document__in=ids).order_by("number"))
    steps = _grouped(DocumentStep.objects.filter(document__in=ids).order_by("id"))
    entries = {entry.document_id: entry for entry in RegisterEntry.objects.filter(document__in=ids)}
    return [
        Standing(
            row, kind_of(row.kind), revisions.get(row.pk, []), steps.get(row.pk, []), entries.get(row.pk)
        )
        for row in rows
    ]


def _grouped(found: Iterable[object]) -> dict[int, list]:  # type: ignore[type-arg]
    grouped: dict[int, list] = {}  # type: ignore[type-arg]
    for each in found:
        grouped.setdefault(each.document_id, []).append(each)  # type: ignore[attr-defined]
    return grouped


def documents(*, area: str, by: Actor, at: datetime, most: int = SHOWN) -> list[Standing]:
    """Return the documents of an area and the areas within that somebody may read, newest first."""
    lo, hi = area_code.prefix_range(area)
    found = Document.objects.filter(area__gte=lo, area__lt=hi).order_by("-at", "-id")
    if only_letters(by):
        sent: Collection[str] = letters_sent(by, known_at=at)
        found = found.filter(kind=DocumentKind.CONTACT_LETTER, about__in=list(sent))
    return standings(list(found[:most]))


def lines(found: Iterable[Standing]) -> list[DocumentLine]:
    """Return documents as lines of a list."""
    return [
        DocumentLine(
            each.row.uid,
            each.kind.name,
            each.head.title.replace("\n", ""),
            each.entry.written if each.entry else "",
            each.state,
            each.revision.by,
            each.revision.at,
        )
        for each in found
    ]


def register(*, area: str, year: int) -> list[RegisterEntry]:
    """Return the numbers given in a year, by short name and number."""
    lo, hi = area_code.prefix_range(area)
    found = RegisterEntry.objects.filter(area__gte=lo, area__lt=hi, year=year)
    return list(found.select_related("document").order_by("area", "prefix", "number"))


def voided(entries: Iterable[RegisterEntry]) -> dict[int, DocumentStep]:
    """Return by document what said that its number counts no more: when, by whom, why."""
    ids = [entry.document_id for entry in entries]
    found = DocumentStep.objects.filter(document__in=ids, kind=StepKind.VOIDED)
    return {step.document_id: step for step in found}


def issued(uid: UUID | str, *, by: Actor) -> Paper:
    """Return the frozen paper of a document; raises DocumentUnknown where it was not issued."""
    found = standing(uid, by=by)
    paper = Paper.objects.select_related("document").filter(document=found.row, docx__isnull=False).first()
    if paper is None:
        raise DocumentUnknown(uid)
    return paper


def issued_docx(uid: UUID | str, *, by: Actor) -> bytes:
    """Return the bytes of an issued document as they were issued; raises DocumentUnknown."""
    paper = issued(uid, by=by)
    docx = bytes(paper.docx or b"")
    return sealing.unseal_bytes(docx) if kind_of(paper.document.kind).personal else docx
