"""What the fast spreadsheet reader does not tell: extent, vertical merges and long numbers of each sheet.

The parts are unpacked block by block and searched as bytes: neither their size nor their XML can
hurt. Numbers of more than 15 digits are what identity numbers become in a numeric cell; the reader
gives back digits that look whole. `Traits.long_numbers` holds what the spreadsheet shows instead,
1.10101E+17.
"""

import html
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lianfang.apps.intake.reading.files import DamagedFile, Format, SourceFile, TooLarge

MOST_CELLS = 30_000_000  # of the rectangle that holds a sheet: 1,048,576 rows × 28 columns
MOST_COLUMNS = 1000
PRECISE = 10**15  # from here on a numeric cell has lost digits
_BLOCK = 2**20
_OVERLAP = 4096
_LATIN_COLUMNS = 26
_ROW = re.compile(rb'row (?:[^>]*? )?r="([0-9]{1,7})"')
_WIDE = re.compile(rb' r="([A-Z]{2,3})[0-9]')
_MERGE = re.compile(rb'mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_LONG = rb"[0-9]{16,}(?:\.[0-9]+)?|[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{2,3}"
_NUMERIC_CELL = rb'<(?:\w+:)?c(?: [a-z]+="(?!(?:s|str|inlineStr|b|e|d)")[^"]*")*>(?:<f[^<]*</f>|<f[^>]*/>)?'
_LONG_CELL = re.compile(_NUMERIC_CELL + rb"<(?:\w+:)?v>(" + _LONG + rb")<")
_OUTLINE = bytes.maketrans(b"123456789BCDEFGHIJKLMNOPQRSTUVWXYZ", b"0" * 9 + b"A" * 25)  # to search fast
_LONG_MARKS = (b"0" * 16, b"0A+0", b"0A0", b"0e")
_SHEET = re.compile(rb"<(?:\w+:)?sheet ([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship ([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_ODS_LONG = re.compile(rb'office:value="(' + _LONG + rb')"')
_ODS_WIDE = re.compile(rb'number-columns-repeated="([0-9]{4,})"[^>/]*>')
_ODS_HIGH = re.compile(rb'number-rows-repeated="([0-9]{4,})"[^>]*>(?:<[^>]*/>)*<table:table-cell[^>]*[^/]>')
_XLS_LONG = re.compile(rb"\x03\x02\x0e\x00.{6}(.{6}[\x0c-\xff]\x43)", re.DOTALL)


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    KeyError,
    StopIteration,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(slots=True)
class Traits:
    """Of a sheet: extent, vertical merges (column from 0, first, last row from 1), long numbers as shown."""

    rows: int = 0
    columns: int = _LATIN_COLUMNS
    merges: set[tuple[int, int, int]] = field(default_factory=set)
    long_numbers: dict[str, str] = field(default_factory=dict)


def traits(source: SourceFile) -> Callable[[str], Traits]:
    """Traits by name of sheet; raises TooLarge where a stray cell would blow a sheet up, DamagedFile."""
    if source.format is Format.XLS:
        found = _xls_traits(source.path)
        return lambda _name: found
    try:
        with zipfile.ZipFile(source.path) as archive:
            if source.format is Format.ODS:
                found = _ods_traits(archive, source.path)
                return lambda _name: found
            parts = _sheet_parts(archive)
            sheets = {name: _xlsx_traits(archive, part, source.path) for name, part in parts.items()}
            return lambda name: sheets.get(name) or Traits()
    except _BROKEN as error:
        raise DamagedFile(file=source.path.name) from error


def column_index(letters: bytes) -> int:
    """Column number from 0 of a reference: A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * _LATIN_COLUMNS + letter - ord("A") + 1
    return number - 1


def shown(number: float) -> str:
    """How a spreadsheet shows a number too long for a cell: 1.10101E+17."""
    return f"{number:.5E}"


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The unpacked part in blocks; each repeats the end of the one before."""
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(_BLOCK):
            yield tail + block
            tail = block[-_OVERLAP:]


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part by name of sheet."""
    targets = {
        pair[b"Id"]: pair[b"Target"].decode()
        for pair in map(_attributes, _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")))
    }
    parts = {}
    for sheet in map(_attributes, _SHEET.findall(archive.read("xl/workbook.xml"))):
        target = targets[next(value for key, value in sheet.items() if key.endswith(b":id"))]
        name = html.unescape(sheet[b"name"].decode())
        parts[name] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(text))


def _xlsx_traits(archive: zipfile.ZipFile, part: str, path: Path) -> Traits:
    found = Traits()
    for block in _blocks(archive, part):
        outline = block.translate(_OUTLINE)
        found.rows = max([found.rows, *map(int, _ROW.findall(block))])
        if b'r="AA' in outline:
            found.columns = max(found.columns, *(column_index(at) + 1 for at in set(_WIDE.findall(block))), 0)
        if any(mark in outline for mark in _LONG_MARKS):
            found.long_numbers.update(_long_numbers(_LONG_CELL.findall(block)))
        if b"mergeCell " in block:
            found.merges |= set(_vertical(_MERGE.findall(block)))
    _refuse_sparse(path, found.rows, found.columns)
    return found


def _vertical(merges: list[tuple[bytes, bytes, bytes, bytes]]) -> Iterator[tuple[int, int, int]]:
    for left, top, right, bottom in merges:
        if left == right:
            yield column_index(left), int(top), int(bottom)


def _ods_traits(archive: zipfile.ZipFile, path: Path) -> Traits:
    found = Traits()
    for block in _blocks(archive, "content.xml"):
        found.long_numbers.update(_long_numbers(_ODS_LONG.findall(block)))
        _refuse_sparse(path, 1, max(map(int, _ODS_WIDE.findall(block)), default=0))
        _refuse_sparse(path, max(map(int, _ODS_HIGH.findall(block)), default=0), MOST_COLUMNS)
    return found


def _xls_traits(path: Path) -> Traits:
    numbers = [struct.unpack("<d", raw)[0] for raw in set(_XLS_LONG.findall(path.read_bytes()))]
    return Traits(long_numbers={str(int(number)): shown(number) for number in numbers if number >= PRECISE})


def _long_numbers(literals: list[bytes]) -> dict[str, str]:
    numbers = [float(literal) for literal in set(literals)]
    return {str(int(number)): shown(number) for number in numbers if PRECISE <= number < float("inf")}


def _refuse_sparse(path: Path, rows: int, columns: int) -> None:
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise TooLarge(file=path.name, size=f"{rows}行×{columns}列")
