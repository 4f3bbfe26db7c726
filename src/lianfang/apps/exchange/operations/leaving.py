"""Reports leave: as a table with its dictionary, as data values; with a reason, a line in the log, a mark."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianfang.apps.exchange import queries
from lianfang.apps.exchange.rules import dhis2, periods, tables
from lianfang.apps.exchange.rules.metadata import Metadata
from lianfang.apps.exchange.terms import PeriodKind, ReportRow, Unmapped
from lianfang.core.access.terms import Actor
from lianfang.core.exports.leaving import logged
from lianfang.core.exports.tables import TableFormat, write
from lianfang.core.forms.terms import Form


@dataclass(frozen=True)
class Span:
    """Which reports leave: of which form, where, from when to when; the accepted ones alone or all."""

    form: str
    area: str
    from_day: date
    until_day: date
    accepted: bool = False


@dataclass(frozen=True)
class Left:
    """What left: files by what follows their name, how many rows, what had no place in it."""

    files: Mapping[str, bytes]
    rows: int
    unmapped: tuple[Unmapped, ...] = ()


def export_table(span: Span, kind: TableFormat, *, reason: str, by: Actor, at: datetime) -> Left:
    """The reports of a span as a table; raises PermissionMissing, ReasonMissing, NotAllowed, NotFound."""
    with _logged(span, kind, reason=reason, by=by, at=at) as log:
        rows = _rows(span, by=by, at=at)
        editions = _editions(rows)
        log.rows = len(rows)
        return Left(write(kind, tables.table(editions, rows, mark=log.mark), mark=log.mark), len(rows))


def export_data_values(
    span: Span, kind: PeriodKind, *, reason: str, by: Actor, at: datetime, metadata: Metadata | None = None
) -> Left:
    """The whole periods of a kind that the span touches, as a data-value set; raises as `export_table`."""
    first, last = periods.days(kind, span.from_day)[0], periods.days(kind, span.until_day)[1]
    whole = Span(span.form, span.area, first, last, span.accepted)
    with _logged(whole, f"DHIS2 {kind}", reason=reason, by=by, at=at) as log:
        made = dhis2.write(_rows(whole, by=by, at=at), kind, metadata=metadata)
        log.rows = made.count
        return Left({".json": _json(made.document)}, made.count, made.unmapped)


def _logged(span: Span, kind: str, *, reason: str, by: Actor, at: datetime) -> Any:
    what = f"报表{span.form} {span.from_day}至{span.until_day} {kind}"
    return logged(what, area=span.area, reason=reason, by=by, at=at)


def _rows(span: Span, *, by: Actor, at: datetime) -> list[ReportRow]:
    return queries.rows_within(
        span.form,
        area=span.area,
        from_day=span.from_day,
        until_day=span.until_day,
        by=by,
        known_at=at,
        accepted=span.accepted,
    )


def _editions(rows: list[ReportRow]) -> list[Form]:
    found = {row.form.version: row.form for row in rows}
    return [found[version] for version in sorted(found)]


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
