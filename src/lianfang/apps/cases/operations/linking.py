"""From whom a case caught it: said, said anew, taken back; never in a circle."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.cases import queries
from lianfang.apps.cases.models import Case, Link, Outbreak
from lianfang.apps.cases.operations.stating import PLACING, locked
from lianfang.apps.cases.rules import chains as rules
from lianfang.apps.cases.terms import LinkCertainty, Setting
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.rows import acting_for
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused


class LinkElsewhere(InputRefused):
    """An infector of another outbreak, or the case itself."""

    code = "cases.link_elsewhere"
    sentence = "传染来源应是同一起疫情的另一例病例。"


@transaction.atomic
def link(
    reference: str | UUID,
    *,
    infector: str | UUID,
    setting: Setting = Setting.UNKNOWN,
    certainty: LinkCertainty = LinkCertainty.PROBABLE,
    ground: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Say from whom a case caught it; an earlier link stays as known then.

    Raises NotFound, LinkElsewhere, LinkInCircle.
    """
    check(by, Permission.INVESTIGATE_CASE)
    case, card = locked(reference, by=by, at=at)
    source = queries.case(infector, by=by, known_at=at)
    if source.uid == card.uid or source.outbreak_uid != card.outbreak_uid:
        raise LinkElsewhere
    with acting_for(PLACING):
        Outbreak.objects.select_for_update().get(pk=case.outbreak_id)  # two links at once see each other
    known = queries.chain(card.outbreak, by=by, known_at=at)
    sources = {one.uid: one.infector for one in known.cases if one.infector}
    if rules.would_circle(card.uid, source.uid, sources):
        raise rules.LinkInCircle(infector=source.number, case=card.number)
    facts = {"certainty": certainty.value, "setting": setting.value, "ground": ground.strip()}
    found = Case.objects.get(uid=source.uid)
    Link.objects.create(case=case, infector=found, by=by.name, recorded_at=at, **facts)
    told = {"infector": source.number, "setting": setting.value}
    audit.record("cases.linked", subject=f"cases_case:{case.pk}", by=by, at=at, area=case.area, **told)


@transaction.atomic
def unlink(reference: str | UUID, *, ground: str, by: Actor, at: datetime) -> None:
    """Take back from whom a case caught it. Raises NotFound."""
    check(by, Permission.INVESTIGATE_CASE)
    case, _ = locked(reference, by=by, at=at)
    Link.objects.create(case=case, infector=None, ground=ground.strip(), by=by.name, recorded_at=at)
    audit.record("cases.unlinked", subject=f"cases_case:{case.pk}", by=by, at=at, area=case.area)
