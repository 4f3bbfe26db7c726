"""Days as clerks write them: each list in its style, single rows in another, some in none that is a day."""

import polars as pl

from lianfang.demo.noise import ALWAYS, DAY, NUMBER, Break, Change, Rows, break_field, by, nothing

FIRST_SERIAL_DAY = pl.lit("1899-12-30").str.to_date()  # serial 0 of spreadsheets
FORMATS = {
    "iso": "%Y-%m-%d",
    "slash": "%Y/%-m/%-d",
    "dots": "%Y.%-m.%-d",
    "chinese": "%Y年%-m月%-d日",
    "compact": "%Y%m%d",
    "month_day": "%-m月%-d日",
    "point": "%-m.%-d",
}
WRITTEN = pl.col("key_day")
SERIAL = (WRITTEN - FIRST_SERIAL_DAY).dt.total_days().cast(pl.String)
IMPOSSIBLE = ("2022-06-31", "2022-02-30", "2月30日", "2022-13-05", "2022/7/32", "20220631")
VAGUE = ("上周三", "7月初", "近日", "前几天")
UNKNOWN = ("不详", "/", "未知")


def styled(day: pl.Expr, style: str) -> pl.Expr:
    """A day as text in one of the styles; `moment` adds a time of day, `cell` is a day to the spreadsheet."""
    if style == "moment":
        return day.dt.strftime("%Y-%m-%d ") + pl.col("clock")
    if style == "cell":
        return pl.lit(DAY) + (day - FIRST_SERIAL_DAY).dt.total_days().cast(pl.String)
    return day.dt.strftime(FORMATS[style])


def _one_of(texts: tuple[str, ...]) -> Change:
    return lambda frame, rng: pl.Series(texts).gather(rng.integers(0, len(texts), frame.height))


DAYS: tuple[Break, ...] = (
    Break("date_serial", 0.02, ALWAYS, by(pl.lit(NUMBER) + SERIAL), "right"),
    Break("date_cell", 0.02, ALWAYS, by(styled(WRITTEN, "cell")), "right"),
    Break("date_month_day", 0.03, ALWAYS, by(styled(WRITTEN, "month_day")), "right"),
    Break("date_point", 0.005, ALWAYS, by(styled(WRITTEN, "point")), "right"),
    Break("date_compact", 0.02, ALWAYS, by(styled(WRITTEN, "compact")), "right"),
    Break("date_dots", 0.02, ALWAYS, by(styled(WRITTEN, "dots")), "right"),
    Break("date_chinese", 0.03, ALWAYS, by(styled(WRITTEN, "chinese")), "right"),
    Break("date_missing", 0.005, ALWAYS, nothing, "missing"),
    Break("date_unknown", 0.003, ALWAYS, _one_of(UNKNOWN), "missing"),
    Break("date_impossible", 0.004, ALWAYS, _one_of(IMPOSSIBLE), "bad"),
    Break("date_future", 0.002, ALWAYS, by("20" + WRITTEN.dt.strftime("32-%m-%d")), "bad"),
    Break("date_ambiguous", 0.001, ALWAYS, by(WRITTEN.dt.strftime("%d/%m/") + "22"), "bad"),
    Break("date_vague", 0.003, ALWAYS, _one_of(VAGUE), "bad"),
)


def write_days(rows: Rows, *, key: str, style: str) -> None:
    """Add left_text, came_text and `day`, the text of the list's own day (column `key`), the one broken."""
    seconds = pl.Series(rows.rng.integers(6 * 3600, 22 * 3600, rows.frame.height) * 10**9).cast(pl.Time)
    rows.frame = rows.frame.with_columns(clock=seconds.dt.strftime("%H:%M:%S"), key_day=pl.col(key))
    rows.frame = rows.frame.with_columns(
        left_text=styled(pl.col("last_exposure"), style),
        came_text=styled(pl.col("arrived"), style),
        day=styled(WRITTEN, style),
    )
    break_field(rows, "day", DAYS, worth="right")
    text = {"last_exposure": "left_text", "arrived": "came_text"}[key]
    rows.frame = rows.frame.with_columns(pl.col("day").alias(text))
