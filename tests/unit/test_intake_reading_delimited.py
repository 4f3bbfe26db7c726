"""Delimited text in every writing: same cells, rows numbered as the spreadsheet numbers them."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.apps.intake.reading import delimited, files


def read(path):
    rows = []
    for frame in delimited.blocks(path, delimited.detect(path)):
        for number, *cells in frame.iter_rows():
            rows.append((number, [cell or "" for cell in cells]))
    return rows


@pytest.fixture
def path(tmp_path):
    return tmp_path / "list.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_writing_gives_the_same_cells(path, encoding, delimiter, line_end):
    lines = ["青石镇排查表", delimiter.join(("姓名", "电话")), "", delimiter.join(("张三", "13812345678"))]
    path.write_bytes((line_end.join(lines) + line_end).encode(encoding))
    rows = read(path)
    assert [number for number, _cells in rows] == [1, 2, 3, 4]
    assert [cells[0] for _number, cells in rows] == ["青石镇排查表", "姓名", "", "张三"]
    assert rows[3][1][1] == "13812345678"


# A cell with both line ends and commas may be taken for swallowed rows; two kinds of cells instead.
cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00,"), max_size=8) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=8
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_the_csv_module_writes_is_read_back(path, rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    content = text.getvalue()
    if not content.strip() or content.startswith(("sep=", "\ufeff")):
        return
    path.write_bytes(content.encode())
    dialect = delimited.Dialect("utf-8", ",", plain=False, hint=False)
    width = max(map(len, rows))
    frames = list(delimited.blocks(path, dialect))
    found = [[cell or "" for cell in row[1:]] for frame in frames for row in frame.iter_rows()]
    assert found == [row + [""] * (width - len(row)) for row in rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.sampled_from("张三1 ;a#'"), max_size=5), min_size=1, max_size=4),
        min_size=1,
        max_size=8,
    )
)
def test_the_fast_way_equals_the_csv_module(path, rows):
    content = "\n".join(",".join(row) for row in rows) + "\n"
    path.write_text(content, encoding="utf-8")
    if not content.strip():
        return
    fast, slow = (
        [
            [cell or "" for cell in row]
            for frame in delimited.blocks(path, delimited.Dialect("utf-8", ",", plain=plain, hint=False))
            for row in frame.iter_rows()
        ]
        for plain in (True, False)
    )
    assert fast == slow


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.sampled_from('a", \n'), max_size=6), min_size=1, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_simply_quoted_text_is_read_alike_in_both_ways(path, rows):
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    if not path.read_text(encoding="utf-8").strip() or not delimited.detect(path).plain:
        return
    fast, slow = (_rows_or_refusal(path, plain=plain) for plain in (True, False))
    assert fast == slow


def _rows_or_refusal(path, *, plain):
    dialect = delimited.Dialect("utf-8", ",", plain=plain, hint=False)
    try:
        frames = list(delimited.blocks(path, dialect))
    except delimited.BrokenQuotes as refused:
        return refused.facts["row"]
    return [[cell or "" for cell in row] for frame in frames for row in frame.iter_rows()]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('姓名,电话\n"张三","1"\n', True),
        ('姓名,电话\r\n"张三",""\r\n', True),
        ('姓名,电话\n"张,三",1\n', True),
        ('姓名,电话\n"张""三",1\n', False),
        ('姓名,电话\n张"三",1\n', False),
        ('姓名,电话\n"张三"先生,1\n', False),
        ('姓名,电话\n"张\n三",1\n', True),
        ('姓名,电话\n"张\r\n三",1\n', False),
        ('姓名,电话\n"张三,1\n李四,2\n', False),
        ('姓名,电话\n张三,5"\n', False),
    ],
)
def test_which_quotes_need_the_careful_way(path, text, plain):
    path.write_text(text, encoding="utf-8", newline="")
    assert delimited.detect(path).plain is plain


def test_quoted_line_ends_open_no_row(path):
    path.write_text('姓名,地址\n张三,"东街\n1号"\n李四,西街\n', encoding="utf-8")
    assert read(path)[1:] == [(2, ["张三", "东街\n1号"]), (3, ["李四", "西街"])]


def test_wrong_quotes_stay_text(path):
    path.write_text('姓名,地址\n张三,东街"1"号\n李四,西街\n', encoding="utf-8")
    assert read(path)[1:] == [(2, ["张三", '东街"1"号']), (3, ["李四", "西街"])]


@pytest.mark.parametrize("rows", [2, 30, 20_000])
@pytest.mark.parametrize("closed", ["", '西街"号\n'])
def test_a_quote_that_swallows_rows_is_refused(path, rows, closed):
    if closed and rows < 20:
        return  # two people in one cell: the cleaning finds them
    path.write_text('姓名,地址\n张三,"东街\n' + "李四,西街\n" * rows + closed, encoding="utf-8")
    with pytest.raises(delimited.BrokenQuotes) as refused:
        read(path)
    assert refused.value.facts["row"] == 2


def test_a_row_swallowed_between_two_quotes_is_refused(path):
    path.write_text('姓名,电话,地址\n张三,1,"东街\n李四,2,西街\n王五,3,"北街"\n', encoding="utf-8")
    with pytest.raises(delimited.BrokenQuotes):
        read(path)


def test_lone_carriage_returns_end_lines(path):
    path.write_bytes("姓名,电话\r张三,1\r".encode())
    assert read(path) == [(1, ["姓名", "电话"]), (2, ["张三", "1"])]


def test_the_hint_of_the_delimiter_is_neither_shown_nor_counted(path):
    for quote in ("", '"'):
        path.write_text(f"sep=;\n姓名;电话\n{quote}张,三{quote};1\n", encoding="utf-8")
        assert read(path) == [(1, ["姓名", "电话"]), (2, ["张,三", "1"])]


def test_cells_beyond_the_header_are_kept(path):
    path.write_text("姓名,地址\n张三,东街,1号\n", encoding="utf-8")
    assert read(path)[1] == (2, ["张三", "东街", "1号"])


def test_blocks_continue_the_numbers(path, monkeypatch):
    monkeypatch.setattr(delimited, "_READ", 16)
    monkeypatch.setattr(delimited, "_BLOCK_BYTES", 16)
    path.write_text("姓名,电话\n" + "".join(f"张三,{at}\n" for at in range(50)), encoding="utf-8")
    rows = read(path)
    assert [number for number, _cells in rows] == list(range(1, 52))
    assert [cells[1] for _number, cells in rows[1:]] == [str(at) for at in range(50)]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"\n \r\n\t\n", files.EmptyFile),
        ("姓名,电话\n张三".encode()[:-1], files.DamagedFile),
        (b"a,b\n\xff\xff\xff\x80,1\n", delimited.UnknownEncoding),
        (",".join("a" * 1200).encode() + b"\n", files.TooLarge),
    ],
)
def test_what_cannot_be_read(path, content, error):
    path.write_bytes(content)
    with pytest.raises(error):
        read(path)
