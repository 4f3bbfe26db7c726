"""Whoever was with a case is judged by the table, ordered by policy, held by a duty; nobody is lost."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.factories import cases as factory
from tests.factories import control as orders
from tests.factories.cases import CDC, COUNTY, NOW
from tests.factories.control import GRID, OTHER, VILLAGE

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.duties import KINDS
from lianfang.apps.cases.models import Case, Contact, Judgement, Nearness, StayVersion
from lianfang.apps.cases.rules import judging
from lianfang.apps.cases.terms import LetterTo, Met, NewPatient, Situation, Stay, Team, Vehicle
from lianfang.apps.control.models import Measure
from lianfang.apps.intake.models import Batch, Exposure
from lianfang.apps.people import operations as people
from lianfang.apps.policy.models import Pack
from lianfang.core.access.terms import SYSTEM
from lianfang.core.duty import engine
from lianfang.core.retention import operations as retention

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Asia/Shanghai")
S, V = Situation, Vehicle


def moment(day, hour=12):
    return datetime(2022, 7, day, hour, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _county():
    factory.centre_of_county()


def met(case, who, day=9, situation=S.HOUSEHOLD, through=None, **facts):
    told = Met(situation, moment(day, 10), moment(day, 12), **facts)
    between = str(through.uid) if through else ""
    operations.meet(case.uid, NewPatient(person=str(who.uid)), told, through=between, by=CDC, at=NOW)


def judge(case, at=NOW, **more):
    return operations.judge(case.uid, by=CDC, at=at, **more)


def standing(case, at=NOW):
    return {one.person: one for one in queries.contacts(case, known_at=at)}


@pytest.mark.parametrize(
    ("situation", "vehicle", "apart", "holds"),
    [
        (S.HOUSEHOLD, None, None, True),
        (S.CARE, None, None, True),
        (S.AEROSOL, None, None, True),
        (S.SAME_ROOM, None, None, True),
        (S.MEAL, None, None, True),
        (S.VISIT, None, None, True),
        (S.ENVIRONMENT, None, None, True),
        (S.FIELD, None, None, True),
        (S.VEHICLE, V.PLANE, 0, True),
        (S.VEHICLE, V.PLANE, 3, True),
        (S.VEHICLE, V.PLANE, 4, False),
        (S.VEHICLE, V.SEALED_TRAIN, 12, True),
        (S.VEHICLE, V.OPEN_TRAIN, 1, True),
        (S.VEHICLE, V.OPEN_TRAIN, 2, False),
        (S.VEHICLE, V.SEALED_COACH, 10, True),
        (S.VEHICLE, V.VENTILATED_BUS, 3, True),
        (S.VEHICLE, V.VENTILATED_BUS, 4, False),
        (S.VEHICLE, V.SHIP, 0, True),
        (S.VEHICLE, V.SHIP, 1, False),
        (S.VEHICLE, V.CAR, None, True),
    ],
)
def test_the_table_of_close_contacts(situation, vehicle, apart, holds):
    told = Met(situation, moment(9), moment(9, 13), vehicle=vehicle, rows_apart=apart)
    assert judging.judge(told, since=moment(6, 0)).holds is holds


@pytest.mark.parametrize(("days", "day", "holds"), [(2, 5, False), (2, 6, True), (4, 4, True), (4, 3, False)])
def test_only_what_lies_in_the_window_before_the_onset_counts(days, day, holds):
    card = factory.case()
    start = judging.start_of(judging.window_from(card, days))
    told = Met(S.HOUSEHOLD, moment(day), moment(day, 13))
    assert judging.judge(told, since=start).holds is holds


def test_the_window_is_that_of_the_policy_on_the_day():
    windows = [{"days_before": 2, "from": "2021-05-01"}, {"days_before": 4, "from": "2021-08-01"}]
    days = [judging.window_days(windows, date(2021, month, 15)) for month in (3, 6, 9)]
    assert days == [judging.USUAL_WINDOW, 2, 4]


def test_a_contact_is_ordered_what_policy_prescribes_and_its_duty_is_closed_by_the_order():
    case, who, far = factory.case(), orders.person(area=OTHER), orders.person()
    met(case, who)
    met(case, far, situation=S.VEHICLE, vehicle=V.PLANE, rows_apart=9)
    judged = judge(case)
    assert (judged.added, judged.dropped, judged.refusal) == (1, 0, "")
    assert judged.measures == Measure.objects.count() == 2  # central isolation, then home monitoring
    one = standing(case)[who.uid]
    assert (one.degree, one.rule, one.holds, one.controlled_at) == (1, "household", True, NOW)
    assert far.uid not in standing(case)
    exposure = Exposure.objects.get()
    assert (exposure.kind, exposure.last_exposure, exposure.area) == (
        "close_contact",
        date(2022, 7, 9),
        OTHER,
    )
    assert (Batch.objects.get().rows, Batch.objects.get().matched) == (1, 1)
    view = engine.at_moment(area=COUNTY, at=NOW)
    assert [gap for gap in engine.gaps(view=view, kinds=KINDS) if gap.kind == "contact_controlled"] == []
    assert judge(case).added == 0
    assert Measure.objects.count() == 2


def test_where_no_policy_is_in_force_the_judgement_stands_and_its_duty_stays_open():
    case = factory.case()
    Pack.objects.update(closed_on=date(2022, 7, 1))
    who = orders.person()
    met(case, who)
    judged = judge(case)
    assert (judged.added, judged.measures) == (1, 0)
    assert "没有关于" in judged.refusal
    view = engine.at_moment(area=COUNTY, at=NOW)
    (gap,) = [one for one in engine.gaps(view=view, kinds=KINDS) if one.kind == "contact_controlled"]
    assert (gap.subject, gap.due_at) == (str(who.uid), NOW + 8 * HOUR)


def test_a_contact_of_a_contact_counts_from_the_contacts_first_meeting_and_is_ordered_less():
    case, close, second, before = factory.case(), orders.person(), orders.person(), orders.person()
    met(case, close, day=8)
    met(case, second, day=9, through=close)
    met(case, before, day=7, through=close)
    judged = judge(case)
    assert judged.added == 2
    found = standing(case)
    assert {uid: one.degree for uid, one in found.items()} == {close.uid: 1, second.uid: 2}
    places = dict(Measure.objects.filter(step=1).values_list("person_uid", "place"))
    assert places == {close.uid: "central", second.uid: "home"}


def test_an_earlier_onset_finds_more_and_a_later_one_drops_nobody_in_silence():
    case, early, late = factory.case(), orders.person("早接触"), orders.person("晚接触")
    met(case, early, day=6)
    met(case, late, day=9)
    assert judge(case).added == 2
    operations.state(case.uid, factory.said(onset_on=date(2022, 7, 9)), by=CDC, at=NOW + HOUR)
    card = queries.case(case.uid, by=CDC, known_at=NOW + HOUR)
    changes = {one.name: one.change for one in queries.proposed(card, at=NOW + HOUR)}
    assert changes == {"早接触": "dropped", "晚接触": "same"}
    with pytest.raises(operations.DropUnexplained, match="早接触"):
        judge(case, at=NOW + HOUR)
    judged = judge(case, at=NOW + HOUR, drop_reason="发病日期订正为9日")
    assert (judged.dropped, judged.same) == (1, 1)
    after, before = standing(card, NOW + HOUR)[early.uid], standing(card, NOW)[early.uid]
    assert (before.holds, after.holds, after.reason) == (True, False, "发病日期订正为9日")
    assert Judgement.objects.filter(contact__person=early).count() == 2
    operations.state(case.uid, factory.said(onset_on=date(2022, 7, 8)), by=CDC, at=NOW + 2 * HOUR)
    assert judge(case, at=NOW + 2 * HOUR).added == 1


def merge(kept, merged, at=NOW):
    return people.merge(kept=str(kept.uid), merged=str(merged.uid), ground="同一证件", by=SYSTEM, at=at)


def owed(at=NOW):
    view = engine.at_moment(area=COUNTY, at=at)
    return [gap.subject for gap in engine.gaps(view=view, kinds=KINDS) if gap.kind == "contact_controlled"]


def test_two_records_of_one_person_are_one_contact_with_the_traces_of_both_until_they_are_parted():
    case, first, second = factory.case(), orders.person("同一人"), orders.person("同一人")
    met(case, first, day=8)
    met(case, second, day=7, situation=S.MEAL)
    assert judge(case).added == 2
    merge(second, first)
    (one,) = queries.contacts(case, known_at=NOW)
    assert (one.person, one.rule, one.first_at, one.last_at) == (
        second.uid,
        "household",
        moment(7, 10),
        moment(8, 12),
    )
    assert judge(case).same == 1  # nothing new: what is known of both was judged
    met(case, second, day=9)
    later = NOW + HOUR
    assert judge(case, later).changed == 1
    (one,) = queries.contacts(case, known_at=later)
    assert (one.first_at, one.last_at) == (moment(7, 10), moment(9, 12))
    assert Contact.objects.count() == 2
    people.unmerge(reference=str(first.uid), by=SYSTEM, at=later)
    assert set(standing(case, later)) == {first.uid, second.uid}
    judge(case, later + HOUR)
    parted = {uid: one.last_at for uid, one in standing(case, later + HOUR).items()}
    assert parted == {first.uid: moment(8, 12), second.uid: moment(9, 12)}


def test_what_is_owed_for_one_person_is_owed_once_and_an_order_to_either_record_answers():
    case, first, second = factory.case(), orders.person(), orders.person()
    Pack.objects.update(closed_on=date(2022, 7, 1))
    for who in (first, second):
        met(case, who, day=8)
    judge(case)
    assert sorted(owed()) == sorted([str(first.uid), str(second.uid)])
    merge(first, second)
    assert owed() == [str(first.uid)]
    Pack.objects.update(closed_on=None)
    met(case, first, day=9)
    judge(case, NOW + HOUR)
    assert (owed(NOW + HOUR), Measure.objects.exists()) == ([], True)
    (one,) = queries.contacts(case, known_at=NOW + HOUR)
    assert one.controlled_at == NOW + HOUR


def test_who_was_met_through_another_record_of_themselves_was_met_through_nobody():
    case, close, double = factory.case(), orders.person(), orders.person()
    met(case, close, day=8)
    met(case, double, day=9, through=close)
    judge(case)
    merge(close, double)
    (one,) = queries.proposed(case, at=NOW)
    assert (one.uid, one.degree, one.last_at) == (close.uid, 1, moment(8, 12))
    (stood,) = queries.contacts(case, known_at=NOW)
    assert (stood.person, stood.degree) == (close.uid, 1)


def test_a_case_and_a_rate_and_a_letter_know_both_records_of_a_contact():
    case, first, second = factory.case(), orders.person("去外县的"), orders.person("去外县的")
    for who in (first, second):
        met(case, who)
    judge(case)
    later = NOW + 72 * HOUR
    ill = factory.case(first, said=factory.said(onset_on=date(2022, 7, 12), diagnosed_at=later), at=later)
    merge(second, first, later)
    assert [one.became for one in queries.contacts(case, known_at=later)] == [ill.number]
    (rate,) = queries.chain("LY-2022-07", by=CDC, known_at=later).attack_rates
    assert (rate.contacts, rate.cases) == (1, 1)
    sent = operations.send_letter(case.uid, LetterTo((second.uid,), "请核实", name="外县"), by=CDC, at=later)
    (named,) = queries.letter_persons(sent, known_at=later)
    assert (named.person, named.rule, named.controlled_at) == (second.uid, "household", NOW)


def test_a_contact_who_falls_ill_becomes_a_case_and_was_found_under_control():
    case, who = factory.case(), orders.person()
    met(case, who)
    judge(case)
    later = NOW + 72 * HOUR
    said = factory.said(onset_on=date(2022, 7, 12), sampled_on=date(2022, 7, 13), diagnosed_at=later)
    ill = factory.case(who, said=said, at=later)
    assert ill.found_through == "control"
    assert standing(case, later)[who.uid].became == ill.number


def test_secondary_attack_rates_are_of_contacts_by_setting_who_fell_ill_after_the_exposure():
    case = factory.case()
    mate, ill_mate, ill_before, guest, far = (orders.person() for _ in range(5))
    for who in (mate, ill_mate, ill_before):
        met(case, who, day=8)
    for who in (guest, ill_mate):
        met(case, who, day=9, situation=S.MEAL)
    met(case, far, day=9, situation=S.VEHICLE, vehicle=V.PLANE, rows_apart=9)
    judge(case)
    later = NOW + 72 * HOUR
    for who, day in ((ill_mate, 12), (ill_before, 5), (far, 12)):
        said = factory.said(onset_on=date(2022, 7, day), diagnosed_at=later)
        factory.case(who, said=said, at=later)
    known = {at: queries.chain("LY-2022-07", by=CDC, known_at=at).attack_rates for at in (NOW, later)}
    told = {at: {(r.setting, r.contacts, r.cases, r.rate) for r in rates} for at, rates in known.items()}
    assert told == {
        NOW: {("household", 2, 0, 0.0), ("meal", 2, 0, 0.0)},
        later: {("household", 1, 0, 0.0), ("meal", 2, 1, 0.5)},
    }


def test_what_was_asked_about_a_case_goes_half_a_year_after_its_last_word_and_the_case_stays():
    case, who = factory.case(), orders.person()
    met(case, who)
    told = Stay(Team.CDC, "家", moment(9, 10), moment(9, 12))
    operations.save_stay(case.uid, told, by=CDC, at=NOW)
    judge(case)
    left = []
    for days in (179, 181):
        retention.run(by=SYSTEM, at=NOW + timedelta(days=days), dry_run=False)
        tables = (Nearness, StayVersion, Contact, Judgement, Case)
        left.append([table.objects.count() for table in tables])
    assert left == [[1, 1, 1, 1, 1], [0, 0, 0, 0, 1]]


def test_pages_api_and_commands_of_contacts(signed_in, run_command, capsys, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client, case = signed_in("investigator", COUNTY), factory.case()
    typed = {"name": "东方试", "phone": "13911112222", "area": VILLAGE, "situation": "meal",
             "since": "2022-07-09T18:00", "until": "2022-07-09T20:00"}  # fmt: skip
    assert client.post(f"/cases/{case.uid}/contacts/", typed).status_code == 302
    page = client.get(f"/cases/{case.uid}/contacts/").text
    assert "密闭环境下共餐" in page
    assert "新判定" in page
    assert client.post(f"/cases/{case.uid}/judge/").status_code == 302
    assert "东方试" in client.get(f"/cases/{case.uid}/contacts/").text
    refused = client.post(f"/cases/{case.uid}/contacts/", typed | {"since": "2022-07-12T18:00"})
    assert refused.status_code == 422
    who = orders.person(area=GRID)
    told = ("--situation", "care", "--from", "2022-07-09T08:00", "--until", "2022-07-09T09:00")
    assert run_command("case", "met", case.number, "--person", str(who.uid), *told) == 0
    assert run_command("case", "judge", case.number) == 0
    capsys.readouterr()
    assert run_command("case", "contacts", case.number, "--json") == 0
    assert capsys.readouterr().out.count('"holds": true') == 2
