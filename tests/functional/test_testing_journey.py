"""A sampling nurse with a phone, the network cut: whoever was sampled is in one tube when it is sent."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.functional.conftest import WORKED_IN, lianfang
from tests.functional.field_server import FieldServer

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
STORED = """async () => {
    const { Store } = await import("/static/ui/field/store.js");
    const { owner, key } = document.getElementById("field").dataset;
    return (await Store.open(owner, key)).all();
}"""
VILLAGE = """
select left(area, 12) as code, count(*) as people from people_person
where length(area) >= 12 and area like '990121%%' and state = 'present' and merged_into_id is null
group by 1 order by 2 desc, 1 limit 1"""
PEOPLE = """
select array_agg(uid::text order by id) as uids from (
    select id, uid from people_person
    where starts_with(area, '{village}') and state = 'present' and merged_into_id is null
      and not exists (select from testing_sample s where s.person_id = people_person.id)
    order by id limit 8) few"""
TAKEN = """
select count(*) as samples, count(distinct person_id) as persons, count(distinct tube_id) as tubes,
       count(*) filter (where visitor) as visitors,
       (select state from testing_tube where code = 'J-0001') as first
from testing_sample where tube_id in (select id from testing_tube where code like 'J-%%')"""


@pytest.fixture(scope="module")
def server(address: str, surroundings: dict[str, str]) -> Iterator[FieldServer]:
    """The morning's server, with a nurse of the village with the most people."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()
    started = FieldServer(surroundings)
    started.start()
    village = started.ask(VILLAGE)["code"]
    lianfang(surroundings, "users", "add", "demo-nurse-1", "--name", "采样护士")
    granted = ("demo-nurse-1", "village_doctor", "--area", village, "--ground", "旅程")
    lianfang(surroundings, "roles", "grant", *granted)
    yield started
    started.kill()


def context_of(browser: Browser, server: FieldServer, state: Any, **more: Any) -> BrowserContext:
    told = {"viewport": PHONE, "has_touch": True} | more
    return browser.new_context(base_url=server.address, locale="zh-CN", storage_state=state, **told)


def settled(page: Page, seconds: int = 30) -> list[dict[str, Any]]:
    """What became of all records; all have a fate."""
    deadline = time.monotonic() + seconds
    records = page.evaluate(STORED)
    while not records or any("outcome" not in record for record in records):
        assert time.monotonic() < deadline, "records are still waiting"
        page.wait_for_timeout(200)
        records = page.evaluate(STORED)
    return list(records)


def sample(page: Page, whom: str, **more: str) -> None:
    """Put in one person, as a scanner that ends with Enter."""
    before = len(page.evaluate(STORED))
    for name, value in more.items():
        page.locator(f"[data-sample] [name={name}]").fill(value)
    page.locator("[data-sample] [name=whom]").fill(whom)
    page.keyboard.press("Enter")
    deadline = time.monotonic() + 10
    while len(page.evaluate(STORED)) == before:
        assert time.monotonic() < deadline, page.locator("[data-wrong]").inner_text()


def opened_point(browser: Browser, server: FieldServer, state: Any) -> str:
    """The county opens a point in the village; its address on a phone."""
    context = context_of(browser, server, state, viewport=DESK)
    desk = context.new_page()
    desk.goto("/testing/points/")
    desk.get_by_text("设立采样点", exact=True).first.click()
    village = server.ask(VILLAGE)["code"]
    typed = {"area": village, "name": "旅程采样点", "per_hour": "60", "samplers": "2", "opens": "07:00"}
    for name, value in typed.items():
        desk.locator(f"form [name={name}]").fill(value)
    desk.get_by_role("button", name="设立采样点").click()
    expect(desk.locator("main")).to_contain_text("旅程采样点")
    where = desk.get_by_role("link", name="旅程采样点").get_attribute("href") or ""
    context.close()
    return where


def test_tubes_filled_without_a_network_are_whole_when_sent(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    where = opened_point(browser, server, enter("county"))
    people = server.ask(PEOPLE.format(village=server.ask(VILLAGE)["code"]))["uids"]
    phone = context_of(browser, server, enter("nurse"))
    page = phone.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    page.goto(where)
    page.wait_for_selector("#field[data-kept]")
    phone.set_offline(True)
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    page.locator("[data-sample] [name=kind]").select_option("pool5")
    page.locator("[data-sample] [name=tube]").fill("J-0001")
    for uid in people[:5]:
        sample(page, uid)
    expect(page.locator("[data-wrong]")).to_have_text(re.compile("J-0001 已装满"))
    expect(page.locator("[data-tube='J-0001'] [data-count-of]")).to_have_text("5")
    page.locator("[data-tube='J-0001']").get_by_role("button", name="封管").click()
    expect(page.locator("[data-tube='J-0001'] [data-seal]")).to_be_hidden()
    page.locator("[data-sample] [name=tube]").fill("J-0002")
    _what_is_wrong_is_told_at_once(page, people[0])
    page.get_by_text("没有证件，或登记中没有的人").click()
    page.locator("[data-sample] [name=visitor]").check()
    sample(page, "", name="路过人", phone="13900008877")
    sample(page, "00000000-0000-4000-8000-000000000000")
    expect(page.locator("#outbox")).to_contain_text("8 条未发送")
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    expect(page.locator("[data-tube='J-0001'] [data-count-of]")).to_have_text("5")
    phone.set_offline(False)
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    fates = [record["outcome"]["fate"] for record in settled(page)]
    assert fates.count("refused") == 1, fates
    assert set(fates) <= {"accepted", "known", "refused"}  # what was answered before the page is forgotten
    assert server.ask(TAKEN) == {"samples": 6, "persons": 6, "tubes": 2, "visitors": 1, "first": "sealed"}
    _refused_is_filled_in_again(page, people[6])
    assert server.ask(TAKEN)["samples"] == 7
    assert problems == []
    phone.close()


def _what_is_wrong_is_told_at_once(page: Page, known: str) -> None:
    """A number whose check digit is wrong, and somebody who was there before, go into no tube."""
    for whom, said in (("990121199001010000", "校验位不对"), (known, "刚才已登记过")):
        before = len(page.evaluate(STORED))
        page.locator("[data-sample] [name=whom]").fill(whom)
        page.keyboard.press("Enter")
        expect(page.locator("[data-wrong]")).to_contain_text(said)
        assert len(page.evaluate(STORED)) == before


def _refused_is_filled_in_again(page: Page, whom: str) -> None:
    page.get_by_text("逐条查看").click()
    line = page.locator("#outbox li[data-fate=refused]")
    expect(line).to_contain_text("登记中没有这个人。填姓名并勾选“当场登记”，或核对号码")
    line.get_by_role("button", name="重新填写").click()
    page.wait_for_selector("#field[data-ready]")
    expect(page.locator("[data-sample] [name=tube]")).to_have_value("J-0002")
    sample(page, whom)
    assert [record["outcome"]["fate"] for record in settled(page)] == ["accepted"]
