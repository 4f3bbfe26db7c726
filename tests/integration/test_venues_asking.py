"""Questions about who was together: permitted, logged, with a ground; whom they show, what they keep back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories import people, places, venues
from tests.factories.venues import ELSEWHERE, MARKET, NOW, TRAIN, moment
from tests.integration.test_venues_loading import ANNA, BEN, PHONE, county, load  # noqa: F401
from tests.reference import venues_twin as twin

from lianfang.apps.people import operations as register
from lianfang.apps.people import queries as persons
from lianfang.apps.venues import operations, queries
from lianfang.apps.venues.models import Presence, Venue
from lianfang.apps.venues.queries import together
from lianfang.apps.venues.rules import limits
from lianfang.apps.venues.terms import Asked, Engine, Stay
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

HOURS = timedelta(hours=2)


@pytest.fixture
def seen(county):  # noqa: F811
    """Anna at the market and in the train; Ben with her, a visitor a little later, others elsewhere."""
    load(
        venues.observed(
            county,
            (ANNA, MARKET, moment(9, "08:30"), moment(9, "09:30")),
            (BEN, MARKET, moment(9, "09:00"), moment(9, "10:00")),
            ("13900009999", MARKET, moment(9, "10:30")),
            ("13900008888", MARKET, moment(9, "12:00")),
            (ANNA, TRAIN, moment(9, "23:30"), moment(10, "02:00"), "05车03A"),
            (BEN, TRAIN, moment(10, "01:00"), moment(10, "02:00"), "05车03B"),
            (BEN, ELSEWHERE, moment(9, "08:30"), moment(9, "09:30")),
        )
    )
    return county


def number(document: str) -> int:
    (found,) = persons.find_by_key(kind="national_id", value=document)
    return found


def anna(days: int = 9) -> Asked:
    return Asked("例1", number(ANNA), NOW - timedelta(days=days), NOW)


def ask(*, by: Actor = SYSTEM, **options):
    return operations.together([anna()], HOURS, ground="流调", by=by, at=NOW, **options)


def test_meetings_are_ranked_by_overlap_and_tell_of_others_only_where_they_touched(seen):
    first, second, third = list(ask())
    assert (first.overlap, first.seat, first.other_seat) == (3600, "05车03A", "05车03B")
    assert (second.overlap, second.begins, second.ends) == (
        1800,
        venues.at(9, "09:00"),
        venues.at(9, "09:30"),
    )
    assert (third.overlap, third.apart) == (0, 3600)
    assert third.person < 0


def test_recent_days_in_the_database_say_what_the_lake_says(seen):
    lake, recent = ask(), operations.ask([anna()], HOURS, ground="流调", by=SYSTEM, at=NOW)
    assert (lake.engine, recent.engine) == (Engine.DUCKDB, Engine.DATABASE)
    assert lake.frame.rows() == recent.frame.rows()
    assert len(recent) == 3


def test_the_database_says_what_plain_loops_say(seen):
    kept = [
        twin.Seen(one.person, one.place_id, one.kind, one.begins, one.ends, one.seat)
        for one in Presence.objects.all()
    ]
    asked = anna()
    question = twin.Question("例1", asked.person, int(asked.since.timestamp()), int(asked.until.timestamp()))
    expected = [row[:1] + row[2:] for row in twin.met(kept, [question], [], 7200)]
    assert together.recently(asked, window=7200).rows() == expected


def test_what_the_asker_knows_of_a_stay_counts_too(seen):
    teahouse = Venue.objects.get(code=ELSEWHERE).pk
    told = Stay("例1", number(ANNA), teahouse, venues.at(9, "09:00"), venues.at(9, "10:00"))
    found = list(ask(stays=[told]))
    assert [(one.place, one.overlap) for one in found if one.place == teahouse] == [(teahouse, 1800)]


def test_who_was_merged_is_one_person_and_meets_nobody_in_himself(seen):
    double = people.person("安一", phones=["13900008888"])
    load(venues.observed(seen, ("13900008888", MARKET, moment(9, "08:40")), name="二.csv"))
    assert persons.person_id(double) in {one.person for one in ask()}
    register.merge(kept=str(number(ANNA)), merged=double, ground="同一人", by=SYSTEM, at=NOW)
    found = list(ask())
    assert persons.person_id(double) not in {one.person for one in found}
    assert number(ANNA) not in {one.person for one in found}


def test_a_visitor_who_was_registered_since_is_told_as_who_they_are(seen):
    uid = people.person("丁四", phones=["13900009999"])
    assert persons.person_id(uid) in {one.person for one in ask()}
    of_visitor = Asked("例2", persons.person_id(uid), venues.at(1, "00:00"), NOW)
    met = operations.together([of_visitor], HOURS, ground="流调", by=SYSTEM, at=NOW)
    assert {number(ANNA), number(BEN)} <= {one.person for one in met}


def test_who_sees_one_village_is_told_of_its_venues_alone(seen):
    actor = replace(SYSTEM, name="村", scopes=(places.VILLAGE,))
    with rows.acting(actor):
        found = list(ask(by=actor))
        recent = together.recently(anna(), window=7200)
    assert {one.place for one in found} == {Venue.objects.get(code=MARKET).pk}
    assert set(recent["place"]) == {Venue.objects.get(code=MARKET).pk}


def test_every_question_is_logged_with_its_ground(seen):
    ask()
    line = AuditEvent.objects.filter(action="presence.asked").latest("id")
    assert (line.facts["ground"], line.facts["persons"], line.facts["found"]) == ("流调", 1, 3)
    assert "安一" not in str(line.facts)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"ground": " "}, limits.GroundMissing),
        ({"window": timedelta(hours=25)}, limits.WindowImpossible),
        ({"asked": [anna]}, limits.LookTooLong),
        ({"by": Actor(name="x")}, PermissionMissing),
    ],
)
def test_a_question_that_may_not_be_asked_is_refused(seen, changed, refusal):
    options = {"window": HOURS, "ground": "流调", "by": SYSTEM} | changed
    asked = [anna(days=40)] if "asked" in options else [anna()]
    options.pop("asked", None)
    before = AuditEvent.objects.count()
    with pytest.raises(refusal):
        operations.together(asked, at=NOW, **options)
    assert AuditEvent.objects.count() == before


def test_nobody_asks_about_who_lives_out_of_sight(seen):
    actor = replace(SYSTEM, name="乡", scopes=("990121200",))
    with rows.acting(actor), pytest.raises(NotFound):
        operations.together([Asked("", 1, NOW - HOURS, NOW)], HOURS, ground="x", by=actor, at=NOW)


def test_in_words_a_visitor_is_a_masked_number(seen):
    told = queries.told(ask())
    assert {one.name for one in told} == {"贝二", ""}
    (visitor,) = [one for one in told if not one.registered]
    assert visitor.person == "139****9999"


def test_the_pages_ask_and_answer(seen, signed_in, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    client = signed_in("investigator", "990121")
    assert "东街市场" in client.get("/venues/").content.decode()
    market = Venue.objects.get(code=MARKET)
    page = client.get(f"/venues/{market.uid}/").content.decode()
    assert "贝二" not in page
    assert ">4<" in page
    asked = {"person": str(persons.labels([number(ANNA)])[number(ANNA)].person), "days": "7", "window": "2h"}
    answer = client.post("/venues/together/", asked | {"ground": "例1流调"})
    assert answer.status_code == 200
    assert "贝二" in answer.content.decode()
    assert "05车03B" in answer.content.decode()
    refused = client.post("/venues/together/", asked | {"ground": ""})
    assert refused.status_code == 422
    assert "贝二" not in refused.content.decode()


def test_commands_find_by_person_and_by_cases(seen, run_command, capsys, monkeypatch):
    import json

    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    who = str(number(ANNA))
    assert run_command("encounters", "find", "--person", who, "--window", "2h", "--json") == 0
    one = json.loads(capsys.readouterr().out)
    cases = seen / "cases.csv"
    cases.write_text(f"case,person\n例1,{who}\n")
    assert (
        run_command(
            "encounters", "find", "--cases", str(cases), "--window", "2h", "--engine", "duckdb", "--json"
        )
        == 0
    )
    other = json.loads(capsys.readouterr().out)
    assert (one["engine"], other["engine"]) == ("database", "duckdb")
    told = [{key: row[key] for key in row if key != "case"} for row in other["together"]]
    assert [{key: row[key] for key in row if key != "case"} for row in one["together"]] == told
    assert len(told) == 3
