"""Sentences follow from facts by a table: each topic says one thing, and only what a figure shows."""

import re

import pytest

from lianfang.apps.documents.rules import sentences, vocabulary
from lianfang.apps.documents.terms import Fact, Facts, Longest
from lianfang.apps.reporting.terms import BEFORE, CHANGE, FIGURES, Counted, Source
from lianfang.core.documents import Figure

KEYS = [figure.key for figure in FIGURES]
LONGEST = Longest("王某", "村医", "北山村", "首次上门", "7月19日16时")


def facts(**changes: Fact) -> Facts:
    named = {key.replace("__", "."): value for key, value in changes.items()}
    return Facts({key: Fact(0) for key in KEYS} | named)


def said(found: Facts, *topics: str) -> list[str]:
    figures = {}
    for key, fact in found.figures.items():
        for name, value in (
            (key, fact.now),
            (f"{BEFORE}.{key}", fact.before),
            (f"{CHANGE}.{key}", fact.change),
        ):
            figures[name] = Counted(name, value, str(abs(value)), name, Source("x"))
    figures["place.1.gap"] = Counted("place.1.gap", 9, "9", "", Source("x"))
    lines = [sentences.sentence(rule, found, figures) for rule in sentences.chosen(found, topics)]
    return ["".join(part.text if isinstance(part, Figure) else str(part) for part in line) for line in lines]


@pytest.mark.parametrize(
    ("found", "topic", "sentence"),
    [
        (facts(), "duties", "当日没有应办事项。"),
        (facts(duty__due=Fact(8), duty__done=Fact(8)), "duties", "当日应办8项，全部办结，完成率0。"),
        (
            facts(duty__due=Fact(8), duty__done=Fact(3), duty__gap=Fact(5, 2)),
            "duties",
            "当日应办8项，已办3项，缺口5项，比昨日同时多3项，落实情况变差。",
        ),
        (
            facts(duty__due=Fact(8), duty__done=Fact(6), duty__gap=Fact(2, 5)),
            "duties",
            "当日应办8项，已办6项，缺口2项，比昨日同时少3项，落实情况好转。",
        ),
        (
            facts(duty__due=Fact(8), duty__done=Fact(6), duty__gap=Fact(2, 2)),
            "duties",
            "当日应办8项，已办6项，缺口2项，与昨日同时持平。",
        ),
        (facts(duty__overdue=Fact(0, 4)), "overdue", "没有超时未办的事项。"),
        (facts(duty__overdue=Fact(2, 0)), "overdue", "出现超时未办2项，昨日同时没有。"),
        (facts(duty__overdue=Fact(2, 3)), "overdue", "超时未办2项，比昨日同时少1项，仍须逐项办结。"),
        (facts(duty__overdue=Fact(2, 2)), "overdue", "超时未办2项，与昨日同时持平，没有减少。"),
        (facts(readings__fever=Fact(0, 3, (3, 0))), "fever", "当日没有报告发热人员。"),
        (facts(readings__fever=Fact(1, 0, (0,) * 7)), "fever", "当日报告发热1人，为近7日首次出现。"),
        (
            facts(readings__fever=Fact(2, 0, (0, 0, 1, 0, 0, 0, 0))),
            "fever",
            "当日报告发热2人，比昨日同时多2人。",
        ),
        (facts(readings__fever=Fact(2, 2, (2,))), "fever", "当日报告发热2人，与昨日同时持平。"),
        (facts(measures__overdue=Fact(0)), "kept", "没有到期未解除的人员。"),
        (facts(posts__all=Fact(17), posts__vacant=Fact(0, 1)), "posts", "应设岗位17个，没有空缺。"),
    ],
)
def test_one_sentence_of_a_topic_by_its_facts(found, topic, sentence):
    assert said(found, topic) == [sentence]


def test_who_has_waited_longest_is_named_or_the_post_is_said_to_be_vacant():
    held = Facts(facts().figures, LONGEST)
    assert said(held, "longest") == [
        "超时最久的是北山村的首次上门，应于7月19日16时前办结，至今未办，责任人为村医王某。"
    ]
    vacant = Facts(facts().figures, Longest("", "村医", "北山村", "首次上门", "7月19日16时"))
    assert said(vacant, "longest")[0].endswith("且村医空缺，无人负责。")
    assert said(facts(), "longest") == []


def test_the_worst_place_is_named_with_its_own_figure():
    found = Facts(facts().figures, None, "北山村", "place.1.gap")
    assert said(found, "worst") == ["各地缺口最多的是北山村，为9项。"]
    (rule,) = sentences.chosen(found, ["worst"])
    assert sentences.keys_of(rule, found) == ["place.1.gap"]


def test_every_topic_that_a_template_prints_has_rules_and_every_rule_names_figures_of_the_catalogue():
    topics = {rule.topic for rule in sentences.RULES}
    assert {topic for asked in vocabulary.TOPICS.values() for topic in asked} == topics
    known = {*KEYS, *(f"{CHANGE}.{key}" for key in KEYS), "worst.gap"}
    for rule in sentences.RULES:
        assert {key for key, _word in sentences.PIECE.findall(rule.words) if key} <= known, rule
        assert not re.search(r"[一二三四五六七八九]+[人项个]", rule.words), rule


def test_codes_of_rules_are_unique_within_their_topic():
    codes = [(rule.topic, rule.code) for rule in sentences.RULES]
    assert len(codes) == len(set(codes))
