"""Who must do what: open duties grouped by the one who holds them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from lianfang.apps.areas import queries as areas
from lianfang.apps.reporting.queries.figures import number
from lianfang.apps.reporting.terms import (
    DUTY_GAPS,
    HELD_DIGITS,
    HOLDERS_SHOWN,
    NOBODY,
    POST_ROWS,
    Counted,
    HeldGap,
    Holder,
    Source,
)
from lianfang.core.duty.terms import Gap
from lianfang.kernel.area_code import LENGTHS, Level

VILLAGE_DIGITS = LENGTHS[Level.VILLAGE]
VACANT, NO_POST = "空缺", "—"
Key = tuple[str, str, str]


def key_of(gap: Gap) -> Key:
    """Return holder, post and the area of the post's level; the same name elsewhere is another."""
    post = gap.holder_post or NOBODY
    return gap.holder or NOBODY, post, gap.area[: HELD_DIGITS.get(post, VILLAGE_DIGITS)]


def holders_of(gaps: Sequence[Gap], kinds: Mapping[str, str]) -> tuple[Holder, ...]:
    """Return those with most open duties, most first, then by the earliest time due and by area."""
    grouped: dict[Key, list[Gap]] = {}
    for gap in gaps:
        grouped.setdefault(key_of(gap), []).append(gap)
    first = {key: min(gap.due_at for gap in held) for key, held in grouped.items()}
    ranked = sorted(grouped, key=lambda key: (-len(grouped[key]), first[key], key))[:HOLDERS_SHOWN]
    names = areas.names(area for _, _, area in ranked)
    return tuple(
        Holder(
            name=VACANT if key[0] == NOBODY else key[0],
            post=POST_ROWS.get(key[1], NO_POST),
            area=key[2],
            area_name=names.get(key[2], key[2]),
            kinds=tuple(kind for kind in kinds if any(gap.kind == kind for gap in grouped[key])),
            earliest=first[key],
            key=key,
        )
        for key in ranked
    )


def longest_of(gaps: Sequence[Gap], kinds: Mapping[str, str]) -> Holder | None:
    """Return whoever holds the open duty that was due first, with that duty alone; None for none open."""
    if not gaps:
        return None
    return holders_of([min(gaps, key=lambda gap: (gap.due_at, gap.area, gap.kind))], kinds)[0]


def by_holder(gaps: Iterable[Gap], *, at: datetime) -> list[HeldGap]:
    """Return what each holder has open, most first; nobody in post is a holder too."""
    grouped: dict[Key, list[Gap]] = {}
    for gap in gaps:
        grouped.setdefault(key_of(gap), []).append(gap)
    found = [_held_gap(key, held, at) for key, held in grouped.items()]
    return sorted(found, key=lambda each: (-each.total, each.earliest, each.area, each.holder))


def _held_gap(key: Key, gaps: Sequence[Gap], at: datetime) -> HeldGap:
    holder, post, area = key
    return HeldGap(
        holder=holder,
        post=POST_ROWS.get(post, ""),
        area=area,
        kinds=Counter(gap.kind for gap in gaps),
        total=len(gaps),
        overdue=sum(gap.due_at < at for gap in gaps),
        earliest=min(gap.due_at for gap in gaps),
    )


def held(holders: Sequence[Holder], gaps: Sequence[Gap]) -> Iterator[Counted]:
    """Yield how many open duties each holder has, of each kind and of all."""
    counted = Counter((key_of(gap), gap.kind) for gap in gaps)
    for place, holder in enumerate(holders, start=1):
        name, post, area = holder.key
        whole = Source(DUTY_GAPS, area=area, holder=name, post=post)
        found = {kind: counted[holder.key, kind] for kind in holder.kinds}
        yield number(f"holder.{place}.all", sum(found.values()), f"{holder.name}：未办事项", whole)
        for kind, count in found.items():
            source = Source(DUTY_GAPS, area=area, holder=name, post=post, kind=kind)
            yield number(f"holder.{place}.{kind}", count, f"{holder.name}：未办{kind}", source)
