"""A site from its verification to the certificates of those who leave; its phones with the network cut."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.functional.conftest import WORKED_IN, lianfang
from tests.functional.field_server import FieldServer

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
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
TAKEN = (["accepted"], ["known"], [])
"""Taken; taken with an answer that did not come through; or shown by the page that then forgets it."""
STUCK = """
select t.uid::text as uid, h.uid::text as request
from facilities_transfer t
join facilities_handover h on h.transfer_id = t.id
where t.ended_at is null
  and not exists (select from facilities_handover later where later.transfer_id = t.id and later.step > 0)
limit 1"""


OVER = "2022-07-17T13:00"
"""The day after the last night of the order, an hour after its release is due."""
LODGED = """
select p.uid::text as person, p.name
from facilities_lodging l
join facilities_site s on s.id = l.site_id
join people_person p on p.id = l.person_id
where s.uid = '{}' and l.arrived_at is not null and upper_inf(l.during)
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
    assert fates(nurse) in TAKEN  # the receipt is told first
    assert fates(crew) in TAKEN
    assert server.ask(turns) == {"turns": 3, "received": 1, "crews": 1, "late": True}
    crew.goto(where)
    expect(crew.locator("table")).to_contain_text("虚A·转09")
    expect(crew.get_by_role("button", name="登记交接")).to_have_count(0)
    assert problems == []
    for page in (crew, nurse):
        page.context.close()


def test_a_site_from_its_verification_to_the_certificate_of_who_leaves(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any], tmp_path: Path
):
    county = enter("county")
    page = desk_of(browser, server, county)
    site = _verified_and_opened(page)
    _assigned(page)
    lodged = server.ask(LODGED.format(site)) if _arrived(page) else {}
    _cared_for(page, lodged["person"])
    _left_and_cleaned(page, site)
    page.context.close()
    server.later(OVER)
    page = desk_of(browser, server, county)
    _held(page, site)
    _loaded(server, tmp_path / "results.csv", lodged["person"])
    _released(page, lodged["name"])
    page.context.close()


def desk_of(browser: Browser, server: FieldServer, state: Any) -> Page:
    """A desk at the server, wherever it answers now."""
    told: dict[str, Any] = {"viewport": DESK, "locale": "zh-CN"}
    return browser.new_context(base_url=server.address, storage_state=state, **told).new_page()


def pressed(what: Locator) -> None:
    """Press a button or a link, and wait for the page that it leads to."""
    with what.page.expect_navigation():
        what.click()


def figure(page: Page, name: str) -> int:
    """A figure of a page by its name."""
    found = page.locator(".figures div").filter(has=page.get_by_text(name, exact=True)).locator("dd")
    return int(found.inner_text().replace(",", ""))


def _verified_and_opened(page: Page) -> str:
    """The second site does not count until two people saw it; then it may be put to use; its uid."""
    page.goto("/sites/")
    pressed(page.get_by_role("link", name="二号集中隔离点"))
    expect(page.get_by_text("没有在期的现场核验")).to_be_visible()
    assert figure(page, "计入") == 0
    page.get_by_label("核验人", exact=False).first.fill("旅程甲")
    page.get_by_label("另一名核验人").fill("旅程乙")
    page.get_by_label("现场数得可用房间").fill("45")
    for tick in page.locator("[name=met]").all():
        tick.check()
    pressed(page.get_by_role("button", name="登记现场核验"))
    assert figure(page, "计入") == 45
    page.get_by_label("改为").select_option(label="启用")
    pressed(page.get_by_role("button", name="改变状态"))
    expect(page.locator("h1 .tag")).to_have_text("启用")
    return page.url.rstrip("/").rpartition("/")[2]


def _assigned(page: Page) -> None:
    """Whom the rules place is told before anything is written, and placed so."""
    pressed(page.get_by_role("link", name="看谁能分到"))
    placed, rooms = figure(page, "能分到（人）"), figure(page, "用房（间）")
    assert 0 < rooms <= placed
    pressed(page.get_by_role("button", name="全部分配"))
    assert figure(page, "能分到（人）") == 0
    pressed(page.locator("h1 a"))
    assert figure(page, "待入住") == rooms


def _arrived(page: Page) -> bool:
    """The first comes."""
    pressed(page.get_by_role("button", name="入住", exact=True).first)
    return figure(page, "在住") == 1


def _cared_for(page: Page, person: str) -> None:
    """What somebody needs has a clock, is taken up and answered."""
    page.goto(f"/care/?person={person}")
    page.locator("[name=person]").fill(person)
    page.get_by_label("种类和办结时限").select_option(index=0)
    page.get_by_label("具体需要").fill("旅程：降压药")
    pressed(page.get_by_role("button", name="登记需要"))
    row = page.locator("tbody tr").filter(has_text="二号集中隔离点")
    row.get_by_role("link").click()
    expect(page.get_by_text("旅程：降压药")).to_be_visible()
    for step in ("受理", "办结"):
        pressed(page.get_by_role("button", name=step, exact=True))
    expect(page.locator("table")).to_contain_text("办结")


def _left_and_cleaned(page: Page, site: str) -> None:
    """Another comes and leaves again; the room is nobody's until it was disinfected."""
    page.goto(f"/sites/{site}/")
    free = figure(page, "空房")
    pressed(page.get_by_role("button", name="入住", exact=True).first)
    pressed(page.get_by_role("button", name="离开", exact=True).last)
    assert (figure(page, "待消毒"), figure(page, "空房")) == (1, free)
    pressed(page.get_by_role("button", name="已消毒"))
    assert (figure(page, "待消毒"), figure(page, "空房")) == (0, free + 1)


def _held(page: Page, site: str) -> None:
    """Whose days are over stays while a negative sample is missing, and the page says of which day."""
    page.goto(f"/sites/{site}/")
    pressed(page.get_by_role("button", name="办理解除和离开"))
    expect(page.get_by_text("应做的检测没有阴性结果")).to_be_visible()
    assert (figure(page, "在住"), figure(page, "待消毒")) == (1, 0)


def _loaded(server: FieldServer, results: Path, person: str) -> None:
    """The laboratory's file has a negative sample of every day since the order was made."""
    days = (f"{person},2022-07-{day},阴性" for day in range(11, 17))
    results.write_text("\n".join(("person,date,result", *days)))
    account = json.loads(lianfang(server.surroundings, "tests", "load", str(results), "--json"))
    assert (account["added"], account["refused"]) == (6, 0)


def _released(page: Page, name: str) -> None:
    """Then they go with a certificate that names them; nothing of the frame comes on the paper."""
    pressed(page.get_by_role("button", name="办理解除和离开"))
    assert (figure(page, "在住"), figure(page, "待消毒")) == (0, 1)
    pressed(page.locator("a[href*='/certificates/']").first)
    page.emulate_media(media="print")
    certificate = page.locator("article.document")
    expect(certificate).to_contain_text(name)
    expect(certificate).to_contain_text("解除隔离、离开隔离点")
    expect(page.get_by_role("link", name="隔离点", exact=True).first).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")
