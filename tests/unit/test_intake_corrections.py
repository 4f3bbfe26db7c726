"""What a person corrects of how a file is read becomes a mapping that says only what differs."""

import pytest

from lianfang.apps.intake.rules.corrections import NOTHING, Corrections


def column(place, header, field="", why="word"):
    return {"place": place, "header": header, "field": field, "why": why}


def word(text, code, *, known=True, field="level"):
    return {"field": field, "text": text, "code": code, "known": known}


SHEET = {
    "columns": [
        column(0, "姓名", "name"),
        column(1, "联系电话", "phone"),
        column(2, "备用", why="unknown"),
    ],
    "words": [word("高", "high"), word("红区", None, known=False), word("其他", None)],
}


def mapping(columns=(), words=(), known=None, sheet=SHEET):
    return Corrections(dict(columns), dict(words)).mapping([sheet], known or {})


def test_what_was_left_as_it_is_makes_no_mapping():
    assert mapping({(0, 0): "name", (0, 1): "phone", (0, 2): ""}) == ({}, {})


def test_a_column_that_is_not_to_be_read_is_left_out():
    assert mapping({(0, 1): ""}) == ({"联系电话": ""}, {})


def test_columns_that_are_read_together_are_named_together():
    """A mapping that names one telephone column claims the field: the others must be named as well."""
    assert mapping({(0, 2): "phone"})[0] == {"联系电话": "phone", "备用": "phone"}


def test_a_column_that_a_mapping_named_stays_named():
    sheet = {"columns": [column(0, "甲", "name", "saved")], "words": []}
    assert mapping(sheet=sheet) == ({"甲": "name"}, {})


@pytest.mark.parametrize(
    ("text", "chosen", "values"),
    [
        ("红区", "high", {"level": {"红区": "high"}}),
        ("高", "low", {"level": {"高": "low"}}),
        ("高", "high", {}),
        ("其他", NOTHING, {}),
        ("高", NOTHING, {"level": {"高": NOTHING}}),
        ("红区", "", {}),
    ],
)
def test_a_word_is_saved_where_its_meaning_changes(text, chosen, values):
    assert mapping(words={("level", text): chosen})[1] == values


def test_words_saved_before_stay():
    known = {"exposure": {"甲类": "close_contact"}}
    assert mapping(words={("level", "红区"): "high"}, known=known)[1] == {
        "exposure": {"甲类": "close_contact"},
        "level": {"红区": "high"},
    }
