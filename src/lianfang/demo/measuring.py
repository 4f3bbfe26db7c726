"""Measure what became of written lists, and say it so that a person reads it with interest."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from lianfang.demo.score import BARS, RESULT_COLUMNS, Score, score
from lianfang.demo.truth import read_same_person, read_truth

NOISES_SHOWN, EXAMPLES_SHOWN = 15, 10
PROBLEMS = {
    "mistaken": "认错人",
    "wrong_village": "村社错误",
    "lost": "行丢失",
    "duplicate": "重复建档",
    "not_found": "应判未判",
}
SCHEMA = {name: pl.Int64 if name == "row" else pl.String for name in RESULT_COLUMNS}


def results_of(file: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as `intake rows --json` gives them (sheet, row, outcome, person, area, reason), of one file."""
    lines = [
        {"file": file} | {name: row.get(name) for name in RESULT_COLUMNS if name != "file"} for row in rows
    ]
    told = [line | {"person": str(line["person"]) if line["person"] else None} for line in lines]
    return pl.DataFrame(told, schema=SCHEMA, orient="row")


def measure(folder: Path, results: pl.DataFrame) -> Score:
    """Score the results of a folder's lists; files that have no result yet are left out."""
    truth = read_truth(folder)
    done = results["file"].unique().implode()
    return score(truth.filter(pl.col("file").is_in(done)), results, same_person=read_same_person(folder))


def show(measured: Score, *, noise: float, console: Console) -> None:
    """Print the measures beside their bars, what each kind of noise did, and the rows to look at first."""
    console.print(_measures(measured, noise))
    console.print(_noises(measured))
    if not measured.worst.is_empty():
        console.print(_examples(measured))


def _measures(measured: Score, noise: float) -> Table:
    louder = [loudness for loudness in sorted(BARS) if loudness >= noise] or [max(BARS)]
    precision, recall, wrong = BARS[louder[0]]
    table = Table(
        "项目", "结果", "标准", "", title=f"名单判定，对照真相（{measured.rows:,}行）", title_justify="left"
    )
    lines = (
        ("准确率（不认错人）", measured.precision, precision, measured.precision >= precision),
        ("查全率（可判的都判到）", measured.recall, recall, measured.recall >= recall),
        ("村社错误率", measured.wrong_village_share, wrong, measured.wrong_village_share <= wrong),
    )
    for name, value, bar, good in lines:
        table.add_row(name, f"{value:.4%}", f"{bar:.2%}", "[green]达标[/]" if good else "[red]未达标[/]")
    table.add_row("应判行 / 判到行", f"{measured.usable:,} / {measured.found:,}", "", "")
    table.add_row("应转外地 / 转对", f"{measured.to_forward:,} / {measured.forwarded:,}", "", "")
    table.add_row("认错 / 重复建档", f"{measured.mistaken:,} / {measured.duplicates:,}", "", "")
    table.add_row("落到村社的行", f"{measured.located:,}", "", "")
    lost = "[green]达标[/]" if not measured.missing else "[red]未达标[/]"
    table.add_row("丢失的行", f"{measured.missing:,}", "0", lost)
    return table


def _noises(measured: Score) -> Table:
    names = ("rows", "usable", "found", "mistaken", "duplicates", "wrong_village", "review", "rejected")
    headings = ("行", "可判", "判到", "认错", "重复", "错村", "待核", "退回")
    table = Table("差错", *headings, title="按差错种类", title_justify="left")
    for line in measured.by_noise.head(NOISES_SHOWN).iter_rows(named=True):
        table.add_row(line["noise"] or "（无差错）", *(f"{line[name]:,}" for name in names))
    return table


def _examples(measured: Score) -> Table:
    table = Table("问题", "位置", "真相", "判定", "差错", title="先看这些行", title_justify="left")
    for line in measured.worst.head(EXAMPLES_SHOWN).iter_rows(named=True):
        place = f"{line['file']} {line['sheet']} 第{line['row']}行"
        truth = f"{line['person'][-8:]} {line['area']}"
        found = f"{line['outcome'] or '—'} {(line['got_person'] or '')[-8:]} {line['got_area'] or ''}"
        reason = f" {line['reason']}" if line["reason"] else ""
        table.add_row(PROBLEMS[line["problem"]], place, truth, found + reason, line["noise"])
    return table
