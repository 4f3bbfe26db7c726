"""The pages: what they show, whom they hide, what each costs, and what a refusal looks like."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.test import Client

from lianfang.apps.forms import queries
from lianfang.apps.forms.terms import State
from lianfang.core import kept, sql
from lianfang.core.access.terms import SYSTEM
from lianfang.core.duty import engine
from lianfang.kernel.clock import ZONE
from lianfang.project.morning import Morning

COUNTS = Path(__file__).parent / "query_counts.json"
WHOLE_ID = re.compile(r"(?<![\da-f])\d{17}[\dX](?![\da-f])")
WHOLE_PHONE = re.compile(r"(?<![\da-f])1[3-9]\d{9}(?![\da-f])")


@pytest.fixture
def client(signed_in) -> Client:
    """Whoever looks: the county's headquarters."""
    return signed_in()


@pytest.fixture
def pages(county: Morning) -> dict[str, str]:
    """An address of each kind of page."""
    gap = next(iter(engine.gaps(view=engine.at_moment(area=county.area, at=county.at))))
    person = sql.query("select uid from people_person where name <> '' order by id limit 1")[0]["uid"]
    held = sql.query("select person_uid from control_measure where served_at is not null order by id limit 1")
    batch = sql.query("select id from intake_batch order by id limit 1")[0]["id"]
    pack = sql.query("select id from policy_pack order by id limit 1")[0]["id"]
    task = sql.query("select uid from directives_task order by id limit 1")[0]["uid"]
    issued, draft = (
        row["uid"] for row in sql.query("select uid from directives_directive order by id limit 2")
    )
    matter = sql.query("select uid from hotline_matter order by id limit 1")[0]["uid"]
    doubt = sql.query("select uid from forms_doubt order by id limit 1")[0]["uid"]
    case = sql.query("select uid from cases_case order by id limit 1")[0]["uid"]
    papers = sql.query("select uid from documents_document order by id limit 2")
    handed = sql.query("select uid from forms_report where sequence = 1 order by id limit 1")[0]["uid"]
    dispute = sql.query("select uid from forms_dispute order by id limit 1")[0]["uid"]
    venue = sql.query("select uid from venues_venue order by id limit 1")[0]["uid"]
    site = sql.query("select uid from facilities_site order by id limit 1")[0]["uid"]
    need = sql.query("select uid from facilities_need order by id limit 1")[0]["uid"]
    hold = sql.query("select uid from facilities_clinichold order by id limit 1")[0]["uid"]
    home = sql.query("select uid from facilities_homecheck order by id limit 1")[0]["uid"]
    tested = sql.query("select uid, area from testing_round order by id limit 1")[0]
    point = sql.query("select uid from testing_point order by id limit 1")[0]["uid"]
    today = county.at.astimezone(ZONE).date()
    expected = queries.expected(
        area=county.area, from_day=today, until_day=today, by=SYSTEM, at=county.at, form="village-daily"
    )
    silent = next(one for one in expected if one.state is State.DUE)
    name = sql.query("select name from people_person group by name order by count(*) desc limit 1")[0]["name"]
    return {
        "rollup of the county": f"/rollup/{county.area}/",
        "rollup of a village": f"/rollup/{gap.area[:12]}/",
        "gaps": f"/gaps/?area={county.area}",
        "gaps of a kind": f"/gaps/?area={county.area}&kind={gap.kind}",
        "place": f"/areas/{gap.area[:12]}/",
        "batches": "/batches/",
        "batch": f"/batches/{batch}/",
        "batch, matched rows": f"/batches/{batch}/?outcome=matched",
        "finding people": f"/people/?q={quote(name)}",
        "person": f"/people/{person}/",
        "person under a measure": f"/people/{held[0]['person_uid']}/",
        "today": "/today/",
        "today, readings": "/today/readings/",
        "releases": "/releases/",
        "rows in review": "/reviews/",
        "forwards": "/forwards/",
        "health desk": "/health/",
        "venues": "/venues/",
        "venue": f"/venues/{venue}/",
        "who was together": "/venues/together/",
        "holders": f"/holders/{county.area}/",
        "comparison": f"/compare/{county.area}/",
        "posts of the county": f"/areas/{county.area}/posts/",
        "posts of a village": f"/areas/{gap.area[:12]}/posts/",
        "inspection, ledger": "/inspection/",
        "inspection, campaigns": "/inspection/campaigns/",
        "inspection, rosters": "/inspection/rosters/",
        "inspection, papers": "/inspection/papers/",
        "inspection, outcomes": "/inspection/outcomes/",
        "inspection, visits": "/today/visits/",
        "reports, mine": "/today/reports/",
        "reports, status": f"/reports/{county.area}/status/",
        "reports, rolled up": f"/reports/village-daily/rollup/{county.area}/",
        "reports behind a roll-up": f"/reports/village-daily/rollup/{county.area}/behind/?field=visited",
        "people of a roll-up": f"/reports/village-daily/rollup/{county.area}/people/?field=fever",
        "reports, entry": f"/today/reports/{queries.key(silent)}/",
        "report": f"/reports/one/{handed}/",
        "dispute": f"/reports/disputes/{dispute}/",
        "evaluation of units": f"/reports/evaluation/{county.area}/",
        "evaluation of units, behind": f"/reports/evaluation/{county.area}/behind/?part=late",
        "closings": "/reports/closings/",
        "days off": "/reports/days-off/",
        "doubts": "/doubts/",
        "checks of truth": "/doubts/checks/",
        "doubt": f"/doubts/{doubt}/",
        "forms": "/reports/forms/",
        "policy": "/policy/",
        "policy, a table": f"/policy/{pack}/",
        "policy, its effect": f"/policy/{pack}/effect/",
        "notices": "/notices/",
        "briefs": f"/briefs/{county.area}/",
        "exports": "/exports/",
        "exchange": "/exchange/",
        "reports that leave": "/exchange/reports/",
        "card of a person": f"/people/{person}/card/",
        "directives": "/directives/",
        "directive, how it stands": f"/directives/{issued}/",
        "directive, its tasks": f"/directives/{issued}/tasks/",
        "paper beside its items": f"/directives/{draft}/paper/",
        "my tasks": "/tasks/",
        "task": f"/tasks/{task}/",
        "plans": "/plans/",
        "plan": "/plans/county-outbreak/",
        "meetings": "/meetings/",
        "isolation sites": "/sites/",
        "isolation site": f"/sites/{site}/",
        "transfers": "/today/transfers/",
        "care": "/care/",
        "a need": f"/care/{need}/",
        "staff of a site": f"/sites/{site}/staff/",
        "hours of care": "/care/hours/",
        "waiting for a room": f"/sites/{site}/waiting/",
        "fever clinic": "/fever-clinic/",
        "somebody who waits": f"/fever-clinic/{hold}/",
        "homes": "/homes/",
        "a home": f"/homes/{home}/",
        "rounds of testing": "/testing/",
        "a round of testing": f"/testing/rounds/{tested['uid']}/",
        "a round of testing, a village": f"/testing/rounds/{tested['uid']}/?area={tested['area']}",
        "sampling points": "/testing/points/",
        "sampling point": f"/today/points/{point}/",
        "labels of tubes": "/testing/labels/",
        "tubes": "/testing/tubes/",
        "tube": "/testing/tubes/LY0711-002/",
        "programmes of testing": "/testing/programmes/",
        "bulletin of testing": "/testing/bulletin/",
        "plan of testing": "/testing/plan/?population=22000&days=2&prevalence=0.01&hours=12",
        "calls and letters": "/hotline/",
        "entering a call": "/hotline/new/",
        "a matter": f"/hotline/{matter}/",
        "clocks of calls": "/hotline/clocks/",
        "cases": "/cases/",
        "entering a case": "/cases/new/",
        "positive and no case": "/cases/positives/",
        "letters about contacts": "/letters/",
        "chains of an outbreak": "/outbreaks/LY-2022-07/",
        "trajectory of a case": f"/cases/{case}/trajectory/",
        "contacts of a case": f"/cases/{case}/contacts/",
        "a case": f"/cases/{case}/",
        "documents": "/documents/",
        "documents, a new one": "/documents/new/situation/",
        "document, issued": f"/documents/{papers[0]['uid']}/",
        "document, waiting": f"/documents/{papers[1]['uid']}/",
        "document, traced": f"/documents/{papers[0]['uid']}/trace/",
        "documents, register": "/documents/register/",
        "documents, templates": "/documents/templates/",
        "documents, names": "/documents/templates/names/letter/",
        "publications": "/bulletin/",
        "public front": "/public/",
        "public areas": "/public/areas/",
        "public services": "/public/services/",
        "public form": "/public/ask/",
    }


def test_every_page_answers_and_shows_no_whole_number(pages, client: Client):
    for name, address in pages.items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        text = answer.content.decode()
        assert not WHOLE_ID.search(text), name
        assert not WHOLE_PHONE.search(text), name


def test_the_number_of_statements_of_each_page_is_the_committed_one(pages, client: Client, monkeypatch):
    """A page that asks once per row shows up here as a changed number; rewrite the file knowingly."""
    asked: list[object] = []
    execute = psycopg.Cursor.execute

    def counted(cursor: psycopg.Cursor[Any], query: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(query)
        return execute(cursor, query, *args, **kwargs)

    found = {}
    for name, address in pages.items():
        client.get(address)  # what a process keeps is kept before we count
        kept.forget()
        with monkeypatch.context() as counting:
            counting.setattr(psycopg.Cursor, "execute", counted)
            client.get(address)
        found[name] = len(asked)
        asked.clear()
    assert found == json.loads(COUNTS.read_text()), json.dumps(found, indent=1)


def test_the_front_page_leads_to_the_county(county, client: Client):
    assert client.get("/").headers["Location"] == f"/rollup/{county.area}/"


def test_the_roll_up_shows_the_sums_of_the_account(county, client: Client):
    text = client.get(f"/rollup/{county.area}/").content.decode()
    assert f"{sum(kind.due for kind in county.duties):,}" in text
    assert f"{sum(kind.gap for kind in county.duties):,}" in text


def test_a_fragment_is_the_list_that_the_page_includes(county, client: Client):
    address = f"/gaps/?area={county.area}"
    page = client.get(address).content.decode()
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.strip() in page


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/areas/000000/", 404, "没有找到区划"),
        ("/areas/abc/", 422, "不是区划代码"),
        ("/people/nobody/", 404, "没有找到人员"),
        ("/gaps/?area=990121&page=x", 400, "页码"),
        ("/gaps/?area=990121&kind=nonsense", 404, "没有找到责任事项种类"),
        ("/nowhere/", 404, "没有这个页面"),
        ("/batches/999999/", 404, "没有找到"),
    ],
)
def test_a_refusal_is_a_page_with_its_status_and_sentence(county, client: Client, address, status, says):
    answer = client.get(address)
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_what_lies_outside_the_scope_is_refused(county, signed_in):
    client = signed_in("town_clerk", "990121001")
    assert client.get("/rollup/990121/").status_code == 403
    assert client.get("/gaps/?area=990121").status_code == 403


def test_an_unforeseen_error_shows_a_number(county, client, monkeypatch):
    def broken(**_: object) -> None:
        raise ZeroDivisionError("of the test")

    monkeypatch.setattr("lianfang.apps.areas.queries.area", broken)
    client.raise_request_exception = False
    answer = client.get("/areas/990121/")
    assert answer.status_code == 500
    assert re.search(r"\d{8}-\d{6}-[0-9a-f]{4}", answer.content.decode())
    assert "ZeroDivisionError" not in answer.content.decode()


def test_pages_load_nothing_from_elsewhere(county, client: Client):
    answer = client.get(f"/rollup/{county.area}/")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r'(?:src|href)="https?://', answer.content.decode())


def test_the_list_can_be_narrowed_to_one_kind_and_stays_so(county, signed_in):
    client = signed_in("headquarters", "990121")
    whole = client.get("/today/?mine=0").content.decode()
    kinds = dict(re.findall(r'only=(\w+)"[^>]*>[^<]* ([\d,]+)</a>', whole))
    total = int(re.search(r"([\d,]+) 项，", whole)[1].replace(",", ""))
    assert sum(int(number.replace(",", "")) for number in kinds.values()) == total
    text = client.get("/today/?mine=0&only=temperature").content.decode()
    assert f"{kinds['temperature']} 项" in text
    assert set(re.findall(r'name="only" value="(\w*)"', text)) == {"temperature"}
    assert 'aria-current="true">' in text
    nothing = client.get("/today/?mine=0&only=nonsense").content.decode()
    assert f"{total:,} 项" in nothing
