"""The demonstration morning: one county, a day's lists, one night and morning of work, one brief.

1. *county*: areas, posts, people of the generator; built-in policy packs, and the one in force in the county.
2. *lists*: the files of the day with the truth of each row, written into the home.
3. *intake*: each list through the whole chain; every row accounted for.
4. *orders*: what policy prescribes for every exposure of each list.
5. *field*: notices, visits, calls, temperatures and transfers of the night and the morning.
6. *papers*: a notice read, checked and issued, some of its tasks done by the morning; minutes that wait.
7. *inspection*: a campaign with its visits, findings in every state, a roster.
8. *reports*: two forms on their first morning, handed in here and there, decided on in one town.
9. *doubts*: what does not fit together in the reports, found by the checks of truth themselves.
10. *answering*: what callers brought, and what the public reads.
11. *venues*: where people checked in, loaded into the lake.
12. *cases*: an outbreak of twelve cases, reported and followed up.
13. *rooms*: two isolation sites, one in use, the first of those ordered there in their rooms, two on the way;
    what they need, staff, the fever clinic, homes.
14. *documents*: an outline of a talk issued; a situation report and a letter that wait.
15. *brief*: the county's daily brief as an official document.

Each part is a run row: what is done is not done again, what was interrupted is finished by the same call.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.conf import settings

from lianfang.apps.control import operations as control
from lianfang.apps.intake import operations as intake
from lianfang.apps.intake import queries as lists
from lianfang.apps.intake.terms import CHANNEL_NAMES, INVESTIGATION, OUTCOME_NAMES, Receipt
from lianfang.apps.policy import operations as policy
from lianfang.apps.policy import queries as packs
from lianfang.apps.reporting import operations as reporting
from lianfang.apps.reporting import queries as reports
from lianfang.apps.reporting.terms import Account
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.duty import engine, registry
from lianfang.core.sql import StepResult
from lianfang.core.sql.progress import Listener, Progress, begin, finish, silent
from lianfang.demo import defaults, load, measuring
from lianfang.demo.lists import lists_of, write_lists
from lianfang.demo.places import COUNTY
from lianfang.demo.score import BARS, Score
from lianfang.demo.truth import LISTS_FILE
from lianfang.kernel.clock import slot_time
from lianfang.project import (
    answering,
    checking_in,
    correspondence,
    falling_ill,
    fieldwork,
    handing_in,
    inspecting,
    isolating,
    misreporting,
    paperwork,
    reporting_up,
    sampling,
)

AREA: Final = COUNTY[0]
PACK: Final = "covid19-v9"
OFFICE: Final = Actor(name="演示：指挥部办公室", role="rehearsal", permissions=EVERY)
ISSUER: Final = f"{COUNTY[1]}疫情防控指挥部"
NEXT_DAY: Final = defaults.DAY + timedelta(days=1)
BUILT_AT: Final = defaults.BUILT_AT
ORDERED_AT: Final = slot_time(defaults.DAY, "21:00")
ENDS_AT: Final = slot_time(NEXT_DAY, "11:30")
HOLDERS_SHOWN: Final = 8


@dataclass(frozen=True)
class Received:
    """A list and the account of its rows: `rows` is the sum of `counts`."""

    file: str
    channel: str
    rows: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Coverage:
    """A kind of duty on the day: `due = done + gap`; `overdue` is the part of the gap whose time is up."""

    name: str
    due: int
    done: int
    on_time: int
    gap: int
    overdue: int


@dataclass(frozen=True)
class Busy:
    """Somebody with many open duties: how many, and by when the first is due."""

    name: str
    post: str
    place: str
    gaps: int
    earliest: datetime


@dataclass(frozen=True)
class Morning:
    """What came of the morning, for the summary."""

    area: str
    county: str
    at: datetime
    lists: tuple[Received, ...]
    score: Score
    bars: tuple[float, float, float]
    persons: int
    duties: tuple[Coverage, ...]
    holders: tuple[Busy, ...]
    brief: Path
    fresh: bool
    seconds: float


@dataclass
class Rehearsal:
    """A morning being run: of which county, told to whom; `fresh` once anything had to be done."""

    scale: float
    seed: int
    folder: Path
    listener: Listener
    fresh: bool = False
    started: float = field(default_factory=time.perf_counter)

    def part(self, name: str, at: datetime, work: Callable[[], int]) -> None:
        """Do a part of the morning unless it was done, and keep that it was."""
        run, due = begin(job=f"morning.{name}", window=f"种子 {self.seed}，规模 {self.scale:g}", at=at)
        if not due:
            return
        self.fresh = True
        started = time.perf_counter()
        rows = work()
        step = StepResult(name, rows, (time.perf_counter() - started) * 1000)
        self.listener(step)
        finish(run, progress=Progress(steps=[step]), at=at)


def run(
    *,
    scale: float = defaults.SCALE,
    seed: int = defaults.SEED,
    folder: Path | None = None,
    listener: Listener = silent,
) -> Morning:
    """Run the demonstration morning, or what is left of it; a second run changes nothing.

    Lists, files of temperatures and the brief are left in the folder, `demo/` of the home by default.
    """
    rehearsal = Rehearsal(scale, seed, folder or settings.HOME.root / "demo", listener)
    rehearsal.part("county", BUILT_AT, lambda: _county(rehearsal))
    rehearsal.part("lists", BUILT_AT, lambda: _lists(rehearsal))
    for row in pl.read_csv(rehearsal.folder / LISTS_FILE, infer_schema=False).iter_rows(named=True):
        at = datetime.fromisoformat(row["received"])
        rehearsal.part(f"intake {row['file']}", at, partial(_receive, rehearsal, row, at))
    rehearsal.part("orders", ORDERED_AT, _order)
    fieldwork.run(rehearsal.part, area=AREA, folder=rehearsal.folder, evening=ORDERED_AT, until=ENDS_AT)
    rehearsal.part("papers", ORDERED_AT, _papers)
    rehearsal.part("inspection", ENDS_AT, lambda: inspecting.build(area=AREA, at=ENDS_AT))
    rehearsal.part("reports", ENDS_AT, lambda: handing_in.build(area=AREA, at=ENDS_AT))
    rehearsal.part("exchange", ENDS_AT, lambda: reporting_up.build(area=AREA, at=ENDS_AT))
    rehearsal.part("doubts", ENDS_AT, lambda: misreporting.build(area=AREA, at=ENDS_AT))
    rehearsal.part("answering", ENDS_AT, lambda: answering.build(area=AREA, at=ENDS_AT))
    rehearsal.part("venues", ENDS_AT, lambda: _check_ins(rehearsal))
    rehearsal.part("cases", ENDS_AT, lambda: falling_ill.build(area=AREA, at=ENDS_AT))
    rehearsal.part("rooms", ENDS_AT, lambda: isolating.build(area=AREA, at=ENDS_AT))
    rehearsal.part("testing", ENDS_AT, lambda: sampling.build(area=AREA, at=ENDS_AT))
    rehearsal.part("documents", ENDS_AT, lambda: correspondence.build(area=AREA, until=ENDS_AT))
    rehearsal.part("brief", ENDS_AT, lambda: _brief(rehearsal))
    return _told(rehearsal)


def _county(rehearsal: Rehearsal) -> int:
    built = load.build(
        seed=rehearsal.seed, scale=rehearsal.scale, by=OFFICE, at=BUILT_AT, listener=rehearsal.listener
    )
    policy.load_builtin_packs(by=OFFICE, at=BUILT_AT)
    pack = packs.find_pack(PACK)
    policy.adopt_pack(pack_id=pack, area=AREA, starts_on=defaults.DAY, by=OFFICE, at=BUILT_AT)
    return built.people


def _lists(rehearsal: Rehearsal) -> int:
    files, residents = lists_of(
        seed=rehearsal.seed, scale=rehearsal.scale, noise=defaults.NOISE, on=defaults.DAY
    )
    return write_lists(files, rehearsal.folder, residents=residents).height


def _receive(rehearsal: Rehearsal, row: Mapping[str, str], at: datetime) -> int:
    receipt = Receipt(channel=row["channel"], area=row["area"], received_at=at)
    return intake.receive(rehearsal.folder / row["file"], receipt=receipt, by=OFFICE, at=at).rows


def _order() -> int:
    batches = lists.batches(area=AREA)
    issued = [control.issue_for_batch(batch.pk, by=OFFICE, at=ORDERED_AT, issuer=ISSUER) for batch in batches]
    return sum(one.measures for one in issued)


def _papers() -> int:
    return paperwork.run(area=AREA, by=OFFICE, evening=ORDERED_AT, until=ENDS_AT)


def _check_ins(rehearsal: Rehearsal) -> int:
    return checking_in.build(area=AREA, folder=rehearsal.folder, at=ENDS_AT, seed=rehearsal.seed)


def _brief(rehearsal: Rehearsal) -> int:
    written = reporting.write_brief(area=AREA, on=NEXT_DAY, as_known_at=ENDS_AT, by=OFFICE, at=ENDS_AT)
    _brief_file(rehearsal).write_bytes(written.docx)
    return written.figures


def _brief_file(rehearsal: Rehearsal) -> Path:
    return rehearsal.folder / f"日报 {NEXT_DAY}.docx"


def _told(rehearsal: Rehearsal) -> Morning:
    """What came of the morning, read back from the database."""
    account = reports.account_of(area=AREA, on=NEXT_DAY, as_known_at=ENDS_AT)
    return Morning(
        area=AREA,
        county=COUNTY[1],
        at=ENDS_AT,
        lists=tuple(_received()),
        score=_score(rehearsal),
        bars=BARS[defaults.NOISE],
        persons=int(account.figures["measures.persons"].value),
        duties=tuple(_coverage()),
        holders=tuple(_busy(account)),
        brief=_brief_file(rehearsal),
        fresh=rehearsal.fresh,
        seconds=time.perf_counter() - rehearsal.started,
    )


def _files_received() -> Sequence[Any]:
    """The batches of the day's files, without the lists that judging contacts made later."""
    return [batch for batch in lists.batches(area=AREA) if batch.channel != INVESTIGATION]


def _received() -> Iterator[Received]:
    for batch in _files_received():
        counts = {code: getattr(batch, code) for code in OUTCOME_NAMES}
        yield Received(batch.file_name, CHANNEL_NAMES[batch.channel], batch.rows, counts)


def _score(rehearsal: Rehearsal) -> Score:
    results = [measuring.results_of(batch.file_name, lists.rows(batch.pk)) for batch in _files_received()]
    return measuring.measure(rehearsal.folder, pl.concat(results))


def _coverage() -> Iterator[Coverage]:
    names = {kind.code: kind.name for kind in registry.kinds()}
    view = engine.on_day(area=AREA, day=NEXT_DAY, known_at=ENDS_AT)
    for tally in engine.tallies(view=view, digits=len(AREA)):
        counts = (tally.due, tally.done, tally.on_time, tally.gap, tally.overdue)
        yield Coverage(names[tally.kind], *counts)


def _busy(account: Account) -> Iterator[Busy]:
    for place, holder in enumerate(account.holders[:HOLDERS_SHOWN], start=1):
        gaps = int(account.figures[f"holder.{place}.all"].value)
        yield Busy(holder.name, holder.post, holder.area_name, gaps, holder.earliest)
