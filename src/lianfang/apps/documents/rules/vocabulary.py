"""The names that a template of a kind may use, each with its kind and what it says."""

from collections.abc import Mapping
from typing import Final

from lianfang.apps.documents.terms import DocumentKind, KindOf
from lianfang.apps.reporting.terms import (
    BEFORE,
    CHANGE,
    FIGURES,
    MEASURE_COLUMNS,
    MEASURE_ROWS,
    POST_COLUMNS,
    POST_ROWS,
    QUOTIENT,
)
from lianfang.core.documents import Kind, Known
from lianfang.core.documents.spoken import SPOKEN

TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    "落实": ("duties", "overdue", "longest", "worst"),
    "人员": ("persons", "kept"),
    "健康": ("fever", "moved", "positive"),
    "岗位": ("posts",),
}
"""The sentences that rules choose, by what they judge."""
TEXTS: Final[Mapping[str, str]] = {
    "标题": "标题",
    "文号": "发文字号，签发前空号",
    "主送": "主送机关",
    "抄送": "抄送机关，用顿号隔开",
    "单位": "发文机关",
    "对象": "所说的地区，如约谈的乡镇",
    "地名": "本地名称",
    "全域": "全县、全镇等说法",
    "日期": "统计的日期，如7月11日",
    "截至": "统计的截止时间",
    "成文日期": "成文日期",
    "签发人": "签发人",
    "密级": "密级和保密期限",
    "紧急程度": "紧急程度",
}
TALLIED: Final[Mapping[str, str]] = {
    "应办": "due",
    "已办": "done",
    "按时": "on_time",
    "逾期": "late",
    "缺口": "gap",
    "超时": "overdue",
}
"""Columns of duties: as a template names them, and as the account does."""
MEASURED: Final = {name: code for code, (name, _) in MEASURE_COLUMNS.items()}
CHART: Final = "图.各地缺口"


def known(kind: KindOf) -> dict[str, Known]:
    """Return the names of a kind; what is for the public has totals alone."""
    names = {name: Known(Kind.TEXT, says) for name, says in TEXTS.items()}
    names |= {f"所写.{title}": Known(Kind.LINES, f"由人写的{title}") for title in kind.texts.values()}
    names |= _figures()
    if kind.code is DocumentKind.LETTER:
        names |= _letter()
    if kind.code is DocumentKind.CONTACT_LETTER:
        names |= _contact_letter()
    if kind.public:
        return names
    names |= {judged(name): Known(Kind.LINES, f"按规则选出的{name}情况的句子") for name in TOPICS}
    return names | _compared() | _rows() | {CHART: Known(Kind.PICTURE, "各地缺口的条形图")}


def judged(topic: str) -> str:
    """Return the name under which a template prints the sentences of a topic."""
    return f"判断.{topic}"


def single(kind: KindOf) -> dict[str, str]:
    """Return the names that stand for one number or text, with what they say: what may fill a blank."""
    return {name: one.says for name, one in known(kind).items() if one.kind in {Kind.NUMBER, Kind.TEXT}}


def _figures() -> dict[str, Known]:
    return {
        each.key: Known(Kind.TEXT if each.source.query == QUOTIENT else Kind.NUMBER, each.counts)
        for each in FIGURES
    }


def _compared() -> dict[str, Known]:
    found: dict[str, Known] = {}
    for each in FIGURES:
        if each.source.query != QUOTIENT:
            found[f"{BEFORE}.{each.key}"] = Known(Kind.NUMBER, f"昨日同时：{each.counts}")
            found[f"{CHANGE}.{each.key}"] = Known(Kind.NUMBER, f"比昨日同时：{each.counts}")
    for code, name in MEASURE_ROWS.items():
        for column, (says, _) in MEASURE_COLUMNS.items():
            found[f"measure.{code}.{column}"] = Known(Kind.NUMBER, f"{name}：{says}")
    for code, name in POST_ROWS.items():
        for column, (says, _) in POST_COLUMNS.items():
            found[f"post.{code}.{column}"] = Known(Kind.NUMBER, f"{name}：{says}")
    return found


def _rows() -> dict[str, Known]:
    tallied = {name: Known(Kind.NUMBER, name) for name in TALLIED} | {
        "完成率": Known(Kind.TEXT, "已办占应办")
    }
    measured = {name: Known(Kind.NUMBER, name) for name in MEASURED}
    holder = {name: Known(Kind.TEXT, name) for name in ("姓名", "岗位", "地区", "最早时限")}
    return {
        "各地": Known(Kind.ROWS, "下级各地落实情况", {"地名": Known(Kind.TEXT, "地名"), **tallied}),
        "事项": Known(Kind.ROWS, "各类责任事项落实情况", {"名称": Known(Kind.TEXT, "事项名称"), **tallied}),
        "措施": Known(Kind.ROWS, "各类措施的人数", {"名称": Known(Kind.TEXT, "措施名称"), **measured}),
        "责任人": Known(Kind.ROWS, "未办事项较多的责任人", {**holder, "项数": Known(Kind.NUMBER, "项数")}),
    }


def _letter() -> dict[str, Known]:
    columns = {name: Known(Kind.TEXT, name) for name in ("序号", "名单", "行号", "时间")}
    return {
        "letter.forwards": Known(Kind.NUMBER, "转交该地尚未签收的条数"),
        "转交": Known(Kind.ROWS, "转交该地尚未签收的记录", columns),
    }


def _contact_letter() -> dict[str, Known]:
    columns = ("序号", "姓名", "证件号码", "电话", "住地", "类别", "接触情形", "末次接触")
    texts = {
        "病种": "病例的病种",
        "病例": "病例的分类和编号，不写姓名",
        "号码说明": "证件号码和电话为何这样列",
        "签收时限": "告知收到的时限",
        "复函时限": "答复的时限",
    }
    return {
        **{f"协查.{name}": Known(Kind.TEXT, says) for name, says in texts.items()},
        "协查.请协助的事项": Known(Kind.LINES, "协查函上请协助的事项"),
        "letter.close": Known(Kind.NUMBER, "协查的密切接触者人数"),
        "letter.secondary": Known(Kind.NUMBER, "协查的次密切接触者人数"),
        "协查人员": Known(Kind.ROWS, "协查的人员", {name: Known(Kind.TEXT, name) for name in columns}),
    }


SAMPLES: Final[Mapping[str, str]] = {
    "figure": "{{ measures.persons }}",
    "words": f"{{{{ measures.persons|{next(iter(SPOKEN))} }}}}",
    "if": "{%p if duty.gap > 0 %}",
    "endif": "{%p endif %}",
    "rows": f"{{%tr for row in {next(iter(_rows()))} %}}",
    "endrows": "{%tr endfor %}",
}
"""How placeholders are written in Word, for the page that lists them."""
