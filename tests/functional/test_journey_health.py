"""Journey 5: the health centre at half past three: whom to call, what the call brings, the fever's way."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

HALF_PAST_THREE = "2022-07-11T15:30:00+08:00"
PATIENT = 30_000  # milliseconds for a desk that is drawn again, on a busy machine
MOBILE = re.compile(r"^tel:1\d{10}$")


@pytest.fixture(scope="module")
def _afternoon(address: str, surroundings: dict[str, str]) -> Iterator[None]:
    """The clock of the county stands at half past three; afterwards where it stood before."""
    clock = Path(surroundings["LIANFANG_HOME"], "clock")
    before = clock.read_text()
    clock.write_text(HALF_PAST_THREE)
    yield
    clock.write_text(before)


@pytest.fixture
def desk(
    browser: Browser, address: str, enter: Callable[[str], Any], _afternoon: None
) -> Iterator[Callable[..., Page]]:
    """`desk(**options)`: the desk of a health centre, opened from the navigation."""
    contexts = []

    def opened(**options: Any) -> Page:
        state = enter("centre")
        context = browser.new_context(base_url=address, locale="zh-CN", storage_state=state, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        page.get_by_role("navigation", name="主导航").get_by_role("link", name="卫生院").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("卫生院工作台")
        return page

    yield opened
    for context in contexts:
        context.close()


def figure(page: Page, name: str) -> int:
    shown = page.locator(".figures div", has_text=name).locator("dd").inner_text()
    return int(shown.replace(",", ""))


def first(page: Page) -> Any:
    return page.locator(".calls > li").first


def name_of(line: Any) -> str:
    return str(line.locator("h3 a").inner_text())


def test_from_the_list_to_the_clinic(desk):
    page = desk(viewport={"width": 1440, "height": 900})
    missing, uncalled = figure(page, "下午未测体温"), figure(page, "还没打过电话")
    assert missing >= 2
    first(page).get_by_role("button", name="显示电话").click()
    expect(first(page).locator(".phone a").first).to_have_attribute("href", MOBILE)

    unanswered = name_of(first(page))
    first(page).get_by_role("button", name="无人应答").click()
    left = page.locator(".figures div", has_text="还没打过电话").locator("dd")
    expect(left).to_have_text(f"{uncalled - 1:,}", timeout=PATIENT)
    assert name_of(first(page)) != unanswered  # behind those whom nobody called

    ill = name_of(first(page))
    first(page).get_by_label("体温").fill("38.4")
    first(page).get_by_label("症状").fill("咳嗽")
    first(page).get_by_role("button", name="已接通").click()
    fever = page.locator("#fevers article", has_text=ill).filter(has_text="38.4℃")
    expect(fever).to_contain_text("待派车", timeout=PATIENT)
    assert figure(page, "下午未测体温") == missing - 1

    fever.get_by_role("button", name="已出发").click()
    expect(fever).to_contain_text("转运途中", timeout=PATIENT)
    fever.get_by_role("button", name="已到达并交接").click()
    expect(fever).to_have_count(0, timeout=PATIENT)


def test_what_cannot_be_is_said_beside_what_was_typed(desk):
    page = desk()
    first(page).get_by_label("体温").fill("52")
    first(page).get_by_role("button", name="已接通").click()
    expect(page.get_by_role("alert")).to_contain_text("体温“52”不可能", timeout=PATIENT)
    expect(page.locator(".calls input[value='52']")).to_have_count(1)


def test_the_desk_works_without_javascript(desk):
    page = desk(java_script_enabled=False)
    missing = figure(page, "下午未测体温")
    first(page).get_by_label("体温").fill("36.6")
    first(page).get_by_role("button", name="已接通").click()
    expect(page).to_have_url(re.compile("/health/#calls$"))
    assert figure(page, "下午未测体温") == missing - 1


def test_the_bell_leads_to_what_was_told(desk, no_violations):
    page = desk(viewport={"width": 390, "height": 844})
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name=re.compile("^通知：")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的通知")
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
