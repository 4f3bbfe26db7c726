"""Phones of a site: somebody is handed over with the network cut, and another phone tells it later."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import WORKED_IN, lianfang
from tests.functional.field_server import FieldServer

PHONE = {"width": 390, "height": 844}
STORED = """async () => {
    const { Store } = await import("/static/ui/field/store.js");
    const { owner, key } = document.getElementById("field").dataset;
    return (await Store.open(owner, key)).all();
}"""
TURNS = """
select count(*) as turns, count(*) filter (where h.custodian = 'receiver') as received,
       count(*) filter (where h.name = '旅程车组') as crews,
       coalesce(bool_and(h.recorded_at > h.happened_at) filter (where h.name like '旅程%%'), false) as late
from facilities_handover h
where h.transfer_id = (select transfer_id from facilities_handover where uid = '{}')"""
STUCK = """
select t.uid::text as uid, h.uid::text as request
from facilities_transfer t
join facilities_handover h on h.transfer_id = t.id
where t.ended_at is null
  and not exists (select from facilities_handover later where later.transfer_id = t.id and later.step > 0)
limit 1"""


@pytest.fixture(scope="module")
def server(address: str, surroundings: dict[str, str]) -> Iterator[FieldServer]:
    """The morning's server, with two phones of the site: who drives, and who receives."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()
    for username, name in (("demo-crew-1", "旅程车组"), ("demo-nurse-1", "旅程护士")):
        lianfang(surroundings, "users", "add", username, "--name", name)
        told = (username, "site_clerk", "--area", "990121", "--ground", "旅程")
        lianfang(surroundings, "roles", "grant", *told)
    started = FieldServer(surroundings)
    started.start()
    yield started
    started.kill()


def phone_of(browser: Browser, server: FieldServer, state: Any) -> Page:
    """A phone that has opened the transfers once where there was a network."""
    told: dict[str, Any] = {"viewport": PHONE, "locale": "zh-CN", "has_touch": True}
    page = browser.new_context(base_url=server.address, storage_state=state, **told).new_page()
    page.goto("/today/transfers/")
    page.wait_for_selector("#field[data-kept]")
    return page


def handed_over(page: Page, where: str, to: str, name: str, vehicle: str = "") -> None:
    """Fill in who takes over, without a network, and see it wait."""
    page.context.set_offline(True)
    page.goto(where)
    page.wait_for_selector("#field[data-ready]")
    page.locator("[name=to]").select_option(label=to)
    page.locator("form[data-custody] [name=name]").fill(name)
    page.locator("[name=vehicle]").fill(vehicle)
    page.get_by_role("button", name="登记交接").click()
    page.wait_for_url("**/today/transfers/")
    page.wait_for_selector("#field[data-ready]")
    expect(page.locator("#outbox")).to_contain_text("1 条未发送")


def fates(page: Page) -> list[str]:
    """What became of the records of a phone whose network is back."""
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    deadline = time.monotonic() + 30
    records = page.evaluate(STORED)
    while any("outcome" not in one for one in records):
        assert time.monotonic() < deadline, "records are still waiting"
        page.wait_for_timeout(200)
        records = page.evaluate(STORED)
    return [one["outcome"]["fate"] for one in records]


def test_two_phones_without_a_network_tell_late_and_one_answers_at_any_moment(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    stuck = server.ask(STUCK)
    where, turns = f"/today/transfers/{stuck['uid']}/", TURNS.format(stuck["request"])
    problems: list[str] = []
    crew = phone_of(browser, server, enter("crew"))
    crew.on("pageerror", lambda problem: problems.append(str(problem)))
    nurse = phone_of(browser, server, enter("nurse"))
    handed_over(crew, where, "转运人员", "旅程车组", "虚A·转09")
    nurse.wait_for_timeout(1100)  # the receipt happens after the crew took over
    handed_over(nurse, where, "接收方", "旅程护士")
    assert server.ask(turns)["turns"] == 1
    assert fates(nurse) in (
        ["accepted"],
        [],
    )  # the receipt is told first, and a page that shows it forgets it
    assert fates(crew) in (["accepted"], [])
    assert server.ask(turns) == {"turns": 3, "received": 1, "crews": 1, "late": True}
    crew.goto(where)
    expect(crew.locator("table")).to_contain_text("虚A·转09")
    expect(crew.get_by_role("button", name="登记交接")).to_have_count(0)
    assert problems == []
    for page in (crew, nurse):
        page.context.close()
