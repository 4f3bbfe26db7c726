"""What each protocol prescribes, as a doctor reads it: who, from which day → where, how long, tested when.

All days are of May 2022. A phase is place, first day, days, test days counted from 1: `1 +14` means from
1 May for 14 days, with 15 May as the day of release. The dates are those of `last` (last exposure, leaving
the area, discharge, positive sample, onset) and `arr` (arrival); the assessment is on 10 May.
"""

from datetime import date, timedelta

import pytest
from tests.factories import policy as factory

from lianfang.apps.policy import queries
from lianfang.apps.policy.terms import Answer, Case

pytestmark = pytest.mark.django_db
ON = date(2022, 5, 10)

# pack             | exposure, level        | last | arr | place from +days test days ; next phase
COVID19 = """
covid19-v8         | close_contact          | 1    | 2   | central 1 +14 d1,4,7,14 ; home_monitor 15 +7 d2,7
covid19-v8         | secondary_contact      | 1    |     | central 1 +7 d1,4,7
covid19-v8         | overseas               | 1    | 2   | central 2 +14 d1,4,7,14 ; home_monitor 16 +7 d2,7
covid19-v8         | high_risk_area         | 1    | 2   | central 1 +14 d1,4,7,10,14
covid19-v8         | medium_risk_area       | 1    |     | home 1 +14
covid19-v8         | low_risk_area          | 1    |     | none
covid19-v8         | discharged_case        | 1    |     | isolation 1 +14
covid19-v8         | asymptomatic           | 1    |     | central 1 +14 ; home 15 +14
covid19-v9         | close_contact          | 1    | 2   | central 1 +7 d1,2,3,5,7 ; home_monitor 8 +3 d3
covid19-v9         | secondary_contact      | 1    |     | home 1 +7 d1,4,7
covid19-v9         | overseas               |      | 2   | central 2 +7 d1,2,3,5,7 ; home_monitor 9 +3 d3
covid19-v9         | high_risk_area         | 1    | 2   | central 1 +7 d1,2,3,5,7
covid19-v9         | area_arrival high      | 1    | 2   | central 1 +7 d1,2,3,5,7
covid19-v9         | medium_risk_area       | 1    |     | home 1 +7 d1,4,7
covid19-v9         | area_arrival medium    | 1    |     | home 1 +7 d1,4,7
covid19-v9         | low_risk_area          | 1    |     | self_monitor 1 +3 d1,3
covid19-v9         | area_arrival           | 1    |     | none
covid19-v9         | closed_loop_exit       | 1    |     | central_or_home 1 +7 d1,4,7
covid19-v9         | returnee               | 1    | 2   | none
covid19-20measures | close_contact          | 1    |     | central 1 +5 d1,2,3,5 ; home 6 +3 d1,3
covid19-20measures | secondary_contact      | 1    |     | none
covid19-20measures | overseas               |      | 2   | central 2 +5 d1,2,3,5 ; home 7 +3 d1,3
covid19-20measures | high_risk_area         | 1    |     | home 1 +7 d1,3,5,7
covid19-20measures | medium_risk_area       | 1    |     | none
covid19-20measures | closed_loop_exit       | 1    |     | home_monitor 1 +5 d1,3,5
covid19-10measures | close_contact          | 1    |     | home 1 +5 d5
covid19-10measures | mild_or_asymptomatic   | 1    |     | home 1 +7 d6,7
covid19-10measures | asymptomatic           | 1    |     | home 1 +7 d6,7
covid19-10measures | high_risk_area         | 1    |     | none
covid19-v10        | close_contact          | 1    |     | none
covid19-v10        | overseas               |      | 2   | none
"""

TOWN = """
town-opinion-14d   | returnee               | 1    | 2   | home 2 +14
town-opinion-14d   | area_arrival           | 1    | 2   | home 2 +14
town-opinion-14d   | high_risk_area         | 1    | 2   | home 2 +14
town-opinion-24d   | high_risk_area         | 1    | 2   | home 2 +24
town-opinion-24d   | area_arrival high      | 1    | 2   | home 2 +24
town-opinion-24d   | area_arrival low       | 1    | 2   | home 2 +14
town-opinion-24d   | close_contact          | 1    | 2   | none
"""

OTHER_DISEASES = """
measles            | case                   | 1    |     | isolation 1 +5
measles            | close_contact          | 1    |     | in_place 1 +21
influenza-school   | case                   | 1    |     | off_school 1 +2
influenza-school   | close_contact          | 1    |     | in_place 1 +4
dengue-chikungunya | dengue_case            | 1    |     | isolation 1 +5
dengue-chikungunya | chikungunya_case       | 1    |     | hospital 1 +7
dengue-chikungunya | dengue_co_exposed      | 1    |     | in_place 1 +15
dengue-chikungunya | chikungunya_co_exposed | 1    |     | in_place 1 +12
dengue-chikungunya | close_contact          | 1    |     | none
mpox               | close_contact          | 1    |     | self_monitor 1 +21
"""

# A missing anchor: what is known         || counted from, and whether that was said
ANCHORS = """
covid19-v9         | close_contact          | 1    | 2   | 1 last_exposure
covid19-v9         | close_contact          |      | 2   | 2 arrived said
covid19-v9         | close_contact          |      |     | 10 assessed said
covid19-v9         | overseas               | 1    | 2   | 2 arrived
covid19-v9         | overseas               | 1    |     | 1 last_exposure said
town-opinion-14d   | returnee               | 1    |     | 1 last_exposure said
"""

# On 10 May a measure of 7 days from                          || is over
ENDED = """
covid19-v9         | secondary_contact      | 2    |     | ended
covid19-v9         | secondary_contact      | 3    |     | ended
covid19-v9         | secondary_contact      | 4    |     | running
"""


def rows(table: str):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.splitlines() if line.strip()]


def day(text: str) -> date | None:
    return date(2022, 5, int(text)) if text else None


def answer(pack: str, exposed: str, last: str, arrived: str) -> Answer:
    exposure, _, level = exposed.partition(" ")
    case = Case(exposure, level, last_exposure=day(last), arrived=day(arrived))
    pack_id = factory.stored(factory.pack_file(pack))
    return queries.assess_list(pack_id=pack_id, cases=[case], on=ON)[0]


def written(found: Answer) -> str:
    steps = []
    for phase in found.phases:
        assert phase.ends_on == phase.starts_on + timedelta(days=phase.days)
        tests = ",".join(str((tested - phase.starts_on).days + 1) for tested in phase.test_dates)
        steps.append(f"{phase.place} {phase.starts_on.day} +{phase.days}" + (f" d{tests}" if tests else ""))
    return " ; ".join(steps) or found.category


@pytest.mark.parametrize("row", rows(COVID19 + TOWN + OTHER_DISEASES), ids=lambda row: f"{row[0]} {row[1]}")
def test_measure(row):
    *case, expected = row
    assert written(answer(*case)) == expected


@pytest.mark.parametrize("row", rows(ANCHORS), ids=lambda row: f"{row[1]} {row[2]} {row[3]}")
def test_day_one(row):
    *case, expected = row
    found = answer(*case)
    said = " said" if found.anchor_missing else ""
    assert f"{found.phases[0].starts_on.day} {found.anchor}{said}" == expected


@pytest.mark.parametrize("row", rows(ENDED), ids=lambda row: row[2])
def test_a_measure_that_is_over_is_answered_and_flagged(row):
    *case, expected = row
    found = answer(*case)
    assert ("ended" if found.ended else "running") == expected
    assert found.phases


@pytest.mark.parametrize("place", ["home", "central"])
def test_who_is_isolated_measures_twice_a_day_and_at_home_is_called_twice(place):
    pack_id = factory.stored(factory.pack_file("covid19-20measures"))
    case = Case("close_contact", last_exposure=date(2022, 5, 1))
    phase = next(
        p for p in queries.assess_list(pack_id=pack_id, cases=[case], on=ON)[0].phases if p.place == place
    )
    assert (phase.readings_per_day, phase.calls_per_day) == (2, 2 if place == "home" else 0)


def test_the_town_wants_two_temperatures_in_by_four():
    found = answer("town-opinion-14d", "returnee", "", "2")
    (phase,) = queries.phases_of(found.rule_id)
    assert (phase.readings_per_day, f"{phase.readings_by:%H:%M}") == (2, "16:00")


def test_nobody_is_let_go_without_a_reason():
    assert "不再判定密接的密接" in answer("covid19-20measures", "secondary_contact", "1", "").basis
    assert "乙类乙管" in answer("covid19-v10", "close_contact", "1", "").basis
    assert "等级" in answer("covid19-v9", "area_arrival", "1", "").basis
    assert "没有规定" in answer("covid19-v9", "returnee", "1", "").basis
