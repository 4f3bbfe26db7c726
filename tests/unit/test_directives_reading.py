"""A paper is cleaned without losing its places, split by its numbering, told apart from what surrounds it."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import directive_gold

from lianfang.apps.directives import queries
from lianfang.apps.directives.rules.cleaning import cleaned
from lianfang.apps.directives.rules.files import LARGEST, DirectiveRefused
from lianfang.apps.directives.rules.reading import read
from lianfang.apps.directives.terms import ItemKind, MarkKind, Reading

TODAY = date(2022, 12, 1)
PRECISION, RECALL = 0.95, 0.90
DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "documents"
PIECES = [
    *(
        "一、",
        "（一）",
        "1.",
        "1、",
        "（2）",
        "①",
        "一是",
        "二是",
        "一要",
        "第一，",
        "第二，",
        "其一，",
        "首先，",
    ),
    *(
        "第一条",
        "各村要",
        "在两天内完成",
        "。",
        "；",
        "：",
        "，",
        "责任人：",
        "卫生院院长",
        "完成时限：6月20日",
    ),
    *("存在以下问题：", "同志们：", "附件：", "议程：", "2022年3月5日", "每日两次", "不少于3人", "截至昨天"),
    *("“四个意识”", "?F在", "x月x日前", "会议通知篇一", "100%", "1:20", "(xué)", "學校", "- ", "\n", "\n"),
]
needs_documents = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason="the papers of the field lie beside the checkout, and not here"
)


def paper(*lines: str, name: str = "文件.txt") -> Reading:
    return read(name, "\n".join(lines).encode(), today=TODAY)


def shown(reading: Reading) -> list[tuple[str, int, str]]:
    return [(item.number, item.level, item.kind.value) for item in reading.items]


def numbers(reading: Reading) -> list[str]:
    return [item.number for item in reading.items if item.number]


class TestAnnotatedPapers:
    def test_the_papers_that_the_rules_were_made_with(self):
        found = directive_gold.score("tuning")
        assert found.precision("d", "r") >= PRECISION, found.faults
        assert found.recall("d", "r") >= RECALL, found.faults
        assert found.precision("q") >= PRECISION, found.faults
        assert found.recall("q") >= RECALL, found.faults
        assert found.wrong["means"] == 0, found.faults

    def test_the_papers_that_were_read_blind_first(self):
        found = directive_gold.score("kept")
        assert min(found.precision("d", "r"), found.precision("q")) >= PRECISION, found.faults
        assert min(found.recall("d", "r"), found.recall("q")) >= RECALL, found.faults

    @pytest.mark.parametrize("part", ["tuning", "kept"])
    def test_every_place_leads_back_to_the_original(self, part):
        for gold in directive_gold.papers(part):
            reading = read(gold.name, gold.content, today=TODAY)
            for item in reading.items:
                assert plain(reading.text[item.span.start : item.span.end]) == plain(item.text)
                for one in (*item.actors, *item.deadlines, *item.recurrences, *item.quantities):
                    assert plain(reading.text[one.span.start : one.span.end]) == plain(one.text)

    @pytest.mark.parametrize("part", ["tuning", "kept"])
    def test_every_letter_is_in_an_item_or_marked(self, part):
        for gold in directive_gold.papers(part):
            reading = read(gold.name, gold.content, today=TODAY)
            assert letters_lost(reading) == "", gold.name


def letters_lost(reading: Reading) -> str:
    """Letters of the original in no item, number of one, or mark."""
    held: set[int] = set()
    for item in reading.items:
        number = reading.text.rfind(item.number, 0, item.span.start) if item.number else item.span.start
        held |= set(range(number, item.span.end))
    for mark in reading.marks:
        held |= set(range(mark.span.start, mark.span.end))
    return "".join(sign for at, sign in enumerate(reading.text) if at not in held and sign.isalnum())


def plain(text: str) -> str:
    return cleaned(text)[0].text.strip()


class TestCleaning:
    def test_pinyin_goes_and_abbreviations_stay(self):
        traced, marks = cleaned("各學(xué)校要开展核酸(PCR)检测，重(zhòng)点人群(ct)检查")
        assert traced.text == "各学校要开展核酸(PCR)检测，重点人群(ct)检查"
        assert [mark.kind for mark in marks].count(MarkKind.PINYIN) == 2

    def test_a_converted_character_keeps_its_place(self):
        traced, marks = cleaned("各鄉鎮要做好幹部管理")
        assert traced.text == "各乡镇要做好干部管理"
        assert traced.span(1, 3) == traced.span(1, 3).__class__(1, 3)
        assert [mark.kind for mark in marks] == [MarkKind.CONVERTED]

    @pytest.mark.parametrize(
        "spoilt", ["落实到位?,F在开会", "各隔?點要值守", "做好排?、检测", "信息\ufffd\ufffd报送"]
    )
    def test_what_was_lost_is_marked_and_never_guessed(self, spoilt):
        traced, marks = cleaned(spoilt)
        assert MarkKind.MOJIBAKE in {mark.kind for mark in marks}
        assert ("?" in traced.text) == ("?" in spoilt)

    @pytest.mark.parametrize(
        "asked", ["落实的效果怎么样?还得打问号", "是不是都到位了?请自查", "谁来负责?由县局负责"]
    )
    def test_a_question_is_a_question(self, asked):
        assert cleaned(asked)[1] == ()

    def test_a_passage_that_stands_twice_is_folded(self):
        long = "各乡镇要严格落实属地责任，对返乡人员逐人登记造册，按要求开展健康监测，" * 2
        reading = paper("关于排查的通知", f"1.{long}", "2.县局要抓好落实。", f"1.{long}")
        assert numbers(reading) == ["1.", "2."]
        assert [mark.kind for mark in reading.marks if mark.kind is not MarkKind.FRAME] == [MarkKind.REPEATED]

    def test_what_a_site_adds_is_no_part_of_the_paper(self):
        reading = paper(
            "下面是小编为大家整理的范文，仅供参考。",
            "关于值守的通知",
            "字号：大 中 小",
            "1.各村要24小时值守。当前隐藏内容免费查看",
            "2.每日上报情况。",
            "【本文地址：http://www.example.com/1.html】",
        )
        assert [item.text for item in reading.items] == ["各村要24小时值守。", "每日上报情况。"]
        assert reading.papers[0].title == "关于值守的通知"

    def test_lines_broken_at_a_fixed_width_are_joined(self):
        said = (
            "1.各乡镇要加强卡口值守，每个卡口不少于三十人，实行全天候轮班，发现异常情况务必在两小时之内报告县指挥部办公室。",
            "2.各村要加强物资储备，储备不少于一个月用量的防护物资，做到账物相符、专人保管，每半个月盘点一次并登记造册。",
        )
        broken = [line[at : at + 25] for line in said for at in range(0, len(line), 25)]
        whole, cut = paper("关于值守的通知", *said), paper("关于值守的通知", *broken)
        assert [item.text for item in cut.items] == [item.text for item in whole.items]
        assert cut.items[0].deadlines[0].text == "两小时之内"

    @settings(max_examples=200, deadline=None)
    @given(
        st.lists(
            st.sampled_from(
                [
                    "各鄉鎮",
                    "要",
                    "在两天内",
                    "(xué)",
                    "。",
                    "，",
                    "\n",
                    "一、",
                    "１４天",
                    " ",
                    "\u200b",
                    "?F",
                    "學",
                    "小编为大家整理",
                    "**",
                    "字号：",
                ]
            ),
            max_size=40,
        )
    )
    def test_places_rise_and_every_character_is_its_originals(self, parts):
        original = "".join(parts)
        traced, marks = cleaned(original)
        assert list(traced.at) == sorted(set(traced.at))
        assert len(traced.at) == len(traced.text)
        assert cleaned("".join(original[at] for at in traced.at))[0].text.strip() in {
            traced.text.strip(),
            cleaned(traced.text)[0].text.strip(),
        }
        assert all(0 <= mark.span.start < mark.span.end <= len(original) for mark in marks)


class TestSplitting:
    def test_levels_come_from_the_order_of_the_styles(self):
        reading = paper(
            "关于工作的意见",
            "（一）摸排方面：",
            "一、全面登记。要逐户登记。",
            "1、建立台账。要一人一档。",
            "二、定期更新。要每周更新。",
            "（二）宣传方面：",
            "一、入户宣传。要入户讲解。",
        )
        assert [(number, level) for number, level, _ in shown(reading)] == [
            ("（一）", 1), ("一、", 2), ("1、", 3), ("二、", 2), ("（二）", 1), ("一、", 2),
        ]  # fmt: skip

    def test_a_list_inside_a_paragraph(self):
        reading = paper(
            "关于工作的通知", "1.抓好三件事：一是排查到位；二是隔离到位；三是保障到位。", "2.严肃纪律。"
        )
        assert numbers(reading) == ["1.", "一是", "二是", "三是", "2."]
        assert [item.parent for item in reading.items] == [None, 0, 0, 0, None]

    def test_a_list_that_holds_another_of_its_own_style(self):
        reading = paper(
            "会议讲话", "一要抓排查。一是查得快；二是查得准。", "二要抓管控。一是管得住；二是管得好。"
        )
        assert [(number, level) for number, level, _ in shown(reading)] == [
            ("一要", 1), ("一是", 2), ("二是", 2), ("二要", 1), ("一是", 2), ("二是", 2),
        ]  # fmt: skip

    def test_numbers_that_go_on_across_headings(self):
        reading = paper("意见", "（一）甲方面：", "1.要登记。", "（二）乙方面：", "2.要检测。", "3.要上报。")
        tasks = [item for item in reading.items if item.number[0].isdigit()]
        assert [(item.number, item.level, item.area_of_work) for item in tasks] == [
            ("1.", 2, "甲方面"), ("2.", 2, "乙方面"), ("3.", 2, "乙方面"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "line",
        [
            "要求大家一是一、二是二，不得含糊。",
            "保持1.5米以上距离。",
            "要储备2.5万份，不少于3.5吨。",
            "一、二年级学生要错峰上学。",
            "各组对照（一）中的要求落实。",
        ],
    )
    def test_what_only_looks_like_a_number_splits_nothing(self, line):
        reading = paper("关于工作的通知", f"1.{line}", "2.要抓好落实。")
        assert numbers(reading) == ["1.", "2."]

    def test_a_lone_first_is_no_list(self):
        assert numbers(paper("通知", "1.一是要快，务必抓紧。", "2.要抓好落实。")) == ["1.", "2."]

    def test_a_gap_and_a_repeated_number_are_doubted(self):
        reading = paper("通知", "1.要登记。", "2.要检测。", "2.要消毒。", "4.要上报。")
        assert [[doubt.code for doubt in item.doubts] for item in reading.items] == [
            [], [], ["number_repeated"], ["number_gap"],
        ]  # fmt: skip

    def test_a_number_before_a_date(self):
        reading = paper("通知", "1.5月底前完成改造。", "2.24小时内上报。")
        assert [(item.number, item.deadlines[0].text) for item in reading.items] == [
            ("1.", "5月底前"),
            ("2.", "24小时内"),
        ]

    def test_several_papers_in_one_file(self):
        reading = paper(
            "主持词（通用2篇）",
            "主持词篇一",
            "一、要抓排查。",
            "二、要抓管控。",
            "主持词篇二",
            "一、要抓宣传。",
            "二、要抓保障。",
        )
        assert [one.title for one in reading.papers] == ["主持词篇一", "主持词篇二"]
        assert [item.paper for item in reading.items] == [0, 0, 1, 1]

    def test_problems_agenda_and_praise_ask_nothing(self):
        reading = paper(
            *("会议主持词", "会议议程如下：", "1.请县卫健局汇报工作；", "2.请县长讲话。"),
            *("前一阶段主要做法有：", "一是摸排了3000人。", "二是储备了物资。"),
            *("还存在以下问题：", "（1）值守不到位。", "（2）台账没有更新。"),
            *("下面提几点要求：", "第一，要压实责任。", "第二，要按时上报。"),
        )
        assert [kind for _, _, kind in shown(reading)] == [
            "agenda", "agenda", "statement", "statement", "problem", "problem", "demand", "demand",
        ]  # fmt: skip

    def test_chapters_articles_and_outlines(self):
        articles = paper("办法", "第一章 总则", "第一条 各村要登记。", "第二章 职责", "第二条 各村要上报。")
        assert [level for _, level, _ in shown(articles)] == [1, 2, 1, 2]
        outline = paper(
            "分工", "1.1 登记", "1.1.1 各村要登记。", "1.1.2 要核对。", "1.2 上报", "1.2.1 要上报。"
        )
        assert [level for _, level, _ in shown(outline)] == [1, 2, 2, 1, 2]

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.sampled_from(PIECES), max_size=60))
    def test_whatever_is_written_is_read_and_hangs_together(self, pieces):
        text = "".join(pieces)
        if not text.strip():
            return
        reading = paper(text)
        for at, item in enumerate(reading.items):
            assert item.index == at
            assert item.parent is None or item.parent < at
            assert item.level == (1 if item.parent is None else reading.items[item.parent].level + 1)
            assert 0 <= item.span.start <= item.span.end <= len(text)


class TestPapersAndLabels:
    def test_names_stay_as_written(self):
        reading = paper(
            *("意见", "1.要落实措施。"),
            "责任人：包片领导，各行政村党组织书记、财政所所长。",
            "责任单位：卫生院/派出所　各乡镇（街道、园区）；县委办",
            *("完成时限：6月20日", "2022年6月1日"),
        )
        (item,) = reading.items
        assert item.posts == ("包片领导", "各行政村党组织书记", "财政所所长")
        assert item.units == ("卫生院", "派出所", "各乡镇（街道、园区）", "县委办")
        assert item.deadlines[0].on == date(2022, 6, 20)
        assert "责任人" not in item.text

    def test_a_date_has_the_year_of_the_paper(self):
        reading = paper("关于工作的通知", "1.要于1月10日前上报。", "2.要落实。", "县指挥部", "2021年12月20日")
        assert (reading.papers[0].dated, reading.papers[0].issuer) == (date(2021, 12, 20), "县指挥部")
        assert reading.items[0].deadlines[0].on == date(2022, 1, 10)

    def test_a_date_without_any_year_is_doubted(self):
        item = paper("关于工作的通知", "1.要于1月10日前上报。", "2.要落实。").items[0]
        assert item.deadlines[0].on is None
        assert [doubt.code for doubt in item.doubts] == ["date_without_year"]
        assert item.confidence < 1

    def test_an_office_with_a_strange_verb_is_an_actor_and_doubted(self):
        (item,) = paper("通知", "1.县商务局、县公安局揽下货源。县商务局的仓库要清空。").items
        assert [(one.text, one.rule) for one in item.actors] == [
            ("县商务局", "subject_office"),
            ("县公安局", "subject_office"),
        ]
        assert [doubt.code for doubt in item.doubts] == ["actor_unsure"] * 2
        assert item.confidence < 1

    def test_lines_of_responsibility_leave_no_doubt_of_a_strange_verb(self):
        (item,) = paper("通知", "1.县商务局揽下货源。", "责任人：村医").items
        assert item.doubts == ()

    def test_who_is_not_known_is_doubted(self):
        item = paper("意见", "1.要落实措施。", "责任人：某某某").items[0]
        assert item.posts == ("某某某",)
        assert [doubt.code for doubt in item.doubts] == ["actor_unknown"]


class TestFiles:
    def test_a_chinese_encoding(self):
        content = "关于排查的通知\n1.各村要在两天内完成。\n2.要上报。".encode("gb18030")
        assert read("通知.txt", content, today=TODAY).items[0].deadlines[0].text == "两天内"

    def test_tables_and_paragraphs_of_a_word_document(self):
        document = Document()
        document.add_paragraph("关于分工的通知")
        rows = [
            ("序号", "任务", "责任单位", "完成时限"),
            ("1", "排查登记", "各村", "两天内"),
            ("2", "消毒", "卫生院", "每日两次"),
        ]
        table = document.add_table(3, 4)
        for cells, row in zip(rows, table.rows, strict=True):
            for text, cell in zip(cells, row.cells, strict=True):
                cell.text = text
        stream = BytesIO()
        document.save(stream)
        first, second = read("分工.docx", stream.getvalue(), today=TODAY).items
        assert (first.text, first.units, first.deadlines[0].text) == ("排查登记", ("各村",), "两天内")
        assert (second.units, second.recurrences[0].times) == (("卫生院",), 2)

    @pytest.mark.parametrize(
        ("name", "content", "word"),
        [
            ("表.xlsx", b"x", "不认识"),
            ("空.txt", b" \n", "没有文字"),
            ("大.txt", b"a" * (LARGEST + 1), "太大"),
            ("坏.docx", b"no archive", "docx"),
            ("图.txt", bytes(range(256)) * 20, "utf-8"),
        ],
    )
    def test_what_can_not_be_read_is_refused_with_a_remedy(self, name, content, word):
        with pytest.raises(DirectiveRefused) as refused:
            read(name, content, today=TODAY)
        assert name in str(refused.value)
        assert word in str(refused.value)
        assert str(refused.value).count("。") >= 3


def test_the_document_of_a_reading():
    asked = "1.各村要在两天内完成，每日两次上报，不少于3人。"
    said = paper("关于值守的通知", asked, "责任人：村医", "2.要落实。", "2022年3月5日")
    document = queries.as_document(said)
    first, second = document["items"]
    assert {"name", "papers", "marks", "items"} <= document.keys()
    assert (first["deadline"]["text"], first["deadline"]["within"]) == ("两天内", {"hours": 48.0})
    assert (first["recurrence"]["times"], first["posts"], first["units"]) == (2, ["村医"], [])
    assert said.text[slice(*first["span"])] == first["text"]
    assert (second["deadline"], second["recurrence"], second["quantities"]) == (None, None, [])


@needs_documents
class TestPapersOfTheField:
    def reading(self, number: str) -> Reading:
        (path,) = DOCUMENTS.glob(f"{number}-*.txt")
        return read(path.name, path.read_bytes(), today=TODAY)

    def test_the_towns_opinion(self):
        reading = self.reading("004")
        tasks = [item for item in reading.items if item.number.rstrip(".").isdigit()]
        assert [item.number for item in tasks] == [f"{number}." for number in range(1, 34)]
        assert {item.kind for item in tasks} == {ItemKind.DEMAND}
        assert len({item.area_of_work for item in tasks}) == 10
        assert all(item.posts and item.units for item in tasks)
        lines = {
            line[:4]: line for line in reading.text.split("\n") if line.startswith(("责任人:", "责任单位"))
        }
        assert lines
        for item in tasks:
            after = reading.text[item.span.end :].lstrip().split("\n\n")[:2]
            assert all(name in after[0] for name in item.posts)
            assert all(name in after[1] for name in item.units)
        twelve, thirteen = tasks[11], tasks[12]
        assert ("14天", "天") in [(one.text, one.unit) for one in twelve.quantities]
        assert [one.clock.hour for one in thirteen.deadlines if one.clock] == [16]
        assert (2, 1) in [(one.times, one.days) for one in thirteen.recurrences]

    def test_the_countys_outline(self):
        reading = self.reading("000")
        demands = [item.number for item in reading.items if item.number and item.kind is ItemKind.DEMAND]
        problems = [item.number for item in reading.items if item.kind is ItemKind.PROBLEM]
        assert problems == ["一是", "二是", "三是", "四是", "五是"]
        assert demands == [
            *(f"{sign}、" for sign in "一二三四五六七八"),
            *(f"{sign}要" for sign in "一二三四五六七"),
        ]
        assert not any("小编" in item.text or "http" in item.text for item in reading.items)
        assert all("4535" not in one.text for item in reading.items for one in item.quantities)

    def test_the_meeting_scripts(self):
        reading = self.reading("002")
        assert len(reading.papers) == 15
        texts = [item.text for item in reading.items]
        assert not any(word in text for text in texts for word in ("小编", "字号", "免费查看", "文档网"))
        said = {
            one.text
            for item in reading.items
            for one in (*item.deadlines, *item.recurrences, *item.quantities)
        }
        assert {"9月26日前", "明天", "6月20日前", "月底前", "48小时", "2200份", "14天"} <= said


class TestForms:
    FORM = (
        "关于督查组反馈问题的整改方案",
        "问题1：三区划分不规范，5月份有12人未达到每2天1次的要求。",
        "整改措施：由院办核对，6月20日前完成改造。",
        "整改时限：立行立改",
        "责任人：王某（副院长）",
        "责任科室：院感科、后勤科",
        "问题2：口罩储备仅够使用3天。",
        "责任人：赵某",
        "整改措施：两周内补足不少于1个月用量。",
    )

    def test_a_problem_with_its_measure_is_one_demand(self):
        first, second = paper(*self.FORM).items
        assert (first.number, first.kind, first.title) == (
            "问题1",
            ItemKind.DEMAND,
            "三区划分不规范，5月份有12人未达到每2天1次的要求",
        )
        assert [one.text for one in first.deadlines] == ["6月20日前", "立行立改"]
        assert (first.posts, first.units) == (("王某（副院长）",), ("院感科", "后勤科"))
        assert first.recurrences == ()
        assert [one.text for one in second.deadlines] == ["两周内"]
        assert second.posts == ("赵某",)

    def test_a_problem_without_a_measure_stays_a_problem(self):
        reading = paper("关于督查情况的通报", "问题1：值守不严。", "问题2：台账不清。")
        assert [item.kind for item in reading.items] == [ItemKind.PROBLEM, ItemKind.PROBLEM]

    @pytest.mark.parametrize(
        "mark", ["问题{}：", "任务{}：", "第{}条 ", "第{}个方面，", "第{}项：", "事项{}、"]
    )
    def test_blocks_are_told_apart_by_their_mark(self, mark):
        lines = [
            line
            for number in "一二三"
            for line in (f"{mark.format(number)}加强值守。", "牵头单位：派出所", "时限：3天")
        ]
        items = paper("关于加强值守的工作方案", *lines).items
        assert [(item.kind, item.units, len(item.deadlines)) for item in items] == [
            (ItemKind.DEMAND, ("派出所",), 1)
        ] * 3

    def test_who_is_addressed_again_is_below_no_part(self):
        reading = paper(
            "在会上的讲话",
            "一要领导带头。包片领导要每周下村3次。",
            "二要严肃纪律。要一律先免职后处理，每日通报。",
            "",
            "会后，请各村立即召开会议，明天下午3点前报送方案。",
        )
        last = reading.items[-1]
        assert (last.number, last.parent, last.kind) == ("", None, ItemKind.DEMAND)
        assert [one.text for one in last.actors] == ["各村"]

    @pytest.mark.parametrize(
        "closing",
        [
            "以上措施自2022年7月15日起施行，有效期至2022年12月31日。",
            "最后，再说一句，大家辛苦了。",
            "本文来源：http://a.example/1",
        ],
    )
    def test_what_closes_a_paper_is_no_part_of_its_last_item(self, closing):
        reading = paper("关于值守的通知", "1.各村要值守。", "2.每日上报情况。", closing)
        assert [item.text for item in reading.items] == ["各村要值守。", "每日上报情况。"]

    def test_lines_below_the_points_of_a_form_speak_for_all_of_them(self):
        reading = paper(
            "任务分解方案",
            "任务一：能力提升行动。",
            "1.储备流调人员六十人，全员轮训；",
            "2.储备隔离房间；",
            "牵头单位：县疾控中心",
            "完成时限：12月10日",
            "县委办要每半月通报一次进展。",
        )
        _, first, second, last = reading.items
        assert first.units == second.units == ("县疾控中心",)
        assert [one.text for one in (*first.deadlines, *second.deadlines)] == ["12月10日", "12月10日"]
        assert (last.number, last.parent) == ("", None)
