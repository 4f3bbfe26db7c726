"""Periods as DHIS2 names them: 20220701, 2022W26 (ISO weeks, from Monday), 202207."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from lianfang.apps.exchange.terms import PeriodKind

SHAPES: Final = {
    PeriodKind.DAILY: re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
    PeriodKind.WEEKLY: re.compile(r"([0-9]{4})W([0-9]{1,2})"),
    PeriodKind.MONTHLY: re.compile(r"([0-9]{4})([0-9]{2})"),
}
SUNDAY: Final = 7


def name(kind: PeriodKind, on: date) -> str:
    """The period of a kind that holds a day."""
    if kind is PeriodKind.DAILY:
        return f"{on:%Y%m%d}"
    if kind is PeriodKind.MONTHLY:
        return f"{on:%Y%m}"
    year, week, _ = on.isocalendar()
    return f"{year}W{week}"


def days(kind: PeriodKind, on: date) -> tuple[date, date]:
    """The first and the last day of the period of a kind that holds a day."""
    if kind is PeriodKind.DAILY:
        return on, on
    if kind is PeriodKind.MONTHLY:
        return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])
    monday = on - timedelta(days=on.isoweekday() - 1)
    return monday, monday + timedelta(days=SUNDAY - 1)


def read(text: str) -> tuple[PeriodKind, date] | None:
    """The kind and the first day of a period; None where it is none of ours."""
    for kind, parts in _matching(text):
        try:
            return kind, _first(kind, [int(part) for part in parts])
        except ValueError:
            return None
    return None


def _matching(text: str) -> Iterator[tuple[PeriodKind, tuple[str, ...]]]:
    for kind, shape in SHAPES.items():
        if match := shape.fullmatch(text):
            yield kind, match.groups()


def _first(kind: PeriodKind, parts: list[int]) -> date:
    if kind is PeriodKind.WEEKLY:
        return date.fromisocalendar(parts[0], parts[1], 1)
    return date(parts[0], parts[1], parts[2] if kind is PeriodKind.DAILY else 1)
