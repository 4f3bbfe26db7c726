"""Write what the public is to read: checked for anything personal, its figures frozen as they may be told."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from lianfang.apps.bulletin import queries
from lianfang.apps.bulletin.models import Publication, PublicationStep
from lianfang.apps.bulletin.rules.personal import LEADS, personal_in
from lianfang.apps.bulletin.terms import (
    LISTED,
    WITH_NUMBERS,
    Frozen,
    PublicationKind,
    StepKind,
    Wording,
)
from lianfang.apps.hotline import queries as hotline
from lianfang.apps.people import queries as people
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed


class PersonalInText(InputRefused):
    """Words that name somebody, or hold a number of theirs."""

    code = "bulletin.personal"
    sentence = "内容中有{what}“{value}”：对外发布的内容不得含有个人信息。请删去。"


class WordsMissing(InputRefused):
    """A publication without a title, without words, or a list without lines; a correction without why."""

    code = "bulletin.words_missing"
    sentence = "请填写{what}。"


@transaction.atomic
def write(
    wording: Wording,
    *,
    area: str,
    by: Actor,
    at: datetime,
    corrects: UUID | None = None,
    correction: str = "",
    source: str = "",
) -> UUID:
    """Write a publication, or a corrected version of one; the public reads it once two others approve.

    The figures of a release are counted and frozen now. Returns the version. Raises PermissionMissing,
    NotAllowed, NotFound, WordsMissing, PersonalInText.
    """
    check(by, Permission.WRITE_PUBLICATION)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"为{area}发布信息")
    _check(wording, correction, area=area, corrects=corrects is not None)
    series, version, follows = _place(corrects, by=by)
    frozen = queries.freeze(area=area, at=at) if wording.kind is PublicationKind.RELEASE else None
    made = Publication.objects.create(
        series=series,
        version=version,
        area=area,
        kind=wording.kind,
        title=wording.title.strip(),
        text=wording.text.strip(),
        entries=[asdict(entry) for entry in wording.entries],
        figures=_kept(frozen) if frozen else None,
        source=source,
        begins_on=wording.begins_on,
        ends_on=wording.ends_on,
        correction=correction.strip() if follows else "",
        recorded_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    step(made, StepKind.WROTE, by=by, at=at, note=correction.strip())
    return UUID(str(made.uid))


def write_faq(sheet: UUID, *, by: Actor, at: datetime) -> UUID:
    """Write a fact sheet of the hotline as a question and its answer. Raises NotFound and as `write`."""
    found = hotline.fact_sheet(sheet)
    wording = Wording(PublicationKind.FAQ, found.question, found.facts)
    source = f"{found.source}，{found.on.isoformat()}"
    return write(wording, area=found.area, source=source, by=by, at=at)


def _place(corrects: UUID | None, *, by: Actor) -> tuple[UUID, int, bool]:
    """Series and number of a new version, and whether an earlier one was published."""
    if corrects is None:
        return uuid4(), 1, False
    series = queries.draft(corrects, by=by).row.series
    before = list(Publication.objects.select_for_update().filter(series=series))
    return series, max(one.version for one in before) + 1, any(one.published_at for one in before)


def _check(wording: Wording, correction: str, *, area: str, corrects: bool) -> None:
    needed = {"标题": wording.title, "内容": wording.text or "".join(entry.name for entry in wording.entries)}
    if wording.kind in LISTED:
        needed["列表"] = "".join(entry.name for entry in wording.entries)
    if corrects:
        needed["更正说明"] = correction
    missing = [what for what, said in needed.items() if not said.strip()]
    if missing:
        raise WordsMissing(what="、".join(missing))
    for said, services in _said(wording, correction):
        found = personal_in(said, services=services)
        if found:
            raise PersonalInText(what=found[0], value=found[1])
    whole = "\n".join(said for said, _ in _said(wording, correction))
    named = people.names_within(whole, area=area, leads=LEADS)
    if named:
        raise PersonalInText(what="登记人员的姓名", value="、".join(named))


def _said(wording: Wording, correction: str) -> Iterator[tuple[str, bool]]:
    """Everything that would be read, and whether telephones of services may stand there."""
    yield from ((text, False) for text in (wording.title, wording.text, correction))
    for entry in wording.entries:
        yield from ((text, False) for text in (entry.name, entry.note))
        yield entry.number, wording.kind in WITH_NUMBERS


def _kept(frozen: Frozen) -> dict[str, Any]:
    """Figures as a row keeps them: only what may be told."""
    at = frozen.as_known_at
    kept: dict[str, Any] = json.loads(json.dumps(asdict(frozen), default=str))
    return kept | {"as_known_at": at.astimezone(ZONE).isoformat() if at else ""}


def step(made: Publication, kind: StepKind, *, by: Actor, at: datetime, note: str = "") -> None:
    """Append what somebody decided, with its line of the log."""
    PublicationStep.objects.create(
        publication=made, area=made.area, kind=kind, account=by.user, by=by.name, note=note, at=at
    )
    subject = f"bulletin_publication:{made.pk}"
    facts = {"title": made.title, "version": made.version}
    audit.record(f"publication.{kind}", subject=subject, by=by, at=at, area=made.area, **facts)
