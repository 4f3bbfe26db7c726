"""From a sample to a closed finding; what is unannounced is seen by nobody of the place."""

from datetime import timedelta

import pytest
from tests.factories import inspection as made
from tests.factories import places

from lianfang.apps.alerts import operations as alerts
from lianfang.apps.alerts import queries as notices
from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.models import Campaign, Draw, DrawnTarget, Finding, FindingEvent, Visit
from lianfang.apps.inspection.rules.sampling import draw
from lianfang.apps.inspection.rules.workflow import NotNow, OwnCheck
from lianfang.apps.inspection.terms import Method, Mode, VisitFate
from lianfang.core import sql
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.roles import ROLES
from lianfang.core.duty import engine, registry
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _county() -> None:
    made.build()


def finding_of(target: made.SampledTarget, item: str = "entrance", **more: object):
    visit, outcome = made.visit(target, item, **more)
    assert outcome.fate == VisitFate.ACCEPTED, outcome.sentence
    (found,) = queries.findings(area="", by=made.OFFICE, at=made.AT, visit=visit)
    return found


def test_the_same_seed_gives_the_same_sample_and_the_pool_lets_anybody_draw_it_again():
    campaign, drawn = made.campaign(size=3)
    again = operations.draw_sample("七月暗访", seed="20220710", by=made.OFFICE, at=made.AT + DAY)
    assert [one.uid for one in again.targets] == [one.uid for one in drawn.values()]
    (kept,) = queries.draws(campaign, by=made.OFFICE)
    pool = queries.pool(area=made.COUNTY, kinds=campaign.kinds, at=made.AT)
    by_hand = draw(pool, seed="20220710", size=3, method=Method.WEIGHTED)
    assert [(one.target.target, one.weight) for one in by_hand] == [
        (one.target, one.weight) for one in queries.pool_of(kept, by=made.OFFICE)
    ]


def test_another_seed_draws_anew_until_a_visit_was_made():
    campaign, _ = made.campaign(size=3)
    operations.draw_sample(str(campaign.uid), seed="9", by=made.OFFICE, at=made.AT)
    assert len(queries.draws(campaign, by=made.OFFICE)) == 2
    current = queries.sample_of(campaign, by=made.OFFICE)
    assert current is not None
    assert current.seed == "9"
    made.visit(current.targets[0])
    with pytest.raises(operations.SampleInUse):
        operations.draw_sample(str(campaign.uid), seed="10", by=made.OFFICE, at=made.AT)


def test_a_plan_that_lacks_something_says_everything_that_it_lacks():
    with pytest.raises(operations.CampaignIncomplete) as refused:
        operations.plan_campaign(made.plan(name=" ", size=0, kinds=("palace",)), by=made.OFFICE, at=made.AT)
    assert "没有名称；抽取数" in str(refused.value)
    made.campaign()
    with pytest.raises(operations.CampaignNamed):
        operations.plan_campaign(made.plan(), by=made.OFFICE, at=made.AT)
    with pytest.raises(NotAllowed):
        operations.plan_campaign(made.plan(area="990122"), by=made.OFFICE, at=made.AT)


ROLES_OF_TARGETS = [role for role in ROLES if role not in {"headquarters", "inspector"}]


@pytest.mark.parametrize("role", ROLES_OF_TARGETS)
@pytest.mark.parametrize("area", [made.VILLAGE, made.TOWN, made.COUNTY])
def test_no_role_of_a_target_sees_campaign_sample_or_a_visit_to_come(role, area):
    campaign, drawn = made.campaign()
    hospital = made.unit("澜砚县医院")
    for unit in (None, hospital) if role == "unit_clerk" else (None,):
        by = made.actor(role, area, unit=unit)
        with rows.acting(by):
            for model in (Campaign, Draw, DrawnTarget):
                assert model.objects.count() == 0
            for look in (
                lambda by=by: queries.campaigns(by=by),
                lambda by=by: queries.campaign(str(campaign.uid), by=by),
                lambda by=by: queries.drawn_target(drawn["北山卡口"].uid, by=by),
                lambda by=by: operations.draw_sample(str(campaign.uid), seed="1", by=by, at=made.AT),
            ):
                with pytest.raises(PermissionMissing):
                    look()
            assert queries.visits(area="", by=by, at=made.AT) == []
            gaps = engine.gaps(view=engine.at_moment(area=area, at=made.AT + DAY))
            assert not [gap for gap in gaps if gap.subject in {str(one.uid) for one in drawn.values()}]


def test_whoever_visits_for_a_town_does_not_know_what_the_county_plans():
    campaign, drawn = made.campaign()
    by = made.actor("inspector", made.TOWN)
    with rows.acting(by):
        assert queries.campaigns(by=by) == []
        with pytest.raises(NotFound):
            queries.campaign(str(campaign.uid), by=by)
        with pytest.raises(NotFound):
            queries.drawn_target(drawn["北山卡口"].uid, by=by)


def test_after_the_visit_the_place_knows_of_it_and_its_neighbours_do_not():
    _, drawn = made.campaign()
    with rows.acting(made.INSPECTOR):
        made.visit(drawn["北山村"], "entrance")
    for role, area, seen in (
        ("village_secretary", made.VILLAGE, 1),
        ("town_clerk", made.TOWN, 1),
        ("village_secretary", "990121200201", 0),
        ("town_clerk", "990121200", 0),
    ):
        by = made.actor(role, area)
        with rows.acting(by):
            assert len(queries.visits(area="", by=by, at=made.AT)) == seen
            assert len(queries.findings(area="", by=by, at=made.AT)) == seen
            assert Campaign.objects.count() == 0


def test_a_clerk_of_a_unit_sees_its_findings_alone():
    _, drawn = made.campaign()
    finding_of(drawn["北山村"])
    of_unit = finding_of(drawn["北山卡口"])
    clerk = made.actor("unit_clerk", made.VILLAGE, unit=made.unit("北山卡口"))
    with rows.acting(clerk):
        assert [one.uid for one in queries.findings(area="", by=clerk, at=made.AT)] == [of_unit.uid]


def test_a_visit_sent_twice_is_one_and_each_record_has_its_own_fate():
    _, drawn = made.campaign()
    first, outcome = made.visit(drawn["北山卡口"], "entrance", "leader")
    assert outcome.fate == VisitFate.ACCEPTED
    assert made.visit(drawn["北山卡口"], "entrance", "leader", id=first)[1].fate == VisitFate.KNOWN
    assert made.visit(drawn["北山卡口"], "leader", id=first)[1].fate == VisitFate.REFUSED
    assert (Visit.objects.count(), Finding.objects.count()) == (1, 2)
    wrong = made.visit(drawn["柳林小学"], "entrance", **{"note-entrance": " "})[1]
    assert wrong.fate == VisitFate.REFUSED
    assert "没有写明发现了什么" in wrong.sentence
    assert "没有在场人签名" in made.visit(drawn["柳林小学"], signed_by="")[1].sentence
    assert "没有填写结果" in made.visit(drawn["柳林小学"], **{"answer-leader": ""})[1].sentence
    assert "最近30天" in made.visit(drawn["柳林小学"], happened_at=made.AT + HOUR)[1].sentence


def test_whoever_may_not_visit_is_refused():
    _, drawn = made.campaign()
    with pytest.raises(PermissionMissing):
        made.visit(drawn["北山卡口"], by=made.actor("town_clerk", made.TOWN))


def test_a_finding_is_rectified_rechecked_by_another_and_closed():
    _, drawn = made.campaign()
    found = finding_of(drawn["北山卡口"])
    clerk = made.actor("unit_clerk", made.VILLAGE, name="卡口负责人", unit=made.unit("北山卡口"), user=21)
    at = made.AT + HOUR
    with pytest.raises(NotNow):
        operations.recheck(found.uid, passed=True, text="看过", by=made.OTHER, at=at)
    told = operations.rectify(found.uid, text="已安排两人轮班", by=clerk, at=at)
    assert (told.state, told.rectified_by) == ("rectified", "卡口负责人")
    with pytest.raises(OwnCheck):
        operations.recheck(found.uid, passed=True, text="看过", by=made.INSPECTOR, at=at)
    with pytest.raises(PermissionMissing):
        operations.recheck(found.uid, passed=True, text="看过", by=clerk, at=at)
    with pytest.raises(operations.NothingSaid):
        operations.recheck(found.uid, passed=True, text=" ", by=made.OTHER, at=at)
    again = operations.recheck(found.uid, passed=False, text="仍只有一人", by=made.OTHER, at=at + HOUR)
    assert (again.state, again.rounds, again.due_at) == ("reopened", 2, at + HOUR + 3 * DAY)
    operations.rectify(found.uid, text="加派一人", by=clerk, at=at + 2 * HOUR)
    closed = operations.recheck(found.uid, passed=True, text="两人在岗", by=made.OTHER, at=at + 3 * HOUR)
    assert (closed.state, closed.closed_at) == ("closed", at + 3 * HOUR)
    with pytest.raises(NotNow):
        operations.rectify(found.uid, text="再说", by=clerk, at=at + 4 * HOUR)


def test_whoever_mended_it_does_not_recheck_it_in_another_hat():
    _, drawn = made.campaign()
    found = finding_of(drawn["北山卡口"])
    office = made.actor("headquarters", name="指挥部", user=31)
    operations.rectify(found.uid, text="已办", by=office, at=made.AT + HOUR)
    with pytest.raises(OwnCheck):
        operations.recheck(found.uid, passed=True, text="看过", by=office, at=made.AT + 2 * HOUR)


def test_what_was_known_before_is_still_known_as_it_was():
    _, drawn = made.campaign()
    found = finding_of(drawn["北山卡口"])
    operations.rectify(
        found.uid, text="已办", by=made.OFFICE, at=made.AT + 5 * HOUR, happened_at=made.AT + HOUR
    )

    def state(at, known_at):
        asked = {"area": made.COUNTY, "by": made.OFFICE, "at": at, "known_at": known_at}
        return [one.state for one in queries.findings(**asked)]

    assert state(made.AT + 5 * HOUR, made.AT + 2 * HOUR) == ["open"]
    assert state(made.AT + 5 * HOUR, made.AT + 5 * HOUR) == ["rectified"]
    assert state(made.AT - 5 * HOUR, made.AT + 5 * HOUR) == []


def test_repeats_are_counted_by_target_and_item():
    _, drawn = made.campaign()
    first = finding_of(drawn["北山卡口"])
    made.visit(drawn["北山卡口"], "entrance", "leader", at=made.AT + HOUR)
    found = queries.findings(area="", by=made.OFFICE, at=made.AT + HOUR, repeated=True)
    assert [(one.item, one.times, one.name) for one in found] == [("entrance", 2, "北山卡口")]
    assert first.times == 1
    (target,) = queries.pool(area=made.COUNTY, kinds=["checkpoint"], at=made.AT + HOUR)
    assert (target.visits, target.repeats) == (2, 1)


def test_raised_to_the_county_the_county_office_holds_it():
    places.establish(("county_office", made.COUNTY), ("village_secretary", made.VILLAGE))
    places.hold("county_office", made.COUNTY, "县办王某")
    places.hold("village_secretary", made.VILLAGE, "北山书记")
    _, drawn = made.campaign()
    found = finding_of(drawn["北山村"])
    kind = registry.kind("finding_rectified")

    def held(at):
        (gap,) = engine.gaps(view=engine.at_moment(area=made.VILLAGE, at=at), kinds=[kind])
        return gap.holder, gap.holder_post

    assert held(made.AT) == ("北山书记", "village_secretary")
    raised = operations.raise_finding(
        found.uid, to=Mode.COUNTY, text="村里没有这笔钱", by=made.OFFICE, at=made.AT
    )
    assert raised.mode == "county"
    assert held(made.AT) == ("县办王某", "county_office")


def test_the_duties_open_with_the_finding_and_close_with_its_events():
    _, drawn = made.campaign()
    found = finding_of(drawn["北山卡口"])
    rectified, rechecked = (registry.kind(f"finding_{word}") for word in ("rectified", "rechecked"))

    def counts(at, known_at=None):
        view = engine.at_moment(area=made.COUNTY, at=at, known_at=known_at)
        return engine.gap_counts(view=view, kinds=[rectified, rechecked])

    assert counts(made.AT) == {"finding_rectified": 1, "finding_rechecked": 0}
    operations.rectify(found.uid, text="已办", by=made.OFFICE, at=made.AT + HOUR)
    assert counts(made.AT + HOUR) == {"finding_rectified": 0, "finding_rechecked": 1}
    assert counts(made.AT + HOUR, made.AT) == {"finding_rectified": 1, "finding_rechecked": 0}
    operations.recheck(found.uid, passed=False, text="没改", by=made.OTHER, at=made.AT + 2 * HOUR)
    assert counts(made.AT + 2 * HOUR) == {"finding_rectified": 1, "finding_rechecked": 0}
    operations.withdraw(found.uid, text="登记有误", by=made.OFFICE, at=made.AT + 3 * HOUR)
    assert counts(made.AT + 3 * HOUR) == {"finding_rectified": 0, "finding_rechecked": 0}
    slots = engine.slots(
        view=engine.on_day(area=made.COUNTY, day=made.AT.date(), known_at=made.AT + 3 * HOUR), kind=rectified
    )
    assert [(slot["ref"], slot["done_at"] is None) for slot in slots] == [("round:1", False)]


def test_what_was_not_visited_within_its_norm_is_a_gap_of_the_county_and_no_place_sees_it():
    kind = registry.kind("never_visited")

    def subjects(area, at):
        return [gap.subject for gap in engine.gaps(view=engine.at_moment(area=area, at=at), kinds=[kind])]

    site, checkpoint = (str(made.unit(name)) for name in ("城关集中隔离点", "北山卡口"))
    assert subjects(made.COUNTY, places.days(3)) == []
    assert set(subjects(made.COUNTY, places.days(4))) == {site, checkpoint}
    assert subjects(made.TOWN, places.days(9)) == []
    _, drawn = made.campaign(kinds=("isolation_site",), checklist="isolation_site", size=1)
    made.visit(drawn["城关集中隔离点"], **made.answers(checklist="isolation_site"))
    assert site not in subjects(made.COUNTY, made.AT)
    assert checkpoint in subjects(made.COUNTY, made.AT)
    assert queries.target_names([site, made.VILLAGE]) == {site: "城关集中隔离点", made.VILLAGE: "北山村"}


def test_facts_are_never_altered():
    _, drawn = made.campaign()
    found = finding_of(drawn["北山卡口"])
    for statement in (
        "update inspection_finding set text = 'x'",
        "delete from inspection_visit",
        "update inspection_drawntarget set rank = 1",
    ):
        with pytest.raises(Exception, match="append-only"), rows.acting(made.SYSTEM), _point():
            sql.execute(statement, name="test")  # type: ignore[arg-type]
    assert FindingEvent.objects.count() == 0
    assert found.state == "open"


def _point():
    from django.db import transaction

    return transaction.atomic()


def test_a_post_of_an_office_binds_nobody_to_a_unit_but_a_clerk_of_a_unit_is_bound():
    _, drawn = made.campaign()
    finding_of(drawn["北山卡口"])
    office = made.actor("headquarters", unit=made.unit("澜砚县医院"))
    assert queries.campaigns(by=office)
    assert len(queries.findings(area="", by=office, at=made.AT)) == 1
    without = made.actor("unit_clerk", made.VILLAGE)
    assert queries.findings(area="", by=without, at=made.AT) == []


def test_what_is_not_rectified_in_time_is_told_to_those_above():
    places.establish(
        ("village_secretary", made.VILLAGE), ("town_clerk", made.TOWN), ("county_office", made.COUNTY)
    )
    places.hold("village_secretary", made.VILLAGE, "北山书记")
    places.hold("town_clerk", made.TOWN, "城关办公室")
    places.hold("county_office", made.COUNTY, "县办王某")
    _, drawn = made.campaign()
    found = finding_of(drawn["北山村"])

    def told(at) -> set[tuple[str, str]]:
        alerts.tell(area=made.COUNTY, by=made.SYSTEM, at=at)
        asked = {"area": made.COUNTY, "open_only": False, "limit": 50, "by": made.SYSTEM}
        return {(one.holder, one.nature) for one in notices.notices_in(**asked) if one.told_at == at}

    assert told(made.AT) >= {("北山书记", "opened")}
    assert ("北山书记", "overdue") in told(found.due_at + timedelta(minutes=1))
    assert ("城关办公室", "escalated") in told(found.due_at + 5 * HOUR)
    assert ("县办王某", "escalated") in told(found.due_at + 25 * HOUR)
