"""The auditor's way: invited, first password, second factor, then what was done by whom."""

import json
import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, expect
from tests.functional.conftest import DESK, lianfang

PASSWORD = "审计-不看-人名-2022"


@pytest.fixture
def invitation(address: str, surroundings: dict[str, str]) -> str:
    """A new auditor's link, as the command line gives it."""
    made = lianfang(
        surroundings, "users", "add", "shenji", "--name", "周审计", "--address", address, "--json"
    )
    lianfang(surroundings, "roles", "grant", "shenji", "auditor", "--ground", "县审计局派驻", "--json")
    link: str = json.loads(made)["link"]
    return link


@pytest.fixture
def look_beyond(browser: Browser, address: str, enter) -> str:
    """The town's clerk unmasks somebody at home and looks into another town; what they gave as reason."""
    context = browser.new_context(base_url=address, viewport=DESK, storage_state=enter("town", afresh=True))
    page = context.new_page()
    page.goto("/")
    own = re.search(r"/rollup/(\d{9})/", page.url)[1]
    page.goto(f"/gaps/?area={own}&kind=temperature")
    page.locator("a[href^='/people/']").first.click()
    page.wait_for_url(re.compile("/people/"))
    page.goto(f"{page.url}clear/")
    page.get_by_label("查看理由").fill("体温异常，联系本人")
    page.get_by_role("button", name="查看", exact=True).click()
    expect(page.locator("main")).to_contain_text("已留痕")
    other = next(code for code in ("990121100", "990121200") if code != own)
    page.goto("/beyond/")
    page.get_by_label("街道（乡镇）或其下的辖区").fill(other)
    page.get_by_label("理由").fill("密接在邻镇")
    page.get_by_role("button", name="开始查看").click()
    expect(page).to_have_url(re.compile(rf"area={other}"))
    page.goto("/account/")
    context.close()
    return "密接在邻镇"


def code_of(secret: str) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def sign_in_as_invited(page: Page, invitation: str) -> None:
    """First password, sign-in, second factor: as the pages lead."""
    page.goto(invitation)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次").fill(PASSWORD)
    page.get_by_role("button", name="设置密码").click()
    page.get_by_label("用户名").fill("shenji")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="现在启用").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    secret = page.locator("code").first.inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="启用").click()


def test_an_auditor_sees_the_chain_and_who_saw_what_and_no_person(browser, address, invitation, look_beyond):
    context = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN")
    page = context.new_page()
    sign_in_as_invited(page, invitation)
    page.goto("/")
    expect(page).to_have_url(re.compile("/audit/"))
    page.get_by_role("button", name="核对全链").click()
    expect(page.locator("main .good")).to_contain_text("完整")
    page.get_by_role("link", name="紧急查看").last.click()
    expect(page.locator("tbody")).to_contain_text(look_beyond)
    page.goto("/audit/unmaskings/")
    expect(page.locator("tbody")).to_contain_text("体温异常，联系本人")
    page.goto("/audit/exports/")
    expect(page.locator("caption")).to_contain_text("导出")
    page.goto("/audit/sign-ins/")
    expect(page.locator("tbody")).to_contain_text("shenji")
    answer = page.goto("/gaps/?area=990121")
    assert answer is not None
    assert answer.status == 403
    context.close()
