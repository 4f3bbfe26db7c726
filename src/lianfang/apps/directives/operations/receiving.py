"""A paper is received: read, its original sealed, its items kept with what each was found to say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Directive, Item
from lianfang.apps.directives.rules import limits
from lianfang.apps.directives.rules.reading import read
from lianfang.apps.directives.terms import Item as ReadItem
from lianfang.apps.directives.terms import ItemKind, ItemUse, Limit, Reading, Source, Targets
from lianfang.core import keeping
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.kernel.area_code import Level, level_of
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed

PASTED: Final = "粘贴的文字.txt"
NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")
UNKNOWN: Final = "“{name}”不是系统中的岗位，也没有同名的单位，请指定由谁办理。"


class NothingAsked(InputRefused):
    """A paper in which no item that asks for something was found."""

    code = "directives.nothing_asked"
    sentence = "“{name}”中没有找到编号的任务要求。请核对文件，或粘贴正文后重试。"


def receive(name: str, content: bytes, *, area: str, by: Actor, at: datetime, title: str = "") -> UUID:
    """Receive a paper for the office of an area; its uid. Raises what the reader raises, and as `keep`."""
    check(by, Permission.RECEIVE_DIRECTIVE)
    reading = read(name, content, today=at.astimezone(ZONE).date())
    return keep(reading, content, area=area, by=by, at=at, title=title)


@transaction.atomic
def keep(
    reading: Reading,
    content: bytes,
    *,
    area: str,
    by: Actor,
    at: datetime,
    title: str = "",
    source: Source = Source.PAPER,
) -> UUID:
    """Keep a paper as it was read, with its original sealed. Raises NotAllowed, NothingAsked."""
    check(by, Permission.RECEIVE_DIRECTIVE)
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"为{area}接收文件")
    if not any(item.kind is ItemKind.DEMAND for item in reading.items):
        raise NothingAsked(name=reading.name)
    first = next(iter(reading.papers), None)
    made = Directive.objects.create(
        area=area,
        source=source,
        title=storable(title.strip() or (first.title if first else "") or reading.name),
        issuer=storable(first.issuer) if first else "",
        dated=first.dated if first else None,
        name=storable(reading.name),
        text=storable(reading.text),
        papers=[as_plain(asdict(paper)) for paper in reading.papers],
        marks=[[mark.kind, mark.span.start, mark.span.end] for mark in reading.marks],
        file_hash=keeping.keep_bytes(content),
        by=by.name,
        received_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    Item.objects.bulk_create(_items(made, reading))
    _log(made, len(reading.items), by=by, at=at)
    uid: UUID = made.uid
    return uid


def _log(made: Directive, items: int, *, by: Actor, at: datetime) -> None:
    audit.record(
        "directive.received",
        subject=f"directive:{made.uid}",
        by=by,
        at=at,
        area=made.area,
        title=made.title,
        sha256=made.file_hash,
        items=items,
    )


def _items(made: Directive, reading: Reading) -> Iterator[Item]:
    """The rows of what was read: one of each item, or of each of its limits."""
    names = [name for one in reading.items for name in limits.names_to_find(one)]
    named = queries.units_by_name(names, area=made.area) if names else {}
    for one in reading.items:
        if one.kind is ItemKind.DEMAND:
            yield from _asked(made, one, reading.text, named)
        else:
            yield Item(directive=made, area=made.area, use=ItemUse.LEFT_OUT, **_told(one))


def _asked(made: Directive, one: ReadItem, text: str, named: Mapping[str, Sequence[UUID]]) -> Iterator[Item]:
    targets = limits.targets_of(one, named=named, town=level_of(made.area) >= Level.TOWN)
    doubts = list(_doubts(one, text, named))
    found = limits.limits_of(one)
    for part, limit in enumerate(found, start=1 if len(found) > 1 else 0):
        columns = columns_of(limit, targets) | _told(one)
        yield Item(directive=made, area=made.area, part=part, doubts=doubts, use=ItemUse.TASK, **columns)


def _told(one: ReadItem) -> dict[str, Any]:
    """The columns of an item that say what stands in the paper."""
    return {
        "index": one.index,
        "kind": one.kind,
        "number": storable(one.number),
        "level": one.level,
        "area_of_work": storable(one.area_of_work),
        "title": storable(one.title),
        "text": storable(one.text),
        "start": one.span.start,
        "end": one.span.end,
        "confidence": one.confidence,
        "read": as_plain(asdict(one)),
    }


def _doubts(one: ReadItem, text: str, named: Mapping[str, Sequence[UUID]]) -> Iterator[dict[str, str]]:
    for each in one.doubts:
        told = "" if each.span == one.span else storable(text[each.span.start : each.span.end])
        yield doubt_of(each.code, each.sentence, told)
    for name in limits.unknown_of(one, named=named):
        yield doubt_of("unit_unknown", UNKNOWN.format(name=name))


def doubt_of(code: str, sentence: str, told: str = "") -> dict[str, str]:
    """A doubt that nobody has accepted yet; `told` is the passage of the paper that it is about."""
    return {"code": code, "sentence": sentence, "told": told, "accepted_by": ""}


def columns_of(limit: Limit, targets: Targets) -> dict[str, Any]:
    """The columns of an item that say by when, and who."""
    return {
        "within": limit.within,
        "due_at": limit.due_at,
        "times": limit.times,
        "days": limit.days,
        "clocks": list(limit.clocks),
        "weekday": limit.weekday,
        "posts": list(targets.posts),
        "unit_kinds": list(targets.unit_kinds),
        "units": list(targets.units),
        "areas": list(targets.areas),
    }


def as_plain(value: Any) -> Any:
    """What was read as plain JSON values."""
    if isinstance(value, Mapping):
        return {name: as_plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, str):
        return storable(value)
    return str(value) if isinstance(value, Decimal) else value


def storable(text: str) -> str:
    """A text of the same length that the database takes: signs that it has no place for are marked."""
    return NO_TEXT.sub("\ufffd", text)
