"""Assessment of many cases as one join.

The caller calls `open_cases`, fills the temporary table `policy_case`, calls `assess_cases` and reads the
temporary table `policy_answer`: one row per case and step, at least one per case. Both tables live as long as
the database session and are emptied by each call that opens them.
"""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from lianfang.apps.policy import terms
from lianfang.apps.policy.rules import wording
from lianfang.core import sql

_TYPES = {"last_exposure": pl.Date, "arrived": pl.Date, "vaccinated": pl.Boolean, "age": pl.Int32}
_SCHEMA = {"case_id": pl.Int64} | {item.name: _TYPES.get(item.name, pl.String) for item in fields(terms.Case)}  # type: dict[str, Any]


def open_cases() -> None:
    """Make the temporary table `policy_case`, or empty it."""
    sql.run("policy", "case_table")


def assess_cases(*, pack_id: int, on: date) -> sql.StepResult:
    """Answer every row of `policy_case` into `policy_answer`, as of a day; counts the answer rows."""
    sql.run("policy", "answer_table")
    return sql.run(
        "policy",
        "assess",
        pack_id=pack_id,
        on=on,
        none=terms.NONE,
        not_covered=wording.NOT_COVERED,
        level_unknown=wording.LEVEL_UNKNOWN,
        area_exposures=json.dumps(dict(terms.AREA_EXPOSURE)),
    )


def assess_list(*, pack_id: int, cases: Sequence[terms.Case], on: date) -> list[terms.Answer]:
    """Answers to cases held in memory, in their order; uses and empties the two temporary tables."""
    open_cases()
    columns = {item.name: [getattr(case, item.name) for case in cases] for item in fields(terms.Case)}
    frame = pl.DataFrame({"case_id": list(range(len(cases)))} | columns, schema=_SCHEMA)
    sql.copy_in("policy_case", frame)
    assess_cases(pack_id=pack_id, on=on)
    rows = sql.fetch("policy", "answers")
    return [_answer(list(steps)) for _, steps in groupby(rows, key=lambda row: row["case_id"])]


def _answer(rows: list[dict[str, Any]]) -> terms.Answer:
    first = rows[0]
    return terms.Answer(
        category=first["category"],
        rule=first["rule"],
        rule_id=first["rule_id"],
        basis=first["basis"],
        anchor=first["anchor"] or "",
        anchor_missing=first["anchor_missing"],
        ended=first["ended"],
        phases=tuple(_phase(row) for row in rows if row["step"]),
    )


def _phase(row: dict[str, Any]) -> terms.AnswerPhase:
    found = {item.name: row[item.name] for item in fields(terms.AnswerPhase)}
    return terms.AnswerPhase(**found | {"test_dates": tuple(row["test_dates"])})
