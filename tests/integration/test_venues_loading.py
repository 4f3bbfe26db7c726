"""Files of observations: a row gets in, is known already, or comes back; who is meant; what goes when."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from tests.factories import people, places, venues
from tests.factories.venues import ELSEWHERE, MARKET, NOW, TRAIN, moment

from lianfang.apps.venues import operations
from lianfang.apps.venues.models import Load, Part, Presence, Visitor
from lianfang.apps.venues.queries import lake
from lianfang.apps.venues.terms import FileAccount, RowFault
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.embedded.home import Home
from lianfang.core.keeping import FileMissing
from lianfang.core.retention import operations as retention
from lianfang.kernel.errors import WrongCall

ANNA, BEN = people.citizen_number(sequence=1), people.citizen_number(sequence=2)
PHONE = "13900000001"


@pytest.fixture
def county(db: None, tmp_path: Path, settings: object) -> Path:
    """The small county with two residents, its venues; a home of its own for the lake."""
    settings.HOME = _Own(settings.HOME.root, tmp_path)  # type: ignore[attr-defined]
    places.build_county()
    people.person("安一", document=ANNA, phones=[PHONE])
    people.person("贝二", document=BEN, phones=["13900000002"])
    venues.load_venues(tmp_path)
    return tmp_path


class _Own(Home):
    """The run's home, with a lake of the test's."""

    def __init__(self, root: Path, folder: Path) -> None:
        super().__init__(root)
        object.__setattr__(self, "folder", folder)

    @property
    def lake(self) -> Path:
        return self.folder / "lake"  # type: ignore[attr-defined,no-any-return]


def load(path: Path, **options: object) -> FileAccount:
    return operations.load(path, by=SYSTEM, at=NOW, **options)  # type: ignore[arg-type]


def test_every_row_has_one_fate_and_a_second_time_nothing_is_taken(county):
    path = venues.observed(
        county,
        (ANNA, MARKET, moment(9, "08:30"), moment(9, "09:00")),
        (PHONE, MARKET, moment(9, "10:30")),
        (BEN, TRAIN, moment(9, "11:00"), moment(9, "12:00"), "05车03A"),
        (BEN, TRAIN, moment(9, "11:00"), moment(9, "12:00"), "05车03A"),
        ("13900009999", MARKET, moment(9, "08:31")),
        (ANNA, "没有的码", moment(9, "08:30")),
    )
    first = load(path)
    assert (first.rows, first.taken, first.unchanged, first.rejected, first.visitors) == (6, 4, 1, 1, 1)
    again = load(path)
    assert (again.taken, again.unchanged, again.rejected) == (0, 5, 1)
    assert Load.objects.count() == 2
    assert Visitor.objects.count() == 1
    assert Presence.objects.count() == 4


def test_what_is_said_of_a_stay_stands_in_the_lake_without_any_name_or_number(county):
    load(venues.observed(county, (PHONE, TRAIN, moment(9, "11:00"), moment(9, "12:00"), "05车03A")))
    (part,) = Part.objects.all()
    stored = pl.read_parquet(lake.folder() / part.name, hive_partitioning=False)
    assert stored.columns == list(lake.SCHEMA)
    (stay,) = stored.rows(named=True)
    assert stay["kind"] == "ticket"
    assert stay["seat"] == "05车03A"
    assert stay["ends"] - stay["begins"] == 3600
    assert stay["begins"] == int(venues.at(9, "11:00").timestamp())
    assert (lake.folder() / part.name).stat().st_mode & 0o077 == 0


def test_a_day_that_the_folder_lacks_is_told_and_nobody_less(county):
    """A copy of the folder that is older than the dump."""
    load(venues.observed(county, (PHONE, TRAIN, moment(9, "11:00"), moment(9, "12:00"), "05车03A")))
    (part,) = Part.objects.all()
    assert lake.parts(part.day, part.day) == [lake.folder() / part.name]
    (lake.folder() / part.name).unlink()
    with pytest.raises(FileMissing, match="parquet"):
        lake.parts(part.day, part.day)
    with pytest.raises(FileMissing):
        lake.known([part.day])


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("", MARKET, moment(9, "08:30")), RowFault.PERSON_MISSING),
        ((ANNA[:-1] + ("0" if ANNA[-1] != "0" else "1"), MARKET, moment(9, "08:30")), RowFault.NUMBER_WRONG),
        ((ANNA, "", moment(9, "08:30")), RowFault.VENUE_MISSING),
        ((ANNA, "没有", moment(9, "08:30")), RowFault.VENUE_UNKNOWN),
        ((ANNA, MARKET, ""), RowFault.TIME_MISSING),
        ((ANNA, MARKET, "上午"), RowFault.TIME_UNREADABLE),
        ((ANNA, MARKET, moment(9, "08:30"), "晚上"), RowFault.TIME_UNREADABLE),
        ((ANNA, MARKET, moment(29, "08:30")), RowFault.AHEAD),
        ((ANNA, MARKET, "2022-05-01 08:30"), RowFault.TOO_OLD),
        ((ANNA, MARKET, moment(9, "08:30"), moment(9, "08:00")), RowFault.BACKWARDS),
        ((ANNA, MARKET, moment(7, "08:30"), moment(9, "08:00")), RowFault.TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_used_comes_back_with_its_reason(county, row, fault):
    account = load(venues.observed(county, row, (BEN, MARKET, moment(9, "08:00"))))
    assert (account.taken, account.rejected) == (1, 1)
    assert account.first[0].fault is fault
    assert account.first[0].row == 2
    assert account.first[0].reason
    assert account.first[0].remedy


def test_rejected_rows_are_sent_again_as_they_came_back(county):
    path = venues.observed(county, (ANNA, "SC-0003", moment(9, "08:30")))
    account = load(path, rejects=county / "退回.xlsx")
    assert account.rejects
    with pytest.raises(WrongCall):
        load(path, rejects=county / "退回.xlsx")
    assert ANNA not in str(account.first)
    more = county / "场所2.csv"
    pl.DataFrame({"场所码": ["SC-0003"], "名称": ["新店"], "区划代码": [places.VILLAGE]}).write_csv(more)
    operations.load_venues(more, by=SYSTEM, at=NOW)
    assert load(county / "退回.xlsx").taken == 1


def test_formats_and_ways_to_write_a_moment_mean_the_same(county):
    rows_of = pl.DataFrame(
        {
            "身份证号": [ANNA] * 6,
            "场所码": [MARKET] * 6,
            "时间": [
                "2022-07-09 08:30",
                "2022/7/9 8:30:00",
                "2022年7月9日 08:30",
                "2022-07-09T00:30:00Z",
                "2022-07-09T08:30:00+08:00",
                str(int(venues.at(9, "08:30").timestamp())),
            ],
        }
    )
    rows_of.write_parquet(county / "一.parquet")
    rows_of.write_excel(county / "二.xlsx")
    first = load(county / "一.parquet")
    assert (first.taken, first.unchanged, first.rejected) == (1, 5, 0)
    assert load(county / "二.xlsx").unchanged == 6


def test_a_ride_without_an_end_is_a_scan_and_no_ticket(county):
    load(
        venues.observed(
            county,
            (ANNA, TRAIN, moment(9, "08:30")),
            (BEN, TRAIN, moment(9, "08:31"), moment(9, "09:30")),
        )
    )
    assert set(Presence.objects.values_list("kind", flat=True)) == {"check_in", "ticket"}


def test_a_folder_is_loaded_file_by_file_and_a_refused_file_stops_no_other(county):
    folder = county / "夹"
    folder.mkdir()
    venues.observed(folder, (ANNA, MARKET, moment(9, "08:30")), name="一.csv")
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    told = list(operations.load_all(folder, by=SYSTEM, at=NOW))
    assert [type(one).__name__ for one in told] == ["FileAccount", "DamagedFile"]


def test_a_phone_of_several_asks_for_the_name(county):
    people.person("安小", phones=[PHONE])
    account = load(venues.observed(county, (PHONE, MARKET, moment(9, "08:30"))))
    assert account.first[0].fault is RowFault.SEVERAL
    named = county / "名.csv"
    pl.DataFrame(
        {"姓名": ["安一"], "电话": [PHONE], "场所码": [MARKET], "时间": [moment(9, "08:30")]}
    ).write_csv(named)
    assert load(named).taken == 1


def test_who_sees_one_village_loads_for_its_venues_alone(county):
    actor = replace(SYSTEM, name="村", scopes=(places.VILLAGE,))
    path = venues.observed(county, (ANNA, MARKET, moment(9, "08:30")), (ANNA, ELSEWHERE, moment(9, "09:30")))
    with rows.acting(actor):
        account = operations.load(path, by=actor, at=NOW)
    assert (account.taken, account.rejected) == (1, 1)
    assert account.first[0].fault is RowFault.VENUE_UNKNOWN


def test_nobody_loads_without_permission(county):
    path = venues.observed(county, (ANNA, MARKET, moment(9, "08:30")))
    with pytest.raises(PermissionMissing):
        operations.load(path, by=Actor(name="x"), at=NOW)


def test_days_whose_purpose_is_over_go_and_their_files_with_them(county, monkeypatch):
    load(
        venues.observed(
            county, (PHONE, MARKET, moment(9, "08:30")), ("13900009999", MARKET, moment(9, "9:00"))
        )
    )
    (part,) = Part.objects.all()
    later = NOW + timedelta(days=20)
    retention.run(by=SYSTEM, at=later, dry_run=False)
    assert (Part.objects.count(), Presence.objects.count(), Visitor.objects.count()) == (1, 0, 1)
    retention.run(by=SYSTEM, at=NOW + timedelta(days=31), dry_run=False)
    assert (Part.objects.count(), Visitor.objects.count()) == (0, 0)
    monkeypatch.setattr("lianfang.apps.venues.operations.sweeping.YOUNG", timedelta(seconds=-5))
    monkeypatch.setattr("lianfang.core.audit.queries.is_anchored", lambda: True)
    assert operations.sweep() == 1
    assert not (lake.folder() / part.name).exists()


def test_the_parts_of_the_recent_days_show_nothing_but_by_the_whole_table(county):
    from lianfang.core import sql

    load(venues.observed(county, (ANNA, MARKET, moment(9, "08:30"))))
    slots = [sql.query(f"select count(*) as n from venues_presence_{slot}")[0]["n"] for slot in range(16)]
    assert sum(slots) == 0
    with rows.acting(replace(SYSTEM, scopes=("990121200",))):
        assert Presence.objects.count() == 0
    assert Presence.objects.count() == 1
