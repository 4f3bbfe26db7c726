"""Grades of places on a day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lianfang.apps.policy import models
from lianfang.apps.policy.terms import Graded
from lianfang.core import sql
from lianfang.kernel.errors import InputRefused


def graded(places: Sequence[str], *, disease: str, on: date, known_at: datetime) -> list[Graded]:
    """Grade of each place (area code or name) on a day, as known at a moment; level "" where none is."""
    rows = sql.fetch("policy", "risk_levels", places=list(places), disease=disease, on=on, known_at=known_at)
    return [
        Graded(
            place=row["place"],
            level=row["level"] or "",
            graded_place=row["graded_place"] or "",
            name=row["name"] or "",
            announced_on=row["announced_on"],
            source=row["source"] or "",
            inside=tuple(row["inside"]),
        )
        for row in rows
    ]


def list_risk_areas(*, on: date, disease: str = "", place: str = "") -> list[dict[str, Any]]:
    """Places graded on a day, of one disease or of all; of one place also those within it."""
    found = models.RiskArea.objects.filter(Q(lifted_on=None) | Q(lifted_on__gt=on), announced_on__lte=on)
    found = found.filter(disease=disease) if disease else found
    found = found.filter(place__startswith=place) if place else found
    columns = ("disease", "place", "name", "level", "announced_on", "lifted_on", "source")
    return list(found.order_by("disease", "level", "place").values(*columns))


def diseases() -> dict[str, str]:
    """The diseases of which something is known, by code."""
    return dict(models.Disease.objects.filter(superseded_at=None).order_by("id").values_list("code", "name"))


class DiseaseUnknown(InputRefused):
    """A disease of which nothing is known."""

    code = "policy.disease_unknown"
    sentence = "不认识病种“{value}”。可以是：{known}。"


def disease_named(text: str) -> str:
    """The code of a disease by its code or its name; raises DiseaseUnknown."""
    said, known = text.strip(), diseases()
    found = said if said in known else next((code for code, name in known.items() if name == said), "")
    if not found:
        raise DiseaseUnknown(value=said, known="、".join(f"{name}（{code}）" for code, name in known.items()))
    return found


def list_adoptions(*, on: date, pack_id: int) -> list[dict[str, Any]]:
    """Where a pack is adopted on a day or will be."""
    found = models.Adoption.objects.filter(pack_id=pack_id).exclude(ends_on__lte=on)
    columns = ("area", "disease", "starts_on", "ends_on", "adopted_by")
    return list(found.order_by("area", "starts_on").values(*columns))
