"""Settle a dispute about a number of the ledger: who was right, and what is to be mended."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas.terms import LEVEL_NAMES
from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Dispute
from lianfang.apps.forms.operations.deciding import LOCK, NotYourLevel
from lianfang.apps.forms.rules.sight import decides_at
from lianfang.apps.forms.terms import Settlement
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import InputRefused, NotAllowed

LONGEST: Final = 1000


class AlreadySettled(InputRefused):
    """A dispute that was settled, or whose report was corrected meanwhile."""

    code = "forms.already_settled"
    sentence = "这项异议{problem}，不必再裁定。"


class WordsMissing(InputRefused):
    """A settlement that says not what was found."""

    code = "forms.words_missing"
    sentence = "裁定须写明核对的结果和怎样更正。"


class OwnDispute(NotAllowed):
    """Whoever disputes does not settle."""

    code = "forms.own_dispute"
    sentence = "本人提出的异议须由他人裁定。"


@transaction.atomic
def settle(dispute: UUID | str, *, outcome: Settlement, words: str, by: Actor, at: datetime) -> Dispute:
    """Say which list was right, and in words what is mended.

    Raises PermissionMissing, NotFound, NotYourLevel, OwnDispute, AlreadySettled, WordsMissing.
    """
    check(by, Permission.DECIDE_REPORT)
    sql.lock(LOCK)
    found = queries.dispute(dispute, by=by)
    level = Level(found.report.edition.accepted_level)
    if not decides_at(by, level, found.area):
        raise NotYourLevel(level=LEVEL_NAMES[level])
    if by.user is not None and by.user == found.by_user:
        raise OwnDispute
    if found.settled_at or found.report.superseded_at:
        raise AlreadySettled(problem="已经裁定" if found.settled_at else "所在的报表已经更正")
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise WordsMissing
    found.outcome, found.words = outcome, said
    found.settled_by, found.settled_user, found.settled_at = by.name, by.user, at
    found.save(update_fields=["outcome", "words", "settled_by", "settled_user", "settled_at"])
    audit.record(
        "dispute.settled", subject=f"dispute:{found.uid}", by=by, at=at, area=found.area, outcome=outcome
    )
    return found
