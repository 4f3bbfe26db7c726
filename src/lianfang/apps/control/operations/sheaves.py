"""The notices of an area as one file to be printed; who took whose notices stands in the log."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.rules import notice_text
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.documents import OfficialDocument, notice_document, write_sheaf
from lianfang.kernel.errors import InputRefused, NotAllowed


class NoNotices(InputRefused):
    """An area in which no notice waits."""

    code = "control.no_notices"
    sentence = "{area}自{since}以来没有要打印的{what}。"


class PurposeMissing(InputRefused):
    """The notices of many hold their names and addresses: taking them says what for."""

    code = "control.purpose_missing"
    sentence = "请写明打印这些文书的用途。"


TITLES = {False: "措施告知书", True: "解除通知单"}


@transaction.atomic
def write_notices(
    target: Path,
    *,
    area: str,
    since: datetime,
    released: bool,
    reason: str,
    by: Actor,
    at: datetime,
    help_phone: str = "",
) -> int:
    """Write the notices of decisions since a moment, or of releases, into one file; returns how many.

    Raises PermissionMissing, NotAllowed, PurposeMissing, NoNotices.
    """
    check(by, Permission.SERVE_NOTICE)
    check(by, Permission.EXPORT)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"打印{area}的文书")
    if not reason.strip():
        raise PurposeMissing
    told = sha256()
    build = notice_text.release_notice if released else notice_text.decision_notice

    def papers() -> Iterator[OfficialDocument]:
        chunks = queries.notices_of_area(area=area, since=since, released=released, help_phone=help_phone)
        for chunk in chunks:
            for facts in chunk:
                told.update(facts.view.person_uid.bytes)
                yield notice_document(build(facts, at=at))

    count = write_sheaf(target, papers(), author=notice_text.MADE_BY, title=TITLES[released], at=at)
    if not count:
        target.unlink()
        raise NoNotices(area=area, since=since.isoformat(), what=TITLES[released])
    facts = {"notices": count, "persons": told.hexdigest(), "reason": reason.strip(), "released": released}
    audit.record("notices.printed", subject=f"area:{area}", by=by, at=at, area=area, **facts)
    return count
