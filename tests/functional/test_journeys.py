"""What a person does with the first pages: look, drill, filter, turn, read; on a desk, a phone, on paper."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

COUNTY = "/rollup/990121/"
PHONE = {"width": 390, "height": 844}
WHOLE_ID = re.compile(r"(?<![\da-f])\d{17}[\dX](?![\da-f])")


@pytest.fixture
def pages(page: Page) -> dict[str, str]:
    """Addresses of all pages, found as a person finds them: by following links from the first."""
    found = {"county": COUNTY}
    page.goto("/")
    found["town"] = _first(page, ".matrix tbody th a")
    page.goto(found["town"])
    found["village"] = _first(page, ".matrix tbody th a")
    page.goto("/gaps/?area=990121&kind=temperature")
    found["gaps"] = "/gaps/?area=990121"
    found["person"] = _first(page, "#gaps tbody a")
    page.goto("/batches/")
    found["batches"] = "/batches/"
    found["batch"] = _first(page, "tbody a")
    found["place"] = "/areas/990121/"
    found["find"] = "/people/?q=wang"
    return found


def _first(page: Page, selector: str) -> str:
    return page.locator(selector).first.get_attribute("href") or ""


def test_from_the_county_to_a_village_by_links(page: Page):
    page.goto("/")
    expect(page).to_have_url(re.compile(COUNTY))
    page.locator(".matrix tbody th a").first.click()
    expect(page).to_have_url(re.compile(r"/rollup/\d{9}/"))
    page.locator(".matrix tbody th a").first.click()
    expect(page).to_have_url(re.compile(r"/rollup/\d{12}/"))
    expect(page.locator(".crumbs li")).to_have_count(5)


def test_from_a_figure_to_its_people(page: Page):
    page.goto(COUNTY)
    figure = page.locator(".matrix td:not(.sum) a.gap").first
    count = int(figure.inner_text().replace(",", ""))
    figure.click()
    expect(page.locator("#gaps strong").first).to_have_text(f"{count:,}")


def test_the_gap_list_filters_without_loading_the_page_again(page: Page):
    page.goto("/gaps/?area=990121")
    whole = page.locator("#gaps strong").first.inner_text()
    page.evaluate("window.stayed = true")
    page.get_by_label("事项").select_option("temperature")
    expect(page.locator("#gaps strong").first).not_to_have_text(whole)
    expect(page).to_have_url(re.compile("kind=temperature"))
    assert page.evaluate("window.stayed") is True


def test_the_gap_list_is_in_the_order_of_the_clock(page: Page):
    page.goto("/gaps/?area=990121")
    shown = page.locator("#gaps tbody tr td:first-child .clock").all_inner_texts()
    late = [text.startswith("逾期") for text in shown]
    assert late == sorted(late, reverse=True)


def test_a_person_is_found_and_masked(page: Page):
    page.goto(COUNTY)
    page.get_by_label("查找人员").fill("wang")
    page.get_by_label("查找人员").press("Enter")
    page.locator("main tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/"))
    assert "*" in page.locator("main").inner_text()
    assert not WHOLE_ID.search(page.content())


def test_a_person_under_a_measure_shows_why_and_what_is_next(page: Page):
    page.goto("/gaps/?area=990121&kind=temperature")
    page.locator("#gaps tbody a").first.click()
    shown = page.locator("main")
    for word in ("管控措施", "为什么", "期限", "现在要做", "经过", "每日测温"):
        expect(shown).to_contain_text(word)


def test_a_list_accounts_for_its_rows_and_shows_reasons(page: Page):
    page.goto("/batches/")
    page.locator("tbody a").first.click()
    figures = [int(text.replace(",", "")) for text in page.locator(".figures dd").all_inner_texts()]
    assert figures[0] == sum(figures[1:])
    expect(page.locator("#rows tbody tr").first).to_contain_text("第")


def test_pages_read_and_filter_without_javascript(browser: Browser, address: str, enter):
    context = browser.new_context(base_url=address, java_script_enabled=False, storage_state=enter("county"))
    page = context.new_page()
    page.goto("/gaps/?area=990121")
    whole = page.locator("#gaps strong").first.inner_text()
    page.get_by_label("事项").select_option("temperature")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#gaps strong").first).not_to_have_text(whole)
    context.close()


def test_no_page_scrolls_sideways_on_a_phone(page: Page, pages: dict[str, str]):
    page.set_viewport_size(PHONE)
    for name, address in pages.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name


def test_a_wrong_address_says_what_to_do(browser: Browser, address: str, enter):
    context = browser.new_context(base_url=address, storage_state=enter("county"))
    page = context.new_page()
    answer = page.goto("/areas/000000/")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("main")).to_contain_text("请核对后重试")
    context.close()


def test_started_again_it_changes_nothing_and_says_so(address: str, surroundings: dict[str, str]):
    done = start(surroundings, "--once")
    assert done.returncode == 0, done.stderr
    for word in ("收到的名单", "合计", "识别准确", "责任事项", "谁手里最多", "日报", "未改动任何数据"):
        assert word in done.stdout


def test_a_taken_port_is_said_in_a_sentence(address: str, surroundings: dict[str, str]):
    done = start(surroundings, "--port", address.rpartition(":")[2])
    assert done.returncode == 3
    assert "已被占用" in done.stderr
    assert "Traceback" not in done.stderr


def start(surroundings: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Start again on the home of the journeys."""
    command = [sys.executable, "-m", "lianfang.project.start", "--scale", "0.02", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
