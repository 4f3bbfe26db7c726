"""Words of retention.

Sources: 个人信息保护法第十九条 (the shortest time that the purpose needs), 第四十七条 (delete on one's own
initiative when the purpose is reached); 网络安全法第二十一条 (network logs at least six months). Certainty as
everywhere: A the law's own text, B its implementation, C a local rule, to be set by whoever answers for it.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Purpose:
    """Data that serve one purpose, and when it is over; declared in an app's `duties.py`.

    `statement` deletes (or empties) what is due of an area range: parameters `before_at, before_on, lo, hi`.
    """

    code: str
    name: str
    app: str
    statement: str
    keep: timedelta
    counted_from: str
    ground: str
    certainty: str


@dataclass(frozen=True)
class Deleted:
    """What a run did for a purpose, or would do: rows, and the day before which they were due."""

    purpose: Purpose
    before: str
    rows: int
