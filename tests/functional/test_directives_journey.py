"""From a dropped paper to a signed-off task; a plan activated and stepped down from; a meeting minuted."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import PHONE, WORKED_IN
from tests.functional.test_desk_journeys import DROP, pictures

PAPER = """关于开展校园周边环境整治的通知

1.两天内完成辖区环境整治，清理卫生死角。
责任人：村（社区）书记

2.每日检查一次，17时前上报，三天内建立台账。
责任人：村（社区）书记
责任单位：校园安全组
"""
PHOTO = b"\xff\xd8\xff\xe0" + b"\0" * 64


@pytest.fixture(autouse=True, scope="module")
def _worked_in(surroundings: dict[str, str]) -> None:
    """The next run begins with a county in which these journeys issued nothing."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()


@pytest.fixture
def phone(browser: Browser, address: str, enter: Callable[[str], Any]) -> Any:
    """The telephone of a village's secretary."""
    context = browser.new_context(
        base_url=address, viewport=PHONE, locale="zh-CN", storage_state=enter("village")
    )
    yield context.new_page()
    context.close()


def test_a_paper_becomes_tasks_that_are_done_and_signed_off(
    browser: Browser, page: Page, phone: Page, tmp_path: Path, no_violations: Callable[[Page], None]
):
    issued(page, browser, no_violations)
    done(phone, tmp_path, no_violations)
    page.reload()
    page.get_by_role("link", name="1. 两天内完成").click()
    page.get_by_label("状态").select_option(label="待销号")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name="1. 两天内完成").click()
    expect(page.locator("main")).to_contain_text("已清理三处卫生死角。")
    no_violations(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="整治后.pdf").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_role("button", name="销号").click()
    expect(page.locator("h1")).to_contain_text("已销号")
    pictures(browser, page, "directives-task")


def issued(page: Page, browser: Browser, no_violations: Callable[[Page], None]) -> None:
    """The county's office drops a paper, settles its doubt, and issues it."""
    page.goto("/directives/")
    no_violations(page)
    pictures(browser, page, "directives")
    page.evaluate(DROP, ["环境整治通知.txt", list(PAPER.encode())])
    expect(page.locator("h1")).to_contain_text("关于开展校园周边环境整治的通知")
    doubted = page.locator(".item.doubted")
    expect(doubted).to_contain_text(["校园安全组", "校园安全组"])
    expect(doubted.locator("h2")).to_contain_text(["之一", "之二"])
    expect(page.locator(".figures")).to_contain_text("待核对的疑点1")
    no_violations(page)
    doubted.first.get_by_role("link", name="更正").click()
    expect(page.get_by_label("每次几点前")).to_have_value("17:00")
    pictures(browser, page, "directives-paper")
    no_violations(page)
    page.get_by_role("button", name="保存更正").click()
    expect(doubted).to_contain_text("3天内")
    doubted.get_by_role("button", name="核对无误").click()
    expect(doubted).to_have_count(0)
    limit_added(page)
    page.get_by_role("button", name="交办").click()
    expect(page.locator("h1")).to_contain_text("已交办")
    expect(page.locator(".figures")).to_contain_text("已签收")
    no_violations(page)
    pictures(browser, page, "directives-status")


def limit_added(page: Page) -> None:
    """The second item gets a third limit."""
    page.locator("#i1").get_by_role("button", name="再设时限").click()
    page.get_by_label("或：反复办理，共几次").fill("1")
    page.get_by_label("每几天").fill("7")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("#i1-3")).to_contain_text("每7天1次")
    expect(page.locator("#i1-2")).to_contain_text("3天内")


def done(phone: Page, folder: Path, no_violations: Callable[[Page], None]) -> None:
    """The secretary finds the task among the day's, receives it, and finishes it with evidence."""
    (folder / "整治后.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    phone.goto("/today/")
    expect(phone.locator("main")).to_contain_text("办理任务")
    phone.goto("/tasks/")
    no_violations(phone)
    phone.get_by_role("button", name=re.compile("全部签收")).click()
    phone.get_by_role("link", name="1. 两天内完成").click()
    expect(phone.locator("h1")).to_contain_text("办理中")
    phone.get_by_label("做了什么").fill("已清理三处卫生死角。")
    phone.get_by_label("照片或文件").set_input_files(folder / "整治后.pdf")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    no_violations(phone)
    phone.get_by_role("button", name="办结").click()
    expect(phone.locator("h1")).to_contain_text("待销号")


def test_a_plan_is_activated_and_stepped_down_from(
    browser: Browser, page: Page, no_violations: Callable[[Page], None]
):
    page.goto("/plans/")
    no_violations(page)
    page.get_by_role("link", name="县域聚集性疫情").click()
    page.get_by_role("link", name="三级").click()
    no_violations(page)
    pictures(browser, page, "directives-plan")
    page.get_by_text("启动", exact=True).click()
    page.get_by_label("依据").fill("首例阳性报告")
    page.get_by_role("button", name="立即启动").click()
    expect(page.locator("main")).to_contain_text("首例阳性报告")
    expect(page.locator("h1")).to_contain_text("已交办")
    no_violations(page)
    page.locator("summary", has_text="终止响应").click()
    page.get_by_label("理由").fill("疫情平息。")
    page.get_by_role("button", name="终止响应").click()
    expect(page.locator("h1")).to_contain_text("已终止响应")
    expect(page.locator(".timeline")).to_contain_text("疫情平息。")


def test_a_meeting_is_prepared_minuted_and_its_decisions_are_tasks(
    browser: Browser, page: Page, no_violations: Callable[[Page], None]
):
    page.goto("/meetings/")
    no_violations(page)
    page.get_by_label("会议名称").fill("第一次调度会")
    page.get_by_label("时间").fill("2022-07-11T10:00")
    page.get_by_label("议程").fill("通报疫情 | 疾控中心 | 10\n研究检测安排")
    page.get_by_role("button", name="保存会议").click()
    expect(page.locator(".steps")).to_contain_text("疾控中心")
    with page.expect_download() as script:
        page.get_by_role("link", name="下载主持词").click()
    assert script.value.suggested_filename == "第一次调度会主持词.docx"
    page.get_by_label("纪要正文").fill("会议议定：\n1.三天内备齐采样管。\n责任人：卫生院院长\n")
    no_violations(page)
    pictures(browser, page, "directives-meeting")
    page.get_by_role("button", name="签发纪要").click()
    page.get_by_role("link", name="议定事项的任务").click()
    expect(page.locator(".item.ready")).to_contain_text("卫生院院长")
