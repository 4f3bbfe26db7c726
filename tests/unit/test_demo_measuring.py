"""The summary of a measurement: the bars, the noises, the rows to look at."""

import polars as pl
import pytest
from rich.console import Console

from lianfang.demo.measuring import measure, results_of, show
from lianfang.demo.truth import COLUMNS, TRUTH_FILE, TWICE_FILE

VILLAGE = "990121001001"


@pytest.fixture
def folder(tmp_path):
    rows = [
        ("a.csv", "", 2, "p1", VILLAGE, "matched", True, "", "registered", "", "", None, None),
        ("a.csv", "", 3, "p2", VILLAGE, "matched", True, "id_missing", "registered", "", "", None, None),
        ("b.csv", "", 2, "p3", VILLAGE, "matched", True, "", "registered", "", "", None, None),
    ]
    pl.DataFrame(rows, schema=COLUMNS, orient="row").write_csv(tmp_path / TRUTH_FILE)
    (tmp_path / TWICE_FILE).write_text("uid,same_as,area\np1x,p1,990121001002\n")
    return tmp_path


def rows(*people):
    return [
        {"sheet": "Sheet1", "row": row, "outcome": "matched", "person": who, "area": VILLAGE, "reason": ""}
        for row, who in enumerate(people, 2)
    ]


def printed(measured, noise=1.0) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        show(measured, noise=noise, console=console)
    return captured.get()


def test_only_files_with_results_are_measured(folder):
    measured = measure(folder, results_of("a.csv", rows("p1x", "p2")))
    assert (measured.rows, measured.usable, measured.found, measured.missing) == (2, 2, 2, 0)


def test_the_summary_tells_what_passes(folder):
    text = printed(measure(folder, results_of("a.csv", rows("p1", "p2"))))
    assert "100.0000%" in text
    assert "未达标" not in text


def test_the_summary_shows_a_mistaken_row_first(folder):
    text = printed(measure(folder, results_of("a.csv", rows("p1", "p9"))))
    assert "未达标" in text
    assert "认错人" in text
    assert "a.csv  第3行" in text
    assert "id_missing" in text


def test_results_keep_a_person_that_is_no_text():
    frame = results_of("a.csv", [{"sheet": None, "row": 2, "outcome": "review", "person": None}])
    assert frame.row(0, named=True)["person"] is None
    assert frame["row"].to_list() == [2]
