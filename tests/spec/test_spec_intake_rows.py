"""What becomes of a row of a list sent to 澜砚县, and why; the county has two 北山村, and 张伟 is registered.

张伟: born 1 January 1990, number N1, telephone T1, in 城关镇北山村. Each line is a list of its own, received
on 10 July 2022. `outcome` and `reason` are the codes that the command line shows.
"""

import pytest
from tests.factories import intake as lists
from tests.factories import people

from lianfang.apps.people.models import Person

pytestmark = pytest.mark.django_db

TABLE = """
name      | number    | phone | address            | born       | outcome   | reason
张伟      | N1        |       |                    |            | matched   |
章伟      | N1        |       |                    |            | matched   |
张伟      |           | T1    |                    |            | matched   |
章玮      |           | T1    |                    | 1990-01-01 | matched   |
张伟      | MANGLED   | T1    |                    |            | matched   |
张伟      | N1        |       | 北山村             |            | matched   |
张伟      | N1        |       |                    | 1991-01-01 | matched   | birth_contradicts_id
刘洋      | N1        |       |                    |            | review    | id_other_name
刘洋      |           | T1    | 城关镇北山村       |            | review    | phone_other_name
张伟      | N2        | T1    | 城关镇北山村       |            | review    | phone_other_id
张伟      | N1SLIP    |       | 城关镇北山村       |            | review    | id_one_off
刘洋      | MANGLED   |       | 城关镇北山村       |            | review    | id_mangled_by_spreadsheet
          | N1        |       |                    |            | review    | name_missing
刘洋      | N2        |       | 城关镇北山村       |            | created   |
刘洋      |           | T2    | 城关镇北山村       |            | created   |
刘洋      | N2        |       |                    |            | created   | place_missing
刘洋      | N2        |       | 不详               |            | created   | place_missing
刘洋      | N2        |       | 亲戚家里           |            | created   | place_unread
刘洋      | N2        |       | 北山村             |            | review    | village_ambiguous
刘洋      | N2        |       | 柳林乡东街社区     |            | review    | places_contradict
刘洋      |           | T2    | 城关镇             |            | review    | incomplete
刘洋      | N2        |       | 远方省白石市青山县 |            | forwarded | outside_area
张伟      | N1        |       | 远方省白石市青山县 |            | forwarded | outside_area
张伟、刘洋 | N1        |       |                    |            | rejected  | several_people
刘洋      |           |       |                    |            | rejected  | nothing_usable
"""
N1, N2 = (people.citizen_number(sequence=n) for n in (1, 2))
WRITTEN = {
    "N1": N1,
    "N2": N2,
    "N1SLIP": N1[:16] + ("3" if N1[16] != "3" else "4") + N1[17],
    "MANGLED": "9.90121E+17",
    "T1": "13900000001",
    "T2": "13900000002",
}


def lines():
    return [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


@pytest.fixture(autouse=True)
def _county() -> None:
    lists.build_county()
    lists.resident("张伟", phones=[WRITTEN["T1"]])


@pytest.mark.parametrize("line", lines(), ids=" ".join)
def test_a_row_has_this_outcome_for_this_reason(tmp_path, line):
    name, number, phone, address, born, outcome, reason = line
    known = {"number": WRITTEN.get(number, ""), "phone": WRITTEN.get(phone, "")}
    account = lists.receive(tmp_path / "名单.csv", lists.row(name, address=address, born=born, **known))
    assert lists.fates(account) == [(outcome, reason)]
    assert Person.objects.count() == 1 + (outcome == "created")
