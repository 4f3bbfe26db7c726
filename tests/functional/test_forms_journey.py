"""A village secretary reports on a phone, the town's clerk accepts, a correction stays visible."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import WORKED_IN, lianfang
from tests.functional.field_server import MORNING, FieldServer

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TODAY = MORNING.partition("T")[0]
YESTERDAY = str(date.fromisoformat(TODAY) - timedelta(days=1))
UNDER_MEASURE = """
select person_uid::text as person from control_measure
where area ^@ '{}' and ended_at is null order by id limit 1"""
NEIGHBOUR = """
select left(area, 12) as village from control_measure
where area ^@ left('{0}', 9) and not area ^@ '{0}' and ended_at is null order by id limit 1"""
HANDED_IN = """
select count(*) as reports, count(*) filter (where superseded_at is null) as current
from forms_report where reporter = '{}' and period_on = '{}'"""
KEY_REPORTS = """
select count(*) as reports, max(numbers[22]) as found
from forms_report where form = 'key-populations' and reporter = '{}' and period_on = '{}'"""
DECIDED = """
select d.kind, length(d.digest) as digits from forms_decision d join forms_report r on r.id = d.report_id
where r.reporter = '{}' and r.period_on = '{}'"""


@pytest.fixture(scope="module")
def server(address: str, surroundings: dict[str, str]) -> Iterator[FieldServer]:
    """The morning's server."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()
    started = FieldServer(surroundings)
    started.start()
    yield started
    started.kill()


def opened(browser: Browser, server: FieldServer, state: Any, screen: Any, *, scripts: bool = True) -> Page:
    context = browser.new_context(
        base_url=server.address,
        viewport=screen,
        locale="zh-CN",
        storage_state=state,
        java_script_enabled=scripts,
    )
    return context.new_page()


def fill(page: Page, **counts: str) -> None:
    """Noughts, but for what is named."""
    for box in page.locator("input[name^='v.']").all():
        box.fill("0")
    for box in page.locator("textarea[name='v.fever']").all():
        box.fill("0")
    for code, said in counts.items():
        page.locator(f"[name='v.{code}']").fill(said)


def test_from_the_phone_of_a_village_to_the_desk_of_its_town(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    phone = opened(browser, server, enter("village"), PHONE, scripts=False)
    phone.goto("/today/reports/")
    phone.locator(f"a[href*='village-daily'][href*='{TODAY}']").first.click()
    period = phone.url.split(".")[-3:-1]
    fill(phone, visited="三十", on_duty="6", gates="2")
    phone.get_by_role("button", name="签名上报").click()
    expect(phone.locator("#e-visited")).to_contain_text("不是整数")
    assert phone.locator("[name='v.gates']").input_value() == "2"
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.locator("[name='v.visited']").fill("30")
    phone.get_by_role("button", name="签名上报").click()
    expect(phone.locator("main")).to_contain_text("台账数，已确认")
    report = phone.url
    assert server.ask(HANDED_IN.format(*period)) == {"reports": 1, "current": 1}
    desk = opened(browser, server, enter("town"), DESK)
    desk.goto(f"/reports/status/?on={period[1]}")
    desk.get_by_role("button", name="接收全部无疑问的").click()
    desk.goto(report)
    expect(desk.locator("h1")).to_contain_text("已接收")
    assert server.ask(DECIDED.format(*period)) == {"kind": "accepted", "digits": 64}
    phone.goto(report)
    phone.get_by_role("link", name="更正", exact=True).click()
    phone.locator("[name='v.found']").fill("1")
    phone.get_by_label("更正理由").first.fill("下午又到一人")
    phone.get_by_role("button", name="签名更正").click()
    expect(phone.locator(".timeline")).to_contain_text("接收后更正")
    assert server.ask(HANDED_IN.format(*period)) == {"reports": 2, "current": 1}
    for page in (phone, desk):
        page.context.close()


def test_a_doubt_is_looked_at_by_the_town_and_another_is_closed_by_its_reporter(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    listed = json.loads(lianfang(server.surroundings, "users", "list", "--json"))
    (username,) = (one["username"] for one in listed if one["username"].startswith("demo-village-"))
    village = username.removeprefix("demo-village-")
    neighbour = server.ask(NEIGHBOUR.format(village))["village"]
    _measure_fever(server, neighbour)
    said = (
        "--unit",
        neighbour,
        "--on",
        TODAY,
        "--zero",
        "--explanation",
        "复测正常",
        "--reason",
        "又看了一遍",
    )
    lianfang(server.surroundings, "report", "submit", "village-daily", *said)
    lianfang(server.surroundings, "report", "doubts", "--area", neighbour, "--on", TODAY, "--find")
    desk = opened(browser, server, enter("town"), DESK)
    desk.goto("/today/")
    desk.locator("summary", has_text="报表疑点核实").first.click()
    desk.locator("main a[href^='/doubts/']:visible").first.click()
    expect(desk.locator("main")).to_contain_text("与台账矛盾")
    expect(desk.locator("main")).to_contain_text("先想无意的原因")
    expect(desk.locator(".figures")).to_contain_text("台账")
    desk.get_by_label("结果").select_option("explained")
    desk.get_by_label("看了什么、问了谁、为什么").fill("问过村医，体温是补登的")
    desk.get_by_role("button", name="登记核实结果").click()
    expect(desk.locator("h1")).to_contain_text("情况属实")
    phone = opened(browser, server, enter("village"), PHONE)
    _measure_fever(server, village)
    phone.goto(f"/today/reports/village-daily.{village}.{TODAY}.day/")
    for reason in phone.locator("#zero-reason").all():  # a correction where the village has reported already
        reason.fill("下午没有新情况")
    phone.get_by_role("button", name="签名作零报告").click()
    expect(phone.locator("main")).to_contain_text("台账已有1人")
    phone.locator("#zero-explanation").fill("已复测")
    phone.get_by_role("button", name="签名作零报告").click()
    expect(phone.locator("h1")).to_contain_text("零报告")
    lianfang(server.surroundings, "report", "doubts", "--area", village, "--on", TODAY, "--find")
    phone.goto("/today/reports/")
    phone.get_by_role("link", name=re.compile("与台账矛盾")).click()
    doubt = phone.url
    expect(phone.locator("main")).to_contain_text("作了零报告，而台账当时已有1人发热")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_label("为什么是这个数").fill("签名前没有看台账")
    phone.get_by_role("button", name="登记说明").click()
    expect(phone.locator(".timeline")).to_contain_text("签名前没有看台账")
    phone.get_by_role("link", name="更正", exact=True).click()
    fill(phone, visited="12", on_duty="6", gates="2")
    phone.get_by_label("更正理由").first.fill("有一人发热")
    phone.get_by_role("button", name="签名更正").click()
    expect(phone.locator(".timeline")).to_contain_text("更正")
    desk.goto(doubt)
    expect(desk.locator("h1")).to_contain_text("填报有误，已更正")
    desk.goto("/doubts/?seen=no")
    assert desk.locator(f"a[href='{doubt.removeprefix(server.address)}']").count() == 0
    for page in (phone, desk):
        page.context.close()


def _measure_fever(server: FieldServer, village: str) -> None:
    """Somebody under measure in the village has a fever at half past six, and it is entered at once."""
    person = server.ask(UNDER_MEASURE.format(village))["person"]
    early = server.surroundings | {"LIANFANG_NOW": f"{TODAY}T06:35"}
    told = ("--person", person, "--slot", "am", "--celsius", "38.2", "--at", f"{TODAY}T06:30")
    lianfang(early, "reading", "add", *told)


def _nothing_found(server: FieldServer) -> None:
    """The daily report of the day before says that nobody was found."""
    listed = json.loads(lianfang(server.surroundings, "users", "list", "--json"))
    (username,) = (one["username"] for one in listed if one["username"].startswith("demo-village-"))
    said = ("--zero", "--explanation", "均已复测", "--reason", "重新清点")
    unit = ("--unit", username.removeprefix("demo-village-"), "--on", YESTERDAY)
    lianfang(server.surroundings, "report", "submit", "village-daily", *unit, *said)


def test_prepared_before_a_report_is_filled_in_without_a_network_and_sent_once(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    lianfang(server.surroundings, "form", "load", "key-populations")
    phone = opened(browser, server, enter("village"), PHONE)
    _nothing_found(server)
    phone.goto("/today/reports/")
    phone.wait_for_selector("#field[data-kept]")
    phone.context.set_offline(True)
    row = phone.locator("tr", has_text="七类重点人群")
    row.first.get_by_role("link", name="填报").click()
    phone.wait_for_selector("#field[data-ready]")
    period = phone.url.split(".")[-3:-1]
    fill(phone, trade_found="2", risk_found="3", reason="当日深夜到达，次日上门")
    expect(phone.locator("#c-all_found")).to_have_text("5")
    assert phone.locator("[name='v.all_found']").count() == 0
    phone.get_by_role("button", name="签名上报").click()
    expect(phone.locator("[data-count=waiting]")).to_have_text("1")
    expect(phone.get_by_role("button", name="签名上报")).to_be_hidden()
    phone.goto("/today/reports/")
    expect(row.first.locator("[data-state-word]")).to_have_text("待发送")
    assert server.ask(KEY_REPORTS.format(*period))["reports"] == 0
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto("/today/")
    line = phone.locator("#outbox li")
    expect(line).to_have_attribute("data-fate", "refused", timeout=20_000)
    expect(line).to_contain_text("七类排查出5人，多于日报新排查出的0人")
    phone.locator("#outbox summary").click()
    line.get_by_role("button", name="重新填写").click()
    expect(phone.locator("[name='v.risk_found']")).to_have_value("3")
    phone.get_by_role("button", name="签名上报").click()
    phone.get_by_label("如属实，请说明原因").first.fill("日报在先，深夜又到五人")
    phone.get_by_role("button", name="签名上报").click()
    expect(phone.locator("h1")).to_contain_text("七类重点人群")
    told = server.ask(KEY_REPORTS.format(*period))
    assert (told["reports"], told["found"]) == (1, 5.0)
    phone.goto(f"/today/reports/key-populations.{period[0]}.{period[1]}.day/")
    expect(phone.locator("main")).to_contain_text("更正理由")
    phone.context.close()
