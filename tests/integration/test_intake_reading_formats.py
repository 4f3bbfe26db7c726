"""The same list in every format gives the same rows; what spreadsheets do to numbers and days is told."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

from lianfang.apps.intake.reading import files, packages
from lianfang.apps.intake.reading.files import SourceFile, identify
from lianfang.apps.intake.reading.lists import SheetNotFound, open_list, raw_of
from lianfang.apps.intake.reading.tables import NoTable

ON = date(2022, 3, 10)
ID = "11010519491231002X"
DAY = datetime(2022, 3, 5)
PEOPLE = [
    ["青石镇排查表"],
    ["序号", "姓名", "身份证号", "联系电话", "到达日期", "年龄"],
    [1, "张三", ID, 13812345678, DAY, 72],
    [],
    [2, "李四", 990121199003070012, "13912345678", "3月5日", 32],
    ["合计", "2人"],
]
CODES = [["代码", "含义"], ["1", "高风险区"]]


def write_xlsx(path, sheets, hidden=()):
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                sheet.write(row, column, value, *([day] if isinstance(value, datetime) else []))
        if name in hidden:
            sheet.hide()
    book.close()
    return path


def write_xls(path, sheets, hidden=()):
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, lines in sheets.items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                sheet.write(row, column, value, *([day] if isinstance(value, datetime) else []))
    book.save(str(path))
    return path


def write_ods(path, sheets, hidden=()):
    book = OpenDocumentSpreadsheet()
    style = Style(name="hidden", family="table")
    style.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(style)
    for name, lines in sheets.items():
        table = Table(name=name, **({"stylename": style} if name in hidden else {}))
        for line in lines:
            row = TableRow()
            for value in line:
                row.addElement(ods_cell(value))
            table.addElement(row)
        book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def ods_cell(value):
    if isinstance(value, datetime):
        cell = TableCell(valuetype="date", datevalue=f"{value:%Y-%m-%d}")
    elif isinstance(value, str):
        cell = TableCell(valuetype="string")
    else:
        cell = TableCell(valuetype="float", value=repr(float(value)))
    cell.addElement(P(text=str(value)))
    return cell


WRITERS = {".xlsx": write_xlsx, ".xls": write_xls, ".ods": write_ods}


def rows_of(reading):
    return [row for chunk in reading.chunks() for row in chunk.frame.to_dicts()]


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_list_in_every_format(tmp_path, suffix):
    path = WRITERS[suffix](tmp_path / f"list{suffix}", {"名单": PEOPLE, "代码表": CODES}, hidden=("代码表",))
    reading = open_list(path, on=ON)
    (chunk,) = reading.chunks()
    first, second = chunk.frame.to_dicts()
    assert [(one.sheet, one.reason) for one in reading.skipped] == [("代码表", "hidden")]
    assert [(line.row_no, line.kind) for line in chunk.ignored] == [(1, "title"), (6, "total")]
    assert (first["row_no"], second["row_no"]) == (3, 5)
    assert (first["id_number"], first["id_status"]) == (ID, "ok")
    assert (first["phones"], first["phone_status"], first["age"]) == (["13812345678"], "ok", 72)
    assert (first["arrived"], first["arrived_status"]) == (date(2022, 3, 5), "ok")
    assert (second["arrived"], second["arrived_status"]) == (date(2022, 3, 5), "year_assumed")
    assert (second["id_number"], second["id_status"]) == ("9.90121E+17", "mangled_by_spreadsheet")
    assert '"身份证号": "9.90121E+17"' in raw_of(chunk, [5])[5]


@pytest.mark.parametrize("suffix", WRITERS)
def test_people_on_a_hidden_sheet_are_not_missed(tmp_path, suffix):
    path = WRITERS[suffix](tmp_path / f"list{suffix}", {"一": PEOPLE, "二": PEOPLE}, hidden=("二",))
    reading = open_list(path, on=ON)
    assert [(plan.sheet, plan.hidden) for plan in reading.plans] == [("一", False), ("二", True)]
    assert len(rows_of(reading)) == 4


def test_a_number_that_passes_the_check_by_chance_is_mangled_all_the_same(tmp_path):
    tens = range(990121199003070000, 990121199003079990, 10)  # sixteen digits, as the file keeps them
    number = next(number for number in tens if float(number) == number and passes(str(number)))
    lines = [["姓名", "身份证号"], ["张三", number], ["李四", ID]]
    rows = rows_of(open_list(write_xlsx(tmp_path / "a.xlsx", {"名单": lines}), on=ON))
    assert [row["id_status"] for row in rows] == ["mangled_by_spreadsheet", "ok"]


def passes(number):
    from lianfang.kernel.citizen_id import NotACitizenId, read

    try:
        return read(number).number == number
    except NotACitizenId:
        return False


def test_merged_cells_of_a_household(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名单")
    sheet.merge_range("A1:C1", "入户摸排表")
    sheet.merge_range("A2:A3", "姓名")
    sheet.merge_range("B2:C2", "居住情况")
    sheet.write_row("B3", ["村", "详细地址"])
    for row, name in enumerate(("张三", "李四", "王五"), start=3):
        sheet.write(row, 0, name)
    sheet.merge_range("B4:B6", "东街村")
    sheet.merge_range("C4:C5", "东街村1号")
    book.close()
    rows = rows_of(open_list(path, on=ON))
    assert [(row["row_no"], row["village_text"], row["address"]) for row in rows] == [
        (4, "东街村", "东街村1号"),
        (5, "东街村", "东街村1号"),
        (6, "东街村", None),
    ]


def test_one_sheet_can_be_chosen(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"一": PEOPLE, "二": PEOPLE, "空": []})
    reading = open_list(path, on=ON, sheet="二")
    assert [plan.sheet for plan in reading.plans] == ["二"]
    assert {(one.sheet, one.reason) for one in reading.skipped} == {("一", "not_chosen"), ("空", "empty")}
    with pytest.raises(SheetNotFound) as missing:
        open_list(path, on=ON, sheet="三")
    assert missing.value.facts["candidates"] == "一、二"


def test_a_workbook_without_people_is_refused(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"代码表": CODES, "空": []})
    with pytest.raises(NoTable) as refused:
        open_list(path, on=ON)
    assert refused.value.facts["sheets"] == "“代码表”、“空”"


def test_a_stray_cell_at_the_end_of_the_world_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名单")
    sheet.write(0, 0, "姓名")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(files.TooLarge):
        open_list(path, on=ON)


def test_ods_cells_repeated_without_end_are_refused(tmp_path):
    path = tmp_path / "a.ods"
    book = OpenDocumentSpreadsheet()
    table = Table(name="名单")
    row = TableRow(numberrowsrepeated=1_000_000)
    row.addElement(ods_cell("张三"))
    table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    with pytest.raises(files.TooLarge):
        open_list(path, on=ON)


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("share", [0.3, 0.95])
def test_truncated_files_are_refused(tmp_path, suffix, share):
    whole = WRITERS[suffix](tmp_path / f"whole{suffix}", {"名单": PEOPLE}).read_bytes()
    path = tmp_path / f"part{suffix}"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(files.DamagedFile):
        open_list(path, on=ON)


def test_broken_insides_are_refused(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"名单": PEOPLE})
    content = bytearray(path.read_bytes())
    middle = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)
    with pytest.raises(files.DamagedFile):
        open_list(path, on=ON)


def test_an_xls_with_a_password_is_refused(tmp_path):
    path = write_xls(tmp_path / "a.xls", {"名单": PEOPLE})
    content = bytearray(path.read_bytes())
    bof = content.find(bytes.fromhex("0908100000060500"))
    record = bof + 4 + int.from_bytes(content[bof + 2 : bof + 4], "little")
    content[record : record + 2] = b"\x2f\x00"
    path.write_bytes(content)
    with pytest.raises(files.EncryptedFile):
        open_list(path, on=ON)


def test_traits_of_a_wide_sheet(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"一 & <二>": [["x"] * 30]})
    trait = packages.traits(identify(path))("一 & <二>")
    assert (trait.rows, trait.columns) == (1, 30)


def test_the_reader_may_not_claim_all_memory(tmp_path, monkeypatch):
    path = write_xlsx(tmp_path / "a.xlsx", {"名单": [["姓名"], *([[]] * 1_048_574), ["x"] * 200]})
    monkeypatch.setattr(packages, "MOST_CELLS", 10**12)
    source = SourceFile(Path(path), files.Format.XLSX)
    assert packages.traits(source)("名单").rows == 1_048_576
    with pytest.raises(files.TooLarge):
        open_list(path, on=ON)
