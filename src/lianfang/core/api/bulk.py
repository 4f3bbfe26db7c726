"""Many records in one call: each has a fate of its own, and one that is refused stops no other."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from django.db import transaction
from ninja import Schema
from pydantic import Field

from lianfang.kernel.errors import DomainError

DONE: Final = "done"
REFUSED: Final = "refused"
Told = TypeVar("Told")


class FateOut(Schema):
    """What became of one record, in the order in which they were sent."""

    place: int = Field(description="第几条，从0起")
    fate: str
    reference: str = ""
    code: str = ""
    problem: str = ""


class Fates(Schema):
    """What became of every record: `records = done + refused`."""

    records: int
    done: int
    refused: int
    fates: list[FateOut]


def each(told: Sequence[Told], one: Callable[[Told], str]) -> Fates:
    """Do one thing for every record, each in a transaction of its own."""
    fates = [_fate(place, record, one) for place, record in enumerate(told)]
    refused = sum(fate.fate == REFUSED for fate in fates)
    return Fates(records=len(fates), done=len(fates) - refused, refused=refused, fates=fates)


def _fate(place: int, record: Told, one: Callable[[Told], str]) -> FateOut:
    try:
        with transaction.atomic():
            return FateOut(place=place, fate=DONE, reference=one(record))
    except DomainError as problem:
        return FateOut(place=place, fate=REFUSED, code=problem.code, problem=str(problem))
