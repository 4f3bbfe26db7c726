"""Lists as csv, as a machine exports them or a spreadsheet saves them."""

import io
from datetime import date

import polars as pl

from lianfang.demo.noise import DAY, NUMBER
from lianfang.demo.pages import Line, Page

LONGEST_NUMBER = 11  # digits that a spreadsheet still shows in full
SERIAL_0 = date(1899, 12, 30)


def csv_text(page: Page) -> str:
    """The page as lines of csv; numbers and days as a spreadsheet shows them."""
    plain = page.cells.with_columns(_shown(pl.col(name)).alias(name) for name in page.cells.columns)
    edges = sorted({0, *page.among, plain.height})
    out = io.StringIO()
    above: list[Line] = [*([text] for text in page.title), page.headings]
    out.write("".join(_csv_line(line) for line in above))
    for start, end in zip(edges, [*edges[1:], plain.height], strict=True):
        out.write(_csv_line(page.among[start]) if start in page.among else "")
        out.write(plain[start:end].write_csv(include_header=False))
    out.write("".join(_csv_line(line) for line in page.footer))
    return out.getvalue()


def _csv_line(line: Line) -> str:
    return pl.DataFrame([list(line)], orient="row").write_csv(include_header=False)


def _shown(cell: pl.Expr) -> pl.Expr:
    """A cell as a spreadsheet saves it to csv: long numbers lose their digits."""
    digits = cell.str.slice(1)
    power = (digits.str.len_chars() - 1).cast(pl.String).str.zfill(2)
    mangled = digits.str.head(1) + "." + digits.str.slice(1, 5) + "E+" + power
    number = pl.when(digits.str.len_chars() > LONGEST_NUMBER).then(mangled).otherwise(digits)
    day = pl.lit(SERIAL_0) + pl.duration(days=pl.when(cell.str.starts_with(DAY)).then(digits).cast(pl.Int64))
    return (
        pl.when(cell.str.starts_with(NUMBER))
        .then(number)
        .when(cell.str.starts_with(DAY))
        .then(day.dt.strftime("%Y/%-m/%-d"))
        .otherwise(cell)
    )
