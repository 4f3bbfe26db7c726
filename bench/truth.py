"""Truth checks: a county of 1,000 reporting units, 60 days, honest dirt, 1 in 100 of each of seven lies.

Every report and reading is a row of the program's own tables; `find_doubts` is called for each day at 5:30 of
the next, as the clock does, and knows nothing of what was planted. A lie is found when a doubt of its check
names its unit on one of its days (temperatures: in the week that ends there). A doubt is a false alarm when
no day that it speaks of holds a lie of its unit. Bars: recall of each kind at least 0.95, together at most
one false alarm in 200 honest unit-days. Thresholds were set on seed 1; the default is another.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from bench._truth_county import FIELDS, FIRST, WINDOW, County, Maker
from bench.gaps import own_database

COUNTY = "990121"
RECALL, HONEST_DAYS = 0.95, 200
LOOKED = 12.5
"""Hours after the time at which reports are looked at."""
CLOCK = {"missing", "late"}
HEALED = 1700.0
"""The minute, early on the next day, in which a report is corrected that the ledger overtook."""
COUNTS = "".join(
    f"  - {{code: {code}, name: {code}, type: count"
    f"{', prefill: true' if code in {'on_duty', 'gates'} else ''}, rollup: sum}}\n"
    for code in FIELDS
)
VILLAGE = f"""\
form: truth_village
version: 1
name: 村日报
starts_on: 2022-01-01
reporters: {{level: village}}
accepted_by: town
source: {{text: 试, certainty: C}}
windows:
- {{slot: day, opens: "06:00", due: "17:00"}}
sections:
- code: all
  name: 全部
  fields:
{COUNTS}  - {{code: cared, name: cared, type: people, required: false}}
checks:
- {{code: fever_told, expression: fever >= ledger.readings.fever, says: "发热{{fever}}人", weight: doubt}}
"""
TOWN = """\
form: truth_town
version: 1
name: 乡镇日报
starts_on: 2022-01-01
reporters: {level: town}
accepted_by: county
source: {text: 试, certainty: C}
windows:
- {slot: day, opens: "06:00", due: "19:30"}
sections:
- code: all
  name: 全部
  fields:
  - {code: visited, name: visited, type: count}
  - {code: found, name: found, type: count}
  - {code: asked, name: asked, type: count}
checks:
- {code: visited, expression: 'visited == other["truth_village"].visited', says: "{visited}", weight: doubt}
- {code: found, expression: 'found == other["truth_village"].found', says: "{found}", weight: doubt}
- {code: asked, expression: 'asked == other["truth_village"].asked', says: "{asked}", weight: doubt}
"""


def fill(made: County, draw: np.random.Generator) -> dict[str, str]:
    """Write the county as rows; returns the codes of its units by their names."""
    from lianfang.apps.forms import operations
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    codes = _places(made)
    at = datetime(2022, 1, 1, tzinfo=ZONE)
    editions = [operations.load_text(text, by=SYSTEM, at=at).pk for text in (VILLAGE, TOWN)]
    _reports(made, codes, editions, draw)
    _readings(made, codes)
    return codes


def _places(made: County) -> dict[str, str]:
    from lianfang.core import sql

    codes = {f"t{town}": f"{COUNTY}{100 + town}" for town in range(made.towns)}
    below: Counter[int] = Counter()
    for village, town in enumerate(made.town_of.tolist()):
        below[town] += 1
        codes[f"v{village}"] = f"{codes[f't{town}']}{below[town]:03}"
    sql.execute(
        "insert into areas_edition (label, scope, content_hash, areas, deepest, loaded_at)"
        " values ('bench', '990121', 'bench', 1, 5, '2022-01-01')",
        name="edition",
    )
    sql.execute(
        "insert into areas_area (code, level, name, name_key, from_edition_id)"
        " select code, case length(code) when 6 then 3 when 9 then 4 else 5 end, code, code,"
        " (select id from areas_edition) from unnest(%(codes)s::text[]) code",
        name="areas",
        codes=[COUNTY, *codes.values()],
    )
    return codes


def _at(day: int, minutes: float) -> str:
    moment = datetime.combine(FIRST + timedelta(days=day), datetime.min.time()) + timedelta(minutes=minutes)
    return f"{moment.isoformat(timespec='seconds')}+08"


class Rows:
    """Reports as COPY reads them."""

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []

    def add(
        self, edition: int, form: str, code: str, day: int, numbers: Any, *spans: tuple[float, float | None]
    ) -> None:
        """A report, and its corrections: from when to when each counted, in minutes of the day."""
        for sequence, (begun, ended) in enumerate(spans, 1):
            typo = sequence < len(spans) and spans[0][1] != HEALED
            said = [numbers[0] + 10, *numbers[1:]] if typo else numbers
            text = "{" + ",".join(f"{number:g}" for number in said) + "}"
            day_on = (FIRST + timedelta(days=day)).isoformat()
            told = _at(day, begun)
            gone = None if ended is None else _at(day, ended)
            client = str(UUID(int=len(self.rows) + 1))
            reason = "更正" if sequence > 1 else "首报"
            self.rows.append(
                (edition, form, code, code, day_on, "day", sequence, reason, text, told, told, gone, client)
            )

    def write(self) -> None:
        from lianfang.core import sql

        columns = (
            "edition_id form reporter area period_on slot sequence reason numbers happened_at recorded_at"
            " superseded_at client"
        )
        named = dict(zip(columns.split(), zip(*self.rows, strict=True), strict=True))
        fixed = {"zero": "false", "texts": "{}", "marks": "{}", "explanation": "", "by": "bench"}
        _pour("forms_report", named, fixed)
        sql.execute("analyze forms_report", name="analyze")


def _pour(table: str, columns: dict[str, Any], fixed: dict[str, str]) -> None:
    """COPY beside the table and insert from there: a locked table takes no COPY."""
    import polars as pl
    from django.db import transaction

    from lianfang.core import sql

    names = ", ".join([*columns, *fixed])
    with transaction.atomic():
        kinds = ", ".join(f"{name} text" for name in columns)
        sql.execute(f"create temporary table poured ({kinds}) on commit drop", name="poured")  # type: ignore[arg-type]
        frame = pl.DataFrame(
            {name: [None if one is None else str(one) for one in held] for name, held in columns.items()}
        )
        sql.copy_in("poured", frame)
        typed = ", ".join(
            [
                *(f"p.{name}::{TYPES.get(name, 'text')}" for name in columns),
                *(f"'{one}'" for one in fixed.values()),
            ]
        )
        typed = typed.replace("''", "''")
        sql.execute(f"insert into {table} ({names}) select {typed} from poured p", name=table)  # type: ignore[arg-type]
        sql.execute("drop table poured", name="poured")


TYPES = {
    "edition_id": "bigint",
    "period_on": "date",
    "sequence": "smallint",
    "numbers": "float8[]",
    "happened_at": "timestamptz",
    "recorded_at": "timestamptz",
    "superseded_at": "timestamptz",
    "client": "uuid",
    "person_id": "bigint",
    "on_date": "date",
    "celsius": "numeric",
}


def _reports(made: County, codes: dict[str, str], editions: list[int], draw: np.random.Generator) -> None:
    rows = Rows()
    listed = Counter((village, day) for village, day, _ in made.persons)
    corrected = {(village, day) for village, day, healed in made.fever_late if healed}
    for village in range(made.villages):
        for day in np.flatnonzero(~made.missing[village]).tolist():
            late = made.late[village, day]
            begun = 1020 + 60 * late if late >= 0 else 1020 - draw.uniform(1, 50)
            numbers = [*made.said[village, day], listed[village, day]]
            spans: list[tuple[float, float | None]] = [(begun, None)]
            if (village, day) in corrected:
                spans = [(begun, HEALED), (HEALED, None)]
            elif made.sequence[village, day] == 2:
                ended = begun + draw.uniform(20, 180)
                spans = [(begun, ended), (ended, None)]
            rows.add(editions[0], "truth_village", codes[f"v{village}"], day, numbers, *spans)
    for town in range(made.towns):
        for day in range(made.days):
            begun = 1170 - draw.uniform(1, 60)
            rows.add(
                editions[1],
                "truth_town",
                codes[f"t{town}"],
                day,
                made.totals[town, day].tolist(),
                (begun, None),
            )
    rows.write()
    _persons(made, codes)


def _persons(made: County, codes: dict[str, str]) -> None:
    import polars as pl
    from django.db import transaction

    from lianfang.core import sql

    with transaction.atomic():
        sql.execute(
            "create temporary table listed (reporter text, day text, person text) on commit drop",
            name="listed",
        )
        frame = pl.DataFrame(
            {
                "reporter": [codes[f"v{village}"] for village, _, _ in made.persons],
                "day": [(FIRST + timedelta(days=day)).isoformat() for _, day, _ in made.persons],
                "person": [str(UUID(int=person + 1)) for _, _, person in made.persons],
            }
        )
        sql.copy_in("listed", frame)
        sql.execute(
            "insert into forms_reportperson (report_id, area, field, person)"
            " select r.id, r.area, 'cared', l.person::uuid from listed l join forms_report r"
            " on r.form = 'truth_village' and r.reporter = l.reporter and r.period_on = l.day::date",
            name="forms_reportperson",
        )


def _readings(made: County, codes: dict[str, str]) -> None:
    from lianfang.core import sql

    for part in range(0, made.villages, 200):
        chunk = made.readings[part : part + 200]
        village, day, slot, person, tenths, minute, delay = (
            np.concatenate(held) for held in zip(*chunk, strict=True)
        )
        start = np.datetime64(FIRST.isoformat(), "s")
        taken = start + (day * 86400 + minute * 60).astype("timedelta64[s]")
        _pour(
            "control_reading",
            {
                "person_id": (person + 1).tolist(),
                "area": [codes[f"v{one}"] for one in village.tolist()],
                "on_date": (start + (day * 86400).astype("timedelta64[s]"))
                .astype("datetime64[D]")
                .astype(str)
                .tolist(),
                "slot": np.where(slot == 0, "am", "pm").tolist(),
                "celsius": [f"{one / 10:.1f}" for one in tenths.tolist()],
                "happened_at": [f"{one}+08" for one in taken.astype(str).tolist()],
                "recorded_at": [
                    f"{one}+08"
                    for one in (taken + (delay * 60).astype("timedelta64[s]")).astype(str).tolist()
                ],
            },
            {"symptoms": "", "repeats": "false", "by": "bench"},
        )
    sql.execute("analyze control_reading", name="analyze")


def look(days: int) -> list[tuple[str, str, date, dict[str, Any]]]:
    """Look at every day as the clock does; the doubts: check, unit, day, evidence."""
    from lianfang.apps.forms import operations, queries
    from lianfang.core.access.terms import SYSTEM
    from lianfang.kernel.clock import ZONE

    for day in range(days):
        on = FIRST + timedelta(days=day)
        at = datetime.combine(on + timedelta(days=1), datetime.min.time(), ZONE) + timedelta(
            hours=5, minutes=30
        )
        operations.find_doubts(COUNTY, on=on, by=SYSTEM, at=at)
    return [(one.check, one.reporter, one.on, one.evidence) for one in queries.doubts(area=COUNTY, by=SYSTEM)]


def spoken_of(check: str, on: date, evidence: dict[str, Any]) -> range:
    """The days that a doubt speaks of."""
    day = (on - FIRST).days
    back = WINDOW if check == "temperatures" else int(evidence.get("days", 1))
    return range(day - back + 1, day + 1)


def judge(
    made: County, codes: dict[str, str], found: list[tuple[str, str, date, dict[str, Any]]]
) -> list[str]:
    """Print recall and false alarms by kind; returns the bars that were missed."""
    names = {code: name for name, code in codes.items()}
    planted, raised = made.planted(), {kind: set[tuple[str, int]]() for kind in made.lies}
    false: Counter[str] = Counter()
    for check, code, on, evidence in found:
        days = spoken_of(check, on, evidence)
        cells = {(names[code], day) for day in days}
        if check in raised:
            raised[check] |= cells if check == "temperatures" else {(names[code], days[-1])}
            false[check] += not cells & planted
    honest = (made.villages + made.towns) * made.days - len(planted)
    missed = []
    print(f"{'kind':<16}{'lies':>6}{'found':>7}{'recall':>8}{'false':>7}{'in 200':>8}")
    for kind, spells in made.lies.items():
        hits = sum(bool(spell & raised[kind]) for spell in spells)
        recall = hits / len(spells)
        share = false[kind] * HONEST_DAYS / honest
        print(f"{kind:<16}{len(spells):>6}{hits:>7}{recall:>8.3f}{false[kind]:>7}{share:>8.3f}")
        missed += [f"recall of {kind}"] if recall < RECALL else []
    alarms = false.total() * HONEST_DAYS / honest
    clock = Counter(check for check, *_ in found if check in CLOCK)
    print(f"false alarms in 200 of {honest:,} honest unit-days: {alarms:.3f}   bar 1")
    print(f"by the clock: {dict(clock)}")
    silent = int((made.missing | (made.late > LOOKED)).sum())
    if clock["missing"] != silent:
        missed.append(f"missing: {clock['missing']} of {silent}")
    return missed + (["false alarms"] if alarms > 1 else [])


def once(seed: int, *, villages: int, towns: int, days: int) -> list[str]:
    """Make a county of a seed, look at it, judge."""
    made = Maker(villages=villages, towns=towns, days=days, seed=seed).make()
    with own_database():
        started = time.perf_counter()
        codes = fill(made, np.random.default_rng(seed + 1))
        filled = time.perf_counter()
        found = look(days)
        looked = time.perf_counter()
        print(
            f"\nseed {seed}: {villages + towns:,} units, {days} days; filled in {filled - started:.0f} s,"
            f" looked at in {looked - filled:.0f} s, {(looked - filled) * 1000 / days:.0f} ms a day"
        )
        return judge(made, codes, found)


def main(arguments: list[str]) -> int:
    """Measure some seeds; the exit code says whether a bar was missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", default="2", help="seeds, with commas")
    parser.add_argument("--villages", type=int, default=940)
    parser.add_argument("--towns", type=int, default=60)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--small", action="store_true", help="100 villages, 30 days, no bars")
    chosen = parser.parse_args(arguments)
    size = {"villages": chosen.villages, "towns": chosen.towns, "days": chosen.days}
    if chosen.small:
        size = {"villages": 100, "towns": 6, "days": 30}
    seeds = chosen.seeds.split(",")
    if len(seeds) > 1:  # each in a process of its own: a database serves one
        given = [one for one in arguments if one not in {"--seeds", chosen.seeds}]
        return max(_apart(seed, given) for seed in seeds)
    missed = once(int(seeds[0]), **size)
    print("\nbars missed: " + (", ".join(missed) or "none"))
    return int(bool(missed) and not chosen.small)


def _apart(seed: str, given: list[str]) -> int:
    command = [sys.executable, "-m", "bench.truth", "--seeds", seed, *given]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
