"""What a person must look at: codes with their sentences, and what each takes from confidence."""

from typing import Final

from lianfang.apps.directives.terms import Doubt, Span

SENTENCES: Final = {
    "number_gap": ("编号不连续，中间可能有缺失。", 0.1),
    "number_repeated": ("编号重复，可能是笔误。", 0.05),
    "number_starts_late": ("编号不从一开始，前面可能有缺失。", 0.1),
    "no_number": ("没有编号的段落，请核对是不是任务。", 0.3),
    "mojibake": ("有看不清的字，未作猜测，请对照原文。", 0.2),
    "blank": ("原文留有空白（x、某、*），请补填。", 0.1),
    "actor_unknown": ("不认识这个岗位或单位，请指定由谁负责。", 0.1),
    "actor_unsure": ("主语像是这个单位，动词不认识，请核对由谁负责。", 0.1),
    "date_without_year": ("日期没有年份，文件也没有落款日期，请补年份。", 0.1),
    "date_before_paper": ("期限早于文件日期，请核对。", 0.1),
    "date_impossible": ("日历上没有这一天。", 0.2),
    "date_blank": ("日期空着，请补填。", 0.1),
    "year_assumed": ("文件日期没有年份，按最近的一年计算。", 0.05),
    "limit_passed_over": (
        "还有时限没有采用。要单独交办的，请“再设时限”；不用的，核对无误即可。",
        0.1,
    ),
    "shifts_assumed": ("原文按班次计，暂按一天三班计算，请核对班次。", 0.1),
    "kind_unsure": ("看不出是要求还是情况，请核对。", 0.2),
}
LEAST: Final = 0.1


def doubt(code: str, span: Span) -> Doubt:
    """A doubt with its sentence."""
    return Doubt(code, SENTENCES[code][0], span)


def confidence(doubts: tuple[Doubt, ...]) -> float:
    """One, less what each kind of doubt takes."""
    taken = sum(SENTENCES[code][1] for code in {found.code for found in doubts})
    return round(max(LEAST, 1.0 - taken), 2)
