"""What everybody reads: rows that are published, whoever asks; the row lock gives nobody else's."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianfang.apps.bulletin.models import Publication
from lianfang.apps.bulletin.terms import (
    Entry,
    Frozen,
    FrozenFigure,
    FrozenTable,
    PublicationKind,
    Shown,
)
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

SHOWN = 50


def latest(*, kinds: Iterable[PublicationKind], area: str = "", most: int = SHOWN) -> list[Shown]:
    """The newest version of each publication of some kinds that stands, newest first."""
    return [_shown(one, []) for one in _standing(area).filter(kind__in=list(kinds))[:most]]


def everywhere(*, kind: PublicationKind, on: date, area: str = "") -> list[Shown]:
    """What stands of a kind and is in force on a day."""
    found = _standing(area).filter(kind=kind)
    found = found.filter(Q(begins_on=None) | Q(begins_on__lte=on)).filter(Q(ends_on=None) | Q(ends_on__gt=on))
    return [_shown(one, []) for one in found[:SHOWN]]


def published(*, area: str = "", most: int = SHOWN) -> list[Shown]:
    """Every version that was published, newest first: what a feed tells."""
    found = Publication.objects.filter(published_at__isnull=False, area__startswith=area)
    return [_shown(one, []) for one in found.order_by("-published_at", "-id")[:most]]


def version(uid: UUID) -> Shown:
    """One version, which stands, was corrected or withdrawn; raises NotFound for what was never published."""
    found = Publication.objects.filter(uid=uid, published_at__isnull=False).first()
    if found is None:
        raise NotFound(what="公开信息", value=uid)
    beside = Publication.objects.filter(series=found.series, published_at__isnull=False)
    return _shown(found, list(beside.order_by("version").values_list("uid", "version")))


def _standing(area: str) -> "QuerySet[Publication]":
    """Versions that are neither withdrawn nor followed by a later one."""
    later = Publication.objects.filter(
        series=OuterRef("series"), version__gt=OuterRef("version"), published_at__isnull=False
    )
    found = Publication.objects.filter(published_at__isnull=False, withdrawn_at=None, area__startswith=area)
    return found.filter(~Exists(later)).order_by("-published_at", "-id")


def _shown(one: Publication, beside: list[tuple[UUID, int]]) -> Shown:
    newer = [uid for uid, number in beside if number > one.version]
    older = [uid for uid, number in beside if number < one.version]
    if one.published_at is None:
        raise NotFound(what="公开信息", value=one.uid)
    return Shown(
        uid=one.uid,
        kind=one.kind,
        area=one.area,
        title=one.title,
        text=one.text,
        entries=tuple(Entry(**entry) for entry in one.entries),
        frozen=thawed(one.figures),
        begins_on=one.begins_on,
        ends_on=one.ends_on,
        published_at=one.published_at.astimezone(ZONE),
        version=one.version,
        correction=one.correction,
        newer=newer[-1] if newer else None,
        older=older[-1] if older else None,
        withdrawn_at=one.withdrawn_at,
        withdrawn_why=one.withdrawn_why,
        source=one.source,
    )


def thawed(kept: dict[str, Any] | None) -> Frozen:
    """Frozen figures as they were kept."""
    if not kept:
        return Frozen()
    table = kept["table"]
    return Frozen(
        tuple(FrozenFigure(**figure) for figure in kept["figures"]),
        FrozenTable(table["name"], tuple((name, count) for name, count in table["rows"]), table["total"])
        if table
        else None,
        datetime.fromisoformat(kept["as_known_at"]),
    )
