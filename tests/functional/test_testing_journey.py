"""A round of testing: the county plans and follows it, a nurse fills tubes, the network is cut once."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.factories import office
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
  and not exists (select from testing_round r where starts_with(people_person.area, r.area))
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


@dataclass
class Village(FieldServer):
    """The server, and the village in which the journeys play."""

    village: str = ""


@pytest.fixture(scope="module")
def server(address: str, surroundings: dict[str, str]) -> Iterator[Village]:
    """The morning's server, with a nurse of the village with the most people."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()
    started = Village(surroundings)
    started.start()
    village = started.village = started.ask(VILLAGE)["code"]
    lianfang(surroundings, "users", "add", "demo-swabber-1", "--name", "采样护士")
    granted = ("demo-swabber-1", "village_doctor", "--area", village, "--ground", "旅程")
    lianfang(surroundings, "roles", "grant", *granted)
    yield started
    started.kill()


def context_of(browser: Browser, server: Village, state: Any, **more: Any) -> BrowserContext:
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


def opened_point(browser: Browser, server: Village, state: Any, village: str, name: str) -> str:
    """The county opens a point in the village; its address on a phone."""
    context = context_of(browser, server, state, viewport=DESK)
    desk = context.new_page()
    desk.goto("/testing/points/")
    desk.get_by_text("设立采样点", exact=True).first.click()
    typed = {"area": village, "name": name, "per_hour": "60", "samplers": "2", "opens": "07:00"}
    for field, value in typed.items():
        desk.locator(f"form [name={field}]").fill(value)
    desk.get_by_role("button", name="设立采样点").click()
    expect(desk.locator("main")).to_contain_text(name)
    where = desk.get_by_role("link", name=name).get_attribute("href") or ""
    context.close()
    return where


def test_tubes_filled_without_a_network_are_whole_when_sent(
    browser: Browser, server: Village, enter: Callable[[str], Any]
):
    where = opened_point(browser, server, enter("county"), server.village, "旅程采样点")
    people = server.ask(PEOPLE.format(village=server.village))["uids"]
    phone = context_of(browser, server, enter("swabber"))
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


def test_a_round_from_its_plan_to_the_release_of_who_was_re_tested(
    browser: Browser, server: Village, enter: Callable[[str], Any]
):
    people = server.ask(PEOPLE.format(village=server.village))["uids"][:3]
    county, nurse = enter("county"), enter("swabber")

    def at(clock: str, state: Any, **more: Any) -> Page:
        server.later(f"2022-07-12T{clock}")
        return context_of(browser, server, state, **more).new_page()

    desk = context_of(browser, server, county, viewport=DESK).new_page()
    _planned_and_started(desk, server.village)
    where = opened_point(browser, server, county, server.village, "旅程二点")
    _filled(at("08:30", nurse), where, "K-0001", "pool5", people)
    desk = at("10:30", county, viewport=DESK)
    _resulted(desk, "K-0001", "阳性")
    expect(desk.locator("main")).to_contain_text("阳性")
    expect(desk.get_by_text("就地等候复核")).to_have_count(3)
    desk.locator("tbody a").first.click()
    expect(desk.locator("main")).to_contain_text("就地单独隔离，等候单采复核")
    desk.goto("/testing/")
    expect(desk.locator("main")).to_contain_text("待复核 3")
    _filled(at("11:30", nurse), where, "K-0002", "single", people[:1])
    desk = at("13:30", county, viewport=DESK)
    _resulted(desk, "K-0002", "阴性")
    desk.goto("/testing/tubes/K-0001/")
    expect(desk.get_by_text("就地等候复核")).to_have_count(2)
    desk.goto(f"/people/{people[0]}/")
    expect(desk.locator("main")).to_contain_text("采样管K-0001阳性后，单采复核阴性")
    _coverage_is_seen(desk)


@office.NEEDS_POPPLER
def test_labels_print_eight_rows_of_three_to_a_sheet(
    browser: Browser, server: Village, enter: Callable[[str], Any], tmp_path: Path
):
    desk = context_of(browser, server, enter("county"), viewport=DESK).new_page()
    desk.goto("/testing/labels/")
    desk.get_by_label("几张").fill("30")
    desk.locator("main form button").last.click()
    desk.pdf(path=tmp_path / "labels.pdf", prefer_css_page_size=True)
    sheets = office.tool("pdftotext", tmp_path / "labels.pdf", "-").split("\f")
    assert [len(re.findall(r"\d{6}-\d{7}-\d", sheet)) for sheet in sheets] == [24, 6, 0]


def _planned_and_started(desk: Page, village: str) -> None:
    desk.goto("/testing/plan/")
    desk.locator("[name=population]").fill("3000")
    desk.locator("[name=labs]").fill("400")
    desk.get_by_role("button", name="测算").click()
    expect(desk.locator("main")).to_contain_text("采样人员")
    desk.goto("/testing/")
    desk.get_by_text("启动一轮", exact=True).click()
    desk.locator("form[action$='/start/'] [name=area]").fill(village)
    desk.get_by_role("button", name="启动，生成应检名单").click()
    expect(desk.locator(".toasts")).to_contain_text("应检名单已生成")


def _filled(phone: Page, where: str, tube: str, kind: str, people: list[str]) -> None:
    """The nurse puts people into a tube and seals it."""
    phone.goto(where)
    phone.wait_for_selector("#field[data-ready]")
    phone.locator("[data-sample] [name=kind]").select_option(kind)
    for uid in people:
        sample(phone, uid, tube=tube)
    phone.locator(f"[data-tube='{tube}']").get_by_role("button", name="封管").click()
    expect(phone.locator(f"[data-tube='{tube}'] [data-seal]")).to_be_hidden()
    fates = {record["outcome"]["fate"] for record in settled(phone)}
    assert fates == {"accepted"}


def _resulted(desk: Page, tube: str, result: str) -> None:
    """The office hands a tube over, receives it and enters what was found."""
    for step, who in (("送检途中", "送检员"), ("实验室已收", "县实验室")):
        desk.goto("/testing/tubes/")
        desk.get_by_text("登记交接", exact=True).first.click()
        desk.locator("[name=codes]").fill(tube)
        desk.locator("[name=step]").select_option(label=step)
        desk.locator("[name=who]").fill(who)
        desk.get_by_role("button", name="登记交接").click()
        expect(desk.locator(".toasts")).to_contain_text("交接已登记")
    desk.goto("/testing/tubes/")
    desk.locator("form[action$='/scanned/'] [name=code]").fill(tube)
    desk.keyboard.press("Enter")
    desk.locator("[name=result]").select_option(label=result)
    desk.get_by_role("button", name="登记结果").click()
    expect(desk.locator("h1")).to_contain_text(result)


def _coverage_is_seen(desk: Page) -> None:
    """The round tells who came; from the village down who has not, household by household."""
    desk.goto("/testing/")
    expect(desk.locator("main")).to_contain_text("待复核 2")
    desk.locator("tbody a").first.click()
    figures = desk.locator(".figures").first
    expect(figures).to_contain_text(re.compile("已采\\s*3"))
    expect(desk.locator("main")).to_contain_text("还没有来，按户上门")
