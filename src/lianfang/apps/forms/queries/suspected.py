"""What the checks of truth find in the reports of a day: candidates from the database, judged by rules."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lianfang.apps.forms.queries.suspected_beside import beside_the_ledger
from lianfang.apps.forms.queries.suspected_numbers import odd_numbers
from lianfang.apps.forms.queries.suspected_totals import totals
from lianfang.apps.forms.rules import doubts, temperatures
from lianfang.apps.forms.rules.doubts import Suspect
from lianfang.apps.forms.terms import CheckCode
from lianfang.core import sql
from lianfang.kernel import area_code
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True)
class Asked:
    """Whose reports of which day, as known at a moment."""

    area: str
    on: date
    at: datetime

    def within(self, **others: object) -> dict[str, Any]:
        """Parameters of a statement."""
        lo, hi = area_code.prefix_range(self.area)
        return {"lo": lo, "hi": hi, "on": self.on, "at": self.at, **others}


def suspected(area: str, *, on: date, at: datetime) -> Iterator[Suspect]:
    """Everything at which somebody must look in the reports of an area of a day, as known at a moment."""
    asked = Asked(area, on, at)
    yield from _clock(asked)
    for row in sql.fetch("forms", "doubt_forms", **_only(asked, "lo", "hi", "on")):
        form, slot = row["form"], row["slot"]
        yield from odd_numbers(form, slot, asked)
        yield from beside_the_ledger(form, slot, asked)
        yield from totals(form, slot, asked)
        yield from _twice(form, slot, asked)
    yield from _temperatures(asked)


def _only(asked: Asked, *names: str) -> dict[str, Any]:
    return {name: value for name, value in asked.within().items() if name in names}


def _clock(asked: Asked) -> Iterator[Suspect]:
    rows = sql.fetch(
        "forms",
        "doubt_clock",
        **asked.within(
            from_day=asked.on - timedelta(days=doubts.LATE_DAYS - 1),
            missing_after=doubts.MISSING_AFTER,
            often=doubts.LATE_OFTEN,
            long=doubts.LATE_LONG,
        ),
    )
    for row in rows:
        check = CheckCode.MISSING if row["missing"] else CheckCode.LATE
        evidence = {"due_at": row["due_at"].isoformat(), "late": row["late"], "periods": row["periods"]}
        if check is CheckCode.LATE:
            evidence["hours"] = round(row["hours"], 1)
        yield Suspect(
            check, row["form"], row["reporter"], row["area"], row["slot"], row["report"], "", evidence
        )


def _twice(form: str, slot: str, asked: Asked) -> Iterator[Suspect]:
    rows = sql.fetch("forms", "doubt_twice", **asked.within(form=form, slot=slot, days=doubts.HISTORY_DAYS))
    for row in rows:
        evidence = {
            "field": row["field"],
            "other": row["other"],
            "persons": row["persons"],
            "since": row["since"].isoformat(),
            "other_since": row["other_since"].isoformat(),
        }
        about = f"{row['field']} {row['other']}"
        yield Suspect(
            CheckCode.TWICE, form, row["reporter"], row["area"], slot, row["report"], about, evidence
        )


def _temperatures(asked: Asked) -> Iterator[Suspect]:
    rows = sql.fetch(
        "forms",
        "doubt_temperatures",
        **asked.within(
            from_day=asked.on - timedelta(days=doubts.READING_DAYS - 1),
            digits=LENGTHS[Level.VILLAGE],
            zone=ZONE.key,
        ),
    )
    for row in rows:
        values = {int(tenths): number for tenths, number in json.loads(row["tenths"]).items()}
        rounds = [temperatures.Round(*one) for one in json.loads(row["rounds"])]
        found = temperatures.odd(values, rounds, row["differ"])
        if found is not None:
            evidence = {
                "pattern": found.pattern.value,
                "readings": found.readings,
                "value": found.value / 10,
                "share": round(found.share, 3),
                "rounds": found.rounds,
                "minute": found.minute,
                "strength": round(found.strength, 1),
                "values": {f"{tenths / 10:.1f}": number for tenths, number in sorted(values.items())},
            }
            yield Suspect(
                CheckCode.TEMPERATURES, doubts.READINGS, row["area"], row["area"], evidence=evidence
            )
