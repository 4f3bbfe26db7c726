"""The county office: where it is missing, who holds it, how towns compare, and the brief for the leaders."""

import re
import time
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

COUNTY = "990121"
ROLLUP = f"/rollup/{COUNTY}/"
YESTERDAY = "2022-07-10T17:00"
KEPT = 60
"""Seconds: a roll-up is kept for half a minute, and given once more while it is made again."""


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def figure_and_rows(page: Page, part: str) -> tuple[int, int]:
    """A figure of the roll-up, and how many rows the page behind it says it has."""
    page.goto(ROLLUP)
    figure = page.locator(".figures div").filter(has=page.get_by_text(part, exact=True)).locator("a")
    count = number(figure.inner_text())
    figure.click()
    shown = page.locator("#gaps strong").first if part == "缺口" else page.locator("caption")
    return count, number(shown.inner_text())


@pytest.mark.parametrize("part", ["应办", "已办", "按时", "缺口", "超时"])
def test_from_any_figure_to_its_people_in_two_clicks(page: Page, part):
    count, shown = figure_and_rows(page, part)
    until = time.monotonic() + KEPT
    while count != shown and time.monotonic() < until:  # other journeys work in the same county
        page.wait_for_timeout(3_000)
        count, shown = figure_and_rows(page, part)
    assert count == shown
    page.locator("tbody a[href^='/people/']").first.click()
    expect(page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/"))


def test_the_map_colours_towns_by_the_chosen_measure_and_leads_down(page: Page):
    page.goto(ROLLUP)
    expect(page.locator(".legend li")).to_have_count(5)
    gaps = page.locator(".tile").first.get_attribute("aria-label") or ""
    page.get_by_label("地图按").select_option("rate")
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".tile").first).to_have_attribute("aria-label", re.compile("%$"))
    assert gaps.split()[0] in (page.locator(".tile").first.get_attribute("aria-label") or "")
    page.locator(".tile").first.click()
    expect(page).to_have_url(re.compile(r"/rollup/\d{9}/"))


def test_the_roll_up_as_known_at_a_moment_keeps_it_on_the_way_down(page: Page):
    page.goto(ROLLUP)
    now = page.locator(".figures dd").all_inner_texts()
    page.get_by_label("截至").select_option(YESTERDAY)
    page.get_by_role("button", name="查看").click()
    expect(page.locator("h1")).to_contain_text("2022年7月10日")
    assert page.locator(".figures dd").all_inner_texts() != now
    page.locator(".matrix tbody th a").first.click()
    expect(page.locator("h1")).to_contain_text("2022-07-10 17:00")


def test_holders_have_together_what_is_missing(page: Page):
    page.goto(ROLLUP)
    missing = number(page.locator(".figures .bad a").first.inner_text())
    page.get_by_role("link", name="责任人", exact=True).click()
    expect(page.locator("caption")).to_contain_text(f"{missing:,} 项未办")
    held = page.locator("tbody .gap").first
    count = number(held.inner_text())
    held.click()
    assert number(page.locator("#gaps strong").first.inner_text()) == count


def test_towns_are_compared_with_a_chart_and_the_table_beside_it(page: Page):
    page.goto(ROLLUP)
    page.get_by_role("link", name="比较", exact=True).click()
    expect(page.locator("svg.drawing[role=img]").first).to_be_visible()
    shares = page.locator("table").first.locator("tbody td:nth-last-child(2)").all_inner_texts()
    worst_first = [float(text.rstrip("%")) for text in shares if text != "—"]
    assert worst_first == sorted(worst_first)


def test_a_brief_is_looked_at_written_on_signed_frozen_and_downloaded(page: Page, tmp_path: Path):
    page.goto(f"/briefs/{COUNTY}/")
    signed = page.locator("td .tag.good").count()  # by earlier runs on the same county
    page.get_by_label("截至").select_option(YESTERDAY)
    page.get_by_role("button", name="准备日报").click()
    expect(page.locator(".document")).to_contain_text("截至2022年7月10日17时00分")
    cut_off = f"2022-07-10T16:{signed % 60:02d}"
    page.goto(f"/briefs/{COUNTY}/draft/?at={cut_off}")
    expect(page.locator(".document")).to_contain_text("疫情防控工作日报")
    page.get_by_label("存在的问题").fill("个别村入户核查进度偏慢。\n转交信息签收不及时。")
    page.get_by_role("button", name="保存并预览").click()
    expect(page.locator(".document")).to_contain_text("个别村入户核查进度偏慢。")
    page.get_by_role("button", name="签发", exact=True).click()
    page.get_by_role("button", name="确认签发").click()
    expect(page).to_have_url(re.compile(r"/brief/[0-9a-f-]{36}/"))
    expect(page.locator(".document")).to_contain_text("转交信息签收不及时。")
    with page.expect_download() as got:
        page.get_by_role("link", name="下载 docx").click()
    saved = tmp_path / "brief.docx"
    got.value.save_as(saved)
    assert sha256(saved.read_bytes()).hexdigest() == page.locator(".digest").inner_text()
    again = page.context.new_page()
    again.goto(f"/briefs/{COUNTY}/draft/?at={cut_off}")
    again.get_by_role("button", name="保存并预览").click()
    expect(again.locator("main")).to_contain_text("已经签发，不能再改")
