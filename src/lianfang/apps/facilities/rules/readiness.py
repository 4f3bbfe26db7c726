"""How ready a site is, as one table: what may follow what."""

from collections.abc import Mapping
from typing import Final

from lianfang.apps.facilities.terms import READINESS_NAMES, Readiness
from lianfang.kernel.errors import InputRefused

FOLLOWING: Final[Mapping[Readiness, tuple[Readiness, ...]]] = {
    Readiness.RESERVE: (Readiness.ACTIVATABLE, Readiness.ACTIVE, Readiness.CLOSED),
    Readiness.ACTIVATABLE: (Readiness.ACTIVE, Readiness.RESERVE, Readiness.CLOSED),
    Readiness.ACTIVE: (Readiness.CLEANING,),
    Readiness.CLEANING: (Readiness.ACTIVE, Readiness.ACTIVATABLE, Readiness.RESERVE),
    Readiness.CLOSED: (Readiness.RESERVE,),
}
COUNTS: Final = frozenset({Readiness.RESERVE, Readiness.ACTIVATABLE, Readiness.ACTIVE})
"""Rooms of a site that is closed, or being disinfected, are no reserve."""
TONES: Final[Mapping[str, str]] = {"active": "good", "cleaning": "late", "closed": "bad"}


class NotFollowing(InputRefused):
    """A state that does not follow from the present one."""

    code = "facilities.readiness_not_following"
    sentence = "隔离点现为“{now}”，不能改为“{then}”。可以改为：{possible}。"


class StillLodged(InputRefused):
    """A site that is to be disinfected while somebody lives there, or is expected."""

    code = "facilities.still_lodged"
    sentence = "还有{persons}人在住或待入住，不能转为终末消毒。请先办理离开或取消分配。"


def check_following(now: Readiness, then: Readiness, *, persons: int) -> None:
    """Raise NotFollowing, or StillLodged where somebody is lodged in a site that ends its work."""
    if then not in FOLLOWING[now]:
        possible = "、".join(READINESS_NAMES[one] for one in FOLLOWING[now])
        raise NotFollowing(now=READINESS_NAMES[now], then=READINESS_NAMES[then], possible=possible)
    if now is Readiness.ACTIVE and persons:
        raise StillLodged(persons=persons)
