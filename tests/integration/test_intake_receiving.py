"""A list is received: each row is matched, created, waits, goes back, goes on or is known; none is lost."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import intake as lists
from tests.factories import people
from tests.factories.intake import HERE, NOW, row
from tests.factories.places import COUNTY, GRID, VILLAGE

from lianfang.apps.intake.models import Batch, Exposure, Forward, GroupFact, Row
from lianfang.apps.intake.reading.columns import ColumnAmbiguous
from lianfang.apps.intake.reading.files import EmptyFile, WrongEnding
from lianfang.apps.intake.terms import Outcome
from lianfang.apps.people.models import Person
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13900000001", "13900000002"
MANGLED = "9.90121E+17"


@pytest.fixture(autouse=True)
def _county() -> None:
    lists.build_county()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "名单.csv"


def fate(path, cells, **options):
    """Outcome and reason of a list of one row."""
    (found,) = lists.fates(lists.receive(path, cells, **options))
    return found


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_persons_are_matched_by_number_by_telephone_and_by_the_sound_of_the_name(tmp_path, ending):
    by_number, number = lists.resident("张伟")
    by_phone, _ = lists.resident("李娜", sequence=2, phones=[PHONE])
    by_sound, _ = lists.resident("王芳", sequence=3, phones=[OTHER_PHONE])
    account = lists.receive(
        tmp_path / f"名单.{ending}",
        row("张伟", number=number, address=HERE),
        row("李娜", phone=PHONE, address=HERE),
        row("王方", phone=OTHER_PHONE, address=HERE),
        row("章伟", number=number, address=HERE),
    )
    assert (account.rows, account.matched, account.rejects_file) == (4, 4, None)
    assert lists.persons(account) == [by_number, by_phone, by_sound, by_number]
    assert lists.rules(account) == ["id_name", "phone_name", "phone_sound", "id_sound"]
    assert Person.objects.count() == 3


def test_a_row_that_names_the_village_lies_where_the_register_knows_the_person(path):
    _, number = lists.resident("张伟")
    account = lists.receive(path, row("张伟", number=number, address=HERE))
    assert Row.objects.get(batch=account.batch).area == GRID


def test_a_new_person_is_created_once_however_often_lists_name_them(path, tmp_path):
    number = people.citizen_number(sequence=7)
    account = lists.receive(
        path,
        row("赵新", number=number, phone=PHONE, address=HERE),
        row("赵新", number=number, address="城关镇东街社区"),
        row("赵新", phone=PHONE, address=HERE),
    )
    assert Person.objects.count() == 1
    assert len(set(lists.persons(account))) == 1
    again = lists.receive(tmp_path / "又一份.csv", row("赵新", number=number, note="乙"), channel="hotel")
    assert (again.matched, again.created) == (1, 0)
    assert lists.persons(again)[0] == lists.persons(account)[0]
    assert Person.objects.get().name == "赵新"


def test_two_newcomers_of_one_name_with_numbers_of_their_own_are_two_persons(path):
    numbers = [people.citizen_number(sequence=n) for n in (1, 2)]
    account = lists.receive(path, *(row("赵新", number=number, address=HERE) for number in numbers))
    assert (account.created, Person.objects.count()) == (2, 2)


def test_a_number_mangled_by_a_spreadsheet_is_never_repaired(path):
    known, _ = lists.resident("张伟", phones=[PHONE])
    account = lists.receive(
        path,
        row("张伟", number=MANGLED, phone=PHONE, address=HERE),
        row("吴生", number=MANGLED, phone=OTHER_PHONE, address=HERE),
    )
    assert lists.fates(account) == [("matched", ""), ("review", "id_mangled_by_spreadsheet")]
    assert lists.persons(account) == [known, None]
    assert Person.objects.count() == 1


def test_every_defect_has_an_outcome_and_a_reason_of_its_own(path):
    _, number = lists.resident("张伟")
    fresh = [people.citizen_number(sequence=n) for n in range(50, 60)]
    bad_check = fresh[0][:-1] + ("1" if fresh[0][-1] != "1" else "2")
    account = lists.receive(
        path,
        row("张伟", number=number, born="1991-01-01", address=HERE),
        row("钱新", number=fresh[1], born="1991-01-01", address=HERE),
        row("孙二、李四", number=fresh[2], address=HERE),
        row("周三", number=fresh[3], contact="2022-02-30", address=HERE),
        row("吴四", number=fresh[4], address="北山村3号"),
        row("郑五", number=fresh[5], address="虚岭省虚安市别山县白石镇"),
        row("冯六", number=bad_check, address=HERE),
        row("陈七", address=HERE),
        row("褚八", number=fresh[6], exposure="说不清", address=HERE),
        row("卫九", number=fresh[7], contact="2022-07-11", address=HERE),
        row("", number=fresh[8], address=HERE),
    )
    assert lists.fates(account) == [
        ("matched", "birth_contradicts_id"),
        ("review", "birth_contradicts_id"),
        ("rejected", "several_people"),
        ("review", "date_impossible"),
        ("review", "village_ambiguous"),
        ("forwarded", "outside_area"),
        ("review", "id_bad_check"),
        ("review", "no_identifier"),
        ("created", "exposure_unread"),
        ("review", "date_future"),
        ("review", "name_missing"),
    ]
    assert account.rows == 11


def test_a_place_outside_the_area_is_handed_over_and_waits_for_acknowledgement(path):
    account = lists.receive(path, row("郑五", number=people.citizen_number(), address="远方省白石市青山县"))
    forward = Forward.objects.get()
    assert (account.forwarded, forward.row_no, forward.from_area) == (1, 2, COUNTY)
    assert (forward.area, forward.to_name, forward.held_in) == ("", "远方省白石市青山县", COUNTY)
    assert (forward.happened_at, forward.acknowledged_at) == (NOW, None)
    assert not Person.objects.exists()


def test_a_village_in_another_town_of_the_county_receives_what_a_town_forwards(path):
    lists.receive(path, row("郑五", number=people.citizen_number(), address="柳林乡柳林村"), area=VILLAGE[:9])
    forward = Forward.objects.get()
    assert (forward.area, forward.held_in) == (lists.WILLOW, lists.WILLOW)


def test_a_resident_whom_a_list_places_elsewhere_is_forwarded_and_away(path):
    uid, number = lists.resident("张伟")
    assert fate(path, row("张伟", number=number, address="远方省白石市青山县")) == (
        "forwarded",
        "outside_area",
    )
    fact = GroupFact.objects.get()
    assert (str(fact.person.uid), fact.group, fact.area, fact.enters) == (uid, "away", GRID, True)


def test_a_doubtful_row_names_its_candidate_and_why(path):
    _, number = lists.resident("张伟")
    assert fate(path, row("刘洋", number=number, address=HERE)) == ("review", "id_other_name")
    (candidate,) = lists.queries.candidates(Batch.objects.get().pk)
    assert candidate["name"] == "张伟"
    assert "id" in candidate["agrees"]
    assert "name" in candidate["differs"]


def test_lines_that_are_no_people_are_no_rows_and_are_told_with_the_list(path):
    titles = "城关镇排查名单,,\n姓名,联系电话,现住址\n"
    path.write_text(f"{titles}赵新,{PHONE},{HERE}\n,,柳林村\n合计,1,\n", encoding="utf-8")
    account = lists.receive(path)
    assert account.rows == 1
    told = [(line["row"], line["kind"]) for line in lists.batch(account).ignored_lines]
    assert told == [(1, "title"), (4, "note"), (5, "total")]


def test_a_name_that_is_none_and_no_key_at_all_go_back(path):
    account = lists.receive(path, row("详见附件三所列各村名单", phone=PHONE), row("赵新", phone=""))
    assert lists.fates(account) == [("rejected", "name_unreadable"), ("rejected", "nothing_usable")]


def test_two_registered_namesakes_behind_one_telephone_are_not_chosen_between(path):
    lists.resident("张伟", phones=[PHONE])
    lists.resident("张伟", sequence=2, phones=[PHONE])
    assert fate(path, row("张伟", phone=PHONE, address=HERE)) == ("review", "several")


def test_the_exposure_and_the_groups_of_a_row_are_told(path):
    row_told = row(
        "赵新", number=people.citizen_number(), exposure="密接", contact="2022-07-08", address=HERE
    )
    account = lists.receive(path, row_told)
    exposure = Exposure.objects.get()
    assert (exposure.kind, str(exposure.last_exposure), exposure.batch_id) == (
        "close_contact",
        "2022-07-08",
        account.batch,
    )
    assert (exposure.happened_at, exposure.disease, exposure.row_no) == (NOW, "covid19", 2)
    groups = GroupFact.objects.order_by("group").values_list("group", flat=True)
    assert list(groups) == ["outside_contacts", "outsiders"]


def test_the_same_file_again_is_unchanged_names_the_earlier_list_and_changes_nothing(path):
    _, number = lists.resident("张伟")
    first = lists.receive(
        path, row("张伟", number=number), row("甲、乙"), row("赵", phone=PHONE, address=HERE)
    )
    before = lists.everything()
    again = lists.receive(path, at=lists.hours(3))
    assert (again.batch, again.rows, again.unchanged) == (first.batch, 3, 3)
    assert lists.everything() == before


def test_the_same_rows_in_another_file_tell_nothing_twice(path, tmp_path):
    rows = [
        row("赵新", number=people.citizen_number(), exposure="密接", contact="2022-07-08", address=HERE),
        row("吴生", number=MANGLED, address=HERE),
        row("郑五", number=people.citizen_number(sequence=2), address="远方省白石市青山县"),
    ]
    lists.receive(path, *rows)
    again = lists.receive(tmp_path / "换了顺序.csv", *reversed(rows))
    assert (again.unchanged, lists.fates(again)[0]) == (3, ("unchanged", "sent_before"))
    assert (Exposure.objects.count(), Forward.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_a_dry_run_counts_the_same_and_writes_nothing(path):
    rows = [
        row("赵新", number=people.citizen_number(), address=HERE),
        row("甲、乙"),
        row("吴", number=MANGLED),
    ]
    before = lists.everything()
    tried = lists.receive(path, *rows, dry_run=True)
    assert lists.everything() == before
    done = lists.receive(path)
    counts = [[getattr(account, outcome) for outcome in Outcome] for account in (tried, done)]
    assert counts[0] == counts[1]
    assert (tried.batch, tried.rejects_file, done.rows) == (0, None, 3)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("空.csv", b"", EmptyFile),
        ("名单.xlsx", "姓名,电话\n张三,1\n".encode(), WrongEnding),
        ("名单.csv", "姓名,现住址,详细地址\n张三,东街村,1号\n".encode(), ColumnAmbiguous),
    ],
)
def test_a_list_that_is_refused_leaves_no_trace(tmp_path, name, content, refusal):
    (tmp_path / name).write_bytes(content)
    before = lists.everything()
    with pytest.raises(refusal):
        lists.receive(tmp_path / name)
    assert lists.everything() == before


def test_an_unknown_area_and_one_out_of_scope_are_refused(path):
    lists.write(path, row("张伟"))
    with pytest.raises(NotFound, match="990199"):
        lists.receive(path, area="990199")
    with pytest.raises(NotAllowed):
        lists.receive(path, by=Actor("某", ("990121200",)))
    assert not Batch.objects.exists()


def test_a_list_leaves_one_audit_line_with_its_account(path):
    account = lists.receive(path, row("赵新", number=people.citizen_number(), address=HERE), row("甲、乙"))
    (line,) = AuditEvent.objects.filter(action="intake.received")
    batch = lists.batch(account)
    assert (line.subject, line.facts["rows"], line.facts["created"], line.facts["rejected"]) == (
        f"batch:{batch.uid}",
        2,
        1,
        1,
    )
    assert line.facts["file"] == batch.file_hash


NAMES = ["张伟", "章伟", "李娜", "赵新", "甲、乙", "无", "", "Wang Fang", " 张　伟 ", "合计"]
NUMBERS = [people.citizen_number(sequence=n) for n in (1, 2, 3)]
NUMBERS += [MANGLED, NUMBERS[0][:-1], NUMBERS[1][:17] + "?", "", "E12345678", NUMBERS[0] + NUMBERS[1]]
PHONES = [PHONE, OTHER_PHONE, f"{PHONE}/{OTHER_PHONE}", "+86 139-0000-0001", "12345", ""]
ADDRESSES = [HERE, "北山村", "柳林乡柳林村", "柳林乡东街社区", "远方省白石市青山县", "不详", "", GRID]
DATES = ["2022-07-08", "2022-02-30", "03/04/05", "44750", "2023-01-01", "昨天", ""]
DIRTY = st.builds(
    row,
    st.sampled_from(NAMES),
    number=st.sampled_from(NUMBERS),
    phone=st.sampled_from(PHONES),
    address=st.sampled_from(ADDRESSES),
    born=st.sampled_from(["1990-01-01", *DATES]),
    contact=st.sampled_from(DATES),
    exposure=st.sampled_from(["密接", "次密接", "随便", ""]),
    note=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6),
)


@contextmanager
def rolled_back():
    """What is written inside is undone: the next example finds the county as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=24, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(DIRTY, min_size=1, max_size=8))
def test_rows_are_the_sum_of_the_six_outcomes_whatever_the_cells_say(rows, tmp_path):
    with rolled_back():
        lists.resident("张伟", phones=[PHONE])
        lists.resident("李娜", sequence=2, phones=[OTHER_PHONE])
        account = lists.receive(
            tmp_path / "乱.csv", row("标杆", number=people.citizen_number(sequence=9)), *rows
        )
        read = Row.objects.filter(batch=account.batch)
        ignored = lists.batch(account).ignored_lines
        outcomes = [outcome for outcome, _ in lists.fates(account)]
        assert account.rows == read.count() == len(outcomes)
        assert {outcome.value: getattr(account, outcome) for outcome in Outcome} == {
            outcome.value: outcomes.count(outcome) for outcome in Outcome
        }
        told = [one.row_no for one in read] + [line["row"] for line in ignored]
        blank = [
            at for at, cells in enumerate(rows, start=3) if not "".join(map(str, cells.values())).strip()
        ]
        assert sorted(told + blank) == list(range(2, len(rows) + 3))
