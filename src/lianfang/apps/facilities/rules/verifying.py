"""Verification on the spot: what two officers look at, and how long what they counted may be counted on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.facilities.rules.readiness import COUNTS
from lianfang.apps.facilities.terms import CHECKS, Readiness
from lianfang.kernel.errors import InputRefused

VALID_FOR: Final = timedelta(days=30)
"""Local (C): the documents of practice ask for verification on the spot and set no term."""


class OfficersMissing(InputRefused):
    """A verification by one officer, or by the same one twice."""

    code = "facilities.officers_missing"
    sentence = "现场核验须由两名不同的人员完成。请写明两人姓名。"


class CountImpossible(InputRefused):
    """A number of rooms that can't have been counted."""

    code = "facilities.count_impossible"
    sentence = "现场数得{counted}间，登记的可住房间有{rooms}间。请核对；房间有增减的，先修改楼栋。"


def check_verification(*, officers: Sequence[str], counted: int, rooms: int) -> None:
    """Raise OfficersMissing or CountImpossible."""
    if len({name.strip() for name in officers} - {""}) < 2:  # noqa: PLR2004  two officers
        raise OfficersMissing
    if not 0 <= counted <= rooms:
        raise CountImpossible(counted=counted, rooms=rooms)


def unmet(met: Sequence[str]) -> list[str]:
    """What was looked at and not found in order, in the order of the list."""
    return [code for code in CHECKS if code not in set(met)]


def counts(readiness: str, *, verified_at: datetime | None, counted: int | None, at: datetime) -> int:
    """How many rooms of a site may be counted: what was found on the spot, while that is fresh."""
    fresh = verified_at is not None and verified_at <= at < verified_at + VALID_FOR
    return (counted or 0) if fresh and Readiness(readiness) in COUNTS else 0
