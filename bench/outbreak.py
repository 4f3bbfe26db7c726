"""A simulated outbreak: are all contacts found that left a trace, and how soon must somebody act on them?

1. An invented town of 100,000 in which it is known who met whom and who infected whom (`_simulated`).
2. The program: persons with their households registered, venues, the traces loaded through the ordinary door;
   then for each of some cases: report, seek by traces, judge by the table, order by policy.
3. Score against the truth, for each kind of exposure: of the contacts that left a trace, how many are found
   (recall; the bar is all of them); of those found, how many met the case indeed (precision: a check-in has
   no end, so that somebody within two hours of it may have missed the case). Beside it the recall among
   all contacts, with those who left no trace.
4. Time from the report of a case to the duties about its last contact; the bar is 5 s.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import polars as pl
from bench._simulated import (
    AT,
    COACH,
    FIRST,
    HOUSEHOLD,
    INCUBATION,
    KINDS,
    MEAL,
    TRAIN,
    WORK,
    Town,
    outbreak,
    town,
    traces,
)
from bench.gaps import own_database

BAR: Final = 5.0  # s from the report of a case to the duty about its last contact
VENUES: Final = {WORK: "workplace", MEAL: "restaurant", COACH: "coach", TRAIN: "train"}
GRID: Final = "990121100001001"


@dataclass
class Score:
    """Of a kind of exposure, over all cases: contacts in truth, with a trace, found; of those found, true."""

    true: int = 0
    traced: int = 0
    traced_found: int = 0
    true_found: int = 0
    found: int = 0


@dataclass
class Scores:
    """Scores by kind; contacts that left a trace and that no judgement has; infections that were traced."""

    kinds: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    missed: int = 0
    infections: int = 0
    infections_found: int = 0
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """The truth, and the number of each agent's person."""

    town: Town
    infected: pl.DataFrame
    persons: dict[int, int]


def main(arguments: list[str]) -> int:
    """Simulate, load, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--agents", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--small", action="store_true", help="2,000 agents, 5 cases, no bar of time")
    chosen = parser.parse_args(arguments)
    agents, cases = (2_000, 5) if chosen.small else (chosen.agents, chosen.cases)
    with own_database(), TemporaryDirectory() as folder:
        scores = measure(agents, cases, Path(folder))
    tell(scores)
    return int(scores.missed > 0 or (max(scores.seconds) > BAR and not chosen.small))


def measure(agents: int, cases: int, folder: Path) -> Scores:
    """The scores of some cases of a simulated outbreak."""
    from tests.factories.cases import centre_of_county

    made = town(agents)
    infected = outbreak(made, first=10)
    print(
        f"{agents} agents, {made.stays.height} stays, {made.meetings.height} met, {infected.height} infected"
    )
    centre_of_county()
    persons = register(made)
    load(made, persons, folder)
    scores = Scores()
    for agent, day in (
        infected.filter(pl.col("day").is_between(1, 4)).select("agent", "day").head(cases).rows()
    ):
        score(scores, Known(made, infected, persons), agent, day)
    return scores


def register(made: Town) -> dict[int, int]:
    """The town in the register: the number of each agent's person."""
    from lianfang.apps.people.models import Household, Person
    from lianfang.apps.venues.models import Venue

    homes = Household.objects.bulk_create(
        Household(area=GRID, address=f"{one}号")
        for one in made.people["household"].unique(maintain_order=True)
    )
    people = Person.objects.bulk_create(
        Person(name=f"员{agent}", name_key="yuan", area=GRID, household=homes[home], recorded_at=AT)
        for agent, home in made.people.select("agent", "household").iter_rows()
    )
    Venue.objects.bulk_create(
        Venue(
            code=code, name=code, kind=VENUES[kind], area=GRID[:12], enclosed=True, by="bench", recorded_at=AT
        )
        for kind, code in made.stays.select("kind", "venue").unique().iter_rows()
    )
    return {agent: one.pk for agent, one in enumerate(people)}


def load(made: Town, persons: dict[int, int], folder: Path) -> None:
    """The traces through the ordinary door, as a file."""
    from lianfang.apps.people import queries
    from lianfang.apps.venues import operations
    from lianfang.core.access.terms import SYSTEM

    uids = {number: str(label.person) for number, label in queries.labels(persons.values()).items()}
    named = pl.DataFrame(
        {"agent": list(persons), "人员编号": [uids[number] for number in persons.values()]},
        schema={"agent": pl.Int64, "人员编号": pl.String},
    )
    path = folder / "traces.parquet"
    names = {"venue": "场所码", "begins": "到达时间", "ends": "离开时间", "seat": "座位"}
    traces(made).join(named, on="agent").drop("agent").rename(names).write_parquet(path)
    started = time.perf_counter()
    account = operations.load(path, by=SYSTEM, at=AT)
    assert account.rejected == 0, account.first
    print(f"{account.rows} observations loaded in {time.perf_counter() - started:.1f} s")


def score(scores: Scores, known: Known, agent: int, day: int) -> None:
    """Report a case, find its contacts, and hold them against the truth."""
    started = time.perf_counter()
    card, start = found_by_program(known.persons[agent], day)
    scores.seconds.append(time.perf_counter() - started)
    agents = {person: one for one, person in known.persons.items()}
    noted, judged = noted_of(card, agents)
    truth = {kind: set[int]() for kind in KINDS}
    traced = {kind: set[int]() for kind in KINDS}
    for kind, other, trace in met_by(known.town, agent, start):
        truth[kind].add(other)
        if trace:
            traced[kind].add(other)
    for kind, one in scores.kinds.items():
        one.true += len(truth[kind])
        one.traced += len(traced[kind])
        one.traced_found += len(traced[kind] & noted[kind])
        one.true_found += len(truth[kind] & noted[kind])
        one.found += len(noted[kind])
    scores.missed += len(set().union(*traced.values()) - judged)
    caught = known.infected.filter(pl.col("infector") == agent).select("agent", "kind").rows()
    followed = [other for other, kind in caught if kind in traced and other in traced[kind]]
    scores.infections += len(followed)
    scores.infections_found += sum(other in judged for other in followed)


def found_by_program(person: int, day: int) -> tuple[Any, int]:
    """The case reported, sought, judged, until every contact has its duty; and from when contacts count."""
    from tests.factories.cases import CDC, COUNTY

    from lianfang.apps.cases import operations, queries
    from lianfang.apps.cases.duties import KINDS as DUTIES
    from lianfang.apps.cases.rules import judging
    from lianfang.apps.cases.terms import Classification, Found, NewPatient, Statement
    from lianfang.core.duty import engine

    onset = FIRST + timedelta(days=day + INCUBATION)
    said = Statement(Classification.CONFIRMED, onset_on=onset, diagnosed_at=AT)
    told = {"by": CDC, "at": AT}
    card = operations.report(NewPatient(person=str(person)), said, Found("covid19", outbreak="SIM"), **told)
    operations.seek(card.uid, ground="流调", **told)
    judged = operations.judge(card.uid, **told)
    assert not judged.refusal, judged.refusal
    (kind,) = (one for one in DUTIES if one.code == "contact_controlled")
    slots = {slot["ref"] for slot in engine.slots(view=engine.at_moment(area=COUNTY, at=AT), kind=kind)}
    contacts = queries.contacts(card, known_at=AT)
    assert {f"contact:{one.uid}" for one in contacts} <= slots, "a contact without a duty"
    start = judging.start_of(judging.window_from(card, queries.window_of(card, at=AT)))
    return card, int(start.timestamp())


def noted_of(card: Any, agents: dict[int, int]) -> tuple[dict[str, set[int]], set[int]]:
    """Agents whom the program noted, by kind of exposure; those whom it judged contacts."""
    from lianfang.apps.cases.models import Contact, Nearness

    noted: dict[str, set[int]] = {kind: set() for kind in KINDS}
    rows = Nearness.objects.filter(case__uid=card.uid).values_list("person_id", "situation", "vehicle")
    for person, situation, vehicle in rows:
        noted[vehicle or situation].add(agents[person])
    judged = Contact.objects.filter(case__uid=card.uid).values_list("person_id", flat=True)
    return noted, {agents[person] for person in judged}


def met_by(made: Town, agent: int, since: int) -> Iterator[tuple[str, int, bool]]:
    """Whom an agent met in truth, how, and whether both left a trace of it."""
    scans = made.people["scans"]
    own = made.meetings.filter(
        ((pl.col("one") == agent) | (pl.col("other") == agent)) & (pl.col("ends") > since)
    )
    for kind, one, other in own.select("kind", "one", "other").unique().iter_rows():
        met = other if one == agent else one
        yield kind, met, kind in {HOUSEHOLD, TRAIN} or (scans[met] and scans[agent])


def share(part: int, whole: int) -> str:
    """A share with three digits; a dash of nothing."""
    return f"{part / whole:.3f}" if whole else "-"


def tell(scores: Scores) -> None:
    """Print a line a kind, and the times."""
    for kind, one in scores.kinds.items():
        told = f"{one.true} met, {one.traced} with a trace, {one.found} noted"
        traced, whole = share(one.traced_found, one.traced), share(one.true_found, one.true)
        precision = share(one.true_found, one.found)
        print(f"{kind}: {told}: recall {traced} of traced, {whole} of all; precision {precision}")
    print(f"contacts with a trace that no judgement has: {scores.missed}; bar 0")
    print(f"infections by a meeting with a trace: {scores.infections}, found {scores.infections_found}")
    longest, middle = max(scores.seconds), median(scores.seconds)
    print(
        f"from report to the last contact's duty: median {middle:.2f} s, longest {longest:.2f} s; bar {BAR}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
