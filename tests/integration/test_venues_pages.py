"""The page where files of check-ins are loaded: account, rejected rows to be taken along, who may."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import venues
from tests.factories.places import VILLAGE
from tests.factories.venues import MARKET, NOW, moment
from tests.integration.test_venues_loading import ANNA, county  # noqa: F401

from lianfang.apps.people import queries as persons
from lianfang.apps.venues import operations
from lianfang.apps.venues.models import Load, Venue
from lianfang.core.access.terms import SYSTEM

COUNTY = "990121"


@pytest.fixture
def client_of(county, signed_in, monkeypatch):  # noqa: F811
    monkeypatch.setenv("LIANFANG_NOW", NOW.isoformat())
    return signed_in


def sent(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_a_file_is_loaded_and_its_rejected_rows_are_taken_along_and_sent_again(client_of, tmp_path):
    client = client_of("investigator", COUNTY)
    rows = ((ANNA, MARKET, moment(9, "08:30")), (ANNA, "没有的码", moment(9, "09:30")))
    page = client.post("/venues/load/", {"file": sent(venues.observed(tmp_path, *rows))})
    assert page.status_code == 200
    assert "没有这个场所" in page.text
    assert ANNA not in page.text
    load = Load.objects.get()
    assert (load.rows, load.taken, load.rejected) == (2, 1, 1)
    word = page.text.split('name="word" value="')[1].split('"')[0]
    back = client.post("/venues/load/rejects/", {"word": word})
    assert back.status_code == 200
    path = tmp_path / "back.xlsx"
    path.write_bytes(back.content)
    Venue.objects.create(code="没有的码", name="新", kind="shop", area=VILLAGE, by="试", recorded_at=NOW)
    assert operations.load(path, by=SYSTEM, at=NOW).taken == 1
    other = client_of("headquarters", COUNTY)
    assert other.post("/venues/load/rejects/", {"word": word}).status_code == 400


def test_a_list_of_venues_is_loaded_by_the_same_page(client_of):
    client = client_of("investigator", COUNTY)
    content = f"场所码,名称,种类,区划代码\nXD-1,新店,商店,{VILLAGE}\n".encode()
    listed = {"what": "venues", "file": SimpleUploadedFile("venues.csv", content)}
    assert client.post("/venues/load/", listed).status_code == 200
    assert Venue.objects.get(code="XD-1").name == "新店"


def test_a_file_that_is_none_is_refused_on_the_page_and_not_everybody_may_load(client_of):
    client = client_of("investigator", COUNTY)
    assert client.get("/venues/load/").status_code == 200
    assert client.post("/venues/load/", {}).status_code == 400
    other = {"file": SimpleUploadedFile("x.csv", "品名,数量\n口罩,3\n".encode())}
    refused = client.post("/venues/load/", other)
    assert refused.status_code == 422
    assert "没有找到表格" in refused.text
    assert client_of("village_secretary", VILLAGE).get("/venues/load/").status_code == 403


def test_the_page_of_a_person_leads_to_the_question_about_them(client_of):
    (number,) = persons.find_by_key(kind="national_id", value=ANNA)
    uid = persons.labels([number])[number].person
    client = client_of("investigator", COUNTY)
    page = client.get(f"/people/{uid}/").text
    assert f"/venues/together/?person={uid}" in page
    assert str(uid) in client.get(f"/venues/together/?person={uid}").text
    assert "/venues/together/" not in client_of("village_secretary", VILLAGE).get(f"/people/{uid}/").text
