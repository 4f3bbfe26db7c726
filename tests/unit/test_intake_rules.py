"""Rules of intake without a database: faults of rows, outcomes of checks, readings of places."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.intake_lists import chunk_of

from lianfang.apps.intake.reading.terms import DateStatus, Field, IdStatus
from lianfang.apps.intake.rules import checks, faults
from lianfang.apps.intake.rules.checks import UnknownCheckOutcome, check_outcome, outcome_or_none
from lianfang.apps.intake.rules.places import Gazetteer, PlaceReading, PlaceState, PlaceTexts, within
from lianfang.apps.intake.terms import CHECK_OUTCOME_NAMES, Account, CheckOutcome, Group
from lianfang.kernel.citizen_id import check_digit

ON = date(2022, 7, 10)
FIRST17 = "99012119900101001"
NUMBER = FIRST17 + check_digit(FIRST17)
SECOND17 = "99012119900101002"
BOTH = f"{NUMBER} {SECOND17}{check_digit(SECOND17)}"
PLACES = (
    ("99", "虚岭省"),
    ("9901", "虚安市"),
    ("990121", "澜砚县"),
    ("990121100", "城关镇"),
    ("990121100001", "东街社区"),
    ("990121100201", "北山村"),
    ("990121100201003", "第三网格"),
    ("990121200", "柳林乡"),
    ("990121200201", "柳林村"),
    ("990121200202", "北山村"),
)


def fault(expression, **cells):
    """A fault of one row whose cells are given by field."""
    row = {Field[name.upper()]: text for name, text in cells.items()}
    return chunk_of([row], on=ON).frame.select(expression).item()


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "张伟", "id_number": NUMBER}, ""),
        ({"name": "张伟、李娜", "id_number": NUMBER}, "several_people"),
        ({"name": "张伟", "id_number": BOTH}, "several_people"),
        ({"name": "", "id_number": "9.90121E+17", "phone": ""}, "nothing_usable"),
        ({"name": "", "id_number": "", "phone": "13900000001"}, ""),
        ({"name": "", "id_number": NUMBER}, ""),
        ({"name": "详见附件三所列各村名单"}, "name_unreadable"),
    ],
)
def test_what_sends_a_row_back_at_once(cells, reason):
    assert fault(faults.rejecting_fault(), **cells) == reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "张伟", "arrived": "2022-07-09"}, ""),
        ({"name": "", "phone": "13900000001"}, "name_missing"),
        ({"name": "张伟", "last_exposure": "2022-02-30"}, "date_impossible"),
        ({"name": "张伟", "arrived": "2022-07-11"}, "date_future"),
        ({"name": "张伟", "arrived": "03/04/05"}, "date_ambiguous"),
        ({"name": "张伟", "arrived": "改天"}, "date_unreadable"),
        ({"name": "张伟", "onset": "2022-02-30"}, ""),
    ],
)
def test_what_makes_a_row_wait_for_a_person(cells, reason):
    assert fault(faults.waiting_fault(), **cells) == reason


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (NUMBER, ""),
        ("", ""),
        ("9.90121E+17", "id_mangled_by_spreadsheet"),
        ("990121199001010000", "id_mangled_by_spreadsheet"),
        (FIRST17 + ("1" if NUMBER[-1] != "1" else "2"), "id_bad_check"),
        ("99012119900230001" + check_digit("99012119900230001"), "id_bad_birth_date"),
        (NUMBER[:12], "id_bad_length"),
    ],
)
def test_what_is_wrong_with_a_number(number, reason):
    assert fault(faults.number_fault(), name="张伟", id_number=number) == reason


def test_every_fault_that_a_cell_can_have_is_said_and_has_a_remedy():
    usable = {*faults.SOLID_ID, IdStatus.EMPTY.value, IdStatus.SEVERAL.value}
    codes = {f"id_{status.value}" for status in IdStatus if status.value not in usable}
    codes |= {f"date_{status}" for status in faults.BAD_DATES}
    assert codes <= set(faults.REASONS)
    assert set(faults.BAD_DATES) < {status.value for status in DateStatus}
    assert all(one.reason and one.remedy for one in faults.REASONS.values())
    assert (faults.sentence(""), faults.remedy("decided")) == ("", "")


def test_every_outcome_is_understood_by_its_code_and_its_name():
    for outcome, name in CHECK_OUTCOME_NAMES.items():
        assert check_outcome(outcome) == check_outcome(name) == CheckOutcome(outcome)


def test_words_that_are_no_outcome_are_refused_and_named():
    with pytest.raises(UnknownCheckOutcome, match="天气不错"):
        check_outcome("天气不错")
    assert outcome_or_none("") is None


def test_only_an_attempt_in_vain_settles_nothing():
    assert set(CheckOutcome) - checks.SETTLES == {CheckOutcome.WRONG_NUMBER, CheckOutcome.NOT_REACHABLE}


def test_who_died_leaves_every_group_and_who_left_all_but_away():
    assert checks.LEAVES[CheckOutcome.DECEASED] == set(Group)
    assert checks.LEAVES[CheckOutcome.LEFT_AREA] == set(Group) - {Group.AWAY}
    assert checks.ENTERS == {CheckOutcome.LEFT_AREA: Group.AWAY}


def test_an_account_that_does_not_balance_does_not_exist():
    counts = {"matched": 1, "created": 0, "review": 0, "rejected": 1, "forwarded": 0, "unchanged": 0}
    assert Account(batch=1, rows=2, seconds=0.0, rejects_file=None, **counts).rows == 2
    with pytest.raises(ArithmeticError, match="balance"):
        Account(batch=1, rows=3, seconds=0.0, rejects_file=None, **counts)


def gazetteer():
    return Gazetteer(PLACES, home="990121")


def test_of_several_places_those_within_the_area_of_the_list_remain():
    both = gazetteer().read(PlaceTexts(address="北山村"))
    assert both.state is PlaceState.SEVERAL
    assert within(both, "990121200") == PlaceReading(PlaceState.KNOWN, ("990121200202",), both.words)
    assert within(both, "9802") == both


@given(st.text(max_size=30))
def test_any_text_has_a_reading_and_only_known_places_in_it(text):
    reading = gazetteer().read(PlaceTexts(address=text))
    assert set(reading.codes) <= {code[:15] for code, _ in PLACES} | {""}
    assert (reading.state is PlaceState.KNOWN) == (len(reading.codes) == 1 and reading.codes != ("",))


VILLAGES = [name for code, name in PLACES if len(code) == 12]


@given(st.lists(st.sampled_from(VILLAGES), min_size=1, max_size=5).map("".join))
def test_villages_in_any_order_never_lead_outside_the_county(text):
    reading = gazetteer().read(PlaceTexts(address=text))
    assert reading.state is not PlaceState.OUTSIDE
    if reading.state is PlaceState.KNOWN:
        own = next(name for code, name in PLACES if code == reading.codes[0])
        assert own in text
