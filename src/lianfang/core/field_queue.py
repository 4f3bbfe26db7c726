"""The queue of a phone without a network: what its records and photographs share, whatever they are about."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lianfang.core.access.terms import Actor
from lianfang.core.doors import as_json
from lianfang.core.pages import PageRequest
from lianfang.kernel.errors import DomainError, WrongCall

OLDEST: Final = timedelta(days=30)
"""How long ago a record may say that it was entered."""
OTHER_OWNER: Final = _("这些记录属于另一位登录者，没有接收。请由本人登录后发送。")
NO_RECORD: Final = _("不是现场记录：{problem}")
TOO_MANY: Final = _("一次最多{most}条，收到{count}条。")
PHOTO_TAKEN: Final = _("照片已收下")
KEY_SALT: Final = "lianfang.field"
"""The key under which a browser seals what waits in it: the owner's own, told on the owner's pages only."""
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, OverflowError)


class Fate(StrEnum):
    """What became of a photograph or a record; as the browser's queue reads it."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Queued:
    """A record as a browser kept it; `entered_at` is the moment of its entry by this server's clock."""

    id: str
    kind: str
    person: str
    entered_at: datetime
    values: Mapping[str, str]
    over: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as a browser kept it."""

    id: UUID
    person: str
    about: str
    name: str
    content: bytes
    happened_at: datetime


Receiver = Callable[[PageRequest, Queued], dict[str, Any]]
"""Takes one record and tells its fate, as `told`."""
_RECEIVERS: Final[dict[str, Receiver]] = {}


def receives(kind: str) -> Callable[[Receiver], Receiver]:
    """Declare who takes the records of a kind; others are the work of whoever answers for the queue."""

    def declare(receiver: Receiver) -> Receiver:
        _RECEIVERS[kind] = receiver
        return receiver

    return declare


def received(request: PageRequest, queued: Iterable[Queued]) -> tuple[list[dict[str, Any]], list[Queued]]:
    """The fates of records that others declared to take, and the records that are left."""
    every = list(queued)
    left = [one for one in every if one.kind not in _RECEIVERS]
    return [_RECEIVERS[one.kind](request, one) for one in every if one.kind in _RECEIVERS], left


def owner_of(actor: Actor) -> str:
    """To whom records on a phone belong: the account."""
    return str(actor.user or "")


def frame(owner: str) -> dict[str, Any]:
    """What the scripts of a page with a queue need: whose it is, the key of it, when the page was made."""
    key = salted_hmac(KEY_SALT, owner, algorithm="sha256").hexdigest()
    return {"owner": owner, "key": key, "rendered": _milliseconds()}


def read(body: bytes, *, most: int, at: datetime) -> tuple[str, list[Queued]]:
    """The owner of a browser's queue and its records; their moments are reckoned by age, not by its clock.

    Raises WrongCall for what is no queue, or one longer than `most`.
    """
    try:
        sent = json.loads(body)
        records = [_queued(one, sent_at=sent["sent_at"], at=at) for one in sent["records"]]
        owner = str(sent["owner"])
    except _UNREADABLE as problem:
        raise _no_record(problem) from problem
    if len(records) > most:
        raise WrongCall(problem=gettext(TOO_MANY).format(most=most, count=len(records)))
    return owner, records


def _queued(one: Mapping[str, Any], *, sent_at: float, at: datetime) -> Queued:
    return Queued(
        id=str(one["id"]),
        kind=str(one["kind"]),
        person=str(one["person"]),
        entered_at=_entered(one["entered_at"], sent_at, at=at),
        values={str(name): str(value) for name, value in one["values"].items()},
        over=str(one.get("over") or ""),
    )


def _entered(entered_at: float | str, sent_at: float | str, *, at: datetime) -> datetime:
    """The moment of an entry by this server's clock: as long before `at` as the phone says it lay back."""
    age = timedelta(milliseconds=max(float(sent_at) - float(entered_at), 0))
    return at - min(age, OLDEST)


def _no_record(problem: Exception) -> WrongCall:
    return WrongCall(problem=gettext(NO_RECORD).format(problem=problem))


def take_photo(request: PageRequest, *, owner: str, keep: Callable[[Photo], bool]) -> HttpResponse:
    """Take one photograph out of a queue; `keep` says whether it is new. Raises WrongCall for none."""
    if request.POST.get("owner") != owner:
        return not_its_owner()
    try:
        photo = _photo(request)
    except _UNREADABLE as problem:
        raise _no_record(problem) from problem
    try:
        fate = Fate.ACCEPTED if keep(photo) else Fate.KNOWN
    except DomainError as refusal:
        return answered([told(photo.id, Fate.REFUSED, str(refusal))])
    return answered([told(photo.id, fate, gettext(PHOTO_TAKEN))])


def _photo(request: PageRequest) -> Photo:
    form = request.POST
    file = cast("UploadedFile[bytes]", request.FILES["photo"])
    entered_at, sent_at = (form.get(name) or 0 for name in ("entered_at", "sent_at"))
    return Photo(
        id=UUID(form["id"]),
        person=form["person"],
        about=form["about"],
        name=file.name or "",
        content=file.read(),
        happened_at=_entered(entered_at, sent_at, at=request.moment),
    )


def told(identity: object, fate: str, sentence: str, **more: Any) -> dict[str, Any]:
    """What became of a record, as the queue of the browser reads it."""
    return {"id": str(identity), "fate": fate, "sentence": sentence, "alert": False, "other": None} | more


def answered(outcomes: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """The fates of what was sent, each as `told`; and when, so that a later page may forget them."""
    answer = as_json({"outcomes": list(outcomes), "answered": _milliseconds()})
    return HttpResponse(answer, content_type="application/json")


def not_its_owner() -> HttpResponse:
    """Somebody else is signed in than the one whose records wait: nothing is taken."""
    return JsonResponse({"problem": gettext(OTHER_OWNER)}, status=409)


def _milliseconds() -> int:
    return int(time.time() * 1000)
