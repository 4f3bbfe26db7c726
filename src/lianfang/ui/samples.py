"""What the gallery shows: every component in every state, with invented content."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.template.loader import get_template
from django.utils.translation import gettext_noop as _

from lianfang.core.access.choosing import Chosen

HOUR: Final = timedelta(hours=1)
USAGE: Final = re.compile(r"{% comment %}(.+?){% endcomment %}", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """A component: its name, what it asks for, and how it looks in each state."""

    name: str
    usage: str
    states: tuple[str, ...]


def samples(moment: datetime) -> list[Section]:
    """Every component with its states, rendered."""
    return [_section(name, states) for name, states in {**_plain(), **_timed(moment), **_ways()}.items()]


def _section(name: str, states: list[dict[str, Any]]) -> Section:
    template = get_template(f"ui/components/{name}.html")
    source: str = template.template.source  # type: ignore[attr-defined]  # of the Django engine, our only one
    found = USAGE.search(source)
    return Section(name, found[1] if found else "", tuple(template.render(state) for state in states))


def _plain() -> dict[str, list[dict[str, Any]]]:
    button = {"label": _("保存")}
    return {
        "button": [
            {**button, "look": "primary"},
            button,
            {**button, "look": "danger", "label": _("撤销")},
            {**button, "look": "plain", "label": _("取消")},
            {**button, "off": True},
            {"label": _("下载"), "href": "#main"},
        ],
        "field": _fields(),
        "chosen": _chosen(),
        "chip": [{"word": word, "tone": tone} for word, tone in CHIPS],
        "progress": [{"label": _("完成率"), "done": done, "due": 240} for done in (0, 171, 240)],
        "notice": [
            {"title": _("请注意"), "text": _("名单已收到，正在比对。")},
            {"tone": "good", "text": _("已保存。")},
            {"tone": "late", "text": _("还有两户没有测温。"), "href": "#main", "link": _("去看")},
            {"tone": "bad", "title": _("没有保存"), "text": _("体温应在30至45℃之间，请核对。")},
        ],
        "empty": [
            {"title": _("没有未办事项"), "text": _("今天的事都办完了。")},
            {"title": _("还没有名单"), "href": "#main", "link": _("接收名单")},
        ],
        "figure": [
            {"label": _("应办"), "value": 1284},
            {"label": _("缺口"), "value": 37, "href": "#main", "tone": "bad"},
            {"label": _("完成率"), "text": "97.1%"},
        ],
        "table": [_table()],
        "comparison": [_comparison()],
    }


CHIPS: Final = ((_("已决定"), ""), (_("已送达"), "good"), (_("待核"), "late"), (_("空缺"), "bad"))


def _fields() -> list[dict[str, Any]]:
    choices = [("am", _("上午")), ("pm", _("下午"))]
    return [
        {"label": _("姓名"), "name": "sample-name", "required": True, "autocomplete": "off"},
        {"label": _("体温"), "name": "sample-reading", "value": "73", "inputmode": "decimal"}
        | {"help": _("℃，一位小数"), "error": _("体温应在30至45℃之间，请核对。")},
        {"label": _("时段"), "name": "sample-slot", "kind": "choice", "choices": choices, "value": "pm"},
        {"label": _("情况说明"), "name": "sample-text", "kind": "area"},
        {"label": _("已当面告知"), "name": "sample-tick", "kind": "tick"},
    ]


def _chosen() -> list[dict[str, Any]]:
    asked = {"label": _("辖区"), "name": "sample-place", "help": _("名称、拼音或代码")}
    places = (("990121001", "澜砚县 澜渡镇"), ("990121002", "澜砚县 澜渡乡"))
    problem = _("“{text}”不止一个，请选定。").format(text="澜渡")
    several = Chosen("澜渡", choices=places, problem=problem)
    return [{**asked, "chosen": Chosen()}, {**asked, "name": "sample-places", "chosen": several}]


def _table() -> dict[str, Any]:
    rows = [("上箬渡村", 52, 48, 4), ("新民社区", 31, 31, 0)]
    return {
        "caption": _("各村今日测温"),
        "columns": [{"name": _("村（社区）")}]
        + [{"name": name, "number": True} for name in (_("应办"), _("已办"), _("缺口"))],
        "rows": [
            {
                "head": {"text": name, "href": "#main"},
                "cells": [{"text": due}, {"text": done}, {"text": gap, "tone": "gap" if gap else ""}],
            }
            for name, due, done, gap in rows
        ],
    }


def _comparison() -> dict[str, Any]:
    return {
        "caption": _("两人是否同一人"),
        "left": _("名单上的行"),
        "right": _("已登记的人"),
        "lines": [
            {"label": _("姓名"), "left": "王小明", "right": "王小明"},
            {
                "label": _("电话"),
                "left": "138****5678",
                "right": "138****5679",
                "differs": True,
                "tone": "bad",
            },
        ],
    }


def _timed(moment: datetime) -> dict[str, list[dict[str, Any]]]:
    clock = {"moment": moment}
    return {
        "clock": [
            *({**clock, "due_at": moment + left * HOUR} for left in (-30, -0.2, 1, 5)),
            {**clock, "due_at": moment, "done_at": moment - HOUR},
        ],
        "timeline": [
            {
                **clock,
                "events": [
                    {"at": moment - HOUR, "what": _("送达告知书"), "by": "李梅"},
                    {"at": moment - 26 * HOUR, "what": _("已决定"), "detail": _("居家隔离"), "by": "徐晓峰"},
                ],
            },
            {**clock, "events": []},
        ],
    }


def _ways() -> dict[str, list[dict[str, Any]]]:
    tabs = [
        {"name": _("缺口"), "href": "#main", "current": True, "count": 37},
        {"name": _("责任人"), "href": "#main", "count": None},
    ]
    page = {"number": 2, "last": 5, "before": "?page=1", "after": "?page=3"}
    path = [{"name": "澜砚县", "code": "990121"}, {"name": "澜渡镇", "code": "990121001"}]
    field = {"label": _("辖区"), "name": "area", "id": "sample-area", "kind": "choice"}
    return {
        "tabs": [{"label": _("缺口"), "tabs": tabs}],
        "crumbs": [{"path": path, "view": "reporting:rollup"}],
        "pager": [{"page": page}],
        "filter": [{"href": "#main", "fields": [{**field, "choices": [("", _("全部")), ("1", "澜渡镇")]}]}],
        "dialog": [
            {"id": "sample-dialog", "title": _("签发日报"), "text": _("签发后不能再改。"), "action": "#main"}
            | {"confirm": _("签发")}
        ],
    }
