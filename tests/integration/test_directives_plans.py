"""A plan is put into force at once, with clocks from that moment; stepping down closes what is open."""

from datetime import timedelta

import pytest
from tests.factories import directives as factory
from tests.factories.directives import COUNTY, NOW, OFFICE, SECRETARY, TOWN, VILLAGE

from lianfang.apps.directives import operations, queries
from lianfang.apps.directives.duties import KINDS
from lianfang.apps.directives.models import Directive, Item, Task
from lianfang.apps.directives.operations.planning import AlreadyActive, GroundMissing, NoSuchLevel
from lianfang.apps.directives.rules import plan_file
from lianfang.apps.directives.rules.plan_file import PlanFault
from lianfang.apps.directives.terms import LEVELS
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.duty import engine
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
HEAD = "code: xx\ntitle: t\nsource: s\ncertainty: C\nphases: "
PAPER = """学校疫情应急处置方案

一、2小时内

1.村（社区）书记核实病例信息并报告街道（镇）办公室。

二、24小时内

2.各村（社区）每日两次上报密切接触者排查情况。
"""


@pytest.fixture(autouse=True)
def _county() -> None:
    factory.staffed()


def activated(code="county-outbreak", *, area=COUNTY, level=2, ground="首例报告", at=NOW):
    return operations.activate(code, area=area, level=level, ground=ground, by=OFFICE, at=at)


@pytest.mark.parametrize("plan", queries.shipped(), ids=lambda plan: plan.code)
def test_shipped_plans_have_tasks_for_each_level_with_source_and_certainty(plan):
    assert plan.source
    assert plan.certainty in plan_file.CERTAINTIES
    assert [phase.hours for phase in plan.phases] == [2, 4, 12, 24]
    assert all(plan.count(level) >= 8 for level in LEVELS)
    assert plan.count(1) >= plan.count(4)


def test_activation_fans_out_with_clocks_from_its_moment():
    uid, account = activated()
    plan = queries.plan("county-outbreak", area=COUNTY)
    assert account.items == account.as_tasks == plan.count(2)
    due = set(Task.objects.filter(directive__uid=uid, times=0).values_list("due_at", flat=True))
    assert due == {NOW + hours * HOUR for hours in (2, 4, 12, 24)}
    assert Task.objects.filter(directive__uid=uid, times__gt=0, area=TOWN).exists()
    assert AuditEvent.objects.filter(action="plan.activated").count() == 1


def test_the_passage_of_each_item_is_its_text():
    uid, _ = activated()
    text = Directive.objects.get(uid=uid).text
    for item in Item.objects.filter(directive__uid=uid):
        assert text[item.start : item.end] == item.text


def test_what_nobody_of_the_area_can_do_is_the_offices_own():
    uid, _ = activated()  # there is no centre of disease control in this county of the tests
    first = Task.objects.filter(directive__uid=uid, item__index=0)
    assert list(first.values_list("area", "post")) == [(COUNTY, "county_office")]


def test_stepping_down_closes_what_is_open_and_says_why():
    uid, account = activated()
    done = Task.objects.filter(directive__uid=uid, area=VILLAGE, times=0).first()
    operations.finish_task(done.uid, "办了。", by=SECRETARY, at=NOW + HOUR)
    operations.sign_off(done.uid, by=OFFICE, at=NOW + HOUR)
    closed = operations.step_down(uid, "疫情平息。", by=OFFICE, at=NOW + 2 * HOUR)
    assert closed == account.tasks - 1
    view = engine.at_moment(area=COUNTY, at=NOW + 3 * HOUR)
    assert list(engine.gaps(view=view, kinds=KINDS)) == []
    assert queries.directive(uid, by=OFFICE).events.last().note == "疫情平息。"


def test_a_plan_runs_once_in_an_area_until_it_is_stepped_down_from():
    uid, _ = activated()
    with pytest.raises(AlreadyActive):
        activated(level=1)
    operations.step_down(uid, "调整级别。", by=OFFICE, at=NOW + HOUR)
    activated(level=1, at=NOW + 2 * HOUR)


def test_a_ground_a_level_and_a_permission_are_asked_for():
    with pytest.raises(GroundMissing):
        activated(ground=" ")
    with pytest.raises(NoSuchLevel):
        activated(level=5)
    with pytest.raises(NotFound):
        activated("no-such-plan")
    clerk = Actor(name="经办", scopes=(COUNTY,), permissions=frozenset({Permission.ISSUE_DIRECTIVE}))
    with pytest.raises(PermissionMissing):
        operations.activate("county-outbreak", area=COUNTY, level=1, ground="x", by=clerk, at=NOW)


def test_a_town_activates_for_itself():
    _, account = activated(area=TOWN, level=4)
    assert set(Task.objects.values_list("issuer_area", flat=True)) == {TOWN}
    assert account.tasks == Task.objects.filter(area__startswith=TOWN).count()


def test_a_plan_is_read_from_a_paper():
    plan = operations.bring_in_plan(
        "方案.txt", PAPER.encode(), code="school-case", area=COUNTY, by=OFFICE, at=NOW
    )
    assert [phase.hours for phase in plan.phases] == [2, 24]
    assert plan.phases[0].items[0].posts == ("village_secretary",)
    assert plan.phases[1].items[0].times == 2
    _, account = activated("school-case", level=1)
    assert account.as_tasks == 2


def test_a_plan_of_one_code_is_the_newest():
    shipped = next(plan for plan in queries.shipped() if plan.code == "county-outbreak")
    values = {"code": shipped.code, "title": "本县预案", "source": "x", "certainty": "C"}
    import yaml

    text = yaml.safe_dump(values | {"phases": plan_file.as_values(shipped)}, allow_unicode=True)
    operations.bring_in_plan("本县.yaml", text.encode(), code="", area=COUNTY, by=OFFICE, at=NOW)
    assert queries.plan("county-outbreak", area=COUNTY).title == "本县预案"
    assert queries.plan("county-outbreak", area="990122").title == shipped.title


@pytest.mark.parametrize(
    "text",
    [
        "just words",
        "code: x y\ntitle: t\nsource: s\ncertainty: C\nphases: [{hours: 2}]",
        HEAD.replace("C", "Z") + "[{hours: 2}]",
        HEAD + "[{hours: -2}]",
        HEAD + "[{hours: 2, items: [{text: a, posts: [mayor]}]}]",
        HEAD + "[{hours: 2, items: [{text: a, levels: [9]}]}]",
        HEAD + "[{hours: 2, items: [{text: a, times: 99, days: 1}]}]",
        HEAD + "5",
        HEAD + "[{hours: 2, items: [7]}]",
        HEAD + "[{hours: 2, items: [{text: a, posts: 5}]}]",
        HEAD + "[{hours: 2, items: [{text: a, times: 1, days: 1, clocks: [soon]}]}]",
        "a: [",
    ],
)
def test_a_file_that_is_no_plan_says_what_is_wrong(text):
    with pytest.raises(PlanFault):
        plan_file.read_plan(text)
