"""Care: what somebody needs is a duty with a clock, of the site or of who cares at home; meals; homes."""

from datetime import date, timedelta

import pytest
from tests.factories import facilities as made

from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import Need, NeedEvent
from lianfang.apps.facilities.rules import homes
from lianfang.apps.facilities.rules.caring import NeedImpossible
from lianfang.apps.facilities.rules.homes import AnswerUnknown, HouseholdIncomplete
from lianfang.apps.facilities.terms import (
    CONDITIONS,
    NEEDS,
    LivesThere,
    Meal,
    NeedKind,
    NeedState,
    NeedStep,
    StaffWork,
)
from lianfang.apps.people.models import Household
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import SYSTEM
from lianfang.core.duty import engine, registry
from lianfang.core.retention import operations as retention
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
HOUR = made.HOUR
ACKNOWLEDGED, ANSWERED, ENDED = NeedStep.ACKNOWLEDGED, NeedStep.ANSWERED, NeedStep.ENDED


@pytest.fixture
def site(db):
    made.build()
    return made.active()


def gaps(code, at, area=made.COUNTY):
    view = engine.at_moment(area=area, at=at)
    return list(engine.gaps(view=view, kinds=[registry.kind(code)]))


def ask(person, kind=NeedKind.MEDICINE, *, at=made.AT, by=made.OFFICE, **facts):
    return operations.ask_need(str(person.uid), kind, by=by, at=at, **facts)


def step(need, what, *, at, by=made.OFFICE, note=""):
    return operations.step_need(need.uid, what, note=note, by=by, at=at)


def test_a_need_in_a_room_is_taken_up_and_answered_by_the_site_within_the_hours_of_its_kind(site):
    person = made.ordered()
    made.lodged(made.rooms(site)[0], person, at=made.AT)
    need = ask(person, text="降压药")
    assert (need.state, need.place) == (NeedState.ASKED, f"{made.SITE} 1号楼 101")
    assert need.post == f"unit_head@{made.unit()}"
    (taking,), (answering,) = gaps("need_acknowledged", made.AT), gaps("need_answered", made.AT)
    care = NEEDS[NeedKind.MEDICINE]
    assert (taking.due_at - made.AT, answering.due_at - made.AT) == (care.acknowledged, care.answered)
    assert step(need, ACKNOWLEDGED, at=made.AT + HOUR).state is NeedState.TAKEN_UP
    assert gaps("need_acknowledged", made.AT + HOUR) == []
    assert [gap.subject for gap in gaps("need_answered", made.AT + 9 * HOUR)] == [str(need.uid)]
    assert step(need, ANSWERED, at=made.AT + 9 * HOUR).state is NeedState.ANSWERED
    assert gaps("need_answered", made.AT + 9 * HOUR) == []
    assert queries.need_names([str(need.uid)]) == {str(need.uid): "1号楼 101 常用药、慢性病用药"}


def test_a_need_at_home_is_held_by_the_post_of_its_kind(site):
    person = made.control.person("透析的人")
    need = ask(person, NeedKind.DIALYSIS)
    assert (need.place, need.post) == ("", "health_centre_head")
    (gap,) = gaps("need_answered", made.AT)
    assert (gap.area, gap.due_at) == (person.area, made.AT + NEEDS[NeedKind.DIALYSIS].answered)
    assert queries.need_names([str(need.uid)]) == {str(need.uid): "透析的人 血液透析、放化疗"}


def test_care_that_comes_back_is_due_again_after_each_answer_until_the_stay_is_over(site):
    person = made.ordered()
    (stay,) = made.lodged(made.rooms(site)[0], person, at=made.AT)
    need = ask(person, NeedKind.DIALYSIS, every=timedelta(hours=48))
    step(need, ANSWERED, at=made.AT + HOUR)
    (gap,) = gaps("need_answered", made.AT + 2 * HOUR)
    assert gap.due_at == made.AT + 49 * HOUR
    again = step(need, ANSWERED, at=made.AT + 40 * HOUR)
    assert (again.state, again.due_at) == (NeedState.COMING_BACK, made.AT + 88 * HOUR)
    assert gaps("need_acknowledged", made.AT + 41 * HOUR) == []
    operations.leave(stay, by=made.OFFICE, at=made.AT + 60 * HOUR)
    assert gaps("need_answered", made.AT + 61 * HOUR) == []
    assert queries.need(need.uid, by=made.OFFICE, at=made.AT + 61 * HOUR).state is NeedState.ENDED
    with pytest.raises(NeedImpossible):
        step(need, ANSWERED, at=made.AT + 61 * HOUR)


def test_what_was_known_at_a_moment_does_not_change_by_what_is_recorded_later(site):
    need = ask(made.control.person("甲"))
    step(need, ANSWERED, at=made.AT + HOUR)
    view = engine.at_moment(area=made.COUNTY, at=made.AT + HOUR / 2)
    assert len(list(engine.gaps(view=view, kinds=[registry.kind("need_answered")]))) == 1


def test_steps_that_do_not_follow_are_refused_and_leave_nothing(site):
    need = ask(made.control.person("甲"))
    with pytest.raises(NeedImpossible):
        step(need, ENDED, at=made.AT + HOUR, note=" ")
    step(need, ACKNOWLEDGED, at=made.AT + HOUR)
    with pytest.raises(NeedImpossible):
        step(need, ACKNOWLEDGED, at=made.AT + HOUR)
    step(need, ENDED, at=made.AT + 2 * HOUR, note="家属送来了")
    for what in NeedStep:
        with pytest.raises(NeedImpossible):
            step(need, what, at=made.AT + 3 * HOUR, note="再来")
    assert [one.kind for one in NeedEvent.objects.order_by("id")] == ["acknowledged", "ended"]
    with pytest.raises(NeedImpossible):
        ask(made.control.person("乙"), every=timedelta(minutes=1))


def test_a_clerk_cares_for_the_own_site_only(site):
    inside, outside = made.ordered(), made.control.person("在家的人")
    made.lodged(made.rooms(site)[0], inside, at=made.AT)
    own = made.actor("site_clerk", unit=made.unit())
    other = made.actor("site_clerk", unit=made.unit("柳林集中隔离点"))
    need = ask(inside, by=own)
    ask(outside)
    assert [one.uid for one in queries.needs(by=own, at=made.AT)] == [need.uid]
    assert queries.needs(by=other, at=made.AT) == []
    for by, who in ((own, outside), (other, inside)):
        with pytest.raises(NotFound):
            ask(who, by=by)
    with pytest.raises(NotFound):
        step(need, ANSWERED, by=other, at=made.AT + HOUR)
    with pytest.raises(PermissionMissing):
        ask(inside, by=made.actor("auditor"))
    assert Need.objects.count() == 2


def test_each_meal_is_due_where_somebody_lives_and_brought_once(site):
    day = made.AT.replace(hour=6, minute=0, second=0, microsecond=0)
    assert gaps("meal_served", day + 4 * HOUR) == []
    made.lodged(made.rooms(site)[0], made.ordered(), at=day)
    late, coming = gaps("meal_served", day + 5 * HOUR + HOUR / 2)
    assert (late.ref.split()[0], late.due_at) == ("breakfast", day + 3 * HOUR)
    assert (coming.ref.split()[0], coming.due_at) == ("lunch", day + 7 * HOUR)
    told = {"served": 1, "by": made.CLERK, "at": day + 6 * HOUR}
    operations.bring_meal(site.uid, Meal.LUNCH, **told)
    with pytest.raises(operations.MealBrought):
        operations.bring_meal(site.uid, Meal.LUNCH, **told)
    with pytest.raises(NeedImpossible):
        operations.bring_meal(site.uid, Meal.DINNER, **told | {"served": -1})
    assert [gap.ref.split()[0] for gap in gaps("meal_served", day + 8 * HOUR)] == ["breakfast"]
    assert list(queries.meals_served(site, at=day + 8 * HOUR)) == [Meal.LUNCH]
    assert [gap.ref.split()[0] for gap in gaps("meal_served", day + 24 * HOUR)] == []


def asked_of_homes():
    return {code: True for code, one in CONDITIONS.items() if not one.of_members}


def test_a_home_that_lacks_one_required_condition_is_not_recommended_and_says_which(site):
    person = made.control.person("居家的人")
    told = {"by": made.OFFICE, "at": made.AT}
    fit = operations.check_home(str(person.uid), asked_of_homes(), **told)
    assert (fit.recommended, fit.reasons, fit.answers["alone"]) == ("home", (), True)
    lacking = asked_of_homes() | {"own_toilet": False}
    unfit = operations.check_home(str(person.uid), lacking, note="合住", **told)
    assert (unfit.recommended, unfit.reasons) == ("site", ("没有单独的卫生间",))
    asked = queries.home_checks(by=made.OFFICE, person=str(person.uid))
    assert [one.uid for one in asked] == [unfit.uid, fit.uid]
    for answer in ("garden", "others_too"):
        with pytest.raises(AnswerUnknown):
            operations.check_home(str(person.uid), {answer: True}, **told)
    elsewhere = made.actor("grid_worker", "990121200201")
    with pytest.raises(NotFound):
        queries.home_check(fit.uid, by=elsewhere)


def test_each_of_a_household_is_shown_with_what_is_special_and_spoken_of(site):
    home = Household.objects.create(area=made.VILLAGE, address="一号")
    child = made.control.person("孩子", birth=date(2015, 1, 1), household=home)
    mother = made.control.person("母亲", birth=date(1990, 1, 1), household=home)
    grandfather = made.control.person("祖父", birth=date(1945, 1, 1), household=home)
    made.control.person("已故", birth=date(1930, 1, 1), household=home, state="deceased")
    ask(grandfather, NeedKind.DIALYSIS)
    told = {"by": made.OFFICE, "at": made.AT}
    lived = queries.household_of(str(child.uid), **told)
    assert (lived.person.age, [one.age for one in lived.others]) == (7, [77, 32])
    assert [homes.special(one) for one in lived.others] == [True, False]
    assert lived.others[0].needs == ("dialysis",)

    def check(*members, **more):
        return operations.check_home(str(child.uid), asked_of_homes(), members=members, **more, **told)

    def said(person, **what):
        return LivesThere(str(person.uid), **what)

    for members in ((), (said(mother),), (said(mother), said(mother)), (said(mother), said(child))):
        with pytest.raises(HouseholdIncomplete):
            check(*members)
    both = check(said(mother, isolates=True, carer=True), said(grandfather, isolates=True))
    assert (both.recommended, both.reasons, both.answers["alone"]) == ("home", (), False)
    reasons = [
        check(said(mother, isolates=True), said(grandfather, isolates=True, carer=True)).reasons,
        check(said(mother, carer=True), said(grandfather, lives=False)).reasons,
        check(said(mother, isolates=True, carer=True, ill=True), said(grandfather, lives=False)).reasons,
        check(said(mother, isolates=True, carer=True), said(grandfather, lives=False), unlisted=1).reasons,
    ]
    carer, others = CONDITIONS["carer_fit"].unmet, CONDITIONS["others_too"].unmet
    assert reasons == [(carer,), (others,), (carer,), (others,)]


def test_what_was_needed_and_who_worked_is_forgotten_half_a_year_later(site):
    person, nurse, home = made.ordered(), made.control.person("护士"), made.control.person("在家的人")
    (stay,) = made.lodged(made.rooms(site)[0], person, at=made.AT)
    step(ask(person), ANSWERED, at=made.AT + HOUR)
    kept = ask(home, every=timedelta(hours=24))
    told = {"by": made.OFFICE, "at": made.AT + HOUR}
    period = operations.enter_loop(site.uid, str(nurse.uid), StaffWork.GUARD, **told)
    operations.check_home(str(home.uid), {}, **told)
    over = made.AT + timedelta(days=181)
    operations.leave(stay, by=made.OFFICE, at=made.AT + 2 * HOUR)
    operations.clean(made.rooms(site)[0].uid, by=made.OFFICE, at=made.AT + 3 * HOUR)
    operations.leave_loop(period, by=made.OFFICE, at=made.AT + 3 * HOUR)
    step(kept, ANSWERED, at=over - timedelta(days=1))
    report = retention.run(by=SYSTEM, at=over, dry_run=False)
    gone = {one.purpose.code: one.rows for one in report if one.purpose.app == "facilities" and one.rows}
    assert gone == {"lodgings": 1, "staff_periods": 1, "home_checks": 1}
    assert list(Need.objects.values_list("uid", flat=True)) == [kept.uid]  # cared for to this day
    assert NeedEvent.objects.count() == 1


def test_what_was_answered_leaves_the_list_after_two_days_and_what_is_open_never(site):
    done, ended, kept = (ask(made.control.person(name)) for name in ("甲", "乙", "丙"))
    step(done, ANSWERED, at=made.AT + HOUR)
    step(ended, ENDED, note="不要了", at=made.AT + HOUR)

    def listed(days):
        found = queries.needs(by=made.OFFICE, at=made.AT + timedelta(days=days))
        return [one.uid for one in found]

    assert listed(1) == [kept.uid, done.uid, ended.uid]
    assert listed(4) == [kept.uid]
