"""Which items of the report card are still missing: those that the card of 2019 requires (certainty B)."""

from typing import Final

from lianfang.apps.cases.terms import CaseCard, Classification

REQUIRED: Final = (("group", "人群分类"), ("course", "急性或慢性"), ("doctor", "填卡医生"))
COURSES: Final = ("急性", "慢性", "不区分")
GROUPS: Final = (
    *("幼托儿童", "散居儿童", "学生", "教师", "保育员及保姆", "餐饮食品业", "商业服务", "医务人员", "工人"),
    *("民工", "农民", "牧民", "渔（船）民", "干部职员", "离退人员", "家务及待业", "其他", "不详"),
)


def missing(case: CaseCard) -> tuple[str, ...]:
    """Names of required items of which nothing is told; the register holds those of the person."""
    lacking = [name for code, name in REQUIRED if not case.card.get(code)]
    begun = case.sampled_on if case.classification == Classification.ASYMPTOMATIC else case.onset_on
    if begun is None:
        lacking.append("发病日期（无症状感染者填首次采样日期）")
    if case.diagnosed_at is None:
        lacking.append("诊断时间（到小时）")
    return tuple(lacking)
