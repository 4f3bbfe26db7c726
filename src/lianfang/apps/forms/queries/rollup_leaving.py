"""A roll-up as a table that leaves, and as plain data for other programs."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms.queries.editions import edition_on, form_of
from lianfang.apps.forms.queries.rollups import rollup
from lianfang.apps.forms.terms import FormRollup, Node
from lianfang.core.access.terms import Actor
from lianfang.core.exports.leaving import Leaving
from lianfang.core.forms.terms import ROLLUP_NAMES, Rollup
from lianfang.kernel.area_code import Level

COUNTS: Final = {
    "expected": "应报",
    "received": "已报",
    "on_time": "按时",
    "late": "迟报",
    "missing": "未报",
    "awaited": "未到时限",
    "zero": "零报告",
    "accepted": "已接收",
    "returned": "已退回",
    "beyond": "应报以外",
}
CHUNK: Final = 2_000


def plain(found: FormRollup, *, lowest: Level) -> dict[str, Any]:
    """A roll-up as data: every place down to a level with its counts, and each figure with its reports."""
    places = [node for node in found.nodes.values() if node.level <= lowest]
    names = areas.names([node.area for node in places])
    return {
        "form": found.form,
        "name": found.name,
        "area": found.area,
        "on": found.from_day,
        "slot": found.slot,
        "as_known_at": found.known_at,
        "fields": [
            {"code": field.code, "name": field.name, "unit": field.unit, "rule": field.rollup.value}
            for field in found.fields
        ],
        "places": [_place(node, names) for node in places],
    }


def _place(node: Node, names: dict[str, str]) -> dict[str, Any]:
    counts = node.counts
    return {
        "area": node.area,
        "name": names.get(node.area, ""),
        "level": node.level.name.lower(),
        **{name: getattr(counts, name) for name in COUNTS},
        "figures": {
            code: {"value": one.value, "reports": one.said, "counted_again": one.twice}
            for code, one in node.figures.items()
        },
    }


def rollup_leaving(form: str, *, on: date, slot: str | None, known_at: datetime, by: Actor) -> Leaving:
    """The roll-up of a day as a table that leaves: a row a place from the area asked for down to grids."""
    asked = form_of(edition_on(form, on))
    told = [field for field in asked.fields if field.rollup is not Rollup.NONE]
    rules = [f"{field.name}（{ROLLUP_NAMES[field.rollup]}）" for field in told]
    head = ("区划代码", "地区", *COUNTS.values(), *rules)

    def chunks(area: str) -> Iterator[list[tuple[str, ...]]]:
        found = rollup(form, area=area, from_day=on, known_at=known_at, by=by, slot=slot)
        nodes = list(found.nodes.values())
        for begin in range(0, len(nodes), CHUNK):
            part = nodes[begin : begin + CHUNK]
            names = areas.names([node.area for node in part])
            yield [_row(node, names, [field.code for field in told]) for node in part]

    return Leaving(f"报表汇总：{asked.name}", f"{asked.name}汇总{on}", head, chunks)


def _row(node: Node, names: dict[str, str], codes: list[str]) -> tuple[str, ...]:
    counts, figures = node.counts, node.figures
    values = (figures[code].value if code in figures else None for code in codes)
    return (
        node.area,
        names.get(node.area, ""),
        *(str(getattr(counts, name)) for name in COUNTS),
        *("" if value is None else f"{value:.10g}" for value in values),
    )
