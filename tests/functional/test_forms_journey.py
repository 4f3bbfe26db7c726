"""A village secretary reports on a phone, the town's clerk accepts, a correction stays visible."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import WORKED_IN
from tests.functional.field_server import FieldServer

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
HANDED_IN = """
select count(*) as reports, count(*) filter (where superseded_at is null) as current
from forms_report where reporter = '{}' and period_on = '{}'"""
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
    phone.goto("/reports/")
    phone.get_by_role("link", name=re.compile("^(填报|更正)$")).first.click()
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
    desk.goto("/reports/status/")
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
