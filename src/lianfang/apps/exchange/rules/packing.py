"""Accepted reports as the content of an envelope, and a content as the reports it holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from lianfang.apps.exchange.rules.signed import Unreadable, moment
from lianfang.apps.exchange.terms import ReportRow
from lianfang.apps.forms.terms import Handed


def content_of(rows: Sequence[ReportRow], *, on: date) -> dict[str, Any]:
    """The accepted reports of a day; the same reports are the same content, whenever it is made."""
    ordered = sorted(rows, key=lambda row: (row.form.code, row.area, row.reporter, row.slot))
    return {"kind": "reports", "on": on.isoformat(), "reports": [_plain(row) for row in ordered]}


def _plain(row: ReportRow) -> dict[str, Any]:
    return {
        "uid": str(row.uid),
        "form": row.form.code,
        "version": row.form.version,
        "reporter": row.reporter,
        "name": row.name,
        "area": row.area,
        "on": row.on.isoformat(),
        "slot": row.slot,
        "sequence": row.sequence,
        "zero": row.zero,
        "values": {code: value for code, value in row.values.items() if value is not None},
        "reported_at": row.reported_at.isoformat(),
        "accepted_at": row.decided_at.isoformat() if row.decided_at else "",
        "accepted_digest": row.digest,
    }


def handed(content: Mapping[str, Any]) -> list[Handed]:
    """The reports of a content; raises Unreadable."""
    return [_handed(report) for report in content["reports"]]


def _handed(report: Mapping[str, Any]) -> Handed:
    try:
        read = {"uid": UUID(report["uid"]), "on": date.fromisoformat(report["on"])}
    except ValueError as problem:
        raise Unreadable(problem=f"“{report['uid']}”或“{report['on']}”不对") from problem
    if any(isinstance(value, list | dict) for value in report["values"].values()):
        raise Unreadable(problem=f"{report['uid']}的值不对")
    moments = {name: moment(report[name]) for name in ("reported_at", "accepted_at")}
    return Handed(**{**report, **read, **moments})
