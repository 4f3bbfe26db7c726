"""A look beyond one's area in an emergency: for two hours, with a reason, and its area's head is told."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from lianfang.core.access import rows
from lianfang.core.access.doors import check
from lianfang.core.access.models import BreakGlass
from lianfang.core.access.permissions import Permission
from lianfang.core.access.registry import hat_source
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit import operations as audit
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import InputRefused, NotAllowed, NotFound

HELD_FOR: Final = timedelta(hours=2)
SHORTEST_REASON: Final = 2
LOOKING_BEYOND: Final = Work("access.break_glass", "the look is written down in the area looked into")


class ReasonMissing(InputRefused):
    """Whoever sees more than usual says why."""

    code = "access.reason_missing"
    sentence = "请写明理由（至少两个字）。理由会被记录并可被审计。"


class AreaTooWide(InputRefused):
    """A look beyond reaches one town at most."""

    code = "access.area_too_wide"
    sentence = "紧急查看限于一个街道（乡镇）或其下的辖区。请填9位或更长的区划代码。"


def reason_of(text: str) -> str:
    """A reason as written; raises ReasonMissing for none."""
    if len(text.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    return text.strip()


@transaction.atomic
def break_glass(*, area: str, reason: str, by: Actor, at: datetime, real: datetime) -> BreakGlass:
    """Let an account look into another area for two hours. Raises ReasonMissing, AreaTooWide, NotFound.

    It is a hat of its own that can see and unmask there, and change nothing.
    """
    check(by, Permission.BREAK_GLASS)
    if by.user is None:
        raise NotAllowed(actor=by.name, action="紧急查看（须有账户）")
    why = reason_of(reason)
    if area_code.level_of(area) < Level.TOWN:
        raise AreaTooWide
    area = hat_source().place(area)
    with rows.acting_for(LOOKING_BEYOND):
        made = BreakGlass.objects.create(
            user_id=by.user,
            actor=by.name,
            area=area,
            reason=why,
            begins_at=real,
            ends_at=real + HELD_FOR,
            at=at,
        )
    facts = {"reason": why, "until": made.ends_at}
    audit.record("access.glass_broken", subject=f"break_glass:{made.pk}", area=area, by=by, at=at, **facts)
    return made


@transaction.atomic
def acknowledge_look(number: int, *, by: Actor, at: datetime, real: datetime) -> None:
    """The head of the area, or the auditor, has taken note of a look into it. Raises NotFound."""
    found = BreakGlass.objects.select_for_update().filter(pk=number).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="紧急查看", value=number)
    found.seen_by, found.seen_at, found.noted_at = by.name, real, at
    found.save(update_fields=["seen_by", "seen_at", "noted_at"])
    audit.record("access.look_seen", subject=f"break_glass:{number}", area=found.area, by=by, at=at)
