"""The trajectory of a case: stays that three teams write at once, and nobody overwrites what another wrote.

Whoever writes says which version they saw. Where that is the latest, theirs is the next; where somebody wrote
meanwhile, both stay, side by side, until one of them is removed.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from lianfang.apps.cases.models import Case, StayVersion
from lianfang.apps.cases.operations.stating import locked
from lianfang.apps.cases.terms import Stay, StaySaved
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.errors import InputRefused, NotFound


class StayImpossible(InputRefused):
    """A stay without a place, or that ends before it begins."""

    code = "cases.stay_impossible"
    sentence = "请写明地点；结束不能早于开始，也不能晚于现在。"


class StayChanged(InputRefused):
    """Somebody wrote meanwhile what is to be removed."""

    code = "cases.stay_changed"
    sentence = "{by}刚改过这一条，没有删除。请看过再定。"


@transaction.atomic
def save_stay(
    reference: str | UUID,
    said: Stay,
    *,
    by: Actor,
    at: datetime,
    stay: UUID | None = None,
    seen: int = 0,
) -> StaySaved:
    """Write where a case was: a new stay, or the next version of one of which version `seen` was seen.

    Raises NotFound, StayImpossible.
    """
    check(by, Permission.INVESTIGATE_CASE)
    if not said.place.strip() or not said.since <= said.until <= at:
        raise StayImpossible
    case, _ = locked(reference, by=by, at=at)
    if stay is None:
        return _append(case, said, stay=uuid4(), version=1, by=by, at=at)
    latest = _latest(case, stay)
    if _same(latest, said):
        return StaySaved(stay, latest.version)
    if latest.version == seen:
        return _append(case, said, stay=stay, version=seen + 1, by=by, at=at, beside=latest.beside)
    return _append(case, said, stay=uuid4(), version=1, by=by, at=at, beside=stay)


@transaction.atomic
def remove_stay(reference: str | UUID, *, stay: UUID, seen: int, by: Actor, at: datetime) -> None:
    """Take a stay out of the trajectory; what was written stays. Raises NotFound, StayChanged."""
    check(by, Permission.INVESTIGATE_CASE)
    case, _ = locked(reference, by=by, at=at)
    latest = _latest(case, stay)
    if latest.version != seen:
        raise StayChanged(by=latest.by)
    facts = {name: getattr(latest, name) for name in ("team", "place", "since", "until", "note", "beside")}
    StayVersion.objects.create(
        case=case, stay=stay, version=seen + 1, removed=True, by=by.name, recorded_at=at, **facts
    )
    audit.record("cases.stay_removed", subject=f"cases_case:{case.pk}", by=by, at=at, area=case.area)


def _latest(case: Case, stay: UUID) -> StayVersion:
    found = StayVersion.objects.filter(case=case, stay=stay).order_by("-version").first()
    if found is None:
        raise NotFound(what="停留", value=stay)
    return found


def _same(latest: StayVersion, said: Stay) -> bool:
    told = (said.team, said.place.strip(), said.since, said.until, said.note.strip())
    return not latest.removed and told == (
        latest.team,
        latest.place,
        latest.since,
        latest.until,
        latest.note,
    )


def _append(
    case: Case, said: Stay, *, stay: UUID, version: int, by: Actor, at: datetime, beside: UUID | None = None
) -> StaySaved:
    StayVersion.objects.create(
        case=case,
        stay=stay,
        version=version,
        beside=beside,
        team=said.team,
        place=said.place.strip(),
        since=said.since,
        until=said.until,
        note=said.note.strip(),
        by=by.name,
        recorded_at=at,
    )
    facts = {"team": said.team.value, "version": version, "beside": beside is not None}
    audit.record("cases.stay_saved", subject=f"cases_case:{case.pk}", by=by, at=at, area=case.area, **facts)
    return StaySaved(stay, version, conflict=beside is not None and version == 1)
