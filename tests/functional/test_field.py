"""The village at half past seven, on a phone: act and go on; without a network nothing is lost."""

import random
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from tests.functional.conftest import WORKED_IN, lianfang
from tests.functional.field_server import FieldServer

PICTURES = Path(__file__).parents[2] / "test-output" / "pages"
PHONE = {"width": 390, "height": 844}
RECORDS = 200
COUNTS = """
select count(*) as records, count(distinct client_id) as identities,
       (select count(*) from control_reading where on_date = '2022-07-12') as readings,
       (select count(*) from control_encounter where on_date = '2022-07-12' and note ~ '^第.*次$') as calls,
       (select count(distinct note) from control_encounter
        where on_date = '2022-07-12' and note ~ '^第.*次$') as notes
from control_fieldrecord"""
SECRETARY = """
select officer.uid::text as officer, officer.name
from areas_post post
join areas_assignment held on held.post_id = post.id and held.ends_at is null
join areas_officer officer on officer.id = held.officer_id
join control_measure measure on left(measure.area, 12) = post.area and measure.readings_per_day >= 2
 and measure.duties_from <= '2022-07-12' and measure.ends_on > '2022-07-12' and measure.ended_at is null
where post.code = 'village_secretary'
group by officer.uid, officer.name
order by count(*) desc, officer.uid
limit 1"""
QUEUE = """async (records) => {
    const { Outbox } = await import("/static/ui/field/outbox.js");
    const { Store } = await import("/static/ui/field/store.js");
    const { owner, key } = document.getElementById("field").dataset;
    const outbox = new Outbox(await Store.open(owner, key), {});
    for (const record of records) await outbox.add(record);
}"""
STORED = """async () => {
    const { Store } = await import("/static/ui/field/store.js");
    const { owner, key } = document.getElementById("field").dataset;
    return (await Store.open(owner, key)).all();
}"""


@pytest.fixture(scope="module")
def server(address: str, surroundings: dict[str, str]) -> Iterator[FieldServer]:
    """The morning's server, with an account for the secretary of the village with the most to measure.

    The county of all journeys is ready once `address` is.
    """
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()
    started = FieldServer(surroundings)
    started.start()
    held = started.ask(SECRETARY)
    lianfang(
        surroundings, "users", "add", "demo-many-1", "--name", held["name"], "--officer", held["officer"]
    )
    yield started
    started.kill()


@pytest.fixture
def phone(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any], request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A phone, signed in at the town's office, or where a test says."""
    context = browser.new_context(
        base_url=server.address,
        viewport=PHONE,
        locale="zh-CN",
        has_touch=True,
        storage_state=enter(getattr(request, "param", "town")),
    )
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    """The phone's page; a script that fails fails the test."""
    opened = phone.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda problem: problems.append(str(problem)))
    opened.problems = problems  # type: ignore[attr-defined]
    return opened


@pytest.fixture(autouse=True)
def _no_script_fails(page: Page) -> Iterator[None]:
    yield
    assert page.problems == []  # type: ignore[attr-defined]


def opened(page: Page, where: str = "/today/readings/") -> Page:
    """A page of the field whose scripts run and which is kept for the time without a network."""
    page.goto(where)
    page.wait_for_selector("#field[data-kept]")
    return page


def type_readings(page: Page, values: list[str]) -> None:
    page.locator("[data-reading]:enabled").first.focus()
    for value in values:
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        moved_on(page)


def moved_on(page: Page) -> None:
    """Wait until the line is kept and another asks: empty, or what must follow a fever."""
    deadline = time.monotonic() + 10
    while page.evaluate(
        "document.activeElement.type !== 'radio' && (document.activeElement.value ?? '') !== ''"
    ):
        assert time.monotonic() < deadline, "the page stays where it is"


def stored(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(STORED)
    return found


def all_settled(page: Page, seconds: int = 60) -> list[dict[str, Any]]:
    """What became of all records; all have a fate."""
    deadline = time.monotonic() + seconds
    records = stored(page)
    while not records or any("outcome" not in record for record in records):
        assert time.monotonic() < deadline, "records are still waiting"
        page.wait_for_timeout(200)
        records = stored(page)
    return records


@pytest.mark.parametrize("phone", ["many"], indirect=True)
def test_ten_readings_in_under_a_minute(page: Page, record_property: Callable[[str, object], None]):
    opened(page)
    before = page.locator("[data-reading]:enabled").count()
    began = time.monotonic()
    type_readings(page, ["36.5", "365", "36,8", "37.0", "36。4", "366", "36.6", "371", "36.9", "36.7"])
    taken = time.monotonic() - began
    records = all_settled(page)
    assert [record["outcome"]["fate"] for record in records] == ["accepted"] * 10
    assert page.locator("[data-reading]:enabled").count() == before - 10
    record_property("seconds for ten readings", round(taken, 1))
    assert taken < 60


def test_a_fever_asks_at_once_what_must_follow(page: Page):
    opened(page)
    type_readings(page, ["38,1"])
    asked = page.locator("#readings section.notice", has_text="闭环转运")
    expect(asked).to_be_visible()
    asked.get_by_text("已出发").click()
    asked.get_by_role("button", name="登记转运").click()
    reading, transfer = all_settled(page)
    assert reading["outcome"]["alert"] is True
    assert transfer["values"]["how"] == "transfer"
    assert transfer["outcome"]["fate"] == "accepted"


def test_what_is_no_temperature_is_told_at_its_place(page: Page):
    opened(page)
    page.locator("[data-reading]:enabled").first.focus()
    page.keyboard.type("25")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error]:visible")).to_have_text(re.compile("体温“25”不可能。请填30.0至45.0"))
    assert stored(page) == []


def test_one_task_after_the_other(page: Page):
    opened(page, "/today/?mine=0")
    first = page.locator(".task > details[open] form").first
    task = first.locator("xpath=ancestor::li")
    key = task.get_attribute("data-task")
    fill(first)
    expect(page.locator(f"#t{key} > details")).not_to_have_attribute("open", "")
    expect(page.locator("li.task > details[open]")).to_have_count(1)
    (record,) = all_settled(page)
    assert record["outcome"]["fate"] == "accepted", record


def fill(form: Any) -> None:
    """Fill the form of a task, whichever it is, and save it."""
    if form.locator("[name=celsius]").count():
        form.locator("[name=celsius]").fill("36.5")
    elif form.locator("[name=signed_by]").count():
        form.locator("[name=signed_by]").fill("王某某")
        form.locator("[name=officer]").fill("李某某")
    else:
        form.locator(".choice label", has_text=re.compile("已到达|已见到|已找到")).click()
    form.get_by_role("button", name="保存").click()


def test_every_form_works_without_javascript(
    browser: Browser, server: FieldServer, enter: Callable[[str], Any]
):
    context = browser.new_context(
        base_url=server.address, viewport=PHONE, java_script_enabled=False, storage_state=enter("many")
    )
    page = context.new_page()
    page.goto("/today/?mine=0")
    key = page.locator(".task:has(> details[open])").first.get_attribute("data-task")
    fill(page.locator(".task > details[open] form").first)
    expect(page.locator(f"#t{key}")).to_have_count(0)
    expect(page.locator(".task > details[open] form").first).to_be_visible()
    page.goto("/today/readings/")
    inputs = page.locator("[data-reading]")
    inputs.nth(0).fill("36.6")
    inputs.nth(1).fill("99")
    inputs.nth(1).press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("收下 1 条")
    expect(page.locator("[data-error]:visible")).to_contain_text("体温“99”不可能")
    assert page.locator("[aria-invalid=true]").input_value() == "99"
    context.close()


def test_a_photograph_is_evidence(page: Page, server: FieldServer):
    opened(page, "/today/?mine=0")
    page.locator(".kinds a", has_text="首次上门").click()
    page.wait_for_selector("#field[data-kept]")
    form = page.locator("li.task form:has([name=how])").first
    page.evaluate(
        "form => { form.closest('details').open = true; form.querySelector('.more').open = true }",
        form.element_handle(),
    )
    picture = page.screenshot(type="jpeg")
    form.locator("[name=photo]").set_input_files(
        {"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    form.locator(".choice label").first.click()
    form.get_by_role("button", name="保存").click()
    fates = {record["kind"]: record["outcome"]["fate"] for record in all_settled(page)}
    assert fates == {"encounter": "accepted", "photo": "accepted"}
    assert server.ask(f"select count(*) as kept from control_photograph where size = {len(picture)}") == {
        "kept": 1
    }


def test_without_a_network_the_page_opens_and_says_what_waits(page: Page, phone: BrowserContext):
    opened(page)
    phone.set_offline(True)
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    type_readings(page, ["36.5", "36.6", "36.7"])
    expect(page.locator("[data-count=waiting]")).to_have_text("3")
    expect(page.locator("[data-sending]")).to_contain_text("没有网络")
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    expect(page.locator("[data-count=waiting]")).to_have_text("3")
    page.goto("/today/")
    expect(page.locator("[data-count=waiting]")).to_have_text("3")
    phone.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    assert {record["outcome"]["fate"] for record in all_settled(page)} == {"accepted"}
    expect(page.locator("[data-count=waiting]")).to_have_text("0")


def test_a_conflict_is_shown_with_who_and_when_until_it_is_decided(page: Page):
    """A value of an hour ago meets a later one, which was sent from elsewhere meanwhile."""
    opened(page)
    row = page.locator("li[data-task]:has([data-reading]:enabled)").first
    person, slot, day, task = (
        row.get_attribute(f"data-{name}") for name in ("person", "slot", "day", "task")
    )
    made = {"kind": "reading", "person": person, "task": task, "who": "某", "what": "体温"}
    values = {"slot": slot, "day": day}
    with page.context.expect_page() as coming:
        page.evaluate("window.open('/today/readings/')")
    other = coming.value
    other.wait_for_selector("#field[data-ready]")
    other.evaluate(QUEUE, [made | {"values": values | {"celsius": "37.1"}}])
    other.evaluate("window.dispatchEvent(new Event('online'))")
    all_settled(other)
    other.close()
    hour_ago = page.evaluate("Date.now() - 3600000")
    page.evaluate(QUEUE, [made | {"entered_at": hour_ago, "values": values | {"celsius": "36.4"}}])
    page.evaluate("window.dispatchEvent(new Event('online'))")
    all_settled(page)
    line = page.locator("#outbox li[data-fate=conflict]")
    page.locator("#outbox summary").click()
    expect(line).to_contain_text(re.compile(r"已于07-12 07:\d\d登记为37.1，与你的不一致"))
    line.get_by_role("button", name="以我的为准").click()
    expect(line).to_have_count(0)
    expect(page.locator("#outbox li[data-fate=accepted]")).to_have_count(2)


def test_the_day_starts_with_what_one_holds(page: Page):
    opened(page, "/today/")
    expect(page.locator("h1")).to_contain_text("我的缺口")


@pytest.mark.parametrize("phone", ["many"], indirect=True)
def test_a_village_is_shown_by_the_clock(page: Page):
    opened(page, "/today/?mine=0")
    shown = page.locator(".task summary .clock").all_inner_texts()
    assert shown
    assert [text.startswith("逾期") for text in shown] == sorted(
        (text.startswith("逾期") for text in shown), reverse=True
    )


def test_signing_out_asks_first_and_the_next_person_finds_nothing(
    page: Page, phone: BrowserContext, enter: Callable[[str], Any]
):
    opened(page)
    page.route("**/today/records/", lambda route: route.abort())
    type_readings(page, ["36.4"])
    expect(page.locator("[data-count=waiting]")).to_have_text("1")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.goto("/sign-out/")
    page.locator("main form button").click()
    page.wait_for_timeout(500)
    assert asked == [
        "这部手机上还有 1 条记录没有发送。退出后它们留在手机上，只有你再次登录才能发送。仍要退出吗？"
    ]
    expect(page).to_have_url(re.compile("/sign-out/"))
    phone.clear_cookies()
    phone.add_cookies(enter("village")["cookies"])
    opened(page)
    assert stored(page) == []
    expect(page.locator("#outbox")).to_be_hidden()
    phone.clear_cookies()
    phone.add_cookies(enter("town")["cookies"])
    page.unroute_all()
    opened(page)
    assert [record["outcome"]["fate"] for record in all_settled(page)] == ["accepted"]


def test_without_a_network_the_next_person_sees_no_list(
    page: Page, phone: BrowserContext, enter: Callable[[str], Any]
):
    opened(page)
    phone.clear_cookies()
    phone.add_cookies(enter("village")["cookies"])
    page.goto("/people/")
    page.wait_for_timeout(300)
    phone.set_offline(True)
    page.goto("/today/readings/")
    expect(page.locator("body")).to_contain_text("没有保存你的清单")


def test_the_field_fits_a_small_phone_by_day_and_by_night(
    browser: Browser,
    server: FieldServer,
    enter: Callable[[str], Any],
    no_violations: Callable[[Page], None],
):
    """Pictures for a person to look at; nothing scrolls sideways, and no rule of accessibility is broken."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for desk, width, scheme in (("many", 390, "light"), ("many", 320, "dark"), ("town", 320, "light")):
        context = browser.new_context(
            base_url=server.address,
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            locale="zh-CN",
            storage_state=enter(desk),
        )
        shown = context.new_page()
        for name, where in (
            ("mine", "/today/?mine=1"),
            ("all", "/today/?mine=0"),
            ("readings", "/today/readings/"),
        ):
            opened(shown, where)
            shown.screenshot(path=PICTURES / f"field-{name}-{desk}-{width}-{scheme}.png")
            assert shown.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            no_violations(shown)
        context.close()


@pytest.mark.slow
def test_two_hundred_records_through_cuts_and_a_killed_server_arrive_once(
    page: Page, phone: BrowserContext, server: FieldServer, record_property: Callable[[str, object], None]
):
    """The bar: cut and restored at random, answers lost, the server killed once: each record exactly once."""
    drawn = random.Random(20220712)
    opened(page)
    before = server.ask(COUNTS)
    phone.set_offline(True)
    people = page.locator("li[data-task]:has([data-reading]:enabled)").evaluate_all(
        "rows => rows.map(row => row.dataset.person)"
    )
    typed = min(len(people), 60)
    type_readings(page, [f"36.{drawn.randrange(10)}" for _ in range(typed)])
    calls = [
        {
            "kind": "encounter",
            "person": drawn.choice(people),
            "who": "某",
            "what": "电话",
            "values": {"how": "call", "outcome": "reached", "note": f"第{number}次"},
        }
        for number in range(RECORDS - typed)
    ]
    page.evaluate(QUEUE, calls)
    assert len(stored(page)) == RECORDS
    lost = cut_at_random(page, drawn)
    restore_at_random(page, phone, server, drawn)
    page.unroute_all(behavior="wait")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    records = all_settled(page, seconds=120)
    assert len(records) == RECORDS
    assert {record["outcome"]["fate"] for record in records} <= {"accepted", "known"}
    after = server.ask(COUNTS)
    assert {name: after[name] - before[name] for name in before} == {
        "records": RECORDS,
        "identities": RECORDS,
        "readings": typed,
        "calls": RECORDS - typed,
        "notes": RECORDS - typed,
    }
    record_property("cuts", lost)
    assert lost["after"]


def cut_at_random(page: Page, drawn: random.Random) -> dict[str, int]:
    """Cut one answer, one request, then a third of the requests and a third of the answers."""
    lost = {"before": 0, "after": 0}
    sure = ["before", "after"]

    def cut(route: Route) -> None:
        fate = sure.pop() if sure else drawn.choice(["before", "after", "through"])
        if fate == "through":
            route.continue_()
            return
        lost[fate] += 1
        if fate == "after":
            answer = attempt(route.fetch)
            assert answer is None or answer.status == 200
        route.abort()

    page.route("**/today/records/", cut)
    return lost


def attempt(act: Callable[[], Any]) -> Any:
    """What an act gives, or None where the server is not there."""
    from playwright.sync_api import Error

    try:
        return act()
    except Error:
        return None


def restore_at_random(page: Page, phone: BrowserContext, server: FieldServer, drawn: random.Random) -> None:
    """The network comes and goes; once the server dies while it receives."""
    for turn in range(8):
        phone.set_offline(False)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.wait_for_timeout(drawn.randrange(20, 400))
        if turn == 2:
            server.kill()
            page.wait_for_timeout(300)
            server.start()
        if drawn.random() < 0.6:
            phone.set_offline(True)
            page.wait_for_timeout(drawn.randrange(20, 200))
    phone.set_offline(False)


def test_the_phone_understands_what_the_server_understands(page: Page):
    """The script that asks at once reads temperatures as the operation does."""
    from lianfang.apps.control.rules.field_records import typed_celsius
    from lianfang.kernel.errors import DomainError

    words = "36.5 365 38,1 38，1 37。2 ３６．８ 36.5℃ 36.5度 37 410 450 451 299 abc 3650 29.9 36.55 3.65 -36"
    typed = [*words.split(" "), "", " 36.6 ", "30", "45.1"]
    opened(page)
    read = page.evaluate(
        """async (typed) => {
            const { celsius } = await import("/static/ui/field/celsius.js");
            return typed.map(celsius);
        }""",
        typed,
    )
    expected = []
    for text in typed:
        try:
            expected.append(float(typed_celsius(text)))
        except DomainError:
            expected.append(None)
    assert read == expected
