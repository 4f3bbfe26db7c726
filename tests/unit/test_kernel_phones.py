"""Telephone numbers: every usual writing is read, nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.kernel.phones import leaves_digits, read_phone_cell, read_phones

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(
    mobiles,
    st.sampled_from(["{}", "+86 {}", "0086{}", "86-{}", "(+86){}", "电话:{}", "{}.0", "{}（妻）", "0{}"]),
)
def test_every_writing_of_one_mobile(mobile, writing):
    assert read_phones(writing.format(mobile)) == [mobile]


@given(mobiles, st.sampled_from(["-", " ", "－", "\u3000"]))
def test_groups_of_digits(mobile, gap):
    grouped = gap.join((mobile[:3], mobile[3:7], mobile[7:]))
    assert read_phones(grouped) == [mobile]


@given(
    st.lists(mobiles, min_size=1, max_size=4, unique=True),
    st.sampled_from(["、", ",", ";", "/", " ", "\n", "或"]),
)
def test_several_in_a_cell(numbers, sign):
    assert read_phones(sign.join(numbers)) == numbers


@given(mobiles, mobiles)
def test_numbers_run_together_are_not_taken_apart(one, other):
    assert read_phones(one + other) == []
    assert leaves_digits(read_phone_cell(one + other))


@given(st.text())
def test_what_is_read_is_a_number_of_the_cell(text):
    for phone in read_phones(text):
        assert phone.isascii()
        assert (len(phone) == 11 and phone.startswith("1")) or phone.startswith("0")


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("0571-88888888", ["0571-88888888"]),
        ("（0571）8888 8888", ["0571-88888888"]),
        ("010 88888888", ["010-88888888"]),
        ("13812345678,0571-88888888", ["13812345678", "0571-88888888"]),
        ("1381234567", []),
        ("138123456789", []),
        ("12812345678", []),
        ("88888888", []),
        ("1.38123E+10", []),
        ("无", []),
        ("990121194912310021", []),
        ("13812345678 13812345678", ["13812345678"]),
    ],
)
def test_phones(text, phones):
    assert read_phones(text) == phones


def test_unread_digits_are_told():
    assert leaves_digits(read_phone_cell("13812345678/1391234"))
    assert not leaves_digits(read_phone_cell("13812345678(801)"))
