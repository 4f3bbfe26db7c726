"""Say packs, rows and answers in words: what applies, from when until when, on what ground, and how sure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from lianfang.apps.policy.terms import (
    ANCHORS,
    DAY_ONES,
    EXPOSURES,
    MEASURES,
    PLACES,
    RELEASES,
    RISK_LEVELS,
    SHOWN_AS_LAW,
    Answer,
    Case,
    Conditions,
    Pack,
    Phase,
    Rule,
)

NOT_COVERED = "本方案没有规定对这类人员的措施。"
LEVEL_UNKNOWN = "来返地区的风险等级不明，不能套用任何一行；请先查明该地区当日的等级。"
NUMBER_NAMES: Mapping[str, str] = {
    "days": "天数",
    "place": "场所",
    "tests": "检测日",
    "tests_count": "检测次数",
    "readings_per_day": "测温次数",
    "calls_per_day": "联系次数",
    "release": "解除条件",
    "revisit_weeks": "复诊周",
}


def basis(pack: Pack, rule: Rule) -> str:
    """One line that names the row which gives an answer, or says why there is no measure."""
    named = f"《{pack.title}》{rule.label}：{rule.source}（确定程度{rule.certainty}）"
    return f"{rule.reason}{named}" if rule.reason else named


def word(code: str, words: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """The Chinese word of a code: the pack's own, else the general one."""
    return labels.get(code, words.get(code, code))


def conditions(when: Conditions, labels: Mapping[str, str]) -> str:
    """The conditions of a row, or that it covers everybody."""
    said = [
        word(when.exposure, EXPOSURES, labels),
        RISK_LEVELS.get(when.level, ""),
        when.occupation and f"职业为{when.occupation}",
        {True: "已接种", False: "未接种"}.get(when.vaccinated) if when.vaccinated is not None else "",
        *_bounds(when),
    ]
    return "，".join(item for item in said if item) or "所有人员"


def _bounds(when: Conditions) -> Iterable[str]:
    yield f"满{when.age_from}岁" if when.age_from is not None else ""
    yield f"不满{when.age_under}岁" if when.age_under is not None else ""
    yield f"末次暴露至少{when.days_min}天前" if when.days_min is not None else ""
    yield f"末次暴露在{when.days_max}天内" if when.days_max is not None else ""


def phase(step: Phase, labels: Mapping[str, str]) -> str:
    """One step of a row: measure, days, tests, readings, calls, release."""
    said = [
        f"{word(step.measure, MEASURES, labels)}{step.days}天",
        step.else_place and f"条件不具备的改为{PLACES[step.else_place]}",
        _tests(step),
        f"每日测温{step.readings_per_day}次" if step.readings_per_day else "",
        f"{step.readings_by:%H:%M}前上报" if step.readings_by else "",
        f"每日联系{step.calls_per_day}次" if step.calls_per_day else "",
        f"第{'、'.join(map(str, step.revisit_weeks))}周复诊" if step.revisit_weeks else "",
        f"解除条件：{word(step.release, RELEASES, labels)}" if step.release else "",
    ]
    return "，".join(item for item in said if item)


def _tests(step: Phase) -> str:
    if not step.test_days:
        return ""
    listed = "、".join(map(str, step.test_days))
    if step.tests_count is None:
        return f"第{listed}天检测"
    return f"{step.days}天内检测{step.tests_count}次、间隔至少{step.min_gap_h}小时（安排在第{listed}天）"


def certainty(marks: Mapping[str, str]) -> str:
    """Certainty of each number of a phase, numbers of one mark together."""
    grouped: dict[str, list[str]] = {}
    for name, mark in marks.items():
        grouped.setdefault(mark, []).append(NUMBER_NAMES.get(name, name))
    return "；".join(f"{'、'.join(names)}{mark}" for mark, names in sorted(grouped.items()) if mark)


def law_in_force(pack: Pack, on: date) -> list[str]:
    """Legal bases in force on a day that are sure enough (A, B) to be shown as law."""
    return [
        item["text"] for item in pack.legal_basis if item["certainty"] in SHOWN_AS_LAW and _holds(item, on)
    ]


def _holds(item: Mapping[str, str], on: date) -> bool:
    return item["from"] <= on.isoformat() and (not item["until"] or on.isoformat() < item["until"])


def remarks(answer: Answer, *, pack: Pack, on: date) -> list[str]:
    """What the reader of an answer must know: a missing date, an ended measure, a pack out of its period."""
    said = []
    if answer.anchor_missing:
        said.append(f"缺少方案规定的起算日，改按{DAY_ONES[answer.anchor]}起算。")
    if answer.ended:
        said.append("到评估日措施已经期满。")
    if not in_period(pack, on):
        said.append(f"评估日{on}不在方案的有效期内。")
    return said


def in_period(pack: Pack, on: date) -> bool:
    """Whether a pack's own period covers a day."""
    return pack.valid_from <= on and (pack.valid_to is None or on < pack.valid_to)


def explain(*, pack: Pack, rule: Rule | None, case: Case, answer: Answer, on: date) -> tuple[str, ...]:
    """Why a case gets its answer, a sentence a line."""
    said = [
        f"方案：《{pack.title}》（{pack.name}，第{pack.version}版，{pack.issuer.name}，{_period(pack)}）。"
    ]
    if rule is None:
        return (*said, f"结论：{answer.basis}", *remarks(answer, pack=pack, on=on))
    place = pack.rules.index(rule) + 1
    said.append(f"依据：第{place}行“{rule.label}”，条件：{conditions(rule.when, pack.labels)}。")
    said.append(f"来源：{rule.source}；{pack.source}。确定程度{rule.certainty}。")
    said += [f"结论：{rule.reason}"] if rule.reason else _dated_phases(rule, answer, pack.labels)
    said += [f"提示：{rule.advice}"] if rule.advice else []
    if answer.phases:
        said.append(f"起算：{_day_one(rule, case, answer, on)}。")
        said += [f"法律依据：{text}。" for text in law_in_force(pack, on)]
    return (*said, *remarks(answer, pack=pack, on=on))


def _period(pack: Pack) -> str:
    return f"{pack.valid_from}起" + (f"至{pack.valid_to}前有效" if pack.valid_to else "有效")


def _day_one(rule: Rule, case: Case, answer: Answer, on: date) -> str:
    start = {"last_exposure": case.last_exposure, "arrived": case.arrived}.get(answer.anchor) or on
    named = DAY_ONES[answer.anchor] if answer.anchor_missing else ANCHORS[rule.anchors[0]].label
    return f"{named}{start}为第1天"


def _dated_phases(rule: Rule, answer: Answer, labels: Mapping[str, str]) -> list[str]:
    said = []
    for step, dated in zip(rule.phases, answer.phases, strict=True):
        last_day = dated.ends_on - timedelta(days=1)
        tests = "、".join(map(str, dated.test_dates))
        said.append(
            f"第{dated.step}阶段：{phase(step, labels)}；{dated.starts_on}至{last_day}，{dated.ends_on}"
            f"{'解除' if dated.step == len(rule.phases) else '转下一阶段'}"
            f"{'；检测日期' + tests if tests else ''}（{certainty(step.certainty)}）。"
        )
    return said
