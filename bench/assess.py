"""Assessment: does the one join agree with plain Python, and how far is it from merely writing its answers?

1. Agreement: random cases (100,000 by default) of every built-in pack, answered by the set-based assessment
   and by the twin in `tests/reference`; differences are shown, and any makes the exit code 1.
2. Speed: cases (1,000,000 by default) assessed under the pack with the most work. The floor is a bare
   INSERT … SELECT of the same answer rows into a table of the same shape, in the same run.

Nothing is left behind: all of it happens in one transaction that is rolled back.
"""

import argparse
import os
import sys
import time
from dataclasses import astuple
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.project.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  Django must be set up before
from tests.factories import policy as factory  # noqa: E402
from tests.reference import policy_twin  # noqa: E402

from lianfang.apps.policy import queries  # noqa: E402
from lianfang.apps.policy.rules.pack_file import read_pack  # noqa: E402
from lianfang.apps.policy.terms import Answer  # noqa: E402
from lianfang.core.access import rows  # noqa: E402
from lianfang.core.access.terms import SYSTEM  # noqa: E402
from lianfang.project import database  # noqa: E402

ON = date(2022, 7, 10)
BUSIEST = "covid19-v9"
# Dates spread over three weeks, a tenth of the last exposures unknown, one exposure in eight not covered.
MANY_CASES = """
insert into policy_case (case_id, exposure, level, last_exposure, arrived, occupation, vaccinated, age)
select n, (array['close_contact', 'secondary_contact', 'overseas', 'area_arrival', 'high_risk_area',
                 'low_risk_area', 'closed_loop_exit', 'returnee'])[1 + n %% 8],
       (array['high', 'medium', 'low', ''])[1 + n %% 4],
       case when n %% 10 > 0 then %(on)s::date - (n / 8 %% 21) end,
       %(on)s::date - (n / 16 %% 14), (array['教师', '司机', ''])[1 + n %% 3], n %% 3 = 0, n %% 90
from generate_series(1, %(count)s) n
"""


def outcome(answer: Answer) -> tuple[object, ...]:
    """What must agree: category, row, day one, dated phases."""
    phases = tuple(astuple(phase)[1:] for phase in answer.phases)
    return answer.category, answer.rule, answer.anchor, answer.anchor_missing, answer.ended, phases


def agreement(count: int) -> int:
    """Compare every pack with the twin; returns the number of differences."""
    differences = 0
    for path in factory.PACKS:
        text = path.read_text()
        pack_id, twin = factory.stored(text), policy_twin.read(text)
        exposures = sorted({rule.when.exposure for rule in read_pack(text).rules} - {""})
        cases = factory.random_cases(count, seed=count, on=ON, exposures=exposures)
        started = time.perf_counter()
        answers = queries.assess_list(pack_id=pack_id, cases=cases, on=ON)
        seconds = time.perf_counter() - started
        differing = [
            (case, outcome(answer), expected)
            for case, answer in zip(cases, answers, strict=True)
            if outcome(answer) != (expected := astuple(policy_twin.assess(twin, case, ON)))
        ]
        differences += len(differing)
        agree = count - len(differing)
        print(
            f"{path.stem:<20} {agree:>9,} of {count:,} cases agree; in and out {seconds:5.1f} s", flush=True
        )
        for difference in differing[:3]:
            print("   differs:", *difference, sep="\n      ")
    return differences


def speed(count: int) -> float:
    """Time the assessment of many cases; returns its ratio to the floor."""
    pack_id = queries.find_pack(BUSIEST)
    queries.open_cases()
    with connection.cursor() as cursor:
        cursor.execute(MANY_CASES, {"on": ON, "count": count})
    runs = [_timed(pack_id) for _ in range(3)]
    seconds, rows = min(runs)
    floor = min(_floor() for _ in range(3))
    print(
        f"assessed {count:,} cases in {seconds:.2f} s = {count / seconds:,.0f} cases/s, {rows:,} answer rows"
    )
    print(f"floor: bare INSERT … SELECT of the same rows {floor:.2f} s; ratio {seconds / floor:.2f}")
    return seconds / floor


def _timed(pack_id: int) -> tuple[float, int]:
    started = time.perf_counter()
    step = queries.assess_cases(pack_id=pack_id, on=ON)
    return time.perf_counter() - started, step.rows


def _floor() -> float:
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists policy_floor")
        cursor.execute("create temporary table policy_floor (like policy_answer)")
        started = time.perf_counter()
        cursor.execute("insert into policy_floor select * from policy_answer")
        return time.perf_counter() - started


def main() -> int:
    """Run both parts; 1 when any answer differs."""
    parser = argparse.ArgumentParser(prog="bench.assess", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="random cases per pack against the twin")
    parser.add_argument("--speed", type=int, default=1_000_000, help="cases to time")
    parser.add_argument("--small", action="store_true", help="2,000 and 50,000")
    chosen = parser.parse_args()
    cases, many = (2_000, 50_000) if chosen.small else (chosen.cases, chosen.speed)
    database.prepare()
    with rows.acting(SYSTEM), transaction.atomic():
        differences = agreement(cases)
        speed(many)
        transaction.set_rollback(True)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
