"""Citizen identity numbers: round trips, one error per broken rule, agreement with an independent library."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from lianfang.kernel import citizen_id
from lianfang.kernel.citizen_id import DocumentKind, Sex, check_digit, classify, read, restore_lost_x, upgrade

births = st.dates(date(1900, 1, 1), date(1999, 12, 31))
regions = st.sampled_from(["990121", "980321", "110105", "659001"])
sequences = st.integers(0, 999).map("{:03d}".format)


@st.composite
def numbers(draw):
    first17 = f"{draw(regions)}{draw(births):%Y%m%d}{draw(sequences)}"
    return first17 + check_digit(first17)


@given(numbers())
def test_reading_gives_back_what_the_number_was_made_of(number):
    person = read(number)
    assert (person.number, person.region6) == (number, number[:6])
    assert f"{person.birth_date:%Y%m%d}" == number[6:14]
    assert person.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)
    assert not person.upgraded


@given(numbers())
def test_upgrading_the_old_form_restores_the_number(number):
    old = number[:6] + number[8:17]
    assert upgrade(old) == number
    assert read(old).number == number
    assert read(old).upgraded


@given(numbers(), st.integers(0, 16), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_passes(number, place, digit):
    wrong = number[:place] + digit + number[place + 1 :]
    if wrong != number:
        with pytest.raises(citizen_id.NotACitizenId):
            read(wrong)


@given(numbers())
def test_a_lost_x_comes_back_and_nothing_else_does(number):
    restored = restore_lost_x(number[:17])
    assert restored == (number if number.endswith("X") else None)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_digit_agrees_with_an_independent_library(first17):
    assert check_digit(first17) == ric.calc_check_digit(first17 + "0")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1.10101E+17", citizen_id.MangledBySpreadsheet),
        ("1.10101199003077E+17", citizen_id.MangledBySpreadsheet),
        ("110101199003070000", citizen_id.MangledBySpreadsheet),
        ("11010519491231002Z", citizen_id.WrongCharacters),
        ("张三", citizen_id.WrongCharacters),
        ("1101051949123100", citizen_id.WrongLength),
        ("", citizen_id.WrongLength),
        ("000105194912310026", citizen_id.WrongRegion),
        ("110105194913310021", citizen_id.WrongBirthDate),
        ("110105170012310021", citizen_id.WrongBirthDate),
        ("110105194912310021", citizen_id.WrongCheckDigit),
    ],
)
def test_each_broken_rule_has_its_error(text, error):
    with pytest.raises(error) as caught:
        read(text)
    assert type(caught.value) is error


def test_a_birth_after_the_day_of_reading_is_refused():
    first17 = "99012120300101001"
    number = first17 + check_digit(first17)
    assert read(number).birth_date == date(2030, 1, 1)
    with pytest.raises(citizen_id.WrongBirthDate):
        read(number, on=date(2022, 3, 5))


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "'11010519491231002X",
    ],
)
def test_the_standards_own_example_in_every_writing(written):
    assert read(written).birth_date == date(1949, 12, 31)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11010519491231002X", DocumentKind.NATIONAL_ID),
        ("110105491231002", DocumentKind.NATIONAL_ID),
        ("990121194912310021", DocumentKind.NATIONAL_ID),
        ("810000199003070012", DocumentKind.HK_MACAO_RESIDENCE),
        ("830000199003070012", DocumentKind.TAIWAN_PERMIT),
        ("H12345678", DocumentKind.HK_MACAO_PERMIT),
        ("M1234567890", DocumentKind.HK_MACAO_PERMIT),
        ("12345678", DocumentKind.TAIWAN_PERMIT),
        ("19900307", DocumentKind.UNKNOWN),
        ("911124198108030024", DocumentKind.FOREIGN_RESIDENCE),
        ("USA110000000012", DocumentKind.FOREIGN_RESIDENCE),
        ("E12345678", DocumentKind.PASSPORT),
        ("EA1234567", DocumentKind.PASSPORT),
        ("13812345678", DocumentKind.UNKNOWN),
        ("", DocumentKind.UNKNOWN),
    ],
)
def test_documents_are_known_by_their_shape(text, kind):
    assert classify(text) is kind
