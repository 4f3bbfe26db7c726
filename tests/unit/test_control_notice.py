"""What the notices to a person say: everything that the law asks for, and no law that is not sure."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.factories.measures import FIRST, NOW, VIEW, ZONE

from lianfang.apps.control.rules.notice_text import NoticeFacts, decision_notice, release_notice
from lianfang.apps.control.terms import Sampled
from lianfang.apps.policy.terms import Ground
from lianfang.core.documents import render_notice

GROUND = Ground(
    pack="covid19-v9@1",
    title="防控方案（第九版）",
    issuer="国务院联防联控机制综合组",
    label="密接的密接",
    basis="《防控方案（第九版）》密接的密接管理",
    advice="",
    law=("《突发公共卫生事件应急条例》第四十一条",),
)
FACTS = NoticeFacts(
    view=VIEW,
    series=(VIEW,),
    name="王某",
    document="证件号码990***********1234",
    address="澜砚县东街社区3组12号",
    ground=GROUND,
    issuer="澜砚县疫情防控指挥部",
    last_exposure=FIRST - timedelta(days=1),
    approved_by="",
    approval_reason="",
    readings_per_day=2,
    results=(),
    officers=("甲", "乙"),
    help_phone="0000-1234567",
)


def test_a_decision_says_why_on_what_basis_what_where_until_when_and_what_one_can_do():
    notice = decision_notice(FACTS, at=NOW)
    assert notice.title == "居家隔离医学观察告知书"
    assert notice.person == "王某（证件号码990***********1234）"
    assert "密接的密接，末次暴露日为2022年7月9日" in notice.reasons
    assert notice.basis == GROUND.law
    assert "自2022年7月10日起至2022年7月17日零时止，居家隔离医学观察7天" in notice.decision
    assert dict(notice.terms) == {
        "居家隔离医学观察": "2022年7月10日开始，2022年7月17日零时解除",
        "检测日": "7月10日、7月13日、7月16日",
        "地点": FACTS.address,
    }
    assert any("每日测量体温2次" in item for item in notice.obligations)
    assert any("六十日" in item for item in notice.remedies)
    assert any("申诉期间不停止" in item for item in notice.remedies)
    assert any("药品" in item for item in notice.support)
    assert (notice.signature, notice.signed_on) == (FACTS.issuer, NOW.date())
    assert (notice.officers, notice.help_phone) == (("甲", "乙"), "0000-1234567")


def test_a_decision_of_two_phases_tells_of_both():
    second = replace(
        VIEW, id=2, step=2, measure="home_monitoring", place="home_monitor", test_dates=(),
        starts_on=VIEW.ends_on, ends_on=VIEW.ends_on + timedelta(days=3),
    )  # fmt: skip
    notice = decision_notice(replace(FACTS, series=(VIEW, second)), at=NOW)
    assert "居家隔离医学观察7天；自2022年7月17日起至2022年7月20日零时止，居家健康监测3天" in notice.decision


def test_a_deviation_names_who_approved_it_and_why():
    facts = replace(FACTS, approved_by="某县长", approval_reason="传播链不清。")
    assert "本决定严于上级方案，由某县长批准，理由：传播链不清。" in decision_notice(facts, at=NOW).reasons


def test_without_a_help_phone_a_blank_is_left_to_be_filled():
    assert "送达时填写" in decision_notice(replace(FACTS, help_phone=""), at=NOW).help_phone


def test_the_article_of_the_review_law_is_cited_from_the_day_it_holds():
    def review(issued: datetime) -> str:
        notice = decision_notice(replace(FACTS, view=replace(VIEW, issued_at=issued)), at=issued)
        return notice.remedies[2]

    assert "行政复议法》申请" in review(datetime(2023, 12, 31, tzinfo=ZONE))
    assert "行政复议法》第二十条申请" in review(datetime(2024, 1, 1, tzinfo=ZONE))


def test_law_is_cited_only_as_policy_is_sure_of_it():
    assert decision_notice(replace(FACTS, ground=replace(GROUND, law=())), at=NOW).basis == ()


def test_a_release_names_the_negative_results_and_what_follows():
    released = datetime(2022, 7, 17, 9, 5, tzinfo=ZONE)
    ended = replace(VIEW, ended_at=released, end_ground="released", released_at=released)
    following = replace(VIEW, id=2, step=2, measure="home_monitoring", ends_on=date(2022, 7, 20))
    results = (Sampled(date(2022, 7, 16), "negative"), Sampled(date(2022, 7, 13), "negative"))
    facts = replace(FACTS, view=ended, series=(ended, following), results=results)
    notice = release_notice(facts, at=released)
    assert notice.title == "解除居家隔离医学观察通知单"
    assert "7月13日、7月16日检测结果均为阴性" in notice.reasons
    assert "现自2022年7月17日9时05分起解除" in notice.decision
    assert "此后转为居家健康监测，至2022年7月20日零时止" in notice.decision


@pytest.mark.parametrize(
    "place", ["home", "home_monitor", "self_monitor", "central", "in_place", "off_school"]
)
def test_every_place_has_a_notice_that_can_be_written(place):
    facts = replace(FACTS, view=replace(VIEW, place=place, measure="follow_up"))
    notice = decision_notice(facts, at=NOW)
    assert all(item.strip() for item in notice.obligations)
    assert render_notice(notice)[:2] == b"PK"
