"""Checks of forms: 50,000 reports against ten checks each, and the price of an expression.

1. Reports of a day are drawn for the form of health centres: counts that agree, one in twenty that do not,
one in ten cells blank. 2. Each is checked as when it is handed in, with the report before it and the ledger
at hand. 3. Floor: the same conditions written by hand in Python, on the same values; both must find the same.

`--reports N`; `--small` runs in seconds. Processor seconds are what is quoted on a busy machine.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from lianfang.apps.areas.terms import UnitKind
from lianfang.core.forms.checking import Beside, Checker
from lianfang.core.forms.reading import Known, read_form
from lianfang.core.forms.terms import Form, Values

FOLDER = Path(__file__).parents[1] / "src/lianfang/apps/forms/data"
FULL, SMALL = 50_000, 2_000
CHECKS = 10
BAR = 10.0  # processor seconds for the full run
LIE, BLANK = 0.05, 0.1
SAME = ("measured_within", "fever_within")
"""The checks that the floor writes by hand."""
ON = date(2022, 7, 11)


def the_form() -> Form:
    """The form of health centres with its first ten checks."""
    text = (FOLDER / "04-health-centre-temperatures.yaml").read_text()
    form = read_form(text, Known(tuple(UnitKind)))
    return replace(form, checks=form.checks[:CHECKS])


def drawn(reports: int) -> tuple[list[Values], list[Values]]:
    """Reports and those before them."""
    rng = np.random.default_rng(1)
    due = rng.integers(0, 400, reports)
    measured = (due * rng.uniform(0.7, 1.0, reports)).astype(int) + (rng.random(reports) < LIE) * 500
    visits = (measured * rng.uniform(0, 1, reports)).astype(int)
    fever = rng.binomial(np.maximum(measured, 0), 0.01)
    columns = {
        "due": due,
        "measured": measured,
        "by_call": measured - visits,
        "by_visit": visits,
        "unreachable": np.maximum(due - measured, 0) // 2,
        "unreachable_told": np.maximum(due - measured, 0) // 2,
        "highest": np.where(fever > 0, rng.uniform(37.3, 39.5, reports), rng.uniform(36.0, 37.2, reports)),
        "fever": fever,
        "symptom": rng.binomial(5, 0.1, reports),
        "transferred": fever,
        "fever_in": rng.integers(0, 20, reports),
        "fever_sampled": rng.integers(0, 20, reports),
    }
    blank = {code: rng.random(reports) < BLANK for code in columns}
    plain = {code: np.round(values.astype(float), 1).tolist() for code, values in columns.items()}
    found: list[Values] = [
        {code: None if blank[code][row] else plain[code][row] for code in columns} for row in range(reports)
    ]
    return found, found[1:] + found[:1]


def checked(form: Form, reports: Sequence[Values], before: Sequence[Values]) -> tuple[float, int]:
    """Processor seconds of checking every report, and how many faults were found."""
    checker = Checker(form)
    begun = time.process_time()
    faults = sum(
        len(checker.faults(values, Beside(ON, before=last)))
        for values, last in zip(reports, before, strict=True)
    )
    return time.process_time() - begun, faults


def by_hand(reports: Sequence[Values]) -> tuple[float, int]:
    """The floor: two of the same conditions without a language, their processor seconds and faults."""
    begun = time.process_time()
    found = 0
    for values in reports:
        due, measured, fever, symptom = (values[code] for code in ("due", "measured", "fever", "symptom"))
        if due is not None and measured is not None:
            found += measured > due
        if fever is not None and symptom is not None and measured is not None:
            found += fever + symptom > measured
    return time.process_time() - begun, found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and say by the exit code whether the bar is held."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=FULL)
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args(arguments)
    reports, before = drawn(SMALL if asked.small else asked.reports)
    form = the_form()
    seconds, faults = checked(form, reports, before)
    floor, plain = by_hand(reports)
    few = replace(form, checks=tuple(one for one in form.checks if one.code in SAME))
    _, alike = checked(few, reports, before)
    if alike != plain:
        raise SystemExit(f"the ways disagree: {alike}, {plain}")
    checks, rows = len(form.checks), len(reports)
    each, times = seconds / rows / checks * 1e6, seconds / checks / (floor / len(SAME))
    print(f"reports {rows:,}, checks each {checks}, faults {faults:,}")
    print(f"{seconds:.2f} s CPU, {each:.1f} µs a check, {times:.0f} × by hand")
    return 0 if asked.small or seconds <= BAR * rows / FULL else 1


if __name__ == "__main__":
    sys.exit(main())
