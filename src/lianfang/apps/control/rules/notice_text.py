"""What the notices to a person say: of the decision, and of its end. Law is cited only where it is sure.

The parts follow 行政强制法 Art. 18-20 (A): body, reasons, basis, place, period, rights, remedies, two
officers; and 传染病防治法 2025 (B): the measure told in writing, living conditions guaranteed, complaint
without suspension.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lianfang.apps.control.terms import MeasureView, Sampled
from lianfang.apps.policy.terms import MEASURES, PLACES, Ground
from lianfang.core.documents import Notice, written_date
from lianfang.kernel.clock import ZONE

MADE_BY: Final = "联防"
HELP_BLANK: Final = "＿＿＿＿＿＿＿＿（送达时填写）"
OBLIGATIONS: Final = {
    "home": (
        "足不出户，不与他人共同进餐；家庭成员无法单独居住的，一并遵守本要求。",
        "不与他人共用卧室和卫生间；条件不具备的，告知村（社区）。",
    ),
    "home_monitor": ("除就医等必要情况外不外出；外出须做好防护，不乘坐公共交通工具。",),
    "self_monitor": ("减少聚集，不参加聚餐；外出做好防护。",),
    "central": ("不离开房间，不与他人串门；餐食和用品由工作人员送到门口。",),
}
AT_HOME: Final = {"home", "home_monitor", "central_or_home", "isolation"}
SYMPTOMS: Final = "出现发热、咳嗽等症状的，立即告知村（社区）或拨打求助电话，不自行前往医疗机构。"
SUPPORT: Final = (
    "食品、饮水、药品等基本生活由所在村（社区）负责保障；就医、用药、透析、产检等需要，请随时提出，优先安排。",
    "未成年人、老年人、残疾人、孕产期和哺乳期的妇女以及需要及时救治的人员，给予特殊照顾；需要心理疏导的，可以提出。",
    "因本措施不能工作的，用人单位不得因此解除劳动关系，并支付相应报酬；需要证明的，可以向作出决定的机关索取。",
)
REVIEW_ARTICLE_FROM: Final = date(2024, 1, 1)
"""The review law of 2023 puts the sixty days into Art. 20 (A); decisions before it cite the law alone."""
REMEDIES: Final = (
    "你有权了解本决定的理由和依据，并陈述、申辩。",
    "认为本措施侵犯你的合法权益的，可以向县级以上人民政府或者其指定的部门申诉；申诉期间不停止措施的执行。",
    "不服本决定的，可以自知道之日起六十日内，依照《中华人民共和国行政复议法》{article}申请行政复议，"
    "也可以依法提起行政诉讼。",
    "期满未经依法延长的，本措施自行失效；有关部门应当及时解除并送达解除通知单。",
)


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Everything a notice tells of one decision; `series` are its orders step by step."""

    view: MeasureView
    series: tuple[MeasureView, ...]
    name: str
    document: str
    address: str
    ground: Ground
    issuer: str
    last_exposure: date | None
    approved_by: str
    approval_reason: str
    readings_per_day: int
    results: tuple[Sampled, ...]
    officers: tuple[str, ...]
    help_phone: str


def decision_notice(facts: NoticeFacts, *, at: datetime) -> Notice:
    """The notice of a decision (告知书), for the whole series."""
    steps = [view for view in facts.series if view.ends_on > _day(facts.view.issued_at)]
    return Notice(
        written_at=at,
        author=MADE_BY,
        title=f"{MEASURES.get(facts.view.measure, facts.view.measure)}告知书",
        number=f"决定编号：{facts.view.id}",
        person=_person(facts),
        reasons=_reasons(facts),
        basis=facts.ground.law,
        decision="".join(_decisions(steps)),
        terms=[*(_step(view) for view in steps), *_tests(steps), ("地点", _address(facts))],
        obligations=_obligations(facts),
        support=SUPPORT,
        help_phone=facts.help_phone or HELP_BLANK,
        remedies=_remedies(_day(facts.view.issued_at)),
        officers=facts.officers,
        signature=facts.issuer,
        signed_on=_day(facts.view.issued_at),
    )


def release_notice(facts: NoticeFacts, *, at: datetime) -> Notice:
    """The notice of release (解除通知单) from one step, with what follows where something does."""
    view = facts.view
    measure = MEASURES.get(view.measure, view.measure)
    released = view.released_at or at
    later = [step for step in facts.series if step.step == view.step + 1 and not step.ended_at]
    return Notice(
        written_at=at,
        author=MADE_BY,
        title=f"解除{measure}通知单",
        number=f"决定编号：{view.id}",
        person=_person(facts),
        reasons=f"你自{written_date(view.starts_on)}起接受{measure}，期限至{written_date(view.ends_on)}零时。"
        + _negatives(facts.results),
        basis=facts.ground.law,
        decision=f"现自{_moment(released)}起解除{measure}。{_following(later)}",
        terms=[("措施", measure), ("开始", _start(view)), ("解除", _moment(released))],
        obligations=("今后如出现发热、咳嗽等症状，请做好防护并及时就医。",),
        support=("本通知单可以作为返岗、返校的证明。",),
        help_phone=facts.help_phone or HELP_BLANK,
        remedies=_remedies(_day(released))[1:3],
        officers=facts.officers,
        signature=facts.issuer,
        signed_on=_day(released),
    )


def _remedies(day: date) -> list[str]:
    article = "第二十条" if day >= REVIEW_ARTICLE_FROM else ""
    return [text.format(article=article) for text in REMEDIES]


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def _moment(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    return f"{written_date(local.date())}{local.hour}时{local.minute:02}分"


def _person(facts: NoticeFacts) -> str:
    return f"{facts.name}（{facts.document}）" if facts.document else facts.name


def _reasons(facts: NoticeFacts) -> str:
    seen = f"，末次暴露日为{written_date(facts.last_exposure)}" if facts.last_exposure else ""
    ruled = f"经核查，你属于{facts.ground.label}{seen}，适用{facts.ground.basis}。"
    if not facts.approved_by:
        return ruled
    return (
        f"{ruled}本决定严于上级方案，由{facts.approved_by}批准，理由：{facts.approval_reason.rstrip('。')}。"
    )


def _decisions(steps: Sequence[MeasureView]) -> list[str]:
    words = [
        f"自{written_date(view.starts_on)}起至{written_date(view.ends_on)}零时止，"
        f"{MEASURES.get(view.measure, view.measure)}{(view.ends_on - view.starts_on).days}天"
        for view in steps
    ]
    return [f"决定对你采取以下措施：{'；'.join(words)}。"]


def _step(view: MeasureView) -> tuple[str, str]:
    until = f"{written_date(view.ends_on)}零时解除"
    return MEASURES.get(view.measure, view.measure), f"{_start(view)}开始，{until}"


def _start(view: MeasureView) -> str:
    return written_date(view.starts_on)


def _tests(steps: Sequence[MeasureView]) -> list[tuple[str, str]]:
    days = [day for view in steps for day in view.test_dates if day >= _day(steps[0].issued_at)]
    return [("检测日", "、".join(f"{day.month}月{day.day}日" for day in days))] if days else []


def _address(facts: NoticeFacts) -> str:
    if facts.view.place in AT_HOME:
        return facts.address or PLACES.get(facts.view.place, "")
    return PLACES.get(facts.view.place, facts.view.place)


def _obligations(facts: NoticeFacts) -> list[str]:
    own = OBLIGATIONS.get(facts.view.place, OBLIGATIONS["home"] if facts.view.place in AT_HOME else ())
    twice = "上午10时前、下午16时前" if facts.readings_per_day > 1 else "下午16时前"
    read = [f"每日测量体温{facts.readings_per_day}次，{twice}报告。"] if facts.readings_per_day else []
    tests = ["按上列日期接受检测。"] if facts.view.test_dates else []
    return [*own, *read, *tests, SYMPTOMS]


def _negatives(results: Sequence[Sampled]) -> str:
    days = sorted({item.sampled_on for item in results if item.result == "negative"})
    listed = "、".join(f"{day.month}月{day.day}日" for day in days)
    return f"{listed}检测结果均为阴性。" if days else ""


def _following(steps: Sequence[MeasureView]) -> str:
    words = [
        f"此后转为{MEASURES.get(step.measure, step.measure)}，至{written_date(step.ends_on)}零时止。"
        for step in steps
    ]
    return "".join(words)
