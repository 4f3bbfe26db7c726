"""A roll-up as a table that leaves, with what its columns mean, and as plain data for other programs."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from lianfang.apps.areas import queries as areas
from lianfang.apps.areas.terms import LEVEL_NAMES
from lianfang.apps.forms.terms import FormRollup, Node
from lianfang.core.exports.tables import Table
from lianfang.core.forms.terms import ROLLUP_NAMES, Field, FieldType, Rollup
from lianfang.kernel.area_code import Level

COUNTS: Final = {
    "expected": ("应报", "到这一天这一期，应报的份数；停报的单位不算"),
    "received": ("已报", "应报的之中已报的，按时的和迟的"),
    "on_time": ("按时", "第一次上报在时限以内的"),
    "late": ("迟报", "第一次上报在时限以后的"),
    "missing": ("未报", "过了时限还没有报的"),
    "awaited": ("未到时限", "还没有报、也没有到时限的"),
    "zero": ("零报告", "已报的之中作零报告的"),
    "accepted": ("已接收", "上级已接收的"),
    "returned": ("已退回", "上级已退回、还没有更正的"),
    "beyond": ("应报以外", "不在应报之列而报了的，数字计入，份数不计"),
    "handed": ("下级移交", "由下级服务器移交来的"),
}
"""What is told of the reports of a place, by the name of its count: its word, what it means."""
OWN: Final = {
    "_area": ("区划代码", "前缀相同的在同一地区之内"),
    "_name": ("地区", ""),
    "_level": ("级别", "各级都在内，上级的数已含下级，不能再相加"),
    "_mark": ("水印", "这次导出的标记"),
}
REPORTS: Final = "_reports_"
"""Before the code of a field: how many reports gave its number."""
HEADS: Final = {"code": "代码", "name": "名称", "unit": "单位", "definition": "定义", "rollup": "汇总办法"}


def plain(found: FormRollup, *, lowest: Level) -> dict[str, Any]:
    """A roll-up as data: every place down to a level with its counts, and each figure with its reports."""
    places = [node for node in found.nodes.values() if node.level <= lowest]
    names = areas.names([node.area for node in places])
    return {
        "form": found.form,
        "name": found.name,
        "area": found.area,
        "on": found.from_day,
        "slots": found.slots,
        "slot": found.slot,
        "as_known_at": found.known_at,
        "fields": [
            {
                "code": field.code,
                "name": field.name,
                "unit": field.unit,
                "rule": field.rollup.value,
                "rule_name": ROLLUP_NAMES[field.rollup],
            }
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


def rollup_table(found: FormRollup, *, mark: str) -> Table:
    """A roll-up as a table: a row a place, beside each number how many reports gave it."""
    fields = found.fields
    schema: dict[str, Any] = dict.fromkeys(OWN, pl.String) | {f"_{name}": pl.Int64 for name in COUNTS}
    for field in fields:
        schema |= {field.code: _type(field), REPORTS + field.code: pl.Int64}
    places = areas.names(found.nodes)
    rows = [_cells(node, places, fields, mark) for node in found.nodes.values()]
    frame = pl.DataFrame(rows, schema=schema, orient="row", strict=False)
    words = _words(fields)
    return Table(frame, {line[0]: line[1] for line in words}, HEADS, words)


def _type(field: Field) -> Any:
    whole = field.type in {FieldType.COUNT, FieldType.PEOPLE, FieldType.YES_NO}
    return pl.Int64 if whole and field.rollup is not Rollup.SHARE else pl.Float64


def _cells(node: Node, places: dict[str, str], fields: Sequence[Field], mark: str) -> list[Any]:
    counts, figures = node.counts, node.figures
    own = [node.area, places.get(node.area, ""), LEVEL_NAMES[node.level], mark]
    row = [*own, *(getattr(counts, name) for name in COUNTS)]
    for field in fields:
        one = figures.get(field.code)
        row += [one.value, one.said] if one else [None, None]
    return row


def _words(fields: Sequence[Field]) -> list[tuple[str, ...]]:
    """What each column means, in their order."""
    told: list[tuple[str, ...]] = [(name, word, "", meant, "") for name, (word, meant) in OWN.items()]
    told += [(f"_{name}", word, "份", meant, "") for name, (word, meant) in COUNTS.items()]
    for field in fields:
        told.append((field.code, field.name, field.unit, field.definition, ROLLUP_NAMES[field.rollup]))
        told.append((REPORTS + field.code, f"{field.name}：报数的报表", "份", "有几份报表报了这个数", ""))
    return told
