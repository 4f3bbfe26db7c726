"""A paper that is to be a plan is corrected beside its text like any other; phase and levels are chosen."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import directives as factory
from tests.factories.directives import COUNTY, NOW, OFFICE, SECRETARY, TITLE

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.models import Item, Plan
from lianfang.apps.directives.operations import Correction, Placed
from lianfang.apps.directives.operations.correcting import AlreadyIssued
from lianfang.apps.directives.rules.plan_file import PlanFault
from lianfang.apps.directives.terms import ItemUse, Limit, Targets
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
PAPER = """测试县聚集性疫情应急预案

一、启动后2小时内（一级、二级响应）
1.县办立即通知各乡镇。
责任人：县指挥部办公室
2.卫生院4小时内备齐采样管。
责任人：卫生院院长
二、常态措施
3.各村每日排查返乡人员，18时前上报。
责任人：村（社区）书记
"""


@pytest.fixture
def paper():
    factory.staffed()
    uid = operations.receive("预案.txt", PAPER.encode(), area=COUNTY, by=OFFICE, at=NOW, title=TITLE)
    for item in asked(uid):
        operations.accept_doubts(item.uid, by=OFFICE, at=NOW)
    return uid


def asked(uid):
    return list(Item.objects.filter(directive__uid=uid, kind="demand").order_by("index", "part"))


def make(uid, *, by=OFFICE, code="cluster", **other):
    placed = {item.uid: Placed(2 + number, (1, 2)) for number, item in enumerate(asked(uid))}
    return operations.make_plan(
        uid, code=code, title="", placed=placed | other.get("placed", {}), by=by, at=NOW
    )


def test_items_go_into_the_plan_as_they_were_corrected(paper):
    first, second, *others = asked(paper)
    operations.correct_item(
        first.uid,
        Correction(
            "马上通知。", ItemUse.TASK, Limit(within=timedelta(hours=1)), Targets(posts=("county_office",))
        ),
        by=OFFICE,
        at=NOW,
    )
    operations.correct_item(second.uid, operations.as_read(second, use=ItemUse.LEFT_OUT), by=OFFICE, at=NOW)
    plan = make(paper)
    texts = [item.text for phase in plan.phases for item in phase.items]
    assert texts[0] == "马上通知。"
    assert len(texts) == 1 + len(others)
    assert (plan.phases[0].hours, plan.phases[0].items[0].levels) == (2, (1, 2))
    assert plan.phases[-1].items[0].times == 1
    assert queries.plan("cluster", area=COUNTY).title == TITLE
    assert Plan.objects.get().file_hash == queries.directive(paper, by=OFFICE).file_hash
    assert AuditEvent.objects.get(action="directive.planned").facts["plan"] == "cluster"


def test_a_paper_that_became_a_plan_is_neither_issued_nor_corrected_any_more(paper):
    make(paper)
    assert queries.state_of(queries.directive(paper, by=OFFICE)) == "planned"
    for again in (lambda: operations.issue(paper, by=OFFICE, at=NOW), lambda: make(paper)):
        with pytest.raises(AlreadyIssued):
            again()
    with pytest.raises(AlreadyIssued):
        operations.accept_doubts(asked(paper)[0].uid, by=OFFICE, at=NOW)


def test_an_item_without_phase_or_level_and_a_wrong_code_are_refused(paper):
    item = asked(paper)[0]
    for wrong in (Placed(0, (1,)), Placed(2, ())):
        with pytest.raises(PlanFault, match="没有选阶段和级别"):
            make(paper, placed={item.uid: wrong})
    with pytest.raises(PlanFault, match="代号"):
        make(paper, code="大写")
    assert not Plan.objects.exists()


def test_only_who_receives_papers_of_the_office_makes_plans(paper):
    with pytest.raises((NotFound, PermissionMissing)):
        make(paper, by=Actor("甲", scopes=(COUNTY,)))
    with pytest.raises(NotFound):
        make(paper, by=SECRETARY)


def test_from_the_page_of_plans_by_way_of_the_paper(signed_in):
    factory.staffed()
    client = signed_in("headquarters", COUNTY)
    sent = client.post("/plans/", {"file": SimpleUploadedFile("预案.txt", PAPER.encode()), "area": COUNTY})
    assert (sent.status_code, sent.headers["Location"].endswith("/paper/")) == (302, True)
    address = sent.headers["Location"].removesuffix("paper/") + "plan/"
    assert address in client.get(sent.headers["Location"]).content.decode()
    uid = address.split("/")[2]
    for item in asked(uid):
        operations.accept_doubts(item.uid, by=OFFICE, at=NOW)
    page = client.get(address).content.decode()
    assert 'class="span' in page
    first = asked(uid)[0]
    assert page.count(f'name="levels-{first.uid}"') == 4
    form = {f"hours-{item.uid}": "2" for item in asked(uid)} | {"code": "cluster", "title": "聚集性疫情预案"}
    refused = client.post(address, form)
    assert (refused.status_code, "没有选阶段和级别" in refused.content.decode()) == (422, True)
    made = client.post(address, form | {f"levels-{item.uid}": ["1", "2"] for item in asked(uid)})
    assert made.headers["Location"] == "/plans/cluster/"
    assert "聚集性疫情预案" in client.get("/plans/cluster/").content.decode()
    assert client.get(address).status_code == 302
    assert client.get(f"/directives/{uid}/").headers["Location"].endswith("/paper/")
