"""Reading lists: rows per second of reading and cleaning, against the bare reader on the same file.

1. A list of twelve columns with one dirty cell in twenty is written as csv and as xlsx. 2. Each is read
and cleaned in a process of its own; its peak memory includes the child that reads spreadsheets. 3. Floor:
the bare reader of the format (polars, fastexcel) on the same file, every cell as text.

`--rows N` is the size of the csv, a fifth of it that of the xlsx; `--small` runs in seconds. Processor
seconds are printed beside the wall's: on a busy machine they are the truer ones.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import fastexcel
import numpy as np
import polars as pl
import xlsxwriter

from lianfang.apps.intake.reading.lists import open_list
from lianfang.kernel.citizen_id import CHECKS, WEIGHTS

FULL_ROWS, SMALL_ROWS, XLSX_SHARE = 1_000_000, 20_000, 5
BARS = {".csv": (1_000_000, 12.0), ".xlsx": (200_000, 5.0)}  # rows, seconds
MEMORY_BAR = 2**30
ON = date(2022, 7, 10)
DIRTY = 0.05
SURNAMES = list(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = list("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华文志玉红春梅海龙鑫雨欣浩然子轩")


def made_up(rows: int) -> pl.DataFrame:
    """A list of invented people of the fictional county 990121."""
    rng = np.random.default_rng(1)
    pick = lambda words: rng.choice(np.array(words), rows)  # noqa: E731  a column of words
    names = pl.Series(pick(SURNAMES)) + pl.Series(pick(GIVEN)) + pl.Series(pick([*GIVEN, ""]))
    numbers = citizen_ids(rng, rows)
    digits = pl.Series(rng.integers(10**8, 10**9, rows)).cast(pl.String)
    place = pl.Series(pick(GIVEN)) + pl.Series(pick(GIVEN)) + "村"
    return pl.DataFrame(
        {
            "序号": pl.int_range(rows, eager=True).cast(pl.String),
            "姓名": dirty(rng, names, names.str.slice(0, 1) + " " + names.str.slice(1)),
            "身份证号": dirty(rng, numbers, numbers.str.slice(0, 17)),
            "联系电话": dirty(rng, "13" + digits, "+86 13" + digits + "、0571-88888888"),
            "性别": pl.Series(pick(["男", "女"])),
            "年龄": pl.Series(rng.integers(0, 95, rows)).cast(pl.String),
            "现住址": dirty(
                rng, "青石镇" + place + digits.str.slice(6) + "号", "青石镇　" + place + "（１号）"
            ),
            "村/社区": place,
            "来源地": pl.Series(pick(["虚构省虚构市", "虚岭省虚安市"])),
            "到达日期": pl.Series(pick(["2022-07-01", "2022-07-02", "2022/7/3", "7月4日", "20220705"])),
            "风险等级": pl.Series(pick(["高风险", "中风险", "低风险"])),
            "备注": pl.Series(pick(["", "", "", "已联系"])),
        }
    )


def dirty(rng: np.random.Generator, clean: pl.Series, odd: pl.Series) -> pl.Series:
    """The column with one cell in twenty in its odd writing."""
    return odd.zip_with(pl.Series(rng.random(len(clean)) < DIRTY), clean)


def citizen_ids(rng: np.random.Generator, rows: int) -> pl.Series:
    """Valid numbers of the fictional county."""
    days = np.datetime64("1930-01-01") + rng.integers(0, 33_000, rows)
    born = pl.Series(days).dt.strftime("%Y%m%d")
    first = pl.Series(["990121"]).new_from_index(0, rows) + born
    first += pl.Series(rng.integers(0, 1000, rows)).cast(pl.String).str.zfill(3)
    digits = np.frombuffer("".join(first).encode(), dtype=np.uint8).reshape(-1, 17) - ord("0")
    checks = np.array(list(CHECKS))[digits @ np.array(WEIGHTS) % 11]
    return first + pl.Series(checks)


def write_xlsx(frame: pl.DataFrame, path: Path) -> None:
    """The list as a spreadsheet of text cells."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    for row, line in enumerate([frame.columns, *frame.iter_rows()]):
        for column, text in enumerate(line):
            sheet.write_string(row, column, text)
    book.close()


def read(path: Path) -> int:
    """Read and clean a list; the number of its rows."""
    return sum(chunk.frame.height for chunk in open_list(path, on=ON).chunks())


def read_bare(path: Path) -> int:
    """The bare reader of the format, every cell as text."""
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False).height
    sheet = fastexcel.read_excel(path).load_sheet(0, dtypes="string")
    return sheet.to_polars().height


def measure(work: Callable[[Path], int], path: Path) -> dict[str, float]:
    """Rows, seconds, processor seconds and peak bytes, of this process and its children."""
    started = time.perf_counter()
    rows = work(path)
    seconds = time.perf_counter() - started
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = sum(usage.ru_maxrss for usage in used) * 1024
    busy = sum(usage.ru_utime + usage.ru_stime for usage in used)
    return {"rows": rows, "seconds": seconds, "busy": busy, "peak": peak}


def measured(kind: str, path: Path) -> dict[str, float]:
    """The measure of one kind of work in a process of its own."""
    command = [sys.executable, "-m", "bench.reading", "--measure", kind, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def report(path: Path) -> bool:
    """Print one file's numbers; whether they hold the bars that its size allows to judge."""
    whole, bare = measured("whole", path), measured("bare", path)
    rows, seconds, peak = int(whole["rows"]), whole["seconds"], whole["peak"]
    print(
        f"{path.suffix[1:]:5} {rows:>9,} rows  {seconds:6.2f} s (processor {whole['busy']:.2f})  "
        f"{rows / seconds:>8,.0f} rows/s  peak {peak / 2**20:4.0f} MiB  "
        f"{seconds / bare['seconds']:4.1f} x the bare reader ({bare['seconds']:.2f} s)"
    )
    bar_rows, bar_seconds = BARS[path.suffix]
    return rows < bar_rows or (seconds <= bar_seconds * rows / bar_rows and peak <= MEMORY_BAR)


def main() -> int:
    """Write the lists, measure, print; 1 where a bar is missed at full size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=FULL_ROWS)
    options.add_argument("--small", action="store_true")
    options.add_argument("--measure", nargs=2, metavar=("KIND", "FILE"))
    chosen = options.parse_args()
    if chosen.measure:
        kind, path = chosen.measure
        print(json.dumps(measure({"whole": read, "bare": read_bare}[kind], Path(path))))
        return 0
    frame = made_up(SMALL_ROWS if chosen.small else chosen.rows)
    with tempfile.TemporaryDirectory() as folder:
        csv, xlsx = Path(folder) / "list.csv", Path(folder) / "list.xlsx"
        frame.write_csv(csv)
        write_xlsx(frame.head(frame.height // XLSX_SHARE), xlsx)
        held = [report(path) for path in (csv, xlsx)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
