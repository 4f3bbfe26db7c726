"""Files of readings and results on the pages: looked at, then loaded; what can't be used comes back."""

import io
import re

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import control as factory
from tests.factories.control import DAY, NOW, VILLAGE, at

from lianfang.apps.control import models
from lianfang.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
READINGS, RESULTS = "/today/readings/file/", "/today/results/file/"
KEPT = re.compile(r'name="kept" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _evening(monkeypatch):
    factory.load_pack()
    monkeypatch.setenv("LIANFANG_NOW", at(DAY, "17:00").isoformat())


@pytest.fixture
def doctor(signed_in):
    return signed_in("village_doctor", VILLAGE)


@pytest.fixture
def person():
    made = factory.person("张测")
    factory.ordered(made, when=NOW)
    return made


def csv(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("村医体温.csv", "\n".join(lines).encode())


def look(client, address, file, **more):
    """The page after a file was looked at, and the word by which it is loaded."""
    answer = client.post(address, {"file": file, **more})
    text = answer.content.decode()
    assert answer.status_code == 200, text
    return text, KEPT.search(text)[1]


def figures(text):
    found = re.findall(r"<div><dt>([^<]+)</dt><dd[^>]*>([^<]+)</dd>", text)
    return {name: number for name, number in found if number != "0"}


def temperatures(person):
    number = factory.id_number(person)
    return csv(
        "姓名,身份证号,日期,晨温,下午",
        f"张测,{number},{DAY},36.5,37.9",
        f"张测,{number},{DAY},25,",
        f"李无,110101199003078478,{DAY},36.6,",
    )


def test_a_file_is_looked_at_loaded_once_and_its_refused_rows_come_back(doctor, person):
    text, kept = look(doctor, READINGS, temperatures(person))
    assert figures(text) == {"读到": "4", "新登记": "2", "退回": "2", "发热或阳性": "1"}
    for word in ("尚未登记", "列名在第 1 行", "晨温", "上午体温", "第 3 行", "体温“25”不可能", "第 4 行"):
        assert word in text
    assert "110101199003078478" not in text
    assert not models.Reading.objects.exists()
    assert not AuditEvent.objects.filter(action="readings.loaded").exists()
    done = doctor.post(READINGS, {"kept": kept, "work": "load"}).content.decode()
    assert figures(done) == figures(text)
    assert models.Reading.objects.count() == 2
    assert AuditEvent.objects.filter(action="readings.loaded").count() == 1
    again = doctor.post(READINGS, {"kept": kept, "work": "load"}).content.decode()
    assert figures(again) == {"读到": "4", "与已登记的相同": "2", "退回": "2"}
    answer = doctor.post(READINGS, {"kept": kept, "work": "rejects"})
    back = pl.read_excel(io.BytesIO(answer.content), engine="calamine", infer_schema_length=0)
    assert back["原行号"].to_list() == ["3", "4"]
    assert models.Reading.objects.count() == 2


def test_results_come_by_file_too(doctor, person):
    file = csv("姓名,身份证号,检测结果,Ct值", f"张测,{factory.id_number(person)},阳,22.1")
    text, kept = look(doctor, RESULTS, file, day=str(DAY))
    assert figures(text) == {"读到": "1", "新登记": "1", "发热或阳性": "1"}
    assert not models.TestResult.objects.exists()
    doctor.post(RESULTS, {"kept": kept, "work": "load", "day": str(DAY)})
    assert models.TestResult.objects.get().result == "positive"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"file": csv("姓名,年龄", "张三,3")}, "没有找到体温的表格"),
        ({}, "请选择文件"),
        ({"kept": "forged", "work": "load"}, "文件已过期"),
    ],
)
def test_what_is_no_such_file_is_refused_on_the_page(doctor, sent, says):
    answer = doctor.post(READINGS, sent)
    assert answer.status_code in {400, 422}
    assert says in answer.content.decode()


def test_a_kept_file_is_loaded_by_nobody_else(doctor, person, signed_in):
    _, kept = look(doctor, READINGS, temperatures(person))
    other = signed_in("village_doctor", VILLAGE)
    assert "文件已过期" in other.post(READINGS, {"kept": kept, "work": "load"}).content.decode()
    assert not models.Reading.objects.exists()


def test_people_of_other_places_are_refused_and_roles_without_results_turned_away(person, signed_in):
    elsewhere = signed_in("village_doctor", "990121200001")
    text, _ = look(elsewhere, READINGS, temperatures(person))
    assert figures(text)["退回"] == figures(text)["读到"]
    assert signed_in("village_secretary", VILLAGE).get(RESULTS).status_code == 403


def test_the_pages_of_the_day_lead_to_the_files(doctor, person, signed_in):
    assert READINGS in doctor.get("/today/readings/").content.decode()
    assert RESULTS in doctor.get("/today/?mine=0&only=test_taken").content.decode()
    centre = signed_in("health_centre", VILLAGE[:9]).get("/health/").content.decode()
    assert READINGS in centre
    assert RESULTS in centre
