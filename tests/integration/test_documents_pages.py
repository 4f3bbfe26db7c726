"""Pages of documents: drafted, handed in, approved by two others, numbered, traced; templates checked."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import reporting as factory
from tests.factories.access import BACKEND, account

from lianfang.apps.documents.models import Document, Template
from lianfang.apps.documents.rules import sentences
from lianfang.core.documents import OfficialDocument, Paragraph, render

pytestmark = pytest.mark.django_db
ON = factory.DAY.isoformat()


@pytest.fixture
def clerks(monkeypatch: pytest.MonkeyPatch) -> list[Client]:
    """Three people of the county's office."""
    factory.build_county()
    monkeypatch.setenv("LIANFANG_NOW", factory.CUT_OFF.isoformat())
    found = [Client() for _ in range(3)]
    for number, client in enumerate(found):
        person = account("county_clerk", factory.COUNTY, name=f"经办{number}")
        client.force_login(person, backend=BACKEND)
    return found


def begun(client: Client) -> str:
    answer = client.post("/documents/new/situation/", {"area": factory.COUNTY, "on": ON, "at": f"{ON}T17:00"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def fields(text: str) -> dict[str, str]:
    named = re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', text)
    return {name: "" for name in named if name.startswith("text_")}


def test_from_a_draft_to_a_number_by_three_people(clerks: list[Client]) -> None:
    writer, first, second = clerks
    page = begun(writer)
    text = writer.get(page).content.decode()
    assert "关于7月20日疫情防控情况的报告" in text
    assert "现在管" in text
    typed = fields(text) | {"text_work": "连夜推送名单。", "title": "关于情况的报告", "prefix": "澜防指办"}
    assert writer.post(f"{page}act/", typed | {"act": "save"}).status_code == 302
    assert "连夜推送名单。" in writer.get(page).content.decode()
    assert writer.post(f"{page}act/", {"act": "submit"}).status_code == 302
    refused = writer.post(f"{page}decide/", {"act": "approve"})
    assert refused.status_code == 403
    assert "须是不同的人" in refused.content.decode()
    assert first.post(f"{page}decide/", {"act": "approve"}).status_code == 302
    assert second.post(f"{page}decide/", {"act": "approve"}).status_code == 302
    assert "澜防指办〔2022〕1号" in second.get(page).content.decode()
    assert "澜防指办〔2022〕1号" in writer.get("/documents/register/?year=2022").content.decode()
    assert writer.get(f"{page}file/").content.startswith(b"PK")
    assert "全部一致" in writer.get(f"{page}trace/").content.decode()


def test_what_can_not_stand_on_the_head_is_said_beside_what_was_typed(clerks: list[Client]) -> None:
    page = begun(clerks[0])
    answer = clerks[0].post(f"{page}act/", {"act": "save", "title": "甲", "prefix": "A"})
    assert answer.status_code == 422
    assert "机关代字" in answer.content.decode()


def docx(text: str) -> Any:
    written = datetime(2022, 7, 1, tzinfo=UTC)
    made = render(OfficialDocument(written_at=written, author="办", title="报告", body=[Paragraph(text)]))
    return SimpleUploadedFile("模板.docx", made)


def test_a_misspelt_placeholder_is_shown_with_its_place_and_a_right_one_is_used(clerks: list[Client]) -> None:
    given = {"area": factory.COUNTY, "kind": "situation"}
    answer = clerks[0].post("/documents/templates/", given | {"file": docx("{{ measure.persons }}人")})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "第3段" in text
    assert "measures.persons" in text
    assert not Template.objects.exists()
    answer = clerks[0].post("/documents/templates/", given | {"file": docx("本县在管x人。")})
    assert answer.status_code == 302
    assert "本县在管4人。" in clerks[0].get(begun(clerks[0])).content.decode()


def test_blanks_of_a_paper_are_offered_with_a_figure_and_may_be_filled_otherwise(
    clerks: list[Client],
) -> None:
    given = {"area": factory.COUNTY, "kind": "situation", "file": docx("本县在管 x 人，走访__户。")}
    page = clerks[0].post("/documents/templates/", given).headers["Location"]
    text = clerks[0].get(page).content.decode()
    assert "1个留空" in text
    assert re.search(r'<option value="measures.persons" selected>', text)
    draft = begun(clerks[0])
    shown = clerks[0].get(draft).content.decode()
    assert "本县在管 4 人" in re.sub("<[^>]+>", "", shown)
    assert "走访__" in shown.partition("没有填")[2]
    refused = clerks[0].post(page, {"blank_1": "measures.persons", "blank_2": "各地"})
    assert refused.status_code == 422
    answer = clerks[0].post(page, {"blank_1": "measures.persons", "blank_2": "readings.taken"})
    text = clerks[0].get(answer.headers["Location"]).content.decode()
    assert "全部有数" in text
    assert "人选定" in text


def test_a_number_that_counts_no_more_is_explained_in_the_register(clerks: list[Client]) -> None:
    writer, first, second = clerks
    page = begun(writer)
    writer.post(f"{page}act/", {"act": "submit"})
    for approver in (first, second):
        approver.post(f"{page}decide/", {"act": "approve"})
    assert writer.post(f"{page}decide/", {"act": "void", "note": ""}).status_code == 422
    assert writer.post(f"{page}decide/", {"act": "void", "note": "数字有误"}).status_code == 302
    text = writer.get("/documents/register/?year=2022").content.decode()
    assert "数字有误" in text
    assert "缺号" not in text
    assert "已废止" in writer.get(page).content.decode()
    assert writer.get(f"{page}file/").content.startswith(b"PK")


def test_the_table_of_sentences_is_shown(clerks: list[Client]) -> None:
    text = clerks[0].get("/documents/sentences/").content.decode()
    for rule in sentences.RULES:
        assert rule.words.split("{")[0].split("<")[0] in text


def test_every_shipped_template_can_be_taken_and_handed_in_again(clerks: list[Client]) -> None:
    for kind in (
        "situation",
        "talk_outline",
        "press_release",
        "command",
        "announcement",
        "letter",
        "contact_letter",
    ):
        taken = clerks[0].get(f"/documents/templates/shipped/{kind}/")
        file = SimpleUploadedFile(f"{kind}.docx", taken.content)
        given = {"area": factory.COUNTY, "kind": kind, "file": file}
        assert clerks[0].post("/documents/templates/", given).status_code == 302, kind


def test_a_kind_written_elsewhere_is_not_begun_here(clerks: list[Client]) -> None:
    assert clerks[0].get("/documents/new/daily_brief/").status_code == 404
    assert clerks[0].get("/documents/new/nothing/").status_code == 404
    assert not Document.objects.exists()
