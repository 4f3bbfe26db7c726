"""An officer's own notices: what waits to be acknowledged, and what each was about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Value, When

from lianfang.apps.alerts.models import Mailbox, Notice
from lianfang.apps.alerts.terms import NATURE_NAMES, Line, Nature
from lianfang.core import sealing, sql
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """A notice as a page or the API shows it."""

    uid: UUID
    area: str
    holder: str
    post: str
    nature: str
    nature_name: str
    urgent: bool
    items: int
    lines: tuple[Line, ...]
    due_at: datetime
    told_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str


def unacknowledged(*, officer: UUID | None) -> int:
    """How many notices of an officer wait to be acknowledged."""
    return Notice.objects.filter(officer=officer, acknowledged_at=None).count() if officer else 0


def count_of(*, officer: UUID | None) -> int:
    """How many notices an officer ever had."""
    return Notice.objects.filter(officer=officer).count() if officer else 0


def notices_of(*, officer: UUID | None, limit: int, skipped: int = 0) -> list[NoticeCard]:
    """Notices of an officer, those that wait first, then the newest."""
    if officer is None:
        return []
    own = Notice.objects.filter(officer=officer)
    waiting = Case(When(acknowledged_at=None, then=Value(1)), default=Value(0))
    pressing = Case(When(acknowledged_at=None, urgent=True, then=Value(1)), default=Value(0))
    ordered = own.order_by(waiting.desc(), pressing.desc(), "-told_at", "-id")
    return [_card(notice) for notice in ordered[skipped : skipped + limit]]


def mailbox_of(*, officer: UUID | None) -> str:
    """Where an officer wants e-mail; empty for nowhere. For the officer's own eyes."""
    found = Mailbox.objects.filter(officer=officer).first() if officer else None
    return sealing.unseal(found.sealed) if found else ""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in the list of all: to whom, why, how many slots, acknowledged when by whom."""

    uid: UUID
    area: str
    officer: UUID
    holder: str
    post: str
    nature: str
    urgent: bool
    items: int
    due_at: datetime
    told_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str


def notices_in(*, area: str, open_only: bool, limit: int, by: Actor) -> list[NoticeRow]:
    """The newest notices to officers of an area; raises NotAllowed beyond what the actor may see."""
    if area and not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"查看{area}的通知")
    lo, hi = area_code.prefix_range(area or by.scope)
    found = sql.fetch("alerts", "notices_in", lo=lo, hi=hi, open_only=open_only, limit=limit)
    return [NoticeRow(**row) for row in found]


def _card(notice: Notice) -> NoticeCard:
    lines = tuple(
        Line(line["kind"], line["nature"], line["count"], datetime.fromisoformat(line["due_at"]))
        for line in notice.lines
    )
    return NoticeCard(
        uid=notice.uid,
        area=notice.area,
        holder=notice.holder,
        post=notice.post,
        nature=notice.nature,
        nature_name=NATURE_NAMES[Nature(notice.nature)],
        urgent=notice.urgent,
        items=notice.items,
        lines=lines,
        due_at=notice.due_at,
        told_at=notice.told_at,
        acknowledged_at=notice.acknowledged_at,
        acknowledged_by=notice.acknowledged_by,
    )
