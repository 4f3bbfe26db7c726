"""A day's list: what is done elsewhere and is too much to be read one by one stands in one line."""

from lianfang.apps.control.rules import today


def test_many_of_a_kind_without_a_form_are_a_pile():
    assert today.piled({"review_decided": 6, "temperature": 200, "task_done": 5}) == ["review_decided"]


def test_few_of_a_kind_are_read_one_by_one():
    assert today.piled({"review_decided": today.FEW}) == []
