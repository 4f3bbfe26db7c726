"""Delimited text (csv and its kin) as blocks of text cells, memory bounded by the block.

1. One pass over the bytes finds the encoding (byte order mark, else UTF-8, else GB18030, strictly)
   and whether any quotation mark occurs.
2. Where no mark occurs, or every mark plainly opens or closes a cell, blocks of rows go to the vectorised
   parser.
3. Else rows come from the csv module, which keeps wrong quotes as text.

Rows count as the spreadsheet counts them: a quoted line end opens no row, an empty line is one.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from lianfang.apps.intake.reading.files import DamagedFile, EmptyFile, FileRefused, TooLarge
from lianfang.apps.intake.reading.packages import MOST_COLUMNS

BLOCK_ROWS = 100_000
FIRST_ROWS = 20_000  # of the first block: it is read twice, first to see how the table is laid out
GROWTH = 1.25  # from block to block: whoever stores one while the next is read never waits long
_READ = 2**20
_BLOCK_BYTES = 2**24
_FIRST_BYTES = 2**22
_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 200
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TRUNCATED_TAIL = 3
_MOST_LINES = 20  # of a cell; more have been swallowed by a quotation mark that was none
_TWO = 2  # columns: an address of two lines with a comma looks like a row of them
_END = "\x00end\x00"
_NEWLINE, _RETURN, _MARK, _DELIMITER_HINT = 10, 13, 34, "sep="


class UnknownEncoding(FileRefused):
    """Neither UTF-8 nor UTF-16 nor GB18030."""

    code = "file.encoding"
    sentence = "文件“{file}”的文字编码无法识别。请另存为UTF-8编码的.csv或.xlsx后重新发送。"


class BrokenQuotes(FileRefused):
    """A quotation mark opens a cell that never ends."""

    code = "file.broken_quotes"
    sentence = "文件“{file}”第{row}行附近的引号没有成对。请改正或另存为.xlsx后重新发送。"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written."""

    encoding: str
    delimiter: str
    plain: bool  # marks, if any, plainly open and close cells, and lines end with \n or \r\n
    hint: bool  # the first line is "sep=;", which spreadsheets neither show nor count


def detect(path: Path) -> Dialect:
    """The dialect of a file, after reading all of it; raises UnknownEncoding, DamagedFile, EmptyFile."""
    encoding = _encoding(path)
    quoted = carriage = line_ends = False
    blank = True
    for text in _texts(path, encoding):
        blank = blank and not text.strip()
        quoted = quoted or '"' in text
        carriage = carriage or "\r" in text
        line_ends = line_ends or "\n" in text
    if blank:
        raise EmptyFile(file=path.name)
    head = next(_texts(path, encoding))
    hinted = head[: len(_DELIMITER_HINT)].lower() == _DELIMITER_HINT and len(head) > len(_DELIMITER_HINT)
    delimiter = head[len(_DELIMITER_HINT)] if hinted else _delimiter(head)
    plain = (line_ends or not carriage) and (not quoted or _simply_quoted(path, encoding, delimiter))
    return Dialect(encoding, delimiter, plain=plain, hint=hinted)


def _simply_quoted(path: Path, encoding: str, delimiter: str) -> bool:
    """Whether marks alternate between opening a cell and closing it."""
    return all(_alternate(rows, ord(delimiter)) for rows in _row_blocks(path, encoding))


def _alternate(rows: bytes, delimiter: int) -> bool:
    signs = np.frombuffer(b"\n" + rows, dtype=np.uint8)
    marks = np.flatnonzero(signs == _MARK)
    if len(marks) % 2:
        return False
    before, after = signs[marks[::2] - 1], signs[marks[1::2] + 1]
    opening = np.isin(before, (_NEWLINE, delimiter))
    closing = np.isin(after, (_NEWLINE, _RETURN, delimiter))
    returns_within = np.searchsorted(marks, np.flatnonzero(signs == _RETURN)) % 2
    return bool(opening.all() and closing.all() and not returns_within.any())


def blocks(path: Path, dialect: Dialect) -> Iterator[pl.DataFrame]:
    """Frames of `row_no` and text columns c0, c1, …, about 100,000 rows each, fewer in the first."""
    return _plain_blocks(path, dialect) if dialect.plain else _quoted_blocks(path, dialect)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _decodable(path, name)
    if b"\x00" in head:
        return _decodable(path, "utf-16-le" if head[1::2].count(0) else "utf-16-be")
    try:
        return _decodable(path, "utf-8")
    except UnknownEncoding:
        return _decodable(path, "gb18030")


def _decodable(path: Path, encoding: str) -> str:
    try:
        for _text in _texts(path, encoding):
            pass
    except UnicodeDecodeError as error:
        at_the_end = "unexpected end" in error.reason or "incomplete" in error.reason
        if at_the_end and len(error.object) - error.start <= _TRUNCATED_TAIL:
            raise DamagedFile(file=path.name) from error
        raise UnknownEncoding(file=path.name) from error
    return encoding


def _texts(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while block := file.read(_READ):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _delimiter(head: str) -> str:
    """The sign that parts most lines into the same number of cells, commas in doubt."""
    lines = [line for line in head[:65536].splitlines()[:_SNIFFED_LINES] if line.strip()]
    return max(_DELIMITERS, key=lambda sign: (_evenness(lines, sign), -_DELIMITERS.index(sign)))


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
    except csv.Error:
        return 0, 0
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return times, width


def _plain_blocks(path: Path, dialect: Dialect) -> Iterator[pl.DataFrame]:
    first_row = 1
    for number, rows in enumerate(_row_blocks(path, dialect.encoding)):
        body = rows.split(b"\n", 1)[1] if dialect.hint and number == 0 else rows
        frame = _parse_plain(path, body, dialect.delimiter)
        frame = frame.select((pl.int_range(pl.len(), dtype=pl.Int32) + first_row).alias("row_no"), pl.all())
        if b'"' in body:
            _refuse_swallowed(path, frame, dialect.delimiter)
        yield frame
        first_row += frame.height


def _row_blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """UTF-8 bytes of whole rows, the last one ending with a line end."""
    rest, size = b"", _FIRST_BYTES
    for more in _utf8(path, encoding):
        rest += more
        if len(rest) >= size and (cut := _last_row_end(rest)):
            yield rest[:cut]
            rest, size = rest[cut:], min(int(size * GROWTH), _BLOCK_BYTES)
    if rest:
        yield rest if rest.endswith(b"\n") else rest + b"\n"


def _last_row_end(lines: bytes) -> int:
    """The place behind the last line end that is not within marks; where a cell never ends, behind any."""
    last = cut = lines.rfind(b"\n") + 1
    for _line in range(_MOST_LINES):
        if lines.count(b'"', 0, cut) % 2 == 0:
            return cut
        cut = lines.rfind(b"\n", 0, cut - 1) + 1
    return last


def _utf8(path: Path, encoding: str) -> Iterator[bytes]:
    """The text in UTF-8; what is so already, and has been found valid, is passed on as it is."""
    if encoding not in ("utf-8", "utf-8-sig"):
        yield from (text.encode() for text in _texts(path, encoding))
        return
    with path.open("rb") as file:
        first = file.read(_READ)
        yield first.removeprefix(codecs.BOM_UTF8) if encoding == "utf-8-sig" else first
        while block := file.read(_READ):
            yield block


def _parse_plain(path: Path, body: bytes, delimiter: str) -> pl.DataFrame:
    width = _width(body, delimiter)
    if width > MOST_COLUMNS:
        raise TooLarge(file=path.name, size=f"{width}列")
    names = delimiter.join(f"c{at}" for at in range(width))
    return pl.read_csv(
        names.encode() + b"\n" + body.replace(b"\r\n", b"\n"),
        separator=delimiter,
        infer_schema=False,
        missing_columns="insert",
        glob=False,
    )


def _width(body: bytes, delimiter: str) -> int:
    signs = np.frombuffer(body, dtype=np.uint8)
    marks = np.flatnonzero(signs == _MARK)
    ends = _outside(np.flatnonzero(signs == _NEWLINE), marks)
    between = _outside(np.flatnonzero(signs == ord(delimiter)), marks)
    in_each_row = np.diff(np.searchsorted(between, ends), prepend=0)
    return int(in_each_row.max(initial=0)) + 1


def _outside(places: npt.NDArray[np.int64], marks: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Those places that are not between an opening and a closing mark."""
    return places[np.searchsorted(marks, places) % 2 == 0] if len(marks) else places


def _quoted_blocks(path: Path, dialect: Dialect) -> Iterator[pl.DataFrame]:
    with path.open(encoding=dialect.encoding, newline="") as file:
        reader = csv.reader(chain(file, (_END,)), delimiter=dialect.delimiter)
        if dialect.hint:
            next(reader)
        first_row, size = 1, FIRST_ROWS
        while rows := _next_rows(path, islice(reader, size), first_row):
            ended = rows[-1] == [_END]
            if ended:
                rows.pop()
            elif len(rows) < size:  # an open quotation mark has swallowed the end
                raise BrokenQuotes(file=path.name, row=first_row + len(rows) - 1)
            if rows:
                yield _frame(path, rows, first_row, dialect.delimiter)
            if ended:
                return
            first_row, size = first_row + len(rows), min(int(size * GROWTH), BLOCK_ROWS)


def _next_rows(path: Path, reader: Iterator[list[str]], first_row: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        raise BrokenQuotes(file=path.name, row=first_row + len(rows)) from error
    return rows


def _frame(path: Path, rows: list[list[str]], first_row: int, delimiter: str) -> pl.DataFrame:
    columns = list(zip_longest(*rows))
    if len(columns) > MOST_COLUMNS:
        raise TooLarge(file=path.name, size=f"{len(columns)}列")
    numbers = pl.int_range(first_row, first_row + len(rows), dtype=pl.Int32, eager=True).alias("row_no")
    texts = pl.DataFrame([pl.Series(f"c{at}", cells, pl.String) for at, cells in enumerate(columns)])
    frame = texts.select(numbers, pl.all().replace("", None))
    _refuse_swallowed(path, frame, delimiter)
    return frame


def _refuse_swallowed(path: Path, frame: pl.DataFrame, delimiter: str) -> None:
    """Refuse cells of many lines, or with a line that looks like a row: a stray mark swallowed rows."""
    width = frame.width - 1
    spanning = pl.any_horizontal(pl.exclude("row_no").cast(pl.String).str.contains("\n", literal=True))
    for row_no, *cells in frame.filter(spanning).iter_rows():
        for cell in cells:
            lines = cell.split("\n")[1:] if cell else []
            whole_rows = width > _TWO and any(line.count(delimiter) >= width - 1 for line in lines)
            if len(lines) > _MOST_LINES or whole_rows:
                raise BrokenQuotes(file=path.name, row=row_no)
