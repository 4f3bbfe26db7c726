"""Write the notices that are handed to a person; who had one written stands in the log."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from lianfang.apps.control import queries
from lianfang.apps.control.rules import notice_text, workflow
from lianfang.apps.control.rules.notice_text import NoticeFacts
from lianfang.apps.control.terms import STATE_NAMES, EventKind, MeasureState, MeasureView
from lianfang.apps.people import operations as people
from lianfang.apps.people.terms import KeyKind, PersonCard
from lianfang.core.access.terms import Actor
from lianfang.core.documents import render_notice
from lianfang.core.sealing import mask_id
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

OVER: Final = frozenset({MeasureState.LAPSED, MeasureState.RELEASED})


class NoNotice(InputRefused):
    """An order that was revoked or superseded, or not yet released: there is no such notice of it."""

    code = "control.no_notice"
    sentence = "决定{measure}现为“{state}”，没有这样的文书可以送达。"


class NoticeUnwritable(InputRefused):
    """The file can't be written where it was asked for."""

    code = "control.notice_unwritable"
    sentence = "写不了“{file}”：{reason}。请换一个位置。"


@transaction.atomic
def write_notice(
    measure: str | int,
    target: Path,
    *,
    by: Actor,
    at: datetime,
    help_phone: str = "",
    released: bool | None = None,
) -> str:
    """Write the notice of a decision or of its release; returns its title.

    Where `released` does not say which, the order's state does: past its end it is of the release. Raises
    NotFound, MeasureUnclear, NoNotice, NoticeUnwritable.
    """
    view = queries.measure_for(measure, event=EventKind.APPEALED, scope=by.scope)
    state = workflow.state_of(view)
    over = state in OVER or at.astimezone(ZONE).date() >= view.ends_on
    if state not in OVER | workflow.IN_FORCE or (released and not over):
        raise NoNotice(measure=view.id, state=STATE_NAMES[state])
    facts = _facts(view, help_phone, by=by, at=at)
    release = over if released is None else released
    build = notice_text.release_notice if release else notice_text.decision_notice
    notice = build(facts, at=at)
    try:
        target.write_bytes(render_notice(notice))
    except OSError as problem:
        raise NoticeUnwritable(file=target, reason=problem.strerror) from problem
    return notice.title


def _facts(view: MeasureView, help_phone: str, *, by: Actor, at: datetime) -> NoticeFacts:
    card = people.unmask(person=str(view.person_uid), reason=f"制作决定{view.id}的文书", by=by, at=at)
    told = queries.notice_facts(view)
    return NoticeFacts(
        view=view,
        series=queries.series_of(view),
        name=card.name,
        document=_document(card),
        address=f"{card.place}{card.address}",
        help_phone=help_phone,
        results=queries.course(view).results,
        **told,
    )


def _document(card: PersonCard) -> str:
    numbers = [key.value for key in card.keys if key.kind != KeyKind.PHONE]
    return f"证件号码{mask_id(numbers[0])}" if numbers else ""
