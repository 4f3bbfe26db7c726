"""An invented town whose truth is known: who met whom and where, who infected whom; and the traces they left.

1. *town*: households, workplaces, restaurants, coaches, trains; every stay of some days, with its real end.
2. *meetings*: whoever was at a place at the same time (in a train in the same carriage), who lives together.
3. *outbreak*: Starsim lets a disease run over these meetings, and says who infected whom by which kind.
4. *traces*: what observations know of a stay: its beginning, of a ticket also end and seat; some leave none.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
import polars as pl

FIRST: Final = date(2022, 7, 3)
DAYS: Final = 7
AT: Final = datetime.fromisoformat("2022-07-10T08:00:00+08:00")
MINUTE: Final = 60
INCUBATION: Final = 2
"""Days from infection to onset: within the shortest window that the table looks back."""
SCANNING: Final = 0.9
"""Share of people who check in."""
HOUSEHOLD, WORK, MEAL, COACH, TRAIN = "household", "same_room", "meal", "sealed_coach", "sealed_train"
KINDS: Final = (HOUSEHOLD, WORK, MEAL, COACH, TRAIN)
"""Kinds of exposure, each by its line of the table of close contacts."""
BETA: Final = 0.05
"""Chance a day that a meeting infects."""


@dataclass(frozen=True)
class Place:
    """How places of a kind are visited: by which share a day, by how many each, from when, how long."""

    kind: str
    share: float
    visitors: int
    opens: float
    spread: int
    lasts: tuple[int, int]


PLACES: Final = (
    Place(WORK, 0.7, 25, 8.0, 40, (440, 500)),
    Place(MEAL, 0.1, 20, 11.5, 90, (30, 80)),
    Place(COACH, 0.03, 30, 17.0, 8, (40, 45)),
    Place(TRAIN, 0.02, 200, 14.0, 0, (90, 90)),
)


@dataclass(frozen=True)
class Town:
    """People with their household and whether they check in; their stays; who met whom on which day."""

    people: pl.DataFrame
    stays: pl.DataFrame
    meetings: pl.DataFrame


def town(agents: int, *, seed: int = 2022) -> Town:
    """A town of so many people over the days."""
    draws = np.random.default_rng(seed)
    sizes = draws.choice([1, 2, 3, 4, 5], agents)
    people = pl.DataFrame(
        {
            "agent": np.arange(agents),
            "household": np.repeat(np.arange(agents), sizes)[:agents],
            "scans": draws.random(agents) < SCANNING,
        }
    )
    stays = pl.concat([_stays(place, agents, day, draws) for place in PLACES for day in range(DAYS)])
    return Town(people, stays, _meetings(people, stays))


def _stays(place: Place, agents: int, day: int, draws: np.random.Generator) -> pl.DataFrame:
    """The stays of one day at the places of a kind; at work people are where they always are."""
    chosen = np.flatnonzero(_share(place, agents, draws))
    count = max(1, round(agents * place.share / place.visitors))
    where = chosen * 7919 % count if place.kind == WORK else draws.integers(0, count, chosen.size)
    begins = round(place.opens * 60) + draws.integers(0, place.spread + 1, chosen.size)
    lasts = draws.integers(place.lasts[0], place.lasts[1] + 1, chosen.size)
    midnight = int(datetime.combine(FIRST + timedelta(days=day), AT.time(), AT.tzinfo).timestamp()) - 8 * 3600
    coach, row = draws.integers(1, 9, chosen.size), draws.integers(1, 21, chosen.size)
    return pl.DataFrame(
        {
            "agent": chosen,
            "kind": pl.repeat(place.kind, chosen.size, eager=True),
            "day": np.full(chosen.size, day),
            "venue": [f"{place.kind}-{one}" for one in where],
            "begins": midnight + begins * MINUTE,
            "ends": midnight + (begins + lasts) * MINUTE,
            "coach": coach if place.kind == TRAIN else np.zeros(chosen.size, dtype=int),
            "row": row,
        }
    )


def _share(place: Place, agents: int, draws: np.random.Generator) -> np.ndarray:
    if place.kind == WORK:
        return np.arange(agents) % 10 < place.share * 10
    return draws.random(agents) < place.share


def _meetings(people: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """Every meeting once: `kind, day, one, other, begins, ends`."""
    other = stays.lazy().select("agent", "day", "venue", "coach", "begins", "ends")
    met = (
        stays.lazy()
        .join(other, on=["day", "venue", "coach"], suffix="_other")
        .filter(
            (pl.col("agent") < pl.col("agent_other"))
            & (pl.col("begins") < pl.col("ends_other"))
            & (pl.col("begins_other") < pl.col("ends"))
        )
        .select(
            "kind",
            "day",
            one="agent",
            other="agent_other",
            begins=pl.max_horizontal("begins", "begins_other"),
            ends=pl.min_horizontal("ends", "ends_other"),
        )
        .collect()
    )
    return pl.concat([met, _at_home(people)])


def _at_home(people: pl.DataFrame) -> pl.DataFrame:
    pairs = people.join(people, on="household", suffix="_other").filter(
        pl.col("agent") < pl.col("agent_other")
    )
    midnight = int(datetime.combine(FIRST, AT.time(), AT.tzinfo).timestamp()) - 8 * 3600
    days = pl.DataFrame({"day": np.arange(DAYS)})
    return pairs.join(days, how="cross").select(
        pl.lit(HOUSEHOLD).alias("kind"),
        "day",
        one="agent",
        other="agent_other",
        begins=midnight + pl.col("day") * 86_400,
        ends=midnight + (pl.col("day") + 1) * 86_400,
    )


def outbreak(made: Town, *, first: int, seed: int = 2022) -> pl.DataFrame:
    """Who infected whom: `agent, infector` (null of the first), `day, kind`; Starsim over the meetings."""
    import starsim as ss

    class Meetings(ss.Network):  # type: ignore[misc]
        """The meetings of a kind, anew every day."""

        def __init__(self, kind: str) -> None:
            super().__init__(name=kind)
            frames = made.meetings.filter(pl.col("kind") == kind).partition_by("day", as_dict=True).items()
            self.days = {day: (one["one"].to_numpy(), one["other"].to_numpy()) for (day,), one in frames}

        def step(self) -> None:
            one, other = self.days.get(int(self.ti), (np.empty(0, int), np.empty(0, int)))
            self.edges.p1, self.edges.p2 = ss.uids(one), ss.uids(other)
            self.edges.beta = np.ones(one.size, dtype=ss.dtypes.float)

    agents = made.people.height
    disease = ss.SIR(beta=ss.perday(BETA), init_prev=ss.bernoulli(first / agents), dur_inf=ss.days(30))
    sim = ss.Sim(
        n_agents=agents,
        start=FIRST.isoformat(),
        dur=ss.days(DAYS - 1),
        dt=ss.days(1),
        rand_seed=seed,
        diseases=disease,
        networks=[Meetings(kind) for kind in KINDS],
        analyzers=ss.infection_log(),
        verbose=0,
    )
    sim.run()
    return _infections(sim, made)


def _infections(sim: Any, made: Town) -> pl.DataFrame:
    log = sim.analyzers[0].to_df()
    days = np.asarray(sim.diseases[0].ti_infected)[log["target"].to_numpy()]
    return pl.DataFrame(
        {
            "agent": log["target"].to_numpy().astype(np.int64),
            "infector": log["source"].to_numpy().astype(np.int64),
            "day": days.astype(np.int64),
            "kind": [str(one) for one in log["network"]],
        }
    ).with_columns(pl.when(pl.col("infector") >= 0).then("infector"))


def traces(made: Town) -> pl.DataFrame:
    """What observations know of the stays: `agent, venue, begins, ends, seat`; no end but on a ticket."""
    seen = made.stays.join(made.people.select("agent", "scans"), on="agent")
    ticket = pl.col("kind") == TRAIN
    seat = pl.format("{}车{}A", pl.col("coach"), pl.col("row"))
    return seen.filter(pl.col("scans") | ticket).select(
        "agent",
        "venue",
        "begins",
        pl.when(ticket).then("ends").alias("ends"),
        pl.when(ticket).then(seat).otherwise(pl.lit("")).alias("seat"),
    )
