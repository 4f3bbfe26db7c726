"""Read files handed in at the desk: where they stand, and how they would be read."""

import json
from typing import Any, Final
from uuid import UUID

from lianfang.apps.intake.models import Submission
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.kernel import area_code
from lianfang.kernel.errors import NotFound

LISTED: Final = 50
UNSEEN: Final[dict[str, Any]] = {"sheets": [], "skipped": [], "problem": ""}


def submission(uid: UUID | str, *, by: Actor, locked: bool = False) -> Submission:
    """A submission within sight; raises NotFound."""
    rows = Submission.objects.select_for_update() if locked else Submission.objects.all()
    found = rows.filter(uid=uid).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="送入的名单", value=uid)
    return found


def open_submissions(*, area: str) -> list[Submission]:
    """What was handed in for an area and not yet received or withdrawn, the newest first."""
    lo, hi = area_code.prefix_range(area)
    waiting = Submission.objects.filter(area__gte=lo, area__lt=hi, state__in=["waiting", "working"])
    return list(waiting.order_by("-recorded_at", "-id")[:LISTED])


def look(found: Submission) -> dict[str, Any]:
    """How a submission would be read: sheets, columns with samples, words; empty before it was looked at."""
    if found.look is None:
        return UNSEEN
    seen: dict[str, Any] = json.loads(sealing.unseal_bytes(found.look))
    return seen
