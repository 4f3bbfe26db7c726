"""What is read from the cells of a list, as a table: cell → what it says, or why it is refused."""

from datetime import date

import pytest

from lianfang.kernel.citizen_id import NotACitizenId, read
from lianfang.kernel.dates import UnreadableDate, read_date

RECEIVED = date(2022, 3, 10)

# 证件号码 as written              | number, birth, sex             | or code of the refusal
NUMBERS = """
11010519491231002X                 | 11010519491231002X 1949-12-31 female |
440524188001010014                 | 440524188001010014 1880-01-01 male   |
１１０１０５１９４９１２３１００２ｘ | 11010519491231002X 1949-12-31 female |
110105 1949 1231 002X              | 11010519491231002X 1949-12-31 female |
110105491231002                    | 11010519491231002X 1949-12-31 female |
1.10105E+17                        |                                      | citizen_id.mangled
110105194912310000                 |                                      | citizen_id.mangled
11010519491231002                  |                                      | citizen_id.length
110105194902300026                 |                                      | citizen_id.birth_date
110105194912310021                 |                                      | citizen_id.check_digit
070105194912310021                 |                                      | citizen_id.region
E12345678                          |                                      | citizen_id.characters
"""

# 日期 as written on a list of 2022-03-10 | day        | certainty or code of the refusal
DATES = """
2022-03-05                         | 2022-03-05 | exact
2022/3/5                           | 2022-03-05 | exact
2022.3.5                           | 2022-03-05 | exact
20220305                           | 2022-03-05 | exact
2022年3月5日                        | 2022-03-05 | exact
44625                              | 2022-03-05 | exact
44625.75                           | 2022-03-05 | exact
2022-03-05 23:59:59                | 2022-03-05 | exact
3月5日                              | 2022-03-05 | year_assumed
3.5                                | 2022-03-05 | year_assumed
12月30日                            | 2021-12-30 | year_assumed
1861-11-21                         | 1861-11-21 | exact
2022-02-30                         |            | date.impossible
03/04/05                           |            | date.ambiguous
2022-03-11                         |            | date.future
昨天                                |            | date.unreadable
"""


def _rows(table):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


def _number(written):
    try:
        found = read(written)
    except NotACitizenId as error:
        return "", error.code
    return f"{found.number} {found.birth_date} {found.sex}", ""


def _day(written):
    try:
        found = read_date(written, on=RECEIVED)
    except UnreadableDate as error:
        return "", error.code
    return str(found.value), found.certainty


@pytest.mark.parametrize(("written", "said", "refusal"), _rows(NUMBERS))
def test_identity_number(written, said, refusal):
    assert _number(written) == (said, refusal)


@pytest.mark.parametrize(("written", "day", "outcome"), _rows(DATES))
def test_date(written, day, outcome):
    assert _day(written) == (day, outcome)
