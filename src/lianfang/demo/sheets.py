"""Files of lists in the formats in which offices send them. The same content has the same bytes."""

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lianfang.demo.csv_files import SERIAL_0, csv_text
from lianfang.demo.noise import DAY, NUMBER
from lianfang.demo.pages import Line, Merge, Page

MADE_AT = datetime(2022, 7, 10, 8)  # noqa: DTZ001  spreadsheets keep no time zone
XLS_WIDTH = 256  # units of a half-width character
ZIP_TIME = (2022, 7, 10, 8, 0, 0)


def old_workbook_suffix() -> str:
    """.xls where its writer is installed (it is a development dependency), else .xlsx."""
    return ".xls" if find_spec("xlwt") else ".xlsx"


def write_file(path: Path, pages: Sequence[Page], *, encoding: str = "utf-8") -> None:
    """Write a list in the format of its name; `encoding` matters to csv alone."""
    if path.suffix == ".csv":
        path.write_bytes(csv_text(pages[0]).encode(encoding))
    else:
        _WRITERS[path.suffix](path, pages)


def _xlsx(path: Path, pages: Sequence[Page]) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": MADE_AT})
    day = book.add_format({"num_format": "yyyy/m/d"})
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter"})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(page.widths()):
            sheet.set_column(column, column, width)
        lines = page.grid()
        for number, line in enumerate(lines):
            _xlsx_line(sheet, number, line, day)
        for first, last, left, right in page.merges():
            sheet.merge_range(first, left, last, right, lines[first][left], bold)
        if page.hidden:
            sheet.hide()
    book.close()


def _xlsx_line(sheet: Worksheet, number: int, line: Line, day: Format) -> None:
    for column, text in enumerate(line):
        if not text:
            continue
        if text[0] == NUMBER:
            sheet.write_number(number, column, float(text[1:]))
        elif text[0] == DAY:
            sheet.write_number(number, column, float(text[1:]), day)
        else:
            sheet.write_string(number, column, text)


def _xls(path: Path, pages: Sequence[Page]) -> None:
    import xlwt  # type: ignore[import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    for page in pages:
        sheet = book.add_sheet(page.name, cell_overwrite_ok=True)
        lines = page.grid()
        for number, line in enumerate(lines):
            for column, text in enumerate(line):
                if text:
                    sheet.write(number, column, *_xls_value(text, day))
        for first, last, left, right in page.merges():
            sheet.write_merge(first, last, left, right, lines[first][left])
        for column, width in enumerate(page.widths()):
            sheet.col(column).width = width * XLS_WIDTH
        sheet.visibility = int(page.hidden)
    book.save(str(path))


def _xls_value(text: str, day: object) -> tuple[object, ...]:
    if text[0] == NUMBER:
        return (float(text[1:]),)
    return (float(text[1:]), day) if text[0] == DAY else (text,)


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
    + " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "table", "text", "style"))
    + '><office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.2" '
    f'xmlns:manifest="{OFFICE}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
    f'manifest:media-type="{ODS_TYPE}"/><manifest:file-entry manifest:full-path="content.xml" '
    'manifest:media-type="text/xml"/></manifest:manifest>'
)


def _ods(path: Path, pages: Sequence[Page]) -> None:
    content = ODS_HEAD + "".join(_ods_table(page) for page in pages) + ODS_TAIL
    parts = (("mimetype", ODS_TYPE), ("content.xml", content), ("META-INF/manifest.xml", ODS_MANIFEST))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            book.writestr(zipfile.ZipInfo(name, ZIP_TIME), text, compress_type=kind)


def _ods_table(page: Page) -> str:
    merged = _merged(page)
    style = ' table:style-name="hidden"' if page.hidden else ""
    rows = "".join(
        f"<table:table-row>{''.join(_ods_cells(number, line, merged))}</table:table-row>"
        for number, line in enumerate(page.grid())
    )
    return f"<table:table table:name={quoteattr(page.name)}{style}>{rows}</table:table>"


def _merged(page: Page) -> dict[tuple[int, int], Merge | None]:
    """The first of each group of merged cells with its extent, the others with nothing."""
    merges = list(page.merges())
    covered: dict[tuple[int, int], Merge | None] = {
        (line, column): None
        for merge in merges
        for line in range(merge.first, merge.last + 1)
        for column in range(merge.left, merge.right + 1)
    }
    return covered | {(merge.first, merge.left): merge for merge in merges}


def _ods_cells(number: int, line: Line, merged: Mapping[tuple[int, int], Merge | None]) -> Iterator[str]:
    for column, text in enumerate(line):
        merge = merged.get((number, column))
        if merge is None and (number, column) in merged:
            yield "<table:covered-table-cell/>"
        else:
            yield f"<table:table-cell{_ods_span(merge)}{_ods_value(text)}"


def _ods_span(merge: Merge | None) -> str:
    if merge is None:
        return ""
    down, across = merge.last - merge.first + 1, merge.right - merge.left + 1
    return f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'


def _ods_value(text: str | None) -> str:
    if not text:
        return "/>"
    if text[0] == NUMBER:
        return f' office:value-type="float" office:value="{float(text[1:])!r}"/>'
    if text[0] == DAY:
        day = SERIAL_0 + timedelta(days=int(text[1:]))
        return (
            f' office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p></table:table-cell>'
        )
    return f' office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


_WRITERS: dict[str, Callable[[Path, Sequence[Page]], None]] = {".xlsx": _xlsx, ".xls": _xls, ".ods": _ods}
