"""A draft is edited, approved by two others, numbered, frozen and taken; then the ledger changes."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import DESK, WORKED_IN, lianfang
from tests.functional.test_desk_journeys import pictures

from lianfang.core.documents import read_figures, read_parts

OTHERS = ("second", "third")


@pytest.fixture(autouse=True, scope="module")
def _worked_in(surroundings: dict[str, str]) -> None:
    """The next run begins with a county in which nothing was written here."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()


@pytest.fixture(scope="module")
def approvers(browser: Browser, address: str, surroundings: dict[str, str]) -> Any:
    """Two more people of the county's office, each at a desk of their own."""
    contexts = []
    for name in OTHERS:
        lianfang(surroundings, "users", "add", name, "--name", f"审核{name}")
        told = ("--area", "990121", "--ground", "公文审核")
        lianfang(surroundings, "roles", "grant", name, "county_clerk", *told)
        made = lianfang(surroundings, "users", "link", name, "--address", address, "--json")
        contexts.append(browser.new_context(base_url=address, viewport=DESK, locale="zh-CN"))
        page = contexts[-1].new_page()
        page.goto(json.loads(made)["link"])
        page.get_by_role("button", name="进入", exact=True).click()
        page.wait_for_url(re.compile(r"^(?!.*/enter/).*$"))
    yield [context.pages[0] for context in contexts]
    for context in contexts:
        context.close()


def test_a_draft_becomes_a_document_whose_figures_tell_what_changed_since(
    page: Page,
    approvers: list[Page],
    surroundings: dict[str, str],
    tmp_path: Path,
    no_violations: Callable[[Page], None],
):
    browser = page.context.browser
    assert browser
    written(page, browser, no_violations)
    approved(page.url, approvers)
    page.reload()
    expect(page.locator("h1")).to_contain_text("已签发")
    expect(page.get_by_label("主要工作")).to_have_count(0)  # frozen
    taken(page, tmp_path)
    page.get_by_role("link", name="追溯数字").click()
    expect(page.locator("h1")).to_contain_text("全部一致")
    before = counted_now(page)
    person = with_no_test_today(surroundings)
    lianfang(
        surroundings, "tests", "add", "--person", person, "--result", "negative", "--at", "2022-07-11T11:20"
    )
    page.reload()
    expect(page.locator("h1")).to_contain_text("全部一致")  # the ledger as then known is what it was
    after = counted_now(page)
    changed = {key: after[key] - before[key] for key in before if after[key] != before[key]}
    assert changed == {"tests.all": 1}
    pictures(browser, page, "documents-trace")
    no_violations(page)


def written(page: Page, browser: Browser, no_violations: Callable[[Page], None]) -> None:
    """The office drafts a report, writes a paragraph of its own and hands it in."""
    page.goto("/documents/")
    no_violations(page)
    pictures(browser, page, "documents")
    page.get_by_role("link", name="情况报告", exact=True).click()
    page.get_by_label("截至").fill("2022-07-11T11:00")
    page.get_by_role("button", name="拟稿").click()
    expect(page.locator("h1")).to_contain_text("草稿")
    page.get_by_label("主要工作").fill("连夜推送名单，逐人核查。")
    page.get_by_role("button", name="保存并预览").click()
    expect(page.locator(".columns")).to_contain_text("连夜推送名单，逐人核查。")
    pictures(browser, page, "documents-draft")
    no_violations(page)
    page.get_by_role("button", name="送审").click()
    expect(page.locator("h1")).to_contain_text("待审核")
    expect(page.get_by_role("button", name="同意")).to_have_count(0)  # nobody approves what they wrote


def approved(address: str, approvers: list[Page]) -> None:
    """Two others approve; the second approval numbers it."""
    for approver in approvers:
        approver.goto(address)
        approver.get_by_role("button", name="同意").click()
        expect(approver.get_by_role("button", name="同意")).to_have_count(0)
    expect(approvers[-1].locator("main")).to_contain_text(re.compile(r"防指办报〔2022〕\d+号"))


def taken(page: Page, tmp_path: Path) -> None:
    """The file says what the page shows, with its number."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 docx").click()
    path = tmp_path / "issued.docx"
    download.value.save_as(path)
    words = ["".join(piece.text for piece in part.pieces) for part in read_parts(path.read_bytes())]
    assert "连夜推送名单，逐人核查。" in words
    assert any(re.fullmatch(r"\w{1,2}防指办报〔2022〕\d+号", line.strip()) for line in words)
    assert read_figures(path).figures


def counted_now(page: Page) -> dict[str, int]:
    """What the trace says that each figure counts now, by the figure's key."""
    rows = page.locator("main tbody tr").all()
    found = {row.locator("th .quiet").inner_text(): row.locator("td").nth(3).inner_text() for row in rows}
    return {key: int(value) for key, value in found.items() if re.fullmatch(r"-?\d+", value)}


def with_no_test_today(surroundings: dict[str, str]) -> str:
    """Somebody under measure of whom no test is due, so that another test does nothing but count."""
    gaps = json.loads(lianfang(surroundings, "gaps", "--area", "990121", "--json"))
    tested = {gap["subject"] for gap in gaps if gap["kind"] == "test_taken"}
    measured = {gap["subject"] for gap in gaps if gap["kind"] == "temperature"}
    return sorted(measured - tested)[0]
