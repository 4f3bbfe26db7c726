"""What notices and messages say: kinds, counts and clocks; never a person's name, number or address."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lianfang.apps.alerts.terms import NATURE_NAMES, Line, Nature
from lianfang.kernel.clock import ZONE

LINES_IN_MESSAGE = 4
"""A text message of two parts holds so many."""


def sentence(line: Line, kinds: Mapping[str, str], *, beside: datetime) -> str:
    """One line in words: 每日测温逾期40项（最早16:00）."""
    why = NATURE_NAMES[Nature(line.nature)]
    return f"{kinds.get(line.kind, line.kind)}{why}{line.count}项（{_until(line.due_at, beside)}）"


def message_text(lines: Sequence[Line], kinds: Mapping[str, str], *, at: datetime) -> str:
    """One message for all that somebody is to be told: the most pressing lines, the rest as a sum."""
    merged = _merged(lines)
    shown = [sentence(line, kinds, beside=at) for line in merged[:LINES_IN_MESSAGE]]
    rest = sum(line.count for line in merged[LINES_IN_MESSAGE:])
    more = f"；另有{rest}项" if rest else ""
    return f"【联防】{'；'.join(shown)}{more}。请登录系统办理并签收。"


def _merged(lines: Iterable[Line]) -> list[Line]:
    """One line a kind and nature, most pressing first, then by the clock."""
    found: dict[tuple[str, str], Line] = {}
    for line in lines:
        key = line.nature, line.kind
        known = found.get(key)
        count = line.count + (known.count if known else 0)
        due_at = min(line.due_at, known.due_at) if known else line.due_at
        found[key] = Line(line.kind, line.nature, count, due_at)
    order = [*Nature]
    return sorted(found.values(), key=lambda line: (-order.index(Nature(line.nature)), line.due_at))


def _until(due_at: datetime, beside: datetime) -> str:
    local, here = due_at.astimezone(ZONE), beside.astimezone(ZONE)
    clock = f"{local:%H:%M}" if local.date() == here.date() else f"{local:%m-%d %H:%M}"
    return f"最早{clock}到期"
