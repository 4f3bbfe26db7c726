"""Pages by cursor: an opaque word that names the last item seen, or how many were skipped at which moment."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from lianfang.core.api.shapes import PageOf
from lianfang.core.paging import Rows
from lianfang.kernel.errors import WrongCall

SIZE: Final = 100
MOST: Final = 1000
Row = TypeVar("Row")


def read(cursor: str) -> dict[str, Any]:
    """What a cursor names; raises WrongCall for one that no page gave."""
    if not cursor:
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, UnicodeError) as problem:
        raise WrongCall(problem="cursor不是上一页给出的。") from problem
    if not isinstance(found, dict):
        raise WrongCall(problem="cursor不是上一页给出的。")
    return found


def number(cursor: str, name: str = "after") -> int:
    """A whole number that a cursor names, 0 at the beginning; raises WrongCall."""
    found = read(cursor).get(name, 0)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 2**62:
        raise WrongCall(problem="cursor不是上一页给出的。")
    return found


def write(**named: Any) -> str:
    """The cursor that names something."""
    return base64.urlsafe_b64encode(json.dumps(named, separators=(",", ":")).encode()).decode()


def page(rows: Sequence[Row], *, size: int, follows: Callable[[Row], str]) -> PageOf[Any]:
    """A page of rows of which one more than `size` was asked for, to know whether more follow."""
    kept = rows[:size]
    after = follows(kept[-1]) if len(rows) > size else None
    return PageOf(items=list(kept), next=after)


def skip(rows: Rows, *, cursor: str, size: int, **frozen: Any) -> PageOf[Any]:
    """A page of a list that is at hand; `frozen` is what later pages must ask again."""
    skipped = number(cursor, "skipped")
    kept = rows[skipped : skipped + size]
    more = len(rows) > skipped + size
    return PageOf(items=list(kept), next=write(skipped=skipped + size, **frozen) if more else None)
