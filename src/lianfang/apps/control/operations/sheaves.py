"""The notices of an area or of a list as one file to be printed; who took whose notices stands in the log.

A file of thousands is written by the worker, a chunk in memory at a time, and kept sealed for two days.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.models import NoticeSheaf
from lianfang.apps.control.queries import Wanted
from lianfang.apps.control.rules import notice_text
from lianfang.core import jobs, keeping, sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.documents import OfficialDocument, notice_document, write_sheaf
from lianfang.kernel.errors import InputRefused, NotAllowed, NotFound


class NoNotices(InputRefused):
    """An area in which no notice waits."""

    code = "control.no_notices"
    sentence = "{area}自{since}以来没有要打印的{what}。"


class PurposeMissing(InputRefused):
    """The notices of many hold their names and addresses: taking them says what for."""

    code = "control.purpose_missing"
    sentence = "请写明打印这些文书的用途。"


TITLES = {False: "措施告知书", True: "解除通知单"}
JOB: Final = "control.print"
NEEDED: Final = (Permission.SERVE_NOTICE, Permission.EXPORT)


def write_notices(
    target: Path,
    wanted: Wanted,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    help_phone: str = "",
    progress: Callable[[int], object] = int,
) -> int:
    """Write notices into one file; returns how many, and tells `progress` how many are written so far.

    Raises PermissionMissing, NotAllowed, PurposeMissing, NoNotices.
    """
    _check(wanted, reason, by=by)
    told = sha256()
    build = notice_text.release_notice if wanted.released else notice_text.decision_notice

    def papers() -> Iterator[OfficialDocument]:
        written = 0
        for chunk in queries.notices(wanted, help_phone=help_phone):
            for facts in chunk:
                told.update(facts.view.person_uid.bytes)
                yield notice_document(build(facts, at=at))
            written += len(chunk)
            progress(written)

    title = TITLES[wanted.released]
    count = write_sheaf(target, papers(), author=notice_text.MADE_BY, title=title, at=at)
    if not count:
        target.unlink()
        raise _none(wanted)
    _log("printed", wanted, by=by, at=at, notices=count, persons=told.hexdigest(), reason=reason.strip())
    return count


@transaction.atomic
def ask_sheaf(wanted: Wanted, *, reason: str, by: Actor, at: datetime, help_phone: str = "") -> UUID:
    """Have notices written into one file by the worker; returns under which identity.

    Raises PermissionMissing, NotAllowed, PurposeMissing, NoNotices.
    """
    _check(wanted, reason, by=by)
    total = queries.count_notices(wanted)
    if not total:
        raise _none(wanted)
    made = NoticeSheaf.objects.create(
        area=wanted.area,
        batch=wanted.batch,
        since=wanted.since,
        released=wanted.released,
        help_phone=help_phone.strip(),
        reason=reason.strip(),
        by=by.name,
        account=by.user,
        asked_at=at,
        total=total,
    )
    made.refresh_from_db(fields=["uid"])
    _log("asked", wanted, by=by, at=at, notices=total, sheaf=str(made.uid), reason=reason.strip())
    jobs.soon(JOB)
    return UUID(str(made.uid))


def write_sheaves(*, at: datetime) -> int:
    """Write the files that were asked for, each held against other workers; returns how many."""
    count = 0
    for sheaf in NoticeSheaf.objects.filter(done_at=None).order_by("id"):
        (lock,) = sql.fetch("control", "hold_sheaf", sheaf=sheaf.pk)
        if lock["held"]:
            try:
                count += _write_waiting(sheaf.pk, at=at)
            finally:
                sql.fetch("control", "leave_sheaf", sheaf=sheaf.pk)
    return count


def _write_waiting(number: int, *, at: datetime) -> bool:
    """Write a file unless another worker did meanwhile; notices that are gone since leave an empty one."""
    sheaf = NoticeSheaf.objects.filter(pk=number)
    asked = sheaf.filter(done_at=None).first()
    if asked is None:
        return False
    wanted = Wanted(area=asked.area, since=asked.since, released=asked.released, batch=asked.batch)
    by = Actor(name=asked.by, user=asked.account, scopes=(asked.area,), permissions=frozenset(NEEDED))
    told: dict[str, Any] = {"reason": asked.reason, "help_phone": asked.help_phone, "by": by, "at": at}
    with TemporaryDirectory(dir=settings.HOME.root) as folder:
        target = Path(folder) / "notices.docx"
        try:
            written = write_notices(
                target, wanted, progress=lambda count: sheaf.update(written=count), **told
            )
        except NoNotices:
            sheaf.update(total=0, done_at=at)
            return True
        file_hash = keeping.hash_of(target)
        keeping.keep(target, file_hash=file_hash)
    sheaf.update(written=written, total=written, done_at=at, file_hash=file_hash)
    return True


def take_sheaf(uid: UUID, *, by: Actor, at: datetime) -> tuple[str, Iterator[bytes]]:
    """Return the title of a file and its bytes, block by block; who took it stands in the log.

    Raises PermissionMissing, NotFound.
    """
    for permission in NEEDED:
        check(by, permission)
    found = queries.sheaf(uid, by=by)
    if not found.file_hash:
        raise NotFound(what="成批文书的文件", value=uid)
    wanted = Wanted(area=found.area, since=found.since, released=found.released, batch=found.batch)
    _log("taken", wanted, by=by, at=at, notices=found.total, sheaf=str(found.uid))
    return TITLES[found.released], keeping.read_kept(found.file_hash)


def _check(wanted: Wanted, reason: str, *, by: Actor) -> None:
    for permission in NEEDED:
        check(by, permission)
    if not by.may_see(wanted.area):
        raise NotAllowed(actor=by.name, action=f"打印{wanted.area}的文书")
    if not reason.strip():
        raise PurposeMissing


def _none(wanted: Wanted) -> NoNotices:
    return NoNotices(area=wanted.area, since=wanted.since.isoformat(), what=TITLES[wanted.released])


def _log(what: str, wanted: Wanted, *, by: Actor, at: datetime, **facts: object) -> None:
    told = {"released": wanted.released, "batch": wanted.batch, **facts}
    with transaction.atomic():
        subject = f"area:{wanted.area}"
        audit.record(f"notices.{what}", subject=subject, by=by, at=at, area=wanted.area, **told)
