"""Announce and lift risk areas: dated grades of places, kept with when they became known."""

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lianfang.apps.policy import models
from lianfang.apps.policy.terms import RISK_LEVELS, RiskLevel
from lianfang.core.access.terms import Actor
from lianfang.core.audit.operations import record
from lianfang.kernel import area_code
from lianfang.kernel.errors import DomainError, InputRefused

ANNOUNCED, UNCHANGED = "announced", "unchanged"
_CODE = re.compile(r"[0-9]+")


class RiskAreaRefused(InputRefused):
    """A place or a grade that can't be used."""

    code = "policy.risk_area_refused"
    sentence = "“{value}”{reason}。{remedy}。"


class RiskAreaOverlaps(DomainError):
    """The place has a grade that begins on the same day or later."""

    code = "policy.risk_area_overlaps"
    sentence = "{place}从{announced_on}起已定为{level}，不能从{on}起另定。请先核对日期，或先解除。"


class RiskAreaNotInForce(DomainError):
    """There is no grade of the place to lift on that day."""

    code = "policy.risk_area_not_in_force"
    sentence = "{place}在{on}没有生效的风险等级，无从解除。请在风险地区清单中核对。"


@transaction.atomic
def announce_risk_area(
    *,
    place: str,
    level: str,
    disease: str,
    announced_on: date,
    source: str,
    by: Actor,
    at: datetime,
    name: str = "",
    lifted_on: date | None = None,
) -> str:
    """Grade a place (area code, or name of a country or place without a code) from a day on.

    Another grade in force ends on that day; `lifted_on`, where known, is the first day without this one.
    Returns "announced", or "unchanged" where the same grade is in force. Raises RiskAreaRefused and
    RiskAreaOverlaps.
    """
    place, level = _place(place), _level(level)
    _check(source, announced_on, lifted_on)
    current = _in_force(place, disease, announced_on)
    if current is not None and current.level == level:
        return UNCHANGED
    _check_nothing_later(place, disease, announced_on)
    if current is not None:
        _end(current, on=announced_on, by=by, at=at)
    row = models.RiskArea.objects.create(
        disease=disease,
        place=place,
        name=name,
        level=level,
        announced_on=announced_on,
        announced_recorded_at=at,
        announced_by=by.name,
        source=source.strip(),
        **(_ending(lifted_on, by=by, at=at) if lifted_on else {}),
    )
    _note("announced", row, on=announced_on, by=by, at=at, before=current.level if current else "")
    return ANNOUNCED


def _check(source: str, announced_on: date, lifted_on: date | None) -> None:
    if lifted_on is not None and lifted_on <= announced_on:
        raise RiskAreaRefused(value=lifted_on, reason="不晚于公布日", remedy="请改为更晚的日期，或先不填")
    if not source.strip():
        raise RiskAreaRefused(value=source, reason="没有写明依据", remedy="请写明公告或通报的名称")


@transaction.atomic
def lift_risk_area(*, place: str, disease: str, lifted_on: date, by: Actor, at: datetime) -> None:
    """End the grade of a place; the day is the first without it. Raises RiskAreaNotInForce."""
    place = _place(place)
    current = _in_force(place, disease, lifted_on)
    if current is None:
        raise RiskAreaNotInForce(place=place, on=lifted_on)
    _end(current, on=lifted_on, by=by, at=at)
    _note("lifted", current, on=lifted_on, by=by, at=at)


def _place(text: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        raise RiskAreaRefused(value=text, reason="不是地点", remedy="请填区划代码，或国家、地区的名称")
    return area_code.normalise(cleaned) if _CODE.fullmatch(cleaned) else cleaned


def _level(text: str) -> str:
    spoken = {word: code for code, word in RISK_LEVELS.items()} | {
        word.removesuffix("区"): code for code, word in RISK_LEVELS.items()
    }
    level = spoken.get(text.strip(), text.strip())
    if level not in set(RiskLevel):
        words = "、".join(f"{code}（{word}）" for code, word in RISK_LEVELS.items())
        raise RiskAreaRefused(value=text, reason="不是风险等级", remedy=f"请改为{words}之一")
    return level


def _in_force(place: str, disease: str, on: date) -> models.RiskArea | None:
    found = models.RiskArea.objects.select_for_update().filter(place=place, disease=disease)
    return found.filter(announced_on__lte=on, lifted_on=None).first() or (
        found.filter(announced_on__lte=on, lifted_on__gt=on).first()
    )


def _check_nothing_later(place: str, disease: str, on: date) -> None:
    later = models.RiskArea.objects.filter(place=place, disease=disease, announced_on__gte=on)
    clash = later.exclude(lifted_on__lte=on).first()
    if clash is not None:
        word = RISK_LEVELS[clash.level]
        raise RiskAreaOverlaps(place=place, announced_on=clash.announced_on, level=word, on=on)


def _end(row: models.RiskArea, *, on: date, by: Actor, at: datetime) -> None:
    models.RiskArea.objects.filter(pk=row.pk).update(**_ending(on, by=by, at=at))


def _ending(on: date, *, by: Actor, at: datetime) -> dict[str, Any]:
    return {"lifted_on": on, "lifted_recorded_at": at, "lifted_by": by.name}


def _note(act: str, row: models.RiskArea, *, on: date, by: Actor, at: datetime, before: str = "") -> None:
    record(
        f"policy.risk_area_{act}",
        subject=f"policy_riskarea:{row.pk}",
        by=by,
        at=at,
        place=row.place,
        level=row.level,
        before=before,
        disease=row.disease,
        on=on,
        source=row.source,
    )
