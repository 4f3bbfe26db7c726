"""Pages, API and commands of testing, as those who may look see them; lists, forms, what is refused."""

import json
import re

import pytest
from tests.factories import testing as made
from tests.factories.access import token_of

from lianfang.apps.control.terms import Result
from lianfang.apps.testing import queries
from lianfang.apps.testing.models import Exemption, Member, Programme, Round, Sample
from lianfang.apps.testing.terms import TubeKind

pytestmark = pytest.mark.django_db
LATER = made.AT + 2 * made.HOUR


@pytest.fixture(autouse=True)
def _county(monkeypatch):
    made.build()
    monkeypatch.setenv("LIANFANG_NOW", LATER.isoformat())


@pytest.fixture
def office(signed_in):
    return signed_in("headquarters", made.COUNTY)


def posted(client, address, typed, *, status=302):
    answer = client.post(address, typed)
    assert answer.status_code == status, answer.text
    return answer


def test_a_round_is_started_watched_and_ended_on_its_pages(office):
    people = made.people(3, household=True)
    posted(office, "/testing/start/", {"area": made.VILLAGE, "hours": "24", "pool": "pool10"})
    assert (
        "还没有结束"
        in posted(
            office, "/testing/start/", {"area": made.VILLAGE, "hours": "24", "pool": "pool10"}, status=422
        ).text
    )
    one = Round.objects.get()
    made.sampled(people[:2], point=made.point(), at=LATER)
    page = office.get(f"/testing/rounds/{one.uid}/?area={made.VILLAGE}")
    for told in ("登记 3 人", people[2].name, "1 户来了一部分"):
        assert told in page.text
    assert people[2].name not in office.get(f"/testing/rounds/{one.uid}/?area={made.COUNTY}").text
    posted(office, f"/testing/rounds/{one.uid}/end/", {})
    assert "已结束" in office.get("/testing/").text
    typed = {"person": str(people[0].uid), "reason": "ill", "until": "2022-08-01"}
    posted(office, "/testing/exempt/", typed)
    assert Exemption.objects.count() == 1
    posted(office, "/testing/exempt/", typed | {"until": "明天"}, status=400)


def test_a_person_is_sampled_on_the_phones_page_and_the_tube_stays_for_the_next(office, signed_in):
    *people, third = made.people(3)
    posted(
        office,
        "/testing/points/open/",
        {
            "area": made.VILLAGE,
            "name": "采样一点",
            "per_hour": "60",
            "samplers": "2",
            "opens": "08:00",
            "closes": "20:00",
        },
    )
    (point,) = queries.points(by=made.OFFICE)
    client = signed_in("village_doctor", made.VILLAGE)
    address = f"/today/points/{point.uid}/"
    for person in people:
        fresh = re.search(r'name="client_id" value="([^"]+)"', client.get(address).text)[1]
        typed = {
            "client_id": fresh,
            "tube": "X-1",
            "kind": "pool5",
            "whom": made.control.id_number(person),
        }
        answer = posted(client, f"{address}sample/", typed)
        assert answer.url.endswith("?tube=X-1&kind=pool5")
        posted(client, f"{address}sample/", typed)
    assert Sample.objects.count() == 2
    assert 'value="X-1"' in client.get(answer.url).text
    other = typed | {"client_id": str(third.uid), "kind": "pool10"}
    other["whom"] = made.control.id_number(third)
    wrong = posted(
        client,
        f"{address}sample/",
        other,
        status=422,
    )
    assert "另一种规格" in wrong.text
    posted(client, f"{address}seal/", {"tube": "X-1"})
    posted(client, f"{address}seal/", {"tube": "X-1"}, status=422)
    assert "已封管" in client.get(address).text
    assert client.post("/testing/points/open/", {}).status_code in {403, 404}
    posted(office, f"/testing/points/{point.uid}/close/", {})
    assert "采样一点" not in office.get("/testing/points/").text


def test_a_tube_goes_through_the_laboratory_and_its_result_is_corrected(office):
    people = made.people(2)
    code, _ = made.sampled(people, TubeKind.POOL5)
    for step in ("sealed", "courier", "received"):
        posted(office, "/testing/tubes/pass/", {"codes": code, "step": step, "who": "张三"})
    posted(office, "/testing/tubes/pass/", {"codes": code, "step": "sealed"}, status=422)
    posted(office, f"/testing/tubes/{code}/result/", {"result": "positive", "ct": "31"})
    page = office.get(f"/testing/tubes/{code}/")
    for told in (people[0].name, "张三", "阳性", "更正的理由"):
        assert told in page.text
    posted(office, f"/testing/tubes/{code}/result/", {"result": "negative", "reason": " "}, status=422)
    posted(office, f"/testing/tubes/{code}/result/", {"result": "negative", "reason": "弄混"})
    assert queries.tube(code, by=made.OFFICE).result == "negative"
    assert "结果已更正" in office.get("/testing/tubes/?state=corrected").text
    posted(
        office, f"/testing/tubes/{code}/result/", {"result": "negative", "ct": "x", "reason": "y"}, status=400
    )
    assert office.get("/testing/tubes/没有/").status_code == 404


def test_files_come_in_on_a_page_with_their_account(office, tmp_path):
    person = made.people(1)[0]
    path = tmp_path / "采样.csv"
    path.write_text(f"管码,人员编号,采样时间\nZ1,{person.uid},2022-07-10 09:00\nZ2,x,2022-07-10 09:00\n")
    with path.open("rb") as file:
        answer = office.post("/testing/tubes/samples/", {"file": file})
    assert "2 行 ＝ 载入 1 ＋ 已有 0 ＋ 退回 1" in answer.text
    posted(office, "/testing/tubes/samples/", {}, status=400)


def test_a_programme_is_set_up_and_its_week_told(office):
    person = made.people(1)[0]
    typed = {
        "area": made.COUNTY,
        "name": "冷链",
        "kind": "list",
        "every_days": "7",
        "source": "通知",
        "certainty": "C",
    }
    posted(office, "/testing/programmes/start/", typed)
    posted(office, "/testing/programmes/start/", typed, status=422)
    programme = Programme.objects.get()
    posted(office, f"/testing/programmes/{programme.uid}/enlist/", {"persons": str(person.uid)})
    assert Member.objects.count() == 1
    made.with_result([person], Result.NEGATIVE, at=made.AT)
    page = office.get("/testing/bulletin/")
    for told in ("冷链", "100", "从采样到结果"):
        assert told in page.text
    assert office.get("/testing/bulletin/?week=2022-06-01").status_code == 200
    posted(office, f"/testing/programmes/{programme.uid}/end/", {})
    assert "直接接触入境人员" in office.get("/testing/programmes/").text


def test_a_plan_is_worked_out_on_its_page(office):
    page = office.get("/testing/plan/?population=22000&days=1&prevalence=0&labs=2200&pool=10&hours=12")
    for told in ("按期做不完", "2200", "采样人员数＝人口÷360"):
        assert told in page.text
    assert office.get("/testing/plan/?population=x&days=1&prevalence=0&hours=12").status_code == 400
    assert office.get("/testing/plan/?population=0&days=1&prevalence=0&hours=12").status_code == 422
    assert office.get("/testing/plan/").status_code == 200


def test_the_api_does_what_the_pages_do(client):
    person = made.people(1)[0]
    token = token_of("headquarters", made.COUNTY)
    head = {"Authorization": f"Bearer {token}"}

    def call(path, given=None, *, status=200):
        told = {"data": json.dumps(given), "content_type": "application/json"} if given is not None else {}
        answer = (client.post if given is not None else client.get)(f"/api{path}", headers=head, **told)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    one = call("/testing/rounds", {"area": made.VILLAGE})
    assert one["targets"] == 1
    sample = {
        "client_id": str(person.uid),
        "tube": "API-1",
        "sampled_at": LATER.isoformat(),
        "person": str(person.uid),
        "kind": "single",
    }
    assert call("/testing/samples", {"samples": [sample]})[0]["fresh"]
    for step in ("sealed", "received"):
        assert call("/testing/tubes/pass", {"tubes": ["API-1"], "step": step, "who": "x"}) == {"tubes": 1}
    result = {"tube": "API-1", "result": "positive", "found_at": LATER.isoformat()}
    assert call("/testing/results", {"results": [result]})[0]["members"] == 1
    right = result | {"result": "negative", "reason": "弄混"}
    assert call("/testing/results/correct", right)["result"] == "negative"
    assert call("/testing/tubes")[0]["state"] == "corrected"
    assert call(f"/testing/rounds/{one['uid']}/coverage")[0]["targets"] == 1
    assert call("/testing/plan", {"population": 1000})["pool"] == 20
    call("/testing/rounds", {"area": made.VILLAGE}, status=422)
    call("/testing/bulletin?week=2022-07-10")


def test_who_may_not_manage_is_refused(signed_in):
    client = signed_in("grid_worker", made.GRID)
    assert client.get("/testing/").status_code == 200
    for address in ("/testing/start/", "/testing/programmes/start/", "/testing/points/open/"):
        assert client.post(address, {}).status_code in {403, 404}
    assert signed_in("auditor", "").get("/testing/").status_code in {403, 404}
