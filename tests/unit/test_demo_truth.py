"""What a row is worth: a line each, from what is left of its fields to what a careful reader may do."""

import numpy as np
import polars as pl
import pytest

from lianfang.demo.noise import Rows
from lianfang.demo.truth import truth_of

OUT, HERE, HOME = "980101", "990121001002", "990121001001"
WAIT = "matched|review|rejected"
ANY = "matched|created|review|rejected"


def judge(kind: str, *, key_2: str | None = None, noise: str = "", **worth: object) -> dict[str, object]:
    """The truth of one row; what is not told is whole and known."""
    registered = kind in {"registered", "moved", "away"}
    facts = {
        "key": "p1" if registered else "new:1",
        "key_2": key_2,
        "kind": kind,
        "true_name": "王建国",
        "id_worth": "right",
        "phone_worth": "right",
        "name_worth": "exact",
        "place_worth": "foreign" if kind in {"away", "outsider"} else "village",
        "day_worth": "right",
        "id_known": registered,
        "phone_known": registered,
        "area": OUT if kind in {"away", "outsider"} else HERE if kind == "moved" else HOME,
        "home": HOME if registered else None,
        "home_village": "东风村" if registered else None,
        "village": "新民社区",
    } | worth
    rest = dict.fromkeys(("exposure", "level", "last_exposure", "arrived"))
    frame = pl.DataFrame(
        [facts | rest], schema_overrides=dict.fromkeys(("key_2", "home", "home_village"), pl.String)
    )
    done = {name: np.array([True]) for name in noise.split("+") if name}
    return truth_of(Rows(frame, np.random.default_rng(0), 1.0, done)).row(0, named=True)


@pytest.mark.parametrize(
    ("id_worth", "phone_worth", "name_worth", "usable"),
    [
        ("right", "lost", "exact", True),
        ("right", "lost", "same_sound", True),
        ("right", "lost", "near", True),
        ("right", "lost", "lost", False),
        ("restorable", "lost", "exact", True),
        ("restorable", "lost", "same_sound", False),
        ("lost", "right", "exact", True),
        ("lost", "right", "same_sound", False),
        ("lost", "lost", "exact", False),
    ],
)
def test_a_registered_person_is_settled_by_number_and_name_or_name_and_telephone(
    id_worth, phone_worth, name_worth, usable
):
    row = judge("registered", id_worth=id_worth, phone_worth=phone_worth, name_worth=name_worth)
    assert row["usable"] is usable
    assert row["expected"] == ("matched" if usable else WAIT)


def test_a_short_name_with_a_wrong_character_tells_too_little():
    assert not judge("registered", true_name="王强", name_worth="near", phone_worth="lost")["usable"]
    assert judge("registered", true_name="王强", name_worth="near", phone_worth="lost", noise="name_noted")[
        "usable"
    ]


def test_a_number_that_the_register_does_not_know_settles_nothing():
    row = judge("registered", id_known=False, phone_worth="lost")
    assert (row["usable"], row["expected"]) == (False, ANY)


@pytest.mark.parametrize(
    ("noise", "usable", "expected"),
    [
        ("sex_contradicts", False, WAIT),
        ("birth_contradicts", False, WAIT),
        ("age_contradicts+id_spaced", False, WAIT),
        ("id_relative", False, WAIT),
        ("id_zeroed+id_another", False, WAIT),
        ("columns_swapped", False, WAIT),
        ("phones_two", True, "matched"),
        ("row_repeated", True, "matched|unchanged"),
    ],
)
def test_a_row_that_contradicts_itself_is_asked_about(noise, usable, expected):
    row = judge("registered", noise=noise)
    assert (row["noise"], row["usable"], row["expected"]) == (noise, usable, expected)


@pytest.mark.parametrize(("day", "usable"), [("right", True), ("missing", True), ("bad", False)])
def test_a_day_that_is_none_is_asked_about(day, usable):
    row = judge("registered", day_worth=day)
    assert (row["usable"], row["expected"]) == (usable, "matched" if usable else "review|rejected")


def test_a_row_of_two_people_names_both():
    row = judge("registered", key_2="p2", noise="people_two")
    assert (row["person"], row["usable"], row["expected"]) == ("p1+p2", False, WAIT)


@pytest.mark.parametrize(
    ("place", "area", "usable"),
    [
        ("village", HERE, True),
        ("twice", HERE, False),
        ("part", f"{HERE}|{HOME}", True),
        ("sheet", f"{HERE}|{HOME}", False),
        ("lost", HOME, True),
    ],
)
def test_who_moved_is_where_the_row_says_or_else_where_the_register_does(place, area, usable):
    row = judge("moved", place_worth=place)
    assert (row["area"], row["usable"]) == (area, usable)


def test_an_ambiguous_village_name_may_be_the_one_of_the_register():
    row = judge("moved", place_worth="twice", home_village="新民社区")
    assert (row["area"], row["usable"]) == (f"{HERE}|{HOME}", False)


@pytest.mark.parametrize(
    ("worth", "usable"),
    [
        ({}, True),
        ({"id_worth": "restorable"}, False),
        ({"phone_worth": "lost"}, True),
        ({"id_worth": "lost"}, False),
        ({"name_worth": "same_sound"}, False),
        ({"place_worth": "twice"}, False),
        ({"place_worth": "lost"}, False),
    ],
)
def test_a_stranger_is_created_with_name_number_and_village(worth, usable):
    row = judge("new", **worth)
    assert (row["usable"], row["expected"]) == (usable, "created|matched" if usable else ANY)


@pytest.mark.parametrize(
    ("kind", "worth", "usable", "expected", "area"),
    [
        ("outsider", {}, True, "forwarded", OUT),
        ("outsider", {"id_worth": "lost", "phone_worth": "lost"}, True, "forwarded", OUT),
        ("outsider", {"name_worth": "lost"}, False, f"forwarded|{ANY}", OUT),
        ("outsider", {"place_worth": "lost"}, False, f"forwarded|{ANY}", OUT),
        ("outsider", {"day_worth": "bad"}, False, "forwarded|review|rejected", OUT),
        ("away", {}, True, "forwarded|matched", OUT),
        ("away", {"id_worth": "lost", "phone_worth": "lost"}, False, f"forwarded|{ANY}", OUT),
        ("away", {"place_worth": "lost"}, True, "matched", HOME),
    ],
)
def test_who_lives_outside_is_handed_over(kind, worth, usable, expected, area):
    row = judge(kind, **worth)
    assert (row["usable"], row["expected"], row["area"]) == (usable, expected, area)
