"""A rumour is answered with facts; nobody is written down for having said it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.hotline.models import FactSheet
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotAllowed


class FactMissing(InputRefused):
    """A fact sheet says what is asked, what is so, and who says it."""

    code = "hotline.fact_missing"
    sentence = "问题、事实、来源都须填写。"


@transaction.atomic
def write_fact_sheet(
    *, area: str, question: str, facts: str, source: str, on: date, by: Actor, at: datetime
) -> UUID:
    """Write a fact sheet; the public page shows it once two others have approved it there.

    Raises PermissionMissing, NotAllowed, FactMissing.
    """
    check(by, Permission.WRITE_FACTS)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"为{area}写事实核查")
    said = {"question": question.strip(), "facts": facts.strip(), "source": source.strip()}
    if not all(said.values()):
        raise FactMissing
    made = FactSheet.objects.create(area=area, on=on, written_by=by.name, recorded_at=at, **said)
    made.refresh_from_db(fields=["uid"])
    audit.record("hotline.fact_written", subject=f"fact_sheet:{made.pk}", by=by, at=at, area=area)
    return UUID(str(made.uid))
