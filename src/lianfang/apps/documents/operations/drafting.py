"""A document is drafted and edited: every change of its words is a revision, and its figures stay figures."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.documents import queries
from lianfang.apps.documents.models import Document, Revision
from lianfang.apps.documents.queries import Standing
from lianfang.apps.documents.rules import numbers
from lianfang.apps.documents.terms import (
    SECRECIES,
    STATE_NAMES,
    URGENCIES,
    DocumentKind,
    DocumentState,
    Head,
    KindOf,
    kind_of,
)
from lianfang.apps.reporting import queries as reporting
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor, Told
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed, NotFound

OPEN: Final = frozenset({DocumentState.DRAFT, DocumentState.RETURNED})
SECRET: Final = re.compile("|".join(f"{word}(★[0-9]{{1,2}}(年|个月))?" for word in SECRECIES if word))
SPLIT: Final = re.compile(r"[、，,；;\n]")


@dataclass(frozen=True)
class Wording:
    """What a revision says: its number, the moment of its figures, its head, what people wrote."""

    number: int
    as_known_at: datetime
    head: Head
    texts: Mapping[str, str]


class DayAhead(InputRefused):
    """A document about a day that has not begun."""

    code = "documents.day_ahead"
    sentence = "{on}尚未开始，不能写当日的公文。请核对日期。"


class AboutMissing(InputRefused):
    """A document of this kind is about a place below, and there is none."""

    code = "documents.about_missing"
    sentence = "{kind}要说明针对哪个地区，本地没有可选的下级。请填写区划代码。"


class LetterUnnamed(InputRefused):
    """The official letter about contacts is about a letter that was written, and none is named."""

    code = "documents.letter_unnamed"
    sentence = "{kind}要说明是哪一件协查函。请从协查函的页面起草，或填协查函的uid。"


class HeadFault(InputRefused):
    """Something on the head that can't stand there."""

    code = "documents.head_fault"
    sentence = "{what}“{value}”不能用：{remedy}。"


class NotOpen(InputRefused):
    """A document that waits for approval, was issued or dropped: its words stand."""

    code = "documents.not_open"
    sentence = "“{title}”现为“{state}”，不能修改。送审中的先退回，已签发的另行拟稿。"


class LettersOnly(NotAllowed):
    """Somebody who writes letters about contacts of their own cases, and no other document."""

    code = "documents.letters_only"
    sentence = "你的身份只就本地病例已发出的密接协查函拟写公文。其他公文请由负责公文的人员拟写。"


def check_writes(by: Actor) -> None:
    """Let pass who writes documents, or those of letters alone; raises PermissionMissing.

    What the latter see, and so change, are such documents only.
    """
    if not by.may(Permission.WRITE_DOCUMENT):
        check(by, Permission.WRITE_LETTER)


def _check_begins(kind: str, *, about: str, by: Actor, at: datetime) -> None:
    """Let pass who may begin a document of a kind. Raises PermissionMissing, LettersOnly."""
    check_writes(by)
    own = kind == DocumentKind.CONTACT_LETTER and (
        not about or about in queries.letters_sent(by, known_at=at)
    )
    if queries.only_letters(by) and not own:
        raise LettersOnly


@transaction.atomic
def prepare(
    kind: str,
    *,
    area: str,
    on: date,
    as_known_at: datetime,
    by: Actor,
    at: datetime,
    about: str = "",
    changes: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
) -> UUID:
    """Draft a document of a kind; returns its identity.

    Raises PermissionMissing, LettersOnly, NotAllowed, NotFound, PlaceUnknown, DayAhead, AboutMissing,
    HeadFault.
    """
    _check_begins(kind, about=about, by=by, at=at)
    reporting.check_sight(area, by=by)
    found = kind_of(kind)
    if found.elsewhere:
        raise NotFound(what="在此拟写的文书种类", value=kind)
    if on > as_known_at.astimezone(ZONE).date():
        raise DayAhead(on=on.isoformat())
    about = about or _subject(found, area, on, as_known_at)
    head = _changed(
        queries.draft_head(found, area=area, about=about, on=on, known_at=as_known_at), changes or {}
    )
    made = Document.objects.create(area=area, kind=found.code, about=about, on=on, by=by.name, at=at)
    made.refresh_from_db(fields=["uid"])
    _revision(made, Wording(1, as_known_at, head, texts or {}), by=by, at=at)
    return UUID(str(made.uid))


def _subject(kind: KindOf, area: str, on: date, as_known_at: datetime) -> str:
    """Return the place that an outline is about where none is named: the one with most left undone."""
    if kind.code is DocumentKind.CONTACT_LETTER:
        raise LetterUnnamed(kind=kind.name)
    if kind.code is not DocumentKind.TALK_OUTLINE:
        return ""
    ranking = reporting.account_of(area=area, on=on, as_known_at=as_known_at).ranking
    below = [code for code in ranking if code != area]
    if not below:
        raise AboutMissing(kind=kind.name)
    return below[0]


@transaction.atomic
def revise(
    uid: UUID | str, *, changes: Mapping[str, Any], texts: Mapping[str, str], by: Actor, at: datetime
) -> int:
    """Change the words of a document; returns the number of the revision.

    Raises PermissionMissing, DocumentUnknown, NotOpen, HeadFault.
    """
    found = opened(uid, by=by)
    head = _changed(found.head, changes)
    return _next(found, found.revision.as_known_at, head, texts, Told(by=by, at=at))


@transaction.atomic
def refresh(uid: UUID | str, *, as_known_at: datetime, by: Actor, at: datetime) -> int:
    """Have a document's figures count as known at another moment. Raises as `revise`, and DayAhead."""
    found = opened(uid, by=by)
    if found.row.on > as_known_at.astimezone(ZONE).date():
        raise DayAhead(on=found.row.on.isoformat())
    return _next(found, as_known_at, found.head, found.revision.texts, Told(by=by, at=at))


def opened(uid: UUID | str, *, by: Actor) -> Standing:
    """Return a document that may be changed, locked until the transaction ends."""
    check_writes(by)
    found = locked(uid, by=by)
    if found.state not in OPEN:
        raise not_open(found)
    return found


def locked(uid: UUID | str, *, by: Actor) -> Standing:
    """Return a document as it stands, held against others until the transaction ends."""
    seen = queries.standing(uid, by=by)
    Document.objects.select_for_update().get(pk=seen.row.pk)
    return queries.standing(uid, by=by)


def not_open(found: Standing) -> NotOpen:
    """Return why a document can't be changed."""
    return NotOpen(title=found.head.title.replace("\n", ""), state=STATE_NAMES[found.state])


def _next(found: Standing, as_known_at: datetime, head: Head, texts: Mapping[str, str], told: Told) -> int:
    number = found.revision.number + 1
    _revision(found.row, Wording(number, as_known_at, head, texts), **told)
    return number


def _revision(row: Document, wording: Wording, *, by: Actor, at: datetime) -> None:
    kind, number = kind_of(row.kind), wording.number
    Revision.objects.create(
        document=row,
        area=row.area,
        number=number,
        as_known_at=wording.as_known_at,
        head=asdict(wording.head),
        texts={key: wording.texts.get(key, "").strip() for key in kind.texts},
        template=queries.template_for(kind, area=row.area),
        account=by.user,
        by=by.name,
        at=at,
    )
    action = "document.written" if number == 1 else "document.revised"
    subject = f"document:{row.uid}"
    audit.record(action, subject=subject, by=by, at=at, area=row.area, kind=kind.code, revision=number)


def _changed(head: Head, changes: Mapping[str, Any]) -> Head:
    """Return a head with what was typed, checked. Raises HeadFault."""
    given = {name: _typed(name, value) for name, value in changes.items() if name in asdict(head)}
    made = replace(head, **given)
    for what, value, right, remedy in (
        ("标题", made.title, bool(made.title.strip()), "请填写标题"),
        ("机关代字", made.prefix, numbers.is_prefix(made.prefix), "写2至12个汉字，如澜防指办"),
        ("紧急程度", made.urgency, made.urgency in URGENCIES, "写特急、加急，或不写"),
        ("密级", made.secrecy, _is_secrecy(made.secrecy), "写绝密、机密、秘密，可带期限，如秘密★1年"),
    ):
        if not right:
            raise HeadFault(what=what, value=value, remedy=remedy)
    return made


def _is_secrecy(text: str) -> bool:
    return not text or SECRET.fullmatch(text) is not None


def _typed(name: str, value: Any) -> Any:
    if name in {"copied_to", "attachments"}:
        parts = SPLIT.split(value) if isinstance(value, str) else value
        return tuple(part.strip() for part in parts if part.strip())
    return str(value).strip().replace("\r\n", "\n")
