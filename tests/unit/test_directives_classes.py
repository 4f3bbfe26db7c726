"""Ways of writing that whole classes of papers share: small tables of what is written and what is read."""

from datetime import date, time, timedelta

import pytest

from lianfang.apps.directives.rules.reading import read
from lianfang.apps.directives.terms import Deadline, Item, ItemKind, MarkKind, Quantity, Reading, Recurrence

TODAY = date(2022, 12, 1)


def paper(*lines: str) -> Reading:
    content = "\n".join(("关于加强管理的通知", "", *lines, "", "测试县指挥部", "2022年11月20日"))
    return read("通知.txt", content.encode(), today=TODAY)


def demand(text: str) -> Item:
    return paper(f"一、{text}").items[0]


def hours(found: Deadline) -> tuple[str, time | None]:
    return found.text, found.clock


def often(found: Recurrence) -> tuple[str, int, int]:
    return found.text, found.times, found.days


def amount(found: Quantity) -> tuple[str, str, str]:
    return found.text, f"{found.value:.3g}" if found.value < 1 else f"{found.value:f}", found.bound


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("每晚9点前由各村上报，10点前镇里汇总。", [time(21), time(22)]),
        ("各村每天傍晚6点前报送。", [time(18)]),
        ("各村今晚8时前报送，9时半前镇里汇总。", [time(20), time(21, 30)]),
        ("各村下午3点前报一次，5点前再报一次。", [time(15), time(17)]),
        ("各村上午9点前报一次，11点前再报一次。", [time(9), time(11)]),
        ("各村夜里11点前报送。", [time(23)]),
        ("各村中午1点前报送。", [time(13)]),
        ("各村每日下午2时、5时报送。", [time(14), time(17)]),
        ("各村每日早7时、晚7时报送。", [time(7), time(19)]),
    ],
)
def test_an_hour_of_an_afternoon_or_evening_and_those_that_follow_it(text, clocks):
    found = demand(text)
    told = [
        *(clock for one in found.recurrences for clock in one.by),
        *(one.clock for one in found.deadlines),
    ]
    assert told == clocks


@pytest.mark.parametrize(
    ("text", "written", "on"),
    [
        ("各村11月底完成摸排。", "11月底", date(2022, 11, 30)),
        ("各村12月初全部配齐。", "12月初", date(2022, 12, 5)),
        ("各村12月中旬前完成摸排。", "12月中旬前", date(2022, 12, 20)),
        ("整改时限：11月底；整改措施：各村加强排查。", "11月底", date(2022, 11, 30)),
        ("整改期限：12月上旬；整改措施：各村加强排查。", "12月上旬", date(2022, 12, 10)),
        ("各村月底前完成摸排。", "月底前", date(2022, 11, 30)),
        ("各村今明两天完成摸排。", "今明两天", date(2022, 11, 21)),
        ("各村11月22日中午前完成摸排。", "11月22日中午前", date(2022, 11, 22)),
    ],
)
def test_the_part_of_a_month_or_of_a_day_is_a_day(text, written, on):
    assert [(one.text, one.on) for one in demand(text).deadlines] == [(written, on)]


@pytest.mark.parametrize("text", ["督查组将于12月下旬开展回头看。", "3月初以来，形势平稳，各村要坚持。"])
def test_the_part_of_a_month_that_is_announced_or_told_is_no_deadline(text):
    assert demand(text).deadlines == ()


def test_an_hour_and_a_half_is_a_limit_and_a_gap_is_closed_by_one():
    found = demand("各村一个半小时内到位，缺口3日内补足。").deadlines
    assert [(one.text, one.within) for one in found] == [
        ("一个半小时内", timedelta(hours=1.5)),
        ("3日内", timedelta(days=3)),
    ]


def test_how_long_ahead_is_a_limit_and_no_quantity():
    found = demand("进口企业须提前24小时报备，确需举办的提前三天报备。")
    assert [(one.anchor, one.within) for one in found.deadlines] == [("提前24小时", None), ("提前三天", None)]
    assert found.quantities == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("每日早8点前、下午2点前各报告一次。", [("每日早8点前、下午2点前各报告一次", 2, 1)]),
        ("每天8时、20时报送两次。", [("每天8时、20时", 2, 1)]),
        ("广播每日早、中、晚各播放。", [("每日早、中、晚各", 3, 1)]),
        ("每天上门两趟，早晚各一趟量体温。", [("每天上门两趟", 2, 1), ("早晚各一趟", 2, 1)]),
        ("台面每班次消毒一次。", [("每班次消毒一次", 3, 1)]),
        ("岗亭一班一消。", [("一班一消", 3, 1)]),
        ("每季度末25日前通报一次。", [("每季度末25日前通报一次", 1, 90)]),
        ("每季度首月5日前清算。", [("每季度首月5日前", 1, 90)]),
        ("每月5日、20日前报送。", [("每月5日、20日前", 2, 30)]),
        ("督查组每半月开展一轮督导。", [("每半月开展一轮", 1, 15)]),
        ("岗位六小时一换。", [("六小时一换", 4, 1)]),
        ("志愿者每4小时一换班。", [("每4小时一换", 6, 1)]),
        ("楼道三天喷一遍药。", [("三天喷一遍", 1, 3)]),
        ("督查组每夜抽查。", [("每夜", 1, 1)]),
        ("村广播一天三播。", [("一天三播", 3, 1)]),
        ("员工每周两检。", [("每周两检", 2, 7)]),
        ("岗位每天一检。", [("每天一检", 1, 1)]),
        ("各村逢五逢十报送小结。", [("逢五逢十", 6, 30)]),
        ("管委会月末通报一次。", [("月末通报一次", 1, 30)]),
        ("发热门诊24小时开诊。", [("24小时开诊", 1, 1)]),
        ("晨午检。各班每日两次登记。", [("每日两次", 2, 1)]),
        ("一日一通报、三日一排名。", [("一日一通报", 1, 1), ("三日一排名", 1, 3)]),
    ],
)
def test_rhythms_of_several_times_of_shifts_and_of_days_of_a_month(text, shown):
    assert [often(one) for one in demand(text).recurrences] == shown


def test_what_is_counted_by_shifts_is_doubted():
    assert [one.code for one in demand("各企业车间每班次消毒一次。").doubts] == ["shifts_assumed"]
    assert demand("各企业车间每天消毒一次。").doubts == ()


@pytest.mark.parametrize("text", ["东圃社区11月2日至6日连续3次漏报。", "接到通知后一周内组织一次演练。"])
def test_days_of_the_calendar_and_limits_are_no_rhythm(text):
    assert demand(text).recurrences == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("核查率要达到百分之百。", [("百分之百", "100", "")]),
        ("错误率控制在1‰以内。", [("控制在1‰以内", "1", "most")]),
        ("差错率要在千分之五以下。", [("千分之五以下", "5", "most")]),
        (
            "抽查不少于全县村（社区）总数的三分之一。",
            [("不少于全县村（社区）总数的三分之一", "0.333", "least")],
        ),
        ("覆盖面不低于辖区企业数的20%。", [("不低于辖区企业数的20%", "20", "least")]),
        ("抽查面不少于半数。", [("不少于半数", "0.5", "least")]),
        ("就餐人数不超过座位数的一半。", [("不超过座位数的一半", "0.5", "most")]),
        ("接种率要在七成以上。", [("七成以上", "70", "least")]),
        ("见面率要达到九成五。", [("九成五", "95", "")]),
        ("同类问题再现的，扣减年终考核分0.5分。", [("0.5分", "0.5", "")]),
        ("涨幅超过两成的要约谈。", [("超过两成", "20", "least")]),
        ("投放不少于平时的1.5倍。", [("不少于平时的1.5倍", "1.5", "least")]),
        ("轮换周期不短于7天。", [("不短于7天", "7", "least")]),
        ("体温≥37.3℃的要复测。", [("≥37.3℃", "37.3", "least")]),
        ("配备测温枪2把。", [("2把", "2", "")]),
        ("全镇共设32个采样点，储备采样员80人。", [("32个", "32", ""), ("80人", "80", "")]),
        ("方案要一式三份报送。", [("一式三份", "3", "")]),
        ("今天完成剩余35人的核查。", [("35人", "35", "")]),
        ("每次消毒一个半小时。", [("一个半小时", "1.5", "")]),
        ("储备满足全镇7日需求。", [("7日需求", "7", "")]),
        ("排队要隔开一米半。", [("一米半", "1.5", "")]),
        ("开窗通风半小时。", [("半小时", "0.5", "")]),
        ("卡口每班两人。", [("每班两人", "2", "")]),
        ("食堂分三批进行就餐。", [("三批", "3", "")]),
    ],
)
def test_shares_ranges_and_counts_are_whole_with_their_bound(text, shown):
    assert [amount(one) for one in demand(text).quantities] == shown


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("各村储备3至5天用量。", (3, 5)),
        ("每点服务2000—3000人。", (2000, 3000)),
        ("每个小区设2至3个投放点。", (2, 3)),
        ("覆盖率百分之八十至九十。", (80, 90)),
    ],
)
def test_a_range_keeps_both_ends(text, ends):
    (found,) = demand(text).quantities
    assert (found.value, found.most) == ends


def test_what_is_done_a_day_is_per_day():
    assert [(one.text, one.per) for one in demand("检测能力达到日检1万管以上。").quantities] == [
        ("1万管以上", "日")
    ]


@pytest.mark.parametrize("text", ["全县已共设了32个点。", "其余3个村照此办理。"])
def test_what_was_done_and_what_is_named_again_is_no_quantity(text):
    assert demand(text).quantities == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("人员配齐，名单报镇办备案。", []),
        ("建立台账，每晚9点前由各村上报。", ["各村"]),
        ("养老机构探视人员每次不得超过2人。", ["养老机构"]),
        ("首站必须进集中监管仓。", []),
        ("采样组：由卫健局牵头，统一设点。", ["采样组", "卫健局"]),
        ("镇上接到数据后四小时内核查完毕。", ["镇上"]),
        ("县督查组从11月起开展督导。", ["县督查组"]),
        ("车辆减速，交警引导分流。", ["交警"]),
        ("主要领导每天到卡点一次。", ["主要领导"]),
        ("公布值班表，并报县卫健局备案。", []),
        ("全镇实行静态管理，不得聚集。", []),
        ("各科室每天报送日报表，院感科5点半前汇总。", ["各科室", "院感科"]),
        ("园区管委会每周抽查。", ["园区管委会"]),
    ],
)
def test_who_acts(text, who):
    assert [one.text for one in demand(text).actors] == who


@pytest.mark.parametrize(
    "closing",
    [
        "整改情况实行周报制，每周五16时前报县督查组。",
        "此通知自收文之日起执行，执行情况于每月5日、20日前报送镇防控办。",
        "会议强调，各专班要于11月25日18时前制定方案报指挥部办公室。",
    ],
)
def test_a_closing_paragraph_that_asks_is_a_demand_of_its_own(closing):
    *_, last = paper("一是加强值守，各村每日巡查。", "二是严格追责，县纪委每月通报。", closing).items
    assert (last.number, last.parent, last.kind) == ("", None, ItemKind.DEMAND)
    assert last.text == closing


@pytest.mark.parametrize("head", ["约谈对象", "参会人员", "会议时间", "检查范围"])
def test_a_head_above_names_asks_nothing(head):
    first, second = paper(f"一、{head}", "清河镇党委书记、镇长", "二、工作要求", "各村要加强值守。").items
    assert (first.kind, second.kind) == (ItemKind.STATEMENT, ItemKind.DEMAND)


@pytest.mark.parametrize("mark", ["第{}件事，", "第{}点，", "第{}个方面，", "第{}步，", "第{}条意见："])
def test_things_are_counted_by_many_words(mark):
    lines = [f"{mark.format(number)}各村要加强值守。" for number in "一二三"]
    assert len([item for item in paper(*lines).items if item.number]) == len(lines)


def test_what_was_resolved_is_asked_whatever_was_heard_before_it():
    reading = paper(
        "会议听取了汇报，分析了当前形势，截至昨天累计报告12例。会议议定以下事项：",
        "一、关于床位。会议决定，县医院12月10日前将床位由12张扩至36张。",
        "二、关于药品。县医保局三天之内摸清库存，投放实行拆零销售。",
    )
    assert [item.kind for item in reading.items] == [ItemKind.DEMAND] * 2


def test_what_was_told_before_a_list_of_demands_makes_none_of_them_a_statement():
    reading = paper(
        "县督查组对你镇开展了暗访，发现问题14个。现就有关事项督办如下。",
        "一、反馈方式",
        "1.整改报告（一式两份）于11月25日前以镇政府名义报县督查组，逾期每日通报。",
    )
    assert reading.items[-1].kind is ItemKind.DEMAND


def test_what_is_in_no_item_is_marked_for_what_it_is():
    reading = paper(
        "各镇人民政府，县直有关单位：",
        "为做好防控工作，现就有关事项通知如下。",
        "一、加强值守",
        "各村要每日巡查。",
        "责任单位：各村",
        "附件：登记表",
    )
    rest = [(mark.kind, mark.text) for mark in reading.marks]
    assert rest == [
        (MarkKind.FIELD, "责任单位：各村"),
        (MarkKind.FRAME, "关于加强管理的通知"),
        (MarkKind.FRAME, "各镇人民政府，县直有关单位："),
        (MarkKind.ASIDE, "为做好防控工作，现就有关事项通知如下。"),
        (MarkKind.FRAME, "附件：登记表"),
        (MarkKind.FRAME, "测试县指挥部"),
        (MarkKind.FRAME, "2022年11月20日"),
    ]


def test_who_signs_is_no_part_of_a_last_item_without_a_full_stop():
    assert [item.text for item in paper("一、各村要加强值守", "二、各村要每日巡查").items][
        -1
    ] == "各村要每日巡查"
