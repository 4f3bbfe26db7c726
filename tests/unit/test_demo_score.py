"""What counts as found, mistaken, duplicate, wrongly placed: small tables, a definition each."""

import polars as pl
import pytest

from lianfang.demo.score import score

VILLAGE, OTHER_VILLAGE = "990121001001", "990121001002"
TRUTH = {
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "person": pl.String,
    "area": pl.String,
    "expected": pl.String,
    "usable": pl.Boolean,
    "noise": pl.String,
    "kind": pl.String,
}
RESULT = dict.fromkeys(("file", "sheet", "outcome", "person", "area", "reason"), pl.String) | {
    "row": pl.Int64
}


def truth(*people, area=VILLAGE, expected="matched", usable=True, noise=""):
    """Rows 2, 3, … of one sheet about these people."""
    rows = [
        ("a.xlsx", "一", row, who, area, expected, usable, noise, "registered")
        for row, who in enumerate(people, 2)
    ]
    return pl.DataFrame(rows, schema=TRUTH, orient="row")


def results(*lines):
    """Results (row, outcome, person, area) of the same sheet."""
    rows = [
        {
            "file": "a.xlsx",
            "sheet": "一",
            "row": row,
            "outcome": outcome,
            "person": who,
            "area": area,
            "reason": "",
        }
        for row, outcome, who, area in lines
    ]
    return pl.DataFrame(rows, schema=RESULT)


@pytest.mark.parametrize(
    ("outcome", "person", "found", "mistaken", "duplicates"),
    [
        ("matched", "p1", 1, 0, 0),
        ("unchanged", "p1", 1, 0, 0),
        ("matched", "p2", 0, 1, 0),
        ("created", "x1", 0, 0, 1),
        ("review", None, 0, 0, 0),
        ("review", "p2", 0, 0, 0),
        ("rejected", None, 0, 0, 0),
    ],
)
def test_a_row_of_a_registered_person(outcome, person, found, mistaken, duplicates):
    measured = score(truth("p1"), results((2, outcome, person, VILLAGE)))
    assert (measured.found, measured.mistaken, measured.duplicates) == (found, mistaken, duplicates)


def test_matching_the_second_registration_of_the_same_person_is_right():
    measured = score(
        truth("p1"), results((2, "matched", "p1-again", VILLAGE)), same_person={"p1-again": "p1"}
    )
    assert (measured.found, measured.mistaken) == (1, 0)


def test_a_stranger_is_created_once_and_matched_afterwards():
    rows = truth("new:1", "new:1", expected="created|matched")
    measured = score(rows, results((2, "created", "x1", VILLAGE), (3, "matched", "x1", VILLAGE)))
    assert (measured.found, measured.mistaken, measured.duplicates) == (2, 0, 0)


def test_a_stranger_created_twice_is_one_duplicate():
    rows = truth("new:1", "new:1", expected="created|matched")
    measured = score(rows, results((2, "created", "x1", VILLAGE), (3, "created", "x2", VILLAGE)))
    assert (measured.found, measured.mistaken, measured.duplicates) == (1, 0, 1)


def test_a_created_person_shared_by_two_strangers_is_a_mistake_for_the_fewer():
    rows = truth("new:1", "new:1", "new:2", expected="created|matched")
    made = results(
        (2, "created", "x1", VILLAGE), (3, "matched", "x1", VILLAGE), (4, "matched", "x1", VILLAGE)
    )
    measured = score(rows, made)
    assert (measured.found, measured.mistaken) == (2, 1)
    assert measured.worst["row"].to_list()[0] == 4


def test_a_stranger_matched_to_a_registered_person_is_a_mistake():
    measured = score(truth("new:1", expected="created|matched"), results((2, "matched", "p1", VILLAGE)))
    assert (measured.found, measured.mistaken) == (0, 1)


@pytest.mark.parametrize(
    ("lines", "mistaken"),
    [
        ([(2, "matched", "p1", VILLAGE)], 1),
        ([(2, "matched", "p1", VILLAGE), (2, "matched", "p2", VILLAGE)], 0),
        ([(2, "matched", "p1", VILLAGE), (2, "review", None, None)], 0),
        ([(2, "matched", "p1", VILLAGE), (2, "matched", "p3", VILLAGE)], 1),
        ([(2, "review", None, None)], 0),
    ],
)
def test_a_row_that_names_two_people_must_not_lose_one(lines, mistaken):
    assert score(truth("p1+p2", usable=False), results(*lines)).mistaken == mistaken


def test_a_person_made_of_a_note_under_the_table_is_a_mistake():
    lines = results(
        (2, "matched", "p1", VILLAGE), (9, "created", "x1", VILLAGE), (10, "rejected", None, None)
    )
    measured = score(truth("p1"), lines)
    assert (measured.unexpected, measured.mistaken, measured.settled) == (1, 1, 2)


def test_a_row_without_a_result_is_missing_and_fails():
    measured = score(truth("p1", "p2"), results((2, "matched", "p1", VILLAGE)))
    assert measured.missing == 1
    assert not measured.passes(1.0)


@pytest.mark.parametrize(
    ("outcome", "area", "wrong", "located"),
    [
        ("matched", VILLAGE, 0, 1),
        ("matched", VILLAGE + "003", 0, 1),
        ("matched", OTHER_VILLAGE, 1, 1),
        ("matched", "990121001", 0, 0),
        ("matched", "990121", 0, 0),
        ("review", OTHER_VILLAGE, 0, 0),
        ("forwarded", "980101", 1, 0),
    ],
)
def test_the_village_of_a_row(outcome, area, wrong, located):
    measured = score(truth("p1"), results((2, outcome, "p1", area)))
    assert (measured.wrong_village, measured.located) == (wrong, located)


@pytest.mark.parametrize("area", [VILLAGE, OTHER_VILLAGE])
def test_either_village_is_right_where_the_row_leaves_it_open(area):
    rows = truth("p1", area=f"{VILLAGE}|{OTHER_VILLAGE}")
    assert score(rows, results((2, "matched", "p1", area))).wrong_village == 0


@pytest.mark.parametrize(
    ("outcome", "area", "forwarded", "wrong"),
    [
        ("forwarded", "980101", 1, 0),
        ("forwarded", "980101100", 1, 0),
        ("forwarded", "980102", 0, 1),
        ("created", "990121", 0, 0),
        ("created", VILLAGE, 0, 1),
    ],
)
def test_a_row_of_someone_who_lives_outside(outcome, area, forwarded, wrong):
    rows = truth("new:1", area="980101", expected="forwarded")
    measured = score(rows, results((2, outcome, "x1", area)))
    assert (measured.to_forward, measured.usable) == (1, 0)
    assert (measured.forwarded, measured.wrong_village) == (forwarded, wrong)


def test_csv_rows_are_found_whatever_the_sheet_is_called():
    rows = truth("p1").with_columns(sheet=pl.lit(""))
    assert score(rows, results((2, "matched", "p1", VILLAGE))).found == 1


def test_measures_and_bars():
    rows = truth(*(f"p{number}" for number in range(100)))
    lines = [(number + 2, "matched", f"p{number}", VILLAGE) for number in range(100)]
    assert score(rows, results(*lines)).passes(1.0)
    one_lost = score(rows, results(*lines[:-2], (100, "review", None, None), (101, "review", None, None)))
    assert (one_lost.precision, one_lost.recall) == (1.0, 0.98)
    assert not one_lost.passes(1.0)
    assert one_lost.passes(3.0)


def test_counts_by_noise_and_worst_examples():
    rows = pl.concat(
        [truth("p1", noise="id_missing+name_typo"), truth("p2").with_columns(row=pl.lit(3).cast(pl.Int64))]
    )
    measured = score(rows, results((2, "matched", "p9", OTHER_VILLAGE), (3, "review", None, None)))
    kinds = dict(measured.by_noise.select("noise", "mistaken").iter_rows())
    assert kinds == {"": 0, "id_missing": 1, "name_typo": 1}
    problems = measured.worst.select("problem", "row").rows()
    assert problems == [("mistaken", 2), ("wrong_village", 2), ("not_found", 2), ("not_found", 3)]
