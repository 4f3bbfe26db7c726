"""Each rule finds its own example; what only looks like a deadline, recurrence, quantity is left alone."""

from datetime import time

import pytest

from lianfang.apps.directives.rules import actors, days, noise, phrases, quantities, repeats, times
from lianfang.apps.directives.rules.markers import STYLES
from lianfang.apps.directives.rules.names import NAMES, resolved
from lianfang.apps.directives.rules.tracing import ALIKE

DATED = days.Dated(None, 2022)


def row_name(row):
    return getattr(row, "name", None) or getattr(row, "family", None) or row.example


def halved(text):
    return text.translate(ALIKE)


def times_of(text):
    return [found.deadline.text for found in times.deadlines_in(halved(text), DATED)]


def often(text):
    return [found.recurrence for found in repeats.recurrences_in(halved(text))]


def amounts(text):
    return [found.quantity for found in quantities.quantities_in(halved(text), [])]


@pytest.mark.parametrize(
    "row", [*times.RULES, *repeats.RULES, *quantities.RULES, *phrases.CONDITIONS, *actors.RULES], ids=row_name
)
def test_a_rule_finds_its_example_and_says_what_it_means(row):
    assert row.pattern.search(halved(row.example))
    assert row.meaning


@pytest.mark.parametrize("row", NAMES, ids=row_name)
def test_a_name_of_the_table_is_known_by_its_own_row(row):
    kind, codes, _ = resolved(halved(row.example))
    assert codes or kind == "group"
    assert (kind, codes) == (row.kind, row.codes)


@pytest.mark.parametrize("row", STYLES, ids=row_name)
def test_a_style_opens_a_line_with_its_example(row):
    assert row.line.match(halved(row.example) + "各村")


@pytest.mark.parametrize("row", noise.LINES, ids=row_name)
def test_noise_is_told_by_its_example(row):
    assert noise.is_line(halved(row.example))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要在两天内完成排查", ["两天内"]),
        ("务必于本周五前上报", ["本周五前"]),
        ("10个工作日内整改到位", ["10个工作日内"]),
        ("接报后2小时之内到达现场", ["接报后2小时之内"]),
        ("会后马上落实", ["会后马上"]),
        ("下午16时前报卫生院", ["下午16时前"]),
        ("６月２０日前全部完成", ["6月20日前"]),
        ("最迟不得超过30分钟", ["最迟不得超过30分钟"]),
        ("2小时到岗、4小时成网", ["2小时", "4小时"]),
        ("对近14天内有旅居史的人员", []),
        ("持48小时内核酸检测阴性证明", []),
        ("没有第一时间报告", []),
        ("截至5月1日前已完成1200人", []),
        ("在确保安全的前提下", []),
        ("每批就餐时间控制在30分钟以内", []),
    ],
)
def test_deadlines(text, expected):
    assert times_of(text) == expected


@pytest.mark.parametrize(
    ("text", "times_told", "days"),
    [
        ("每日测量两次体温", 2, 1),
        ("每7天检测一次", 1, 7),
        ("每半月汇总一次", 1, 15),
        ("三天两检", 2, 3),
        ("每隔一天开展一次", 1, 2),
        ("每2小时消毒一次", 12, 1),
        ("每天早晚各一次", 2, 1),
        ("每周一报告", 1, 7),
        ("每周一次", 1, 7),
        ("每月25日前上报", 1, 30),
        ("垃圾日产日清", 1, 1),
        ("每日8时、20时前报告", 2, 1),
        ("24小时值班", 1, 1),
    ],
)
def test_recurrences(text, times_told, days):
    (found,) = often(text)
    assert (found.times, found.days) == (times_told, days)


def test_what_goes_on_in_the_same_rhythm():
    said = often("每村每天巡逻不少于2次、广播不少于3次")
    assert [(one.text, one.times, one.days) for one in said] == [
        ("每天巡逻不少于2次", 2, 1),
        ("广播不少于3次", 3, 1),
    ]


def test_twelve_of_an_evening_is_the_end_of_the_day():
    (found,) = times.deadlines_in(halved("今晚12点前必须找到"), DATED)
    assert found.deadline.clock == time(23, 59)


def test_some_time_ahead_of_an_event_is_one_limit():
    (found,) = times.deadlines_in(halved("要在开学前14天开展排查"), DATED)
    assert (found.deadline.anchor, found.deadline.on, found.deadline.within) == ("开学前14天", None, None)


def test_a_phase_ends_with_its_period():
    (found,) = times.deadlines_in(halved("集中服务（12月13日至次年1月20日）。"), DATED)
    assert (found.deadline.on.month, found.deadline.on.day) == (1, 20)
    assert found.deadline.on.year == DATED.year + 1


@pytest.mark.parametrize(
    "text", ["每天都有大量人员流入", "每日检测量2200份", "当日清零", "每个年级", "24小时内报告"]
)
def test_no_recurrence(text):
    assert often(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("日检测能力2200份/日", [("2200", "份", "日", "")]),
        ("按每万人60间的标准储备", [("60", "间", "万人", "")]),
        ("储备不少于3个月用量", [("3", "个月", "", "least")]),
        ("检测率达到100%", [("100", "%", "", "")]),
        ("医护配比不低于1:20", [("0.05", "1:20", "", "least")]),
        ("隔离房间2.5万套", [("25000", "套", "", "")]),
        ("每个乡镇至少储备2个", [("2", "个", "个乡镇", "least")]),
        ("每个市场设置不少于1处", [("1", "处", "个市场", "least")]),
        ("采样每半月不少于30份", [("30", "份", "半月", "least")]),
        ("成立两个督查组", [("2", "个", "", "")]),
        ("对2个乡镇开展暗访", [("2", "个", "", "")]),
        ("居民间隔两米", [("2", "米", "", "")]),
        ("接待量不超过三分之二", [("0.667", "", "", "most")]),
        ("保持1米以上距离", [("1", "米", "", "least")]),
    ],
)
def test_quantities(text, shown):
    def value(one):
        return f"{one.value:.3g}" if one.value < 1 else f"{one.value:f}"

    assert [
        (f"{one.value:.3g}" if one.value < 1 else f"{one.value:f}", one.unit, one.per, one.bound)
        for one in amounts(text)
    ] == shown


@pytest.mark.parametrize(
    "text",
    [
        "截至昨天，全国确诊病例4535例",
        "全县共有养老机构12家",
        "增强“四个意识”",
        "抓好六个方面18个环节的工作",
        "12-14周岁学生",
        "2022年第18次会议",
        "采样点由86个调整为",
        "第1、3、5、7天各检测",
    ],
)
def test_no_quantity(text):
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("公安部门要牵头", ["公安部门"]),
        ("各乡镇（街道）要落实", ["各乡镇（街道）"]),
        ("由县卫健局负责", ["县卫健局"]),
        ("县财政局牵头，县审计局配合", ["县财政局", "县审计局"]),
        ("交通运输、公安、卫健等部门要加强", ["交通运输", "公安", "卫健等部门"]),
        ("应急保障要再准备", []),
        ("公安、疾控、通信管理三家今晚12点前必须找到", ["公安", "疾控", "通信管理"]),
        ("由派出所牵头、卫生院配合，实行", ["派出所", "卫生院"]),
        ("市场开办者是第一责任人", ["市场开办者"]),
        ("县委督查室每日对乡镇开展暗访", ["县委督查室"]),
        ("县卫健局会同属地街道每天组织", ["属地街道", "县卫健局"]),
        ("县公安局调取监控轨迹，城关镇连夜组建采样队", ["县公安局", "城关镇"]),
        ("流调溯源专班当晚完成报告", ["流调溯源专班"]),
        ("由村支书带队、村医随车，接回", ["村支书", "村医"]),
        ("每天17:00前报所在地市场监管所", []),
        ("采样人员按每万人三十名配备", []),
        ("缺检人员不得上岗", []),
        ("师生员工返校须持证明", []),
        ("值班人员必须坚守岗位", ["值班人员"]),
        ("思想要再统一", []),
    ],
)
def test_actors_of_prose(text, named):
    assert [found.actor.text for found in actors.actors_in(halved(text), text)] == named


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("驻村第一书记", ("first_secretary",)),
        ("各行政村党组织书记", ("village_secretary",)),
        ("派出所所长", ("police_station_head",)),
        ("农业站站长", ("unit_head",)),
        ("各站所长", ("unit_head",)),
        ("镇疫情防控指挥部办公室", ("town_clerk",)),
        ("各行政村", ("village_committee",)),
        ("下沉干部", ()),
    ],
)
def test_names_mean_posts_and_kinds_of_unit(name, codes):
    assert resolved(name)[1] == codes
