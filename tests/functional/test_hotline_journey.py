"""Journeys: a caller reports by the public form and follows the answer; a notice from draft to the public."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import DESK, PHONE, WORKED_IN, lianfang
from tests.functional.test_desk_journeys import pictures

COUNTY = "990121"


@pytest.fixture(autouse=True)
def _worked_in(surroundings: dict[str, str]) -> None:
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()


@pytest.fixture
def caller(browser: Browser, address: str) -> Iterator[Page]:
    """A telephone of somebody who is not signed in and lets no script run."""
    context = browser.new_context(base_url=address, viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.fixture
def approvers(browser: Browser, address: str, surroundings: dict[str, str]) -> Iterator[list[Page]]:
    """Two more people of the county's headquarters, each at a desk."""
    contexts = [_entered(browser, address, surroundings, name) for name in ("审核甲", "审核乙")]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def _entered(browser: Browser, address: str, surroundings: dict[str, str], name: str) -> Any:
    username = f"approver-{'a' if name.endswith('甲') else 'b'}"
    lianfang(surroundings, "users", "add", username, "--name", name)
    lianfang(
        surroundings, "roles", "grant", username, "headquarters", "--area", COUNTY, "--ground", "核对发布"
    )
    made = lianfang(surroundings, "users", "link", username, "--address", address, "--json")
    context = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN")
    opened = context.new_page()
    opened.goto(json.loads(made)["link"])
    opened.get_by_role("button", name="进入", exact=True).click()
    opened.wait_for_url(re.compile(r"^(?!.*/enter/).*$"))
    opened.close()
    return context


def test_a_caller_reports_by_the_public_form_and_follows_the_answer(
    browser: Browser, caller: Page, page: Page, no_violations: Callable[[Page], None]
):
    caller.goto("/public/ask/")
    assert caller.locator("script").count() == 0
    caller.get_by_label("要反映的是").select_option("complaint")
    caller.get_by_label("在哪里").select_option(index=2)
    caller.get_by_label("情况", exact=False).first.fill("检测点排队三小时，没有人维持秩序")
    caller.get_by_label("姓名或称呼").fill("钟离某人")
    caller.get_by_role("button", name="提交").click()
    number = caller.locator(".receipt dd").first.inner_text()
    code = caller.locator(".receipt code").inner_text()

    page.goto("/hotline/")
    no_violations(page)
    page.get_by_role("row", name=number).get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("没有人维持秩序")
    assert "钟离" not in page.content()
    page.get_by_role("button", name="签收，我来办").click()
    page.locator("summary", has_text="答复").first.click()
    page.locator("#answer-text").fill("已增开两个检测台，安排志愿者维持秩序")
    page.get_by_role("button", name="答复", exact=True).click()
    expect(page.locator("h1")).to_contain_text("已答复")
    no_violations(page)
    pictures(browser, page, "hotline-matter")

    caller.goto("/public/follow/")
    caller.get_by_label("受理编号").fill(number)
    caller.get_by_label("查询码").fill(code)
    caller.get_by_role("button", name="查询").click()
    expect(caller.locator("main")).to_contain_text("已增开两个检测台")
    assert "钟离" not in caller.content()
    caller.get_by_role("button", name="满意", exact=True).click()
    expect(caller.locator("main")).to_contain_text("已收到您的评价")


def test_a_notice_goes_from_draft_by_two_approvals_to_the_public_page(
    browser: Browser, caller: Page, page: Page, approvers: list[Page], no_violations: Callable[[Page], None]
):
    page.goto("/bulletin/new/")
    no_violations(page)
    page.get_by_label("种类").select_option("release")
    page.get_by_label("标题").fill("七月十一日情况发布")
    page.get_by_label("内容").fill("请市民继续配合。")
    page.get_by_role("button", name="保存，送两人审核").click()
    expect(page.locator("main")).to_contain_text("现在管人数")
    draft = page.url
    for number, approver in enumerate(approvers):
        caller.goto(f"/public/?fresh={number}")  # the one before is kept for half a minute
        expect(caller.locator("main")).not_to_contain_text("七月十一日情况发布")
        approver.goto(draft)
        approver.get_by_role("button", name="同意发布").click()
    caller.goto("/public/?fresh=last")
    caller.get_by_role("link", name="七月十一日情况发布").click()
    expect(caller.locator("main")).to_contain_text("发布后不再变动")
    page.goto(caller.url)
    no_violations(page)
    pictures(browser, page, "public-release")
    page.goto("/public/")
    no_violations(page)
    pictures(browser, page, "public-front")
    page.goto("/public/ask/")
    no_violations(page)
    pictures(browser, page, "public-ask")
