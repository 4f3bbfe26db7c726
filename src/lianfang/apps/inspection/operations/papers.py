"""Write the papers of inspection, and keep each with every figure that it prints."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from lianfang.apps.inspection import queries
from lianfang.apps.inspection.models import Paper
from lianfang.apps.inspection.operations.rectifying import note_served
from lianfang.apps.inspection.rules import papers as rules
from lianfang.apps.inspection.rules.papers import Account, Counted
from lianfang.apps.inspection.terms import DocumentKind
from lianfang.core import keeping
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.documents import OfficialDocument, figures_in, plain_text, render
from lianfang.kernel.errors import InputRefused


class NothingToTell(InputRefused):
    """A visit that found nothing has no notice."""

    code = "inspection.nothing_to_tell"
    sentence = "这次检查没有发现问题，不用告知单。"


class DayAhead(InputRefused):
    """A bulletin of a day that has not begun."""

    code = "inspection.day_ahead"
    sentence = "{on}尚未开始，不能写当日的通报。请核对日期。"


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as written: its identity, its title, the docx, how many figures it prints."""

    uid: UUID
    title: str
    docx: bytes
    figures: int


@dataclass(frozen=True, slots=True)
class About:
    """What a paper is: its kind, of which area and subject, of which day."""

    kind: DocumentKind
    area: str
    subject: str
    on: date


@transaction.atomic
def write_notice(visit: UUID, *, by: Actor, at: datetime) -> Written:
    """Write the notice of what a visit found, and note that it was handed over.

    Raises PermissionMissing, NotFound, NothingToTell.
    """
    check(by, Permission.VISIT_TARGETS)
    made = queries.visit(visit, by=by, at=at)
    found = queries.findings(area="", by=by, at=at, visit=visit)
    open_ones = [one for one in reversed(found) if one.state not in {"closed", "withdrawn"}]
    if not open_ones:
        raise NothingToTell
    place = queries.county_of(made.area) or made.place
    document = rules.notice(
        office=f"{place}{rules.OFFICE}",
        unit=made.name,
        campaign=made.campaign,
        visited_at=made.happened_at,
        findings=open_ones,
        there=rules.There(made.present, made.present_role, made.refused, _drawn(visit)),
        at=at,
    )
    about = About(DocumentKind.NOTICE, made.area, str(visit), rules.day_of(at))
    paper = _keep(about, document, {}, by=by, at=at)
    note_served(open_ones, by=by, at=at)
    return Written(paper.uid, "督查情况告知单", render(document), 0)


def _drawn(visit: UUID) -> bytes:
    """The signature that was drawn at a visit; empty where none was."""
    if not queries.is_signed(visit):
        return b""
    return b"".join(keeping.read_kept(queries.signature(visit).file_hash))


@transaction.atomic
def write_bulletin(*, area: str, on: date, by: Actor, at: datetime) -> Written:
    """Write the daily bulletin of an area. Raises PermissionMissing, NotAllowed, NotFound, DayAhead."""
    check(by, Permission.RECHECK_FINDING)
    if on > rules.day_of(at):
        raise DayAhead(on=on)
    account = queries.bulletin_account(area=area, on=on, by=by, at=at)
    about = About(DocumentKind.BULLETIN, area, area, on)
    return _written(about, account, rules.bulletin, by=by, at=at)


@transaction.atomic
def write_report(*, target: str, by: Actor, at: datetime) -> Written:
    """Write a unit's report on what became of its list. Raises PermissionMissing, NotFound."""
    check(by, Permission.RECTIFY_FINDING)
    account = queries.report_account(target=target, by=by, at=at)
    about = About(DocumentKind.REPORT, account.area, target, account.on)
    return _written(about, account, rules.report, by=by, at=at)


def _written(
    about: About,
    account: Account,
    build: Callable[..., OfficialDocument],
    *,
    by: Actor,
    at: datetime,
) -> Written:
    nameless = build(account, uid="")
    known = {**account.figures, **{one.key: one for row in account.rows for one in row.figures}}
    paper = _keep(about, nameless, known, by=by, at=at)
    document = build(account, uid=str(paper.uid))
    return Written(paper.uid, document.title.replace("\n", ""), render(document), len(paper.figures))


def _keep(
    about: About,
    document: OfficialDocument,
    known: dict[str, Counted],
    *,
    by: Actor,
    at: datetime,
) -> Paper:
    """Keep what a paper prints; the same paper again is the same."""
    printed = dict.fromkeys(figure.key for figure in figures_in(document))
    figures = [_entry(known[key]) for key in printed]
    said = plain_text(document) + json.dumps(figures, ensure_ascii=False, sort_keys=True)
    paper, new = Paper.objects.get_or_create(
        area=about.area,
        kind=about.kind,
        about=about.subject,
        as_known_at=at,
        content_hash=sha256(said.encode()).hexdigest(),
        defaults={"on": about.on, "figures": figures, "by": by.name, "at": at},
    )
    if new:
        paper.refresh_from_db(fields=["uid"])
        subject = f"inspection_paper:{paper.uid}"
        audit.record(
            f"paper.{about.kind}", subject=subject, by=by, at=at, area=about.area, figures=len(figures)
        )
    return paper


def _entry(one: Counted) -> dict[str, object]:
    return {
        "key": one.key,
        "value": one.value,
        "counts": one.counts,
        "query": one.query,
        "parameters": dict(one.parameters),
    }
