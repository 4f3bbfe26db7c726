"""Changing policy on pages: risk areas announced and lifted, a table adopted, a file looked at and loaded."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import policy as factory

from lianfang.apps.policy import models, queries
from lianfang.core import sql
from lianfang.core.audit.models import AuditEvent

COUNTY = factory.county_pack("close_contact", "place: central, days: 21, tests: [1, 3, 7]", name="county-own")
RISK = {"level": "high", "disease": "covid19", "announced_on": "2022-03-08", "source": "县指挥部第9号通告"}
APPROVAL = {"approved_by": "县长", "reason": "本地疫情"}


@pytest.fixture
def client(county, signed_in):
    return signed_in("headquarters")


def places_named(page: str) -> set[str]:
    return set(re.findall(r'<th scope="row">(第[^<]+)<', page))


def town() -> dict[str, str]:
    return sql.query(
        "select code, name from areas_area where code like '990121%%' and level = 4"
        " and until_edition_id is null limit 1"
    )[0]


def test_a_place_is_graded_by_name_for_a_period_and_listed_on_its_days_only(client):
    place = town()
    typed = RISK | {"place": place["name"], "lifted_on": "2022-03-20"}
    asked = client.post("/policy/risk-areas/", typed)
    assert asked.status_code == 422
    text = asked.content.decode()
    assert f'name="place_chosen" value="{place["code"]}"' in text
    assert 'value="县指挥部第9号通告"' in text
    chosen = {"place_offered": place["name"], "place_chosen": place["code"]}
    assert client.post("/policy/risk-areas/", typed | chosen).status_code == 302
    graded = models.RiskArea.objects.get(place=place["code"], announced_on="2022-03-08")
    assert (graded.level, str(graded.lifted_on)) == ("high", "2022-03-20")
    listed = {
        day: client.get(f"/policy/risk-areas/?on={day}").content.decode()
        for day in ("2022-03-19", "2022-03-20")
    }
    assert "第9号通告" in listed["2022-03-19"]
    assert "第9号通告" not in listed["2022-03-20"]
    assert "第9号通告" not in client.get("/policy/risk-areas/?on=2022-03-19&within=990199").content.decode()


def test_a_country_is_graded_as_it_is_called_and_lifted_again(client):
    assert client.post("/policy/risk-areas/", RISK | {"place": "某某国"}).status_code == 302
    lifted = {"place": "某某国", "disease": "covid19"}
    wrong = client.post("/policy/risk-areas/lift/", lifted | {"lifted_on": "2022-03-01"})
    assert wrong.status_code == 422
    assert "没有生效的风险等级" in wrong.content.decode()
    assert client.post("/policy/risk-areas/lift/", lifted | {"lifted_on": "2022-03-12"}).status_code == 302
    assert str(models.RiskArea.objects.get(place="某某国").lifted_on) == "2022-03-12"
    assert AuditEvent.objects.filter(action="policy.risk_area_lifted").exists()


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"source": " "}, "没有写明依据"),
        ({"announced_on": "8 März"}, "不是日期"),
        ({"lifted_on": "2022-03-08"}, "不晚于公布日"),
    ],
)
def test_what_is_wrong_with_an_announcement_is_said_and_nothing_is_written(client, cells, says):
    before = models.RiskArea.objects.count()
    answer = client.post("/policy/risk-areas/", RISK | {"place": "某某国"} | cells)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert 'value="某某国"' in answer.content.decode()
    assert models.RiskArea.objects.count() == before


def test_who_may_not_adopt_sees_the_list_without_the_forms(county, signed_in):
    client = signed_in("town_clerk", "990121100")
    text = client.get("/policy/risk-areas/").content.decode()
    assert 'action="/policy/risk-areas/lift/"' not in text
    assert client.post("/policy/risk-areas/", RISK | {"place": "某某国"}).status_code == 403


def test_a_stricter_table_is_shown_first_and_adopted_with_its_approval_only(client):
    number = factory.stored(COUNTY.replace('area: "990121"', 'area: ""').replace("county-own", "spare"))
    address, typed = f"/policy/{number}/adopt/", {"area": "990121", "starts_on": "2022-07-20"}
    shown = client.get(address, typed).content.decode()
    assert "须写明批准人和理由" in shown
    assert shown.count('class="differs bad-row"') > 0
    assert not models.Adoption.objects.filter(pack_id=number).exists()
    refused = client.post(address, typed | {"ends_on": "2022-08-01"})
    assert refused.status_code == 422
    assert refused.content.decode().count("严于上级，请填写。") == 2
    assert 'value="2022-08-01"' in refused.content.decode()
    assert client.post(address, typed | APPROVAL).status_code == 302
    assert queries.pack_in_force(disease="covid19", area="990121", on=date(2022, 7, 19)) != number
    assert queries.pack_in_force(disease="covid19", area="990121", on=date(2022, 7, 20)) == number
    assert "采用本方案的地方" in client.get(address).content.decode()


def test_an_area_beyond_ones_own_is_not_adopted_for(client):
    number = queries.find_pack("covid19-v9")
    answer = client.post(f"/policy/{number}/adopt/", {"area": "11", "starts_on": "2022-07-10"})
    assert answer.status_code == 403
    assert "无权" in answer.content.decode()


def test_a_file_with_faults_comes_back_with_each_and_stays_to_be_mended(client):
    text = COUNTY.replace("days: 21", "days: many").replace("central", "prison")
    answer = client.post(
        "/policy/load/", {"file": SimpleUploadedFile("a.yaml", text.encode()), "act": "look"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {"第17行 rules[1].phases[1].place", "第17行 rules[1].phases[1].days"} <= places_named(page)
    assert "days: many" in page
    assert not models.Pack.objects.filter(name="county-own").exists()


def test_a_file_is_looked_at_without_a_trace_and_then_loaded_with_approval(client):
    packs, logged = models.Pack.objects.count(), AuditEvent.objects.count()
    looked = client.post("/policy/load/", {"text": COUNTY, "act": "look"})
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "须写明批准人和理由" in page
    assert 'name="act" value="load"' in page
    assert (models.Pack.objects.count(), AuditEvent.objects.count()) == (packs, logged)
    assert client.post("/policy/load/", {"text": COUNTY, "act": "load"}).status_code == 422
    done = client.post("/policy/load/", {"text": COUNTY, "act": "load"} | APPROVAL)
    stored = models.Pack.objects.get(name="county-own")
    assert done.headers["Location"] == f"/policy/{stored.pk}/"
    assert models.Deviation.objects.get(pack=stored).approved_by == "县长"
    again = client.post("/policy/load/", {"text": COUNTY.replace("days: 21", "days: 22"), "act": "look"})
    assert "已经载入，内容不同" in again.content.decode()


def test_a_file_that_is_no_text_is_refused(client):
    file = SimpleUploadedFile("a.yaml", b"\xff\xfe\x00")
    answer = client.post("/policy/load/", {"file": file, "act": "look"})
    assert answer.status_code == 422
    assert "不是UTF-8文本" in answer.content.decode()
