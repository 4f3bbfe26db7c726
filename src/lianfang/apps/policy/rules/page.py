"""The reference page of packs and disease profiles, made from their files."""

from collections.abc import Iterable, Mapping, Sequence

from lianfang.apps.policy.rules import wording
from lianfang.apps.policy.terms import ANCHORS, SHOWN_AS_LAW, Disease, Pack, Rule

HEAD = """# 政策包

本页由 `lianfang policy page -o docs/reference/policy-packs.md` 按政策包文件生成，请勿手改；
测试核对其是否为最新。

每个数后面的字母是确定程度：**A** 读到法律或官方原文；**B** 可靠转引；**C** 来源薄弱，或为地方规定，只作示例；
**M+**、**M**、**M-** 凭记忆，由较确定到不确定。只有A、B可以作为法律依据展示。日期一律“起日含、止日不含”。

表中各行按先后取第一条符合的。不明的事实不满足任何条件。起算日当天为第1天，检测日按本阶段的天数数。
起算日缺失时，依次改按到达日、末次暴露日、评估日，并在结论中说明。
对病例类人员，`last_exposure`列填出院日、阳性采样日、发病日等事件日；对风险地区来返人员，填离开该地区的日期。
"""
FORMAT = """## 政策文件的写法

```yaml
pack: my-county              # 代码；同名的新版本从其生效日起代替旧版本
version: "1"
title: 某县来返人员管理办法
diseases: [covid19]
issuer: {level: county, area: "990121", name: 某县指挥部}   # national、province、city、county、town、village
valid_from: {date: 2022-07-01, certainty: C}
source: {text: 某县通告第1号, certainty: C}
legal_basis:
  - {text: 《突发公共卫生事件应急条例》第四十一条, certainty: A, from: 2003-05-09}
rules:                       # 先写的优先
  - category: high_risk_area
    when: {exposure: high_risk_area}    # level occupation vaccinated age_from age_under days_min days_max
    anchors: [left_area_date, arrival_date]
    source: 通告第二条
    phases:
      - {place: central, days: 7, tests: [1, 3, 7], certainty: {default: C, tests: B}}
      - {place: self_monitor, days: 3, tests_count: 2, min_gap_h: 24, certainty: C}
  - category: low_risk_area
    when: {exposure: low_risk_area}
    none: 不采取措施。       # 有规定但没有措施的写none；无固定天数的写reason
    source: 通告第三条
    certainty: C
```

载入：`lianfang policy load 文件`。有任何一处不对，整个文件都不载入，并列出全部问题。
下级方案比上级严的，须写明批准人和理由：`--approved-by 姓名 --reason 理由`。
发布级别低于全国而没有写地区的包，须用 `lianfang policy adopt` 为某地区采用。
"""


def render(packs: Sequence[Pack], diseases: Sequence[Disease]) -> str:
    """The whole page as Markdown."""
    contents = "\n".join(f"- [{pack.name}](#{pack.name})：{pack.title}" for pack in packs)
    parts = [HEAD, contents + "\n", *(_pack(pack) for pack in packs), _diseases(diseases), FORMAT]
    return "\n".join(parts)


def _pack(pack: Pack) -> str:
    until = pack.valid_to or "今"
    marks = "、".join(dict.fromkeys(pack.valid_certainty.values()))
    lines = [
        f"## {pack.name}",
        "",
        f"{pack.title}（第{pack.version}版）。{pack.issuer.name}，{pack.valid_from}至{until}（{marks}）。",
        f"来源：{pack.source}（{pack.certainty}）。",
        "",
        *_table(("类别", "对象", "起算", "措施", "确定程度"), (_rule(rule, pack) for rule in pack.rules)),
        "",
        *_extras(pack),
    ]
    return "\n".join(lines)


def _rule(rule: Rule, pack: Pack) -> tuple[str, ...]:
    anchors = "、".join(ANCHORS[anchor].label for anchor in rule.anchors)
    steps = "<br>".join(wording.phase(step, pack.labels) for step in rule.phases) or rule.reason
    marks = "<br>".join(wording.certainty(step.certainty) for step in rule.phases) or rule.certainty
    advice = f"<br>{rule.advice}" if rule.advice else ""
    return rule.code, wording.conditions(rule.when, pack.labels), anchors, steps + advice, marks


def _extras(pack: Pack) -> Iterable[str]:
    for basis in pack.legal_basis:
        shown = "可展示" if basis["certainty"] in SHOWN_AS_LAW else "不展示"
        yield f"- 法律依据：{basis['text']}（{basis['certainty']}，{shown}）"
    for kind, items in (
        ("密接判定", pack.contact_window),
        ("病例时限", [pack.case_clocks] if pack.case_clocks else []),
        ("区域", pack.area_rules),
        ("区域检测", [pack.mass_test] if pack.mass_test else []),
        ("阈值", pack.thresholds),
    ):
        yield from (f"- {kind}：{_facts(item)}" for item in items)
    yield from (f"- 说明：{note['text']}（{note['certainty']}）" for note in pack.notes)
    yield ""


def _facts(item: Mapping[str, object]) -> str:
    said = "，".join(
        f"{name} {value}" for name, value in item.items() if name not in ("certainty", "note", "label")
    )
    words = "；".join(str(item[name]) for name in ("label", "note") if name in item)
    return f"{said}（{item['certainty']}）" + (f"：{words}" if words else "")


def _diseases(diseases: Sequence[Disease]) -> str:
    columns = (
        "代码",
        "病名",
        "类",
        "报告时限（小时）",
        "潜伏期（小时）",
        "传染期（天）",
        "接触者随访（天）",
        "SORMAS随访",
        "乙类甲管至（不含）",
        "确定程度",
        "说明",
    )
    return "\n".join(["## 疾病概况", "", *_table(columns, map(_disease, diseases)), ""])


def _disease(row: Disease) -> tuple[str, ...]:
    marks = "、".join(dict.fromkeys(row.certainty.values()))
    return (
        row.code,
        row.name,
        row.legal_class,
        _shown(row.report_hours),
        _range(row.incubation_min_hours, row.incubation_max_hours),
        _range(row.infectious_from_days, row.infectious_to_days),
        _shown(row.follow_up_days),
        _shown(row.sormas_follow_up_days),
        row.as_class_a_until.isoformat() if row.as_class_a_until else "",
        marks,
        row.note,
    )


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def _range(low: int | None, high: int | None) -> str:
    return "" if low is None and high is None else f"{_shown(low)} 至 {_shown(high) or '…'}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    yield from (f"| {' | '.join(row)} |" for row in rows)
