"""The summary of a demonstration morning: what a person reads after `./start`."""

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from lianfang.apps.intake.terms import OUTCOME_NAMES
from lianfang.core.doors import console, remarks
from lianfang.core.sql import StepResult
from lianfang.core.sql.progress import Listener
from lianfang.kernel.clock import ZONE
from lianfang.project.morning import Coverage, Morning, Received

BAR = 16


def listener() -> Listener:
    """Tell each finished step on standard error: its name, rows, seconds."""

    def tell(step: StepResult) -> None:
        remarks.print(f"  [green]✓[/green] {step.name}  [dim]{step.rows:,}  {step.ms / 1000:.1f} 秒[/dim]")

    return tell


def show(morning: Morning) -> None:
    """Print the whole summary."""
    local = morning.at.astimezone(ZONE)
    title = Text.assemble(("联防", "bold"), f"  {morning.county}  {local:%Y-%m-%d %H:%M}  演示时钟停在此刻")
    console.print(Panel(title, expand=False, border_style="blue"))
    console.print(_lists(morning.lists))
    console.print(_quality(morning), end="\n\n")
    console.print(_duties(morning.duties))
    console.print(_holders(morning))
    console.print(_where(morning), soft_wrap=True)


def _lists(lists: tuple[Received, ...]) -> Table:
    table = _table("收到的名单：每一行都有着落")
    table.add_column("名单", overflow="fold")
    for name in ("收到", *OUTCOME_NAMES.values()):
        table.add_column(name, justify="right", no_wrap=True)
    for one in lists:
        counts = (f"{one.counts[code]:,}" for code in OUTCOME_NAMES)
        table.add_row(one.file, f"{one.rows:,}", *counts)
    sums = (f"{sum(one.counts[code] for one in lists):,}" for code in OUTCOME_NAMES)
    table.add_section()
    table.add_row("合计", f"{sum(one.rows for one in lists):,}", *sums, style="bold")
    return table


def _quality(morning: Morning) -> Text:
    score = morning.score
    return Text.assemble(
        "与真值对照：识别准确 ",
        _judged(f"{score.precision:.4%}", good=score.precision >= morning.bars[0]),
        f"（目标 ≥ {morning.bars[0]:.2%}），可判定的行识别出 ",
        _judged(f"{score.recall:.2%}", good=score.recall >= morning.bars[1]),
        f"（≥ {morning.bars[1]:.0%}），落错村 ",
        _judged(f"{score.wrong_village_share:.3%}", good=score.wrong_village_share <= morning.bars[2]),
        f"（≤ {morning.bars[2]:.1%}）。",
    )


def _judged(text: str, *, good: bool) -> tuple[str, str]:
    return text, "bold green" if good else "bold red"


def _duties(duties: tuple[Coverage, ...]) -> Table:
    table = _table("责任事项：应办、已办、缺口")
    table.add_column("事项", no_wrap=True)
    for name in ("应办", "已办", "按时", "缺口", "逾期"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("完成")
    for one in duties:
        gap = Text(f"{one.gap:,}", style="bold red" if one.gap else "green")
        late = Text(f"{one.overdue:,}", style="red" if one.overdue else "dim")
        table.add_row(one.name, f"{one.due:,}", f"{one.done:,}", f"{one.on_time:,}", gap, late, _bar(one))
    return table


def _bar(one: Coverage) -> Text:
    filled = BAR * one.done // one.due if one.due else 0
    share = f" {one.done / one.due:.0%}" if one.due else " —"
    return Text.assemble(("█" * filled, "green"), ("░" * (BAR - filled), "dim"), share)


def _holders(morning: Morning) -> Table:
    table = _table("谁手里最多")
    for name in ("责任人", "岗位", "辖区"):
        table.add_column(name)
    table.add_column("未办", justify="right")
    table.add_column("最早截止", justify="right")
    for one in morning.holders:
        due = f"{one.earliest.astimezone(ZONE):%Y-%m-%d %H:%M}"
        table.add_row(one.name, one.post, one.place, f"{one.gaps:,}", due)
    return table


def _where(morning: Morning) -> Text:
    spent = f"用时 {morning.seconds:.1f} 秒" + ("" if morning.fresh else "，未改动任何数据")
    return Text.assemble(
        f"现在管 {morning.persons:,} 人。日报：",
        (str(morning.brief), "bold"),
        f"\n{spent}。再看：",
        (f".venv/bin/lianfang gaps --area {morning.area}", "bold"),
        " 或下面的页面。",
    )


def _table(title: str) -> Table:
    look = {"title_justify": "left", "title_style": "bold", "header_style": "dim", "box": None}
    return Table(title=title, pad_edge=False, **look)  # type: ignore[arg-type]
