"""An inspector with a phone: from the sample to a closed finding, with the network cut once."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.functional.conftest import WORKED_IN, lianfang
from tests.functional.field_server import FieldServer

PHONE = {"width": 390, "height": 844}
STORED = """async () => {
    const { Store } = await import("/static/ui/field/store.js");
    const { owner, key } = document.getElementById("field").dataset;
    return (await Store.open(owner, key)).all();
}"""
FOUND = """
select count(*) as findings, count(distinct visit_id) as visits,
       (select count(*) from inspection_evidence where about = 'found') as photographs,
       (select count(*) from inspection_signature) as signatures
from inspection_finding where text like '旅程：%%'"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "0500010d0a2db40000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def server(address: str, surroundings: dict[str, str]) -> Iterator[FieldServer]:
    """The morning's server, with two inspectors of the county."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()
    for username, name in (("demo-first-1", "督查员甲"), ("demo-second-1", "督查员乙")):
        lianfang(surroundings, "users", "add", username, "--name", name)
        lianfang(
            surroundings,
            "roles",
            "grant",
            username,
            "inspector",
            "--area",
            "990121",
            "--ground",
            "旅程",
        )
    started = FieldServer(surroundings)
    started.start()
    yield started
    started.kill()


def context_of(browser: Browser, server: FieldServer, state: Any) -> BrowserContext:
    return browser.new_context(
        base_url=server.address, viewport=PHONE, locale="zh-CN", has_touch=True, storage_state=state
    )


def filled(page: Page, *, unmet: str) -> None:
    """Fill the checklist: everything met but the first item."""
    page.locator("[data-item] [value=met]").first.wait_for()
    for item in page.locator("[data-item]").all():
        item.locator("[value=met]").check()
    first = page.locator("[data-item]").first
    first.locator("[value=unmet]").check()
    first.locator("textarea").fill(unmet)
    first.locator("input[type=file]").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    page.get_by_label("在场人签名", exact=False).first.fill("值班负责人")
    _draw(page)


def _draw(page: Page) -> None:
    """Draw a stroke as the signature, rub it out, and draw another."""
    canvas = page.locator("canvas.signature")
    canvas.scroll_into_view_if_needed()
    for rubbed_out in (True, False):
        box = canvas.bounding_box()
        assert box
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + 150, box["y"] + 70, steps=8)
        page.mouse.up()
        page.wait_for_selector("[data-signature][data-signed]")
        if rubbed_out:
            page.get_by_role("button", name="擦掉重签").click()
            page.wait_for_selector("[data-signature]:not([data-signed])")


def settled(page: Page, seconds: int = 30) -> list[dict[str, Any]]:
    """What became of all records; all have a fate."""
    deadline = time.monotonic() + seconds
    records = page.evaluate(STORED)
    while not records or any("outcome" not in record for record in records):
        assert time.monotonic() < deadline, "records are still waiting"
        page.wait_for_timeout(200)
        records = page.evaluate(STORED)
    return list(records)


def test_from_sample_to_closed_finding_with_the_network_cut_once(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    phone = context_of(browser, server, enter("first"))
    page = phone.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.goto("/today/visits/")
    page.wait_for_selector("#field[data-kept]")
    phone.set_offline(True)
    page.locator(".tasks a").first.click()
    page.wait_for_selector("#field[data-ready]")
    filled(page, unmet="旅程：入口没有人测温，门开着")
    page.get_by_role("button", name="提交检查").click()
    page.wait_for_url("**/today/visits/")
    page.wait_for_selector("#field[data-ready]")
    expect(page.locator("#outbox")).to_contain_text("3 条未发送")
    assert all("outcome" not in record for record in page.evaluate(STORED))
    phone.set_offline(False)
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    assert {record["outcome"]["fate"] for record in settled(page)} <= {"accepted", "known"}  # sent once more
    assert server.ask(FOUND) == {"findings": 1, "visits": 1, "photographs": 1, "signatures": 1}
    assert problems == []
    phone.close()
    _closed_by_another(browser, server, enter)


def _closed_by_another(browser: Browser, server: FieldServer, enter: Callable[[str], Any]) -> None:
    """The office reports it rectified, the finder may not re-check it, another inspector closes it."""
    desk = context_of(browser, server, enter("county")).new_page()
    desk.goto("/inspection/?state=open")
    desk.get_by_role("link", name="旅程：入口没有人测温").click()
    desk.get_by_label("怎么改的").fill("已安排专人测温")
    desk.get_by_role("button", name="报告整改完成").click()
    expect(desk.locator("h1")).to_contain_text("待回头看")
    where = desk.url
    finder = context_of(browser, server, enter("first")).new_page()
    finder.goto(where)
    finder.get_by_label("看到什么").fill("看过")
    finder.get_by_role("button", name="通过，销号").click()
    expect(finder.locator("main")).to_contain_text("不能由本人回头看")
    other = context_of(browser, server, enter("second")).new_page()
    other.goto(where)
    other.get_by_label("看到什么").fill("当场看到两人在测温")
    other.get_by_role("button", name="通过，销号").click()
    expect(other.locator("h1")).to_contain_text("已销号")
    for page in (desk, finder, other):
        page.context.close()


def test_where_the_phone_is_becomes_text_of_the_place_only_when_asked_for(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    phone = context_of(browser, server, enter("second"))
    page = phone.new_page()
    page.goto("/today/visits/")
    page.locator(".tasks a").first.click()
    page.wait_for_selector("#field[data-ready]")
    place, button = page.get_by_label("具体地点"), page.get_by_role("button", name="填入当前位置")
    expect(button).to_be_visible()
    expect(place).to_have_value("")
    place.fill("东门岗亭")
    button.click()  # not allowed yet
    expect(page.locator("[data-position] [role=status]")).to_contain_text("没有取得位置")
    expect(place).to_have_value("东门岗亭")
    phone.grant_permissions(["geolocation"])
    for latitude, shown in ((29.5630123, "29.56301"), (29.5640123, "29.56401")):
        phone.set_geolocation({"latitude": latitude, "longitude": 106.5515678, "accuracy": 11.2})
        button.click()
        expect(place).to_have_value(re.compile(rf"^东门岗亭 {shown},106\.55157 ±12m WGS84$"))
    expect(page.locator("[data-position] [role=status]")).to_have_text("")
    phone.close()
