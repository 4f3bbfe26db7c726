"""The lists of the demonstration: broken in every way, the same each time, and truly told by their truth."""

import csv
import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest
from tests.reference import demo_reader

from lianfang.demo import addresses, breaks, days
from lianfang.demo.county import build_county
from lianfang.demo.lists import build_lists, build_one, write_lists
from lianfang.demo.residents import build_residents
from lianfang.demo.score import score
from lianfang.demo.subjects import build_pool
from lianfang.demo.truth import read_same_person, read_truth
from lianfang.kernel import citizen_id
from lianfang.kernel.names import clean_name

ON = date(2022, 7, 10)
ENCODINGS = {
    "铁路民航旅客推送.csv": "gb18030",
    "通信大数据推送.csv": "utf-8-sig",
    "自主报备导出.csv": "utf-8",
}
NAME_HEADINGS = {"姓名", "人员姓名", "旅客姓名", "机主姓名", "您的姓名"}
ROW_NOISE = {
    "people_two",
    "id_another",
    "namesake",
    "phone_recycled",
    "columns_swapped",
    "row_repeated",
    "sex_contradicts",
    "birth_contradicts",
    "age_contradicts",
    "age_nominal",
    "moved",
    "phone_changed",
    "address_numerals",
}


@pytest.fixture(scope="module")
def county():
    return build_county(seed=7, scale=0.05)


@pytest.fixture(scope="module")
def residents(county):
    return build_residents(county)


@pytest.fixture(scope="module")
def folder(county, residents, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("lists")
    write_lists(build_lists(build_pool(county, residents, on=ON, noise=1.0)), out, residents=residents)
    return out


@pytest.fixture(scope="module")
def loud(county, residents, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("loud")
    write_lists(build_lists(build_pool(county, residents, on=ON, noise=3.0)), out, residents=residents)
    return out


def lines_of(path: Path) -> dict[str, list[list[object]]]:
    """Every sheet of a file as its lines, read by other libraries than those that wrote it."""
    if path.suffix == ".csv":
        with path.open(encoding=ENCODINGS[path.name], newline="") as stream:
            return {"": [list(line) for line in csv.reader(stream)]}
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return {sheet.title: [list(line) for line in sheet.iter_rows(values_only=True)] for sheet in book}
    book = fastexcel.read_excel(path)
    sheets = {name: book.load_sheet(name, header_row=None, dtypes="string") for name in book.sheet_names}
    return {name: [list(line) for line in sheet.to_polars().iter_rows()] for name, sheet in sheets.items()}


def names_at(folder: Path) -> dict[tuple[str, str, int], object]:
    """The cell under the heading of the name, for each line of each list."""
    found = {}
    for path in folder.iterdir():
        if path.name in {"truth.csv", "lists.csv", "registered-twice.csv"}:
            continue
        for sheet, lines in lines_of(path).items():
            heading = next((row for row, line in enumerate(lines) if NAME_HEADINGS & set(line)), None)
            grouped = next((row for row, line in enumerate(lines[:4]) if "基本信息" in line), None)
            if heading is None:
                assert sheet == "代码表"
                continue
            at = max(heading, grouped + 1 if grouped is not None else 0)
            column = next(place for place, text in enumerate(lines[at]) if text in NAME_HEADINGS)
            found |= {
                (path.name, sheet, row): line[column]
                for row, line in enumerate(lines, 1)
                if len(line) > column
            }
    return found


def test_the_same_seed_gives_the_same_bytes(folder, county, residents, tmp_path):
    write_lists(build_lists(build_pool(county, residents, on=ON, noise=1.0)), tmp_path, residents=residents)
    first, second = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in where.iterdir()}
        for where in (folder, tmp_path)
    )
    assert len(first) == 13
    assert first == second


def test_every_row_of_the_truth_stands_where_it_says(folder, residents):
    """In rows whose name was left alone, the cell at the place told holds the name of the person told."""
    names = names_at(folder)
    registered = dict(residents.select("uid", "name").iter_rows())
    checked = Counter()
    for file, sheet, row, person, noise in (
        read_truth(folder).select("file", "sheet", "row", "person", "noise").iter_rows()
    ):
        cell = names[file, sheet, row]
        if person in registered and "name_" not in noise and "people_two" not in noise:
            assert cell == registered[person], (file, sheet, row)
            checked[file] += 1
    assert len(checked) == 10
    assert min(checked.values()) > 10


def test_every_row_of_people_is_in_the_truth(folder):
    """Lines with a name that are no headings or notes: all of them, and nothing else."""
    told = set(read_truth(folder).select("file", "sheet", "row").iter_rows())
    people = {
        place
        for place, cell in names_at(folder).items()
        if cell and cell not in NAME_HEADINGS and place[2] > 1 and ("基本信息" not in str(cell))
    }
    nameless = set(
        read_truth(folder)
        .filter(pl.col("noise").str.contains("name_missing"))
        .select("file", "sheet", "row")
        .iter_rows()
    )
    notes = {place for place in people - told if place[0].endswith((".xlsx", ".xls", ".ods"))}
    assert told - people == nameless
    assert people - told == notes
    assert len(notes) < 30


def test_every_way_of_breaking_occurs(loud):
    told = set(read_truth(loud)["noise"].str.split("+").explode().unique()) - {""}
    ways = {one.name for one in (*breaks.IDS, *breaks.PHONES, *breaks.NAMES, *days.DAYS)}
    ways |= {f"address_{name}" for name in addresses.SHORTER} | ROW_NOISE
    assert told - ways == set()
    assert len(ways - told) <= 4  # the rarest may be missing from so few rows


def test_noise_grows_with_its_setting(folder, loud):
    quiet_share, loud_share = (read_truth(where)["noise"].eq("").mean() for where in (folder, loud))
    assert loud_share < quiet_share / 2
    assert read_truth(loud)["usable"].mean() < read_truth(folder)["usable"].mean()


def test_without_noise_hardly_a_row_is_unusable(county, residents):
    files = build_lists(build_pool(county, residents, on=ON, noise=0.0))
    truth = pl.concat(file.truth() for file in files)
    told = set(truth["noise"].str.split("+").explode())
    assert told == {
        "",
        "moved",
        "namesake",
    }  # guests are not where registered; names repeat without any noise
    registered = truth.filter(pl.col("kind") == "registered")
    assert registered["usable"].mean() > 0.9  # the rest have no number, and no telephone of their own


def test_mangled_numbers_are_numbers_to_the_spreadsheet(loud):
    truth = read_truth(loud).filter(pl.col("noise").str.contains("id_mangled"))
    book = openpyxl.load_workbook(loud / "公安大数据推送.xlsx")
    rows = truth.filter(
        (pl.col("sheet") == "风险区来返人员") & ~pl.col("noise").str.contains("columns_swapped|people_two")
    )
    assert rows.height > 3
    for row in rows["row"]:
        cell = book["风险区来返人员"].cell(row, 4).value
        assert isinstance(cell, int | float)
        assert cell > 9e17
    lines = lines_of(loud / "自主报备导出.csv")[""]
    mangled = truth.filter(pl.col("file") == "自主报备导出.csv")["row"]
    assert all("E+17" in f"{lines[row - 1]}" for row in mangled)


def test_one_sheet_of_people_and_one_of_codes_are_hidden(folder):
    police = openpyxl.load_workbook(folder / "公安大数据推送.xlsx")
    assert [sheet.sheet_state for sheet in police] == ["visible", "visible", "hidden"]
    assert "补充名单" in set(read_truth(folder)["sheet"])
    upper = fastexcel.read_excel(folder / "市指挥部协查名单.xls")
    assert upper.sheet_names == ["协查名单", "代码表"]
    assert "代码表" not in set(read_truth(folder)["sheet"])


def test_csv_files_are_in_three_encodings(folder):
    assert (folder / "通信大数据推送.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (folder / "自主报备导出.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(UnicodeDecodeError):
        (folder / "铁路民航旅客推送.csv").read_text("utf-8")


def test_a_wrong_digit_never_passes_the_check(loud):
    truth = read_truth(loud)
    lines = lines_of(loud / "铁路民航旅客推送.csv")[""]
    wrong = truth.filter(
        (pl.col("file") == "铁路民航旅客推送.csv") & pl.col("noise").str.contains("id_wrong_digit")
    )
    assert wrong.height > 0
    for row, noise in wrong.select("row", "noise").iter_rows():
        if "columns_swapped" not in noise and "people_two" not in noise:
            with pytest.raises(citizen_id.NotACitizenId):
                citizen_id.read(lines[row - 1][5])


def test_a_name_in_the_other_script_reads_back(loud, residents):
    registered = dict(residents.select("uid", "name").iter_rows())
    names = names_at(loud)
    truth = read_truth(loud).filter(pl.col("noise").str.contains("name_traditional|name_spaced|name_padded"))
    rows = truth.filter(
        ~pl.col("noise").str.contains("people_two") & pl.col("person").is_in(list(registered))
    )
    assert rows.height > 50
    for file, sheet, row, person in rows.select("file", "sheet", "row", "person").iter_rows():
        assert clean_name(str(names[file, sheet, row])) == registered[person]


def test_people_on_several_lists_have_one_key(folder):
    truth = read_truth(folder)
    strangers = truth.filter(pl.col("person").str.starts_with("new:"))
    lists = strangers.group_by("person").agg(pl.col("file").n_unique())
    assert lists.filter(pl.col("file") > 1).height > 10


def test_usable_rows_expect_to_be_settled(folder):
    truth = read_truth(folder)
    usable = truth.filter("usable")
    assert not usable["expected"].str.contains("review|rejected").any()
    assert truth.filter(~pl.col("usable"))["expected"].str.contains("review|rejected").all()


def test_areas_are_villages_of_the_county_or_counties_outside(folder, county):
    villages = set(county.villages["code"])
    outside = set(county.areas.filter(pl.col("outside"))["code"])
    codes = set(read_truth(folder)["area"].str.split("|").explode())
    assert codes <= villages | outside
    assert codes & outside


def test_a_list_for_measuring_has_exactly_its_rows(county, residents):
    file = build_one(county, residents, kind="police", rows=2000, suffix=".csv", on=ON, noise=1.0)
    truth = file.truth()
    assert (file.rows, truth.height) == (2000, 2000)
    assert truth["row"].to_list() == list(range(2, 2002))
    assert set(truth["exposure"]) == {"high_risk_area", "medium_risk_area", "low_risk_area"}


@pytest.mark.slow
@pytest.mark.parametrize(("noise", "precision", "recall"), [(1.0, 0.9995, 0.99), (3.0, 0.999, 0.95)])
def test_a_careful_reader_settles_usable_rows(tmp_path, noise, precision, recall):
    """The truth asks nothing impossible: plain rules on one row at a time reach its bars."""
    county = build_county(seed=11, scale=0.5)
    residents = build_residents(county)
    truth = write_lists(
        build_lists(build_pool(county, residents, on=ON, noise=noise)), tmp_path, residents=residents
    )
    results = demo_reader.read_lists(tmp_path, residents)
    read = truth.filter(pl.col("file").is_in(list(demo_reader.COLUMNS)))
    measured = score(read, results, same_person=read_same_person(tmp_path))
    assert measured.missing == 0
    assert measured.precision >= precision
    assert measured.recall >= recall
