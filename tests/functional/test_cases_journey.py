"""Journey: a case reported, its trajectory by two teams at once, its contacts judged and written about."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import PHONE, WORKED_IN
from tests.functional.test_desk_journeys import pictures

ASKED = "请查找此人，落实管控，24小时内函复。"


@pytest.fixture(autouse=True)
def _worked_in(surroundings: dict[str, str]) -> None:
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()


@pytest.fixture
def police(browser: Browser, address: str, enter: Callable[[str], Any]) -> Iterator[Page]:
    """Another investigator with the same case open, on a telephone."""
    context = browser.new_context(
        base_url=address, viewport=PHONE, locale="zh-CN", storage_state=enter("county")
    )
    yield context.new_page()
    context.close()


def test_from_a_report_to_the_letter(
    browser: Browser, page: Page, police: Page, no_violations: Callable[[Page], None]
):
    reported(page)
    no_violations(page)
    pictures(browser, page, "case")
    uid = page.url.rstrip("/").rpartition("/")[2]
    both_write(page, police, uid)
    pictures(browser, page, "case-trajectory")
    judged(page, uid)
    no_violations(page)
    pictures(browser, page, "case-contacts")
    written(page, uid)
    no_violations(page)
    pictures(browser, page, "case-letter")


def reported(page: Page) -> None:
    page.goto("/cases/new/")
    page.get_by_label("姓名", exact=True).fill("司空新")
    page.get_by_label("住地").fill("990121100001")
    page.get_by_label("疾病").select_option("covid19")
    page.get_by_label("发病日期").fill("2022-07-09")
    page.get_by_label("诊断时间").fill("2022-07-11T06:00")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("司空新")
    expect(page.locator("main")).to_contain_text("网络直报")


def stay(page: Page, place: str, team: str) -> None:
    """Write where the case was, as one team, in the form that is open or behind its line."""
    form = page.locator("form").filter(has=page.locator("#place-new"))
    if not form.is_visible():
        page.get_by_text("登记一处停留", exact=True).click()
    form.get_by_label("在哪里").fill(place)
    form.get_by_label(re.compile("^从")).fill("2022-07-09T12:00")
    form.get_by_label(re.compile("^到")).fill("2022-07-09T13:00")
    form.get_by_label("哪一方登记").select_option(label=team)
    form.get_by_role("button", name="登记").click()


def both_write(page: Page, police: Page, uid: str) -> None:
    """Two teams change the same line, each having seen the first version: both stand, and say so."""
    page.goto(f"/cases/{uid}/trajectory/")
    stay(page, "东街饭店", "疾控")
    expect(page.locator("#strip")).to_contain_text("东街饭店")
    police.goto(f"/cases/{uid}/trajectory/")
    for one, place in ((page, "东街饭店二楼"), (police, "东街面馆")):
        one.locator("details[id^=stay-] summary").first.click()
        with one.expect_response(re.compile("/trajectory/$")):
            one.locator("details[id^=stay-]").first.get_by_label("在哪里").fill(place)
            one.keyboard.press("Tab")
    page.reload()
    expect(page.locator("#strip")).to_contain_text("东街饭店二楼")
    expect(page.locator("#strip")).to_contain_text("东街面馆")
    expect(page.locator("#strip")).to_contain_text("有两种说法")


def judged(page: Page, uid: str) -> None:
    page.goto(f"/cases/{uid}/contacts/")
    page.get_by_label("姓名", exact=True).last.fill("令狐桌")
    page.get_by_label("电话", exact=True).last.fill("13911114444")
    page.get_by_label("怎样在一起").select_option("meal")
    page.get_by_label(re.compile("^从")).fill("2022-07-09T12:00")
    page.get_by_label(re.compile("^到")).fill("2022-07-09T13:00")
    page.get_by_label("地点").last.fill("东街饭店")
    page.get_by_role("button", name="登记", exact=True).last.click()
    proposal = page.locator("table", has_text="按判定表").locator("tr", has_text="令狐桌")
    expect(proposal).to_contain_text("密闭环境下共餐")
    page.get_by_role("button", name="确认判定").click()
    expect(page.locator("table", has_text="已判定").locator("tr", has_text="令狐桌")).to_contain_text("密接")


def written(page: Page, uid: str) -> None:
    """Write to a place outside about the contact; the official letter lists them."""
    page.get_by_text("发协查函", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("令狐桌")).check()
    page.get_by_label("或系统外的单位名称").fill("某省某市疾病预防控制中心")
    page.get_by_label("请协助的事项").fill(ASKED)
    page.get_by_role("button", name="发出").click()
    expect(page.locator("main")).to_contain_text("令狐桌")
    page.get_by_role("link", name="起草盖章的公文").click()
    page.get_by_role("button", name="拟稿").click()
    expect(page.locator("article.document")).to_contain_text("令狐桌")
    expect(page.locator("article.document")).to_contain_text("密切接触者，共1人")
