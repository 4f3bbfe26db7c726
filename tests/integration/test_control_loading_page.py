"""Files of temperatures and results on pages: the account of each row, and what came back to be mended."""

import base64
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import control as factory
from tests.factories.control import COUNTY, DAY, at

from lianfang.apps.control import models

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, monkeypatch):
    monkeypatch.setenv("LIANFANG_NOW", at(DAY, "18:00").isoformat())
    factory.load_pack()
    return signed_in("town_clerk", COUNTY)


def send(client, address: str, *rows: str):
    return client.post(address, {"file": SimpleUploadedFile("file.csv", "\n".join(rows).encode())})


def test_rows_of_temperatures_are_taken_and_the_others_come_back_with_their_reason(client):
    person = factory.person()
    head = "人员编号,日期,时段,体温"
    rows = (f"{person.uid},{DAY},上午,36.5", f"{person.uid},{DAY},下午,76")
    page = send(client, "/today/readings/file/", head, *rows).content
    assert models.Reading.objects.count() == 1
    (encoded,) = re.findall(r'base64,([^"]+)"', page.decode())
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(encoded)))
    _titles, refused = book.active.iter_rows(values_only=True)
    assert "76" in refused


def test_results_are_taken_and_a_list_of_something_else_is_refused(client):
    person = factory.person()
    done = send(client, "/results/file/", "人员编号,采样日期,结果", f"{person.uid},{DAY},阴性")
    assert done.status_code == 200
    assert models.TestResult.objects.get().result == "negative"
    wrong = send(client, "/results/file/", "甲,乙", "1,2")
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.content.decode()
    assert "请选择一个文件" in client.post("/results/file/").content.decode()
