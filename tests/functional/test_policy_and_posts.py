"""A headquarters looks at policy and asks what if; a town deals out its villages and signs for posts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PICTURES = Path(__file__).parents[2] / "test-output" / "pages"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def desk(browser: Browser, address: str, enter):
    """`desk("county")`: a page signed in at a desk; whatever its console complains of fails the test."""
    opened = []

    def at(name: str, **options: object) -> Page:
        context = browser.new_context(
            base_url=address, storage_state=enter(name), locale="zh-CN", **({"viewport": DESK} | options)
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        opened.append((context, complaints))
        return page

    yield at
    for context, complaints in opened:
        context.close()
        assert complaints == []


def looked_at(page: Page, name: str) -> None:
    """A picture of the page, for whoever wants to see it; nothing may be wider than the screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_from_the_table_to_the_stricter_cells_to_one_person_to_all(desk):
    page = desk("county")
    page.goto("/policy/")
    looked_at(page, "policy-list")
    page.get_by_role("link", name=re.compile("第九版")).first.click()
    expect(page.locator(".policy-table tbody tr").first).to_be_visible()
    looked_at(page, "policy-table")
    page.get_by_role("link", name="与上级比较").click()
    upper = page.get_by_label("对照")
    upper.select_option(
        label=next(text for text in upper.locator("option").all_inner_texts() if "二十条" in text)
    )
    page.get_by_role("button", name="比较").click()
    expect(page.locator("tr.bad-row").first.locator(".tag.bad")).to_have_text("更严")
    looked_at(page, "policy-compare")
    page.get_by_role("link", name="试算一人").click()
    page.get_by_label("暴露类别").select_option("close_contact")
    page.get_by_label("末次暴露日").fill("2022-07-08")
    page.get_by_role("button", name="试算").click()
    expect(page.locator(".reasons")).to_contain_text("确定程度")
    looked_at(page, "policy-try")
    page.get_by_role("link", name="影响多少人").click()
    expect(page.locator(".figures dd").first).to_have_text(re.compile(r"^[1-9]"))
    looked_at(page, "policy-effect")


def test_a_village_changes_hands_by_the_form_and_by_dragging(desk):
    page = desk("town")
    page.goto("/posts/")
    looked_at(page, "posts-town")
    village = page.locator(".hand li").filter(has=page.locator("form")).first
    name = village.locator("span").first.inner_text()
    taker = village.locator("select option").nth(1).inner_text()
    village.locator("select").select_option(label=taker)
    village.get_by_role("button", name="移交").click()
    hand = page.locator(".hand").filter(has=page.locator("h3", has_text=taker)).first
    expect(hand.locator("li", has_text=name)).to_have_count(1)
    other = page.locator(".hand[data-officer]").filter(has_not=page.locator("h3", has_text=taker)).first
    dragged = other.locator("li").first
    carried = dragged.locator("span").first.inner_text()
    dragged.locator("span").first.drag_to(hand.locator("h3"))  # held by its name
    expect(hand.locator("li", has_text=carried)).to_have_count(1)
    expect(hand.locator("li", has_text=name)).to_have_count(1)


def test_a_holder_signs_the_pledge_with_the_own_name_without_script(desk):
    page = desk("village", viewport=PHONE, java_script_enabled=False)
    page.goto("/posts/")
    looked_at(page, "posts-village-phone")
    row = page.locator("tr").filter(has=page.get_by_text("签署", exact=True)).first
    name = row.locator("td").first.inner_text()
    row.get_by_text("签署", exact=True).click()
    row.get_by_label("任职人签名").fill(name)
    row.get_by_role("button", name="签署责任状").click()
    expect(page.locator(".tag.good", has_text="已签").first).to_be_visible()
