"""Deadlines: a table of rules, and what each match means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from lianfang.apps.directives.rules.days import Dated, day_of, relative_of
from lianfang.apps.directives.rules.numerals import number_of
from lianfang.apps.directives.rules.rule import STOPS, N, Rule, clause, is_told, rule
from lianfang.apps.directives.terms import Deadline, DeadlineKind, Span

PARTS: Final = "凌晨|早上|早晨|早|清晨|上午|中午|正午|下午|午后|傍晚|晚上|晚间|晚|夜间|夜里"
"""Parts of the day as they stand before a clock time."""
PART: Final = rf"(?P<part>{PARTS})?"
CLOCK: Final = rf"{PART}(?P<h>[0-2]?[0-9]|[一二两三四五六七八九十]{{1,3}})(?:[:](?P<min>[0-5][0-9])|[时点](?:(?P<min2>[0-5]?[0-9])分?|(?P<half>半)|整)?)"
MONTH: Final = r"(?<![0-9十])(?P<mon>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
DAY: Final = r"(?P<day>3[01]|[12][0-9]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
YEAR: Final = r"(?:(?P<year>20[0-9]{2}|二[零〇]二[零一二三四五六七八九])年|(?P<rel>今年|明年|次年))?"
DATE: Final = rf"{YEAR}{MONTH}{DAY}(?:\([^()]{{1,6}}\))?"
MONTH_PART: Final = "(?P<end>上旬|中旬|下旬|初|底|末)"
SOME: Final = rf"(?P<n>半|{N})(?P<more>个半)?"
BEFORE: Final = r"(?:之?前|以前)(?![后期往述面提列沿端方])"
HAPPENED: Final = r"(?!(?:已|曾|就)?(?:返|到|入|来|抵|回|离|购|接种|注册|出生|接触|投产|建成|登记在)[^,。;]{0,12}(?:的|人员|者))"
ANCHOR: Final = (
    r"(?P<anchor>(?:自|从|在)?(?:[^,。;:、!?\n()“”要须应在于]{1,14}?)(?:之日起|之时起|之后|后|起)(?:的)?)?"
)
SPAN_UNIT: Final = "(?P<unit>个?工作日|个?小时|个?钟头|分钟|刻钟|个?星期|周|个?月|天|日|年)"

_NOT_TRAVEL: Final = r"(?<!近)(?<!前)(?<!过去)(?<!最近)(?<!满)"
_NOT_VALID: Final = r"(?!(?:的|曾|均|都|是否|未|无|所)?(?:核酸|检测阴性|有.{0,8}(?:史|的)|曾|到过|去过|途经|旅居|接触过|来自|抵|返|阴性|的?行程|入境|离开))"

RULES: Final = (
    rule(
        "phase",
        rf"(?:^|阶段[:]?)[^,。;:()\n]{{0,12}}\((?P<when>(?:20[0-9]{{2}}年|次年|今年|明年)?(?:[0-9]{{1,2}}月[0-9]{{1,2}}[日号]?[-—~至到]+(?=[^()]{{0,6}}月))?{YEAR}{MONTH}(?:[0-9]{{1,2}}[日号]?[-—~至到]+)?(?:{DAY}|(?P<end>底|末)))(?=\))",
        "准备阶段（3月1日—3月2日）",
        "某阶段到某日为止",
    ),
    rule(
        "until_date",
        rf"(?:从|自)?(?P<anchor>即日起?|[今明][天日]起?|现在起?|本通知[^,。;]{{1,6}}起|(?:[0-9]{{1,2}}月)?[0-9]{{1,2}}[日号]起?|(?<=[从自])[^,。;:]{{2,10}}?起)(?:开始|,)?[至到]{YEAR}{MONTH}(?:{DAY}|(?P<end>底|末))(?:[^,。;0-9]{{0,6}}(?:结束|止))?",
        "即日起至6月30日",
        "从某时起，到某日为止",
    ),
    rule(
        "date_before",
        rf"(?:最[迟晚])?(?:于|在|截止(?:到|至)?)?{DATE}(?:的)?(?:上午|下午|中午|正午|傍晚|晚上?)?(?:开学|返校|复课|复学|开工|复工|开业|春节|国庆|五一|放假|开考)?(?:{CLOCK}|(?P<close>下班))?{BEFORE}{HAPPENED}",
        "6月20日前",
        "某日（某时）之前",
    ),
    rule(
        "date_latest",
        rf"(?:最[迟晚](?:不[迟晚]于|不(?:得)?超过|于|在)?|不[迟晚]于|截止(?:时间|日期)?(?:为|是|到|至)|限(?:于)?){DATE}(?:{CLOCK})?",
        "不迟于6月20日",
        "最迟某日",
    ),
    rule(
        "date_done",
        rf"(?<=[到至于在]){DATE}(?=[^,。;]{{0,6}}(?:实现|完成|达到|建成|全部|到位|投用))",
        "到6月30日实现",
        "某日要成的事",
    ),
    rule(
        "day_before",
        rf"(?:最[迟晚])?(?:于|在)?(?P<rel>本月|当月|下月|次月)?{DAY}(?:{CLOCK}|(?P<close>下班))?{BEFORE}{HAPPENED}",
        "20日前",
        "某日之前，月份未写",
    ),
    rule(
        "blank_date",
        rf"(?:于|在)?[xX×*某_]{{1,4}}月[xX×*某_]{{1,4}}[日号](?:{CLOCK})?{BEFORE}",
        "x月x日前",
        "日期空着",
    ),
    rule(
        "month_end",
        rf"(?:于|在|力争|到)?(?:{YEAR}{MONTH}|(?P<month>本月|当月|这个月|下个?月|次月)|(?P<span>今年|(?:20[0-9]{{2}})?年|本年|第[一二三四1-4]季度|本?季度|本?学期|上半年|下半年|月|学期|季))(?P<end>底|末|初|中旬|上旬|下旬|内){BEFORE}?",
        "月底前",
        "月、季、年的末尾之前",
    ),
    rule(
        "inside",
        r"(?P<month>本月|当月)(?P<end>内)|(?:(?P<span>今年|本年|年|本季度|季度|本学期)(?P<week>内))(?![容部外])",
        "年内",
        "本月、本年、本季度之内",
    ),
    rule(
        "end_of",
        rf"(?:(?<=[到于在至])(?:{YEAR}{MONTH}|(?P<span>今年|(?:20[0-9]{{2}})?年))|(?P<month>本月|当月|下个?月))(?P<end>底|末)(?!前)",
        "到6月底",
        "到某月、某年的末尾",
    ),
    rule(
        "half_month",
        rf"(?<![自从将])(?<!将于)(?<!将在)(?:于|在)?{YEAR}{MONTH}{MONTH_PART}(?:之?前)?(?!以来|起|开始)(?=[^,。;]{{0,12}}(?:完成|报|建成|投用|落实|到位|达|实现|全部|配齐|配足|通过|交付|结束|整改|清零|销号|开展|组织|进行|验收|召开|前))",
        "5月中旬完成",
        "某月某旬",
    ),
    rule(
        "weekday",
        rf"(?:最[迟晚])?(?:于|在)?(?P<week>本周|这周|下周|下星期|本星期)?(?P<day7>(?<=[本这下]周)[一二三四五六日天末]|周[一二三四五六日天末]|(?<=星期)[一二三四五六日天]|星期[一二三四五六日天])(?:{CLOCK}|(?P<close>下班))?{BEFORE}",
        "本周五前",
        "某个星期几之前",
    ),
    rule("this_week", r"(?P<week>本周|这周|下周)(?:之?内|末前|底前)", "本周内", "一周之内"),
    rule(
        "near_day",
        rf"(?:最[迟晚])?(?:于|在)?(?P<near>今明两[天日]|今[天日晚]|明[天日晚早]|后[天日]|次日|当[天日晚])(?:{CLOCK}|(?P<close>下班|天黑|睡|就寝|上午|中午|下午|晚上|晚))?(?:之?前|以前|之?内)",
        "明天下午5点前",
        "今天、明天、当天之前",
    ),
    rule(
        "near_day_must",
        r"(?P<near>今明两[天日]|今[天日晚]|明[天日早晚]|后天)(?:上午|中午|下午|傍晚|晚上|夜里|一早)?(?:就|内)?(?=(?:要|必须|务必|须|应|完成|全部|报(?!告)|发(?![生现布])|交|上报|上门|送|到位|逐|组织)(?!召开|讲|强调|说|和大家|求))",
        "明天要完成",
        "今天、明天就要",
    ),
    rule(
        "same_day",
        r"(?P<near>当[天日晚]|次日)(?=(?:就|要|必须|内|应|须|即|全部|及时)*(?:办|完|清|报|上[报传门]|反馈|整|处|转|解决|到[位岗]|送|出|录|核|查|追|访|登记|安装|补|修|换|发(?![现生])|隔|落|入|检|检测|启|销|下[达发]|了结|归档|推|通[报知]|联|交))",
        "当日办结",
        "当天之内",
    ),
    rule(
        "within",
        rf"{ANCHOR}(?:的)?{_NOT_TRAVEL}{SOME}(?:[-~至到](?P<n2>{N}))?{SPAN_UNIT}(?:之|以)?内{_NOT_VALID}",
        "24小时内",
        "从起点算起的一段时间之内",
    ),
    rule(
        "no_longer",
        rf"(?:最[迟晚长](?:不(?:得)?超过|不[迟晚]于)|不(?:得|能|可)?[迟晚]于|限(?:时|期)(?:于|在)?|时限(?:为|不超过)){SOME}{SPAN_UNIT}(?:之?内)?",
        "最迟不超过2小时",
        "最长的时间",
    ),
    rule(
        "within_bare",
        rf"(?<![近第每前0-9]){SOME}{SPAN_UNIT}(?=限时|办结|响应|到岗|到场|到位|成网|出(?:具)?结果|送达|报告(?!制)|清零|落位|完成|核查|反馈|转运)",
        "2小时到岗",
        "一段时间之内，未写“内”",
    ),
    rule(
        "event_ahead",
        rf"(?:于|在)?(?P<event>开学|返校|复课|复学|开工|复工|开业|放假|开考|会议|活动|考试|启用|入境|到岗|返乡|出发|春节|节|开市)前(?P<ahead>(?:{N}){SPAN_UNIT})(?![之以]?内(?:核酸|的)|起)",
        "开学前14天",
        "某事之前多久",
    ),
    rule(
        "ahead",
        rf"(?:至少|须|应|要|必须)?(?P<ahead>提前(?:{N}|半)(?:天|日|个?小时|分钟|周|个?工作日|个?月))(?!内|量|期)",
        "提前三天",
        "某事之前多久，某事未写在“前”字之前",
    ),
    rule(
        "takes",
        rf"(?:(?<=出具结果)|(?<=响应时间)|(?<=办结时间)|(?<=到场时间)|(?<=反馈时间))不(?:得)?超过{SOME}{SPAN_UNIT}",
        "出具结果不超过6小时",
        "最长用时",
    ),
    rule("clock_before", rf"(?:最[迟晚])?(?:于|在)?{CLOCK}{BEFORE}", "下午16时前", "某时之前"),
    rule(
        "lunar_before",
        rf"(?:于|在|赶在)?(?P<event>(?:农历)?(?:腊月|正月)(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|底|月底)?){BEFORE}",
        "腊月二十前",
        "农历某日之前",
    ),
    rule(
        "event_before",
        rf"(?:务必|确保|必须|要|须|应)?(?:于|在|赶在)(?P<event>(?!确保|保证|保障)[^,。;:、0-9的]{{2,10}}?){BEFORE}(?!的)",
        "赶在开学前",
        "某事之前",
    ),
    rule(
        "event_before_known",
        rf"(?P<event>开学|返校|复课|复学|开工|复工|春节|节假日|元旦|国庆|五一|中秋|放假|营业|开业|投用|启用|汛期|开考|上岗|散会){BEFORE}(?=[,完全配备建补储]|到位|实现|要|必须|务必|须|应|至少|组织|开展|进行|做好|落实|对|将|把|再|集中)(?!的)",
        "开学前要",
        "常见的某事之前",
    ),
    rule(
        "after_meeting",
        r"(?P<anchor>(?:今天)?(?:会后|会议结束后|会议结束以后|散会后|散会以后|会议以后))[,]?(?:要|请|须|必须|应)?(?:立即|马上|立刻|即刻|第一时间|迅速|抓紧|尽快)",
        "会后马上",
        "会后就做",
    ),
    rule("after_meeting_plain", r"(?P<anchor>今天会后)", "今天会后", "会后就做"),
    rule(
        "at_once",
        r"(?:(?P<anchor>[^,。;:、!?\n()“”要须应在]{1,12}后)(?:要|须|应|必须)?)?(?:立即|马上|立刻|即刻|第一时间|(?<![能可以])当场|即行|即时(?=上?报|处置|整改|转运|通报|办理|清理)|现场(?=整改|纠正|交办|督改))(?!到)",
        "第一时间",
        "马上就做",
    ),
    rule("any_time", r"随时(?=(?:向|要|可|都|进行|及时)*.{0,8}(?:报|反馈|通报))", "随时报告", "一有情况就做"),
    rule(
        "act_on_sight",
        r"立行立改|即知即改|立查立改|边查边改|立整立改|即查即改|立说立行",
        "立行立改",
        "发现就改",
    ),
)
"""Tried in this order; a place once taken is not read again."""

LABEL_RULES: Final = (
    *RULES,
    rule("label_date", rf"{DATE}(?:{CLOCK})?", "完成时限：6月20日", "时限栏里的日期"),
    rule(
        "label_near", r"(?P<near>今[天日]|明[天日]|后天|当[天日])", "完成时限：当天", "时限栏里的今天、明天"
    ),
    rule("label_month", rf"{YEAR}{MONTH}{MONTH_PART}", "整改时限：11月底", "时限栏里的月初、月中、月底"),
    rule("label_span", rf"{SOME}{SPAN_UNIT}", "整改时限：3天", "时限栏里的一段时间"),
)
_NEGATED: Final = re.compile(
    r"(?:没有|未能?|尚未|不能?|没能|还没有?)(?:做到|能够?|按要求|按规定|按照规定|在)?$"
)
_HOURS: Final = {
    "小时": 1.0,
    "钟头": 1.0,
    "分钟": 1 / 60,
    "刻钟": 0.25,
    "天": 24,
    "日": 24,
    "周": 168,
    "星期": 168,
    "月": 720,
    "年": 8760,
    "工作日": 24,
}
_LED: Final = re.compile("(?:务必|确保|必须|力争|要|须|应|请)*(?:于|在|赶在)?(?![^0-9一-龥])")
_FORBIDS: Final = re.compile("[^,。;]{0,4}(?:不得|不准|不可|不能|禁止|严禁|不再)")
"""A time in which something is forbidden is no limit by which to act."""
_SIZE: Final = re.compile(r"(?:控制在|时长|限制在|压缩(?:到|至|在)|时间(?:在|为)?|间隔|不(?:得)?超过|距离)$")
_NOON, _MIDNIGHT = 12, 24
_EVENING: Final = frozenset({"晚", "晚上", "晚间", "夜间", "夜里"})
"""Twelve o'clock of an evening is the end of the day."""
_AFTERNOON: Final = frozenset({"下午", "午后", "傍晚", *_EVENING})
_LUNCH: Final = frozenset({"中午", "正午"})
_LATEST_LUNCH: Final = 3
"""One to three o'clock at noon is of the afternoon."""
_CLOCK: Final = re.compile(CLOCK)
_NEAR: Final = {"今": 0, "当": 0, "次": 0, "明": 1, "后": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline and the places of the view that it takes, with what is doubtful of it."""

    start: int
    end: int
    deadline: Deadline
    doubts: tuple[str, ...] = ()


def deadlines_in(
    view: str, dated: Dated, *, label: bool = False, whole: str | None = None
) -> Iterator[Found]:
    """The deadlines of a text, in the order of the rules; spans are places of the view.

    `whole` is the text before some places of it were made unreadable.
    """
    taken: list[tuple[int, int]] = []
    for one in LABEL_RULES if label else RULES:
        for match in one.pattern.finditer(view):
            start, end = match.span()
            if any(start < right and left < end for left, right in taken):
                continue
            if _is_none(one, match, view) or (not label and _tells(view, start, end)):
                continue
            found = _found(one, match, dated)
            if found:
                taken.append((start, end))
                yield _in_run(found, match, whole or view)


def _in_run(found: Found, match: re.Match[str], whole: str) -> Found:
    """A clock time that names no part of the day is of that named before it in the sentence: 晚9点前…，10点前."""
    part, clock = match.groupdict(), found.deadline.clock
    if clock is None or part.get("part") or (part.get("near") or "").endswith("晚") or clock.hour >= _NOON:
        return found
    first, _ = clause(whole, *match.span(), STOPS)
    before = [
        clock_of(one.groupdict()) for one in _CLOCK.finditer(_led_by_evening(whole[first : match.start()]))
    ]
    last = before[-1] if before else None
    later = clock.replace(hour=clock.hour + _NOON)
    if last is None or not (last.hour >= _NOON and later > last):
        return found
    return replace(found, deadline=replace(found.deadline, clock=later))


def _led_by_evening(text: str) -> str:
    """Evenings as they are told of a day, told of the clock alone: 每晚9点 as 晚9点."""
    return re.sub("(?:每天|每日|每|今|明|当)(?=晚)", "", text)


def _tells(view: str, start: int, end: int) -> bool:
    """Whether a place tells what was, or was not, done."""
    negated = _NEGATED.search(view[max(0, start - 8) : start]) is not None
    return negated or is_told(view, start, end, sentence=False)


def _is_none(one: Rule, match: re.Match[str], view: str) -> bool:
    """Whether a match is a period in brackets, the length of something, or a time in which something is forbidden."""
    start, end = match.span()
    if one.name == "until_date":
        return view[start - 1 : start] + view[end : end + 1] == "()"
    if one.name != "within":
        return False
    length = _SIZE.search(view[max(0, start - 10) : match.start("n")])
    return bool(length or _FORBIDS.match(view, end))


def _found(one: Rule, match: re.Match[str], dated: Dated) -> Found | None:
    part = match.groupdict()
    led = _LED.match(match.group())
    start = match.start("when") if part.get("when") else match.start() + (led.end() if led else 0)
    text, span = match.string[start : match.end()], Span(start, match.end())
    anchor = (part.get("anchor") or "").removesuffix("的")
    clock = clock_of(part)
    made = _meaning(part, dated, clock)
    if made is None:
        return None
    kind, within, on, doubts = made
    if part.get("event"):
        anchor = f"{part['event']}前{part.get('ahead') or ''}"
    elif part.get("ahead"):
        anchor = str(part["ahead"])
    return Found(*match.span(), Deadline(text, span, one.name, kind, within, on, clock, anchor), doubts)


def _meaning(
    part: dict[str, str | None], dated: Dated, clock: time | None
) -> tuple[DeadlineKind, timedelta | None, date | None, tuple[str, ...]] | None:
    if part.get("n"):
        return DeadlineKind.WITHIN, _length(part), None, ()
    if part.get("mon") or part.get("day"):
        on, doubts = day_of(part, dated)
        return DeadlineKind.BY_DATE, None, on, doubts
    if part.get("near"):
        near = str(part["near"])
        ahead = 1 if near.startswith("今明") else _NEAR[near[0]]
        on = dated.on + timedelta(days=ahead) if dated.on else None
        return DeadlineKind.BY_DATE, None, None if str(part["near"])[0] in "当次" else on, ()
    if any(part.get(name) for name in ("end", "day7", "week", "event", "ahead")):
        on = relative_of(part, dated)
        return DeadlineKind.BY_DATE, None, on, ()
    if "h" in part and clock:
        return DeadlineKind.BY_CLOCK, None, None, ()
    return (
        (DeadlineKind.BY_DATE, None, None, ("date_blank",))
        if "h" in part
        else (DeadlineKind.AT_ONCE, None, None, ())
    )


def _length(part: dict[str, str | None]) -> timedelta | None:
    unit = str(part["unit"]).removeprefix("个")
    try:
        number = number_of(str(part.get("n2") or part["n"]))
    except ValueError:
        return None
    return timedelta(hours=(float(number) + (0.5 if part.get("more") else 0)) * _HOURS[unit])


def clock_of(part: dict[str, str | None]) -> time | None:
    """The clock time of the groups of CLOCK; 24时 is the last minute of the day."""
    if not part.get("h"):
        return None
    hour = int(number_of(str(part["h"])))
    minute = 30 if part.get("half") else int(part.get("min") or part.get("min2") or 0)
    if part.get("part") in _LUNCH and 0 < hour <= _LATEST_LUNCH:
        hour += _NOON
    evening = part.get("part") in _EVENING or (part.get("near") or "").endswith("晚")
    if (evening or part.get("part") in _AFTERNOON) and hour < _NOON + evening:
        hour += _NOON
    if hour == _MIDNIGHT and minute == 0:
        return time(23, 59)
    return time(hour, minute) if hour < _MIDNIGHT else None
