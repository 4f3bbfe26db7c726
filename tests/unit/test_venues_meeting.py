"""Who was with whom: the expression over the lake against plain loops, for any stays; the same from Spark."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import venues_twin as twin

from lianfang.apps.venues.queries import engines, lake
from lianfang.apps.venues.terms import Engine

PERSONS, PLACES, SEATS = st.integers(-3, 6), st.integers(1, 3), st.sampled_from(["", "01A", "01B"])
MOMENTS, LENGTHS = st.integers(0, 50), st.integers(0, 12)
KINDS = st.sampled_from(["check_in", "pass", "ticket", "visit"])
COLUMNS = (
    *("case", "asked_person", "person", "place", "kind", "begins", "ends"),
    *("overlap", "apart", "seat", "other_seat"),
)
seen = st.builds(
    lambda person, place, kind, begins, length, seat: twin.Seen(
        person, place, kind, begins, begins + length, seat
    ),
    *(PERSONS, PLACES, KINDS, MOMENTS, LENGTHS, SEATS),
)
questions = st.builds(
    lambda case, person, since, length: twin.Question(case, person, since, since + 1 + length),
    *(st.sampled_from(["甲", "乙"]), PERSONS, MOMENTS, st.integers(0, 50)),
)
stays_known = st.builds(
    lambda case, person, place, begins, length, seat: twin.Known(
        case, person, place, begins, begins + length, seat
    ),
    *(st.sampled_from(["甲", "丙"]), PERSONS, PLACES, MOMENTS, LENGTHS, SEATS),
)


def asked_of(
    engine: Engine, rows: Sequence[twin.Seen], asked: Sequence[twin.Question], *known: twin.Known, window: int
):
    """The rows that an engine gives, written into two files as the lake holds them."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, f"{half}.parquet") for half in (0, 1)]
        for half, file in enumerate(files):
            pl.DataFrame(rows[half::2], schema=lake.SCHEMA, orient="row").write_parquet(file)
        whom = pl.DataFrame(asked, schema=twin.Question._fields, orient="row")
        own = pl.DataFrame(known, schema=twin.Known._fields, orient="row") if known else None
        found = engines.meetings(engine, files, whom, stays=own, places=None, window=window)
    return found.select(COLUMNS).rows()


@settings(max_examples=40)
@given(
    st.lists(seen, max_size=25, unique=True),
    st.lists(questions, min_size=1, max_size=4, unique=True),
    st.lists(stays_known, max_size=3),
    st.integers(0, 15),
)
def test_the_expression_says_what_plain_loops_say(rows, asked, known, window):
    expected = twin.met(rows, asked, known, window)
    assert asked_of(Engine.DUCKDB, rows, asked, *known, window=window) == expected


def invented(count: int) -> list[twin.Seen]:
    """Stays drawn by a rule, so that both engines have much to sort."""
    found = set()
    for at in range(count):
        begins = at * 31 % 9973
        kind, seat = ("check_in", "ticket")[at % 2], ("", "02C")[at % 3 == 0]
        found.add(
            twin.Seen(at * 7919 % 211 - 10, at * 104_729 % 13, kind, begins, begins + at * 17 % 400, seat)
        )
    return sorted(found)


@pytest.mark.enable_socket
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_spark_says_the_same_row_for_row(tmp_path, settings):
    pytest.importorskip("pyspark")
    settings.LAKE = "spark://local"
    rows = invented(4000)
    asked = [twin.Question(f"例{person}", person, 0, 9000) for person in range(1, 60, 5)]
    known = twin.Known("例x", 900, 3, 100, 600, "")
    by_spark = asked_of(Engine.SPARK, rows, asked, known, window=120)
    assert by_spark == asked_of(Engine.DUCKDB, rows, asked, known, window=120)
    assert len(by_spark) > 500
