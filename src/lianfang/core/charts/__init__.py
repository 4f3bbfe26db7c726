"""Charts as SVG that stands in a page: Altair declares them, vl-convert draws them without a browser.

On pages colours are those of the stylesheet (`var(--accent)`), so that a chart follows light, dark and paper.
A chart is a picture beside a table, never instead of one. The first chart of a process costs half a second,
and some 300 MB; what was drawn is kept by its content.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, Final

import altair
import vl_convert
from django.utils.safestring import SafeString

INK: Final = "var(--ink)"
QUIET: Final = "var(--quiet)"
LINE: Final = "var(--line)"
PAPER_FACE: Final = "FangSong, Noto Serif CJK SC, serif"
OWN: Final = re.compile(
    r'\s(?:style|role|aria-[a-z]+|font-family|xmlns:xlink|version)="[^"]*"|<style>.*?</style>', re.DOTALL
)
"""What a chart would bring of its own: style, faces, names of its pieces."""
SIZE: Final = re.compile(
    r'<svg (?=[^>]*class="marks")(?:xmlns="[^"]*" )?class="marks" width="\d+" height="\d+"'
)


@dataclass(frozen=True)
class Series:
    """A colour of a chart: its name as people see it, and its token in the stylesheet."""

    name: str
    colour: str


def stacked_bars(
    rows: Sequence[tuple[str, str, int]], series: Sequence[Series], *, label: str, unit: str
) -> SafeString:
    """Bars laid end to end: `rows` are (bar, name of a series, length), in the order to be shown."""
    values = [{"bar": bar, "part": part, "size": size} for bar, part, size in rows]
    return _drawn(
        altair.Chart(altair.InlineData(values=values))
        .mark_bar(height={"band": 0.7})
        .encode(
            y=altair.Y("bar:N", sort=None, title=None),
            x=altair.X("size:Q", title=unit, stack="zero", axis=altair.Axis(tickCount=5)),
            color=_colours(series),
            order=altair.Order("place:Q"),
        )
        .transform_calculate(place=f"indexof({json.dumps([each.name for each in series])}, datum.part)")
        .properties(width=380, height={"step": 24}),
        label,
    )


def lines(
    rows: Sequence[tuple[str, str, float]], series: Sequence[Series], *, label: str, unit: str
) -> SafeString:
    """Lines over days: `rows` are (day, name of a series, value)."""
    values = [{"day": day, "part": part, "size": size} for day, part, size in rows]
    return _drawn(
        altair.Chart(altair.InlineData(values=values))
        .mark_line(point={"size": 40}, strokeWidth=2)
        .encode(
            x=altair.X("day:O", title=None, sort=None, axis=altair.Axis(labelAngle=0)),
            y=altair.Y("size:Q", title=unit, scale=altair.Scale(zero=False)),
            color=_colours(series),
        )
        .properties(width=380, height=200),
        label,
    )


def tree_over_days(
    rows: Sequence[tuple[str, date, str, tuple[str, date] | None]], series: Sequence[Series], *, label: str
) -> SafeString:
    """Who came from whom, each at their day: `rows` are (name, day, name of a series, whom from and when)."""
    values = [{"row": name, "day": str(day), "part": part} for name, day, part, _ in rows]
    steps = [
        {"row": name, "day": str(day), "of": source[0], "since": str(source[1])}
        for name, day, _, source in rows
        if source
    ]
    order = [name for name, *_ in rows]
    days = altair.Axis(format="%-m-%-d", tickCount="day", labelAngle=0, labelOverlap=True)
    across = altair.X("day:T", title=None, axis=days, scale=altair.Scale(type="utc", padding=12))
    down = altair.Y("row:N", sort=order, title=None, scale=altair.Scale(domain=order))
    links = (
        altair.Chart(altair.InlineData(values=steps))
        .mark_rule(color=QUIET)
        .encode(x=across, y=down, x2="since:T", y2="of:N")
    )
    points = (
        altair.Chart(altair.InlineData(values=values))
        .mark_circle(size=110, opacity=1)
        .encode(x=across, y=down, color=_colours(series))
    )
    return _drawn(altair.layer(links, points).properties(width=640, height={"step": 24}), label)


def bars_on_paper(rows: Sequence[tuple[str, int]], *, unit: str) -> bytes:
    """Bars with their numbers, black on white, as a PNG for a printed document: `rows` are (bar, length)."""
    values = [{"bar": bar, "size": size} for bar, size in rows]
    drawn = (
        altair.Chart(altair.InlineData(values=values))
        .encode(
            y=altair.Y("bar:N", sort=None, title=None),
            x=altair.X("size:Q", title=unit, axis=altair.Axis(tickMinStep=1, tickCount=5)),
        )
        .properties(width=380, height={"step": 22})
    )
    bars = drawn.mark_bar(height={"band": 0.7}, color="#555555")
    numbers = drawn.mark_text(align="left", dx=4, fontSize=12).encode(text="size:Q")
    layered = altair.layer(bars, numbers).configure(
        background="white",
        font=PAPER_FACE,
        view={"stroke": None},
        axis={"labelFontSize": 14, "titleFontSize": 12, "labelLimit": 160},
    )
    return _png(layered.to_json(indent=None))


@lru_cache(maxsize=32)
def _png(spec: str) -> bytes:
    return bytes(vl_convert.vegalite_to_png(json.loads(spec), scale=3))


def _colours(series: Sequence[Series]) -> altair.Color:
    scale = altair.Scale(domain=[each.name for each in series], range=[each.colour for each in series])
    return altair.Color("part:N", scale=scale, legend=altair.Legend(title=None, orient="top", columns=4))


def _drawn(chart: altair.Chart | altair.LayerChart | altair.FacetChart, label: str) -> SafeString:
    text = {"labelColor": INK, "titleColor": QUIET, "labelFontSize": 14, "titleFontSize": 12}
    axis = {**text, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "labelLimit": 160}
    configured = chart.configure(background="transparent", view={"stroke": None}, axis=axis, legend=text)
    return SafeString(_svg(configured.to_json(indent=None), label))


@lru_cache(maxsize=256)
def _svg(spec: str, label: str) -> str:
    """The SVG of a chart as pages take it: as wide as its place, one picture with one name, without style."""
    drawn: Any = vl_convert.vegalite_to_svg(json.loads(spec))
    bare = OWN.sub("", drawn)
    return SIZE.sub(lambda _: f'<svg class="drawing" role="img" aria-label="{escape(label)}"', bare, count=1)
