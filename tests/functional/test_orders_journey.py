"""Orders for a list and releases of many, from the page: looked at, decided, told; no command needed."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect
from tests.factories.people import citizen_number
from tests.functional.conftest import WORKED_IN
from tests.functional.test_desk_journeys import pictures

HEAD = ["姓名", "身份证号", "联系电话", "人员类别", "末次接触"]


@pytest.fixture(autouse=True, scope="module")
def _worked_in(surroundings: dict[str, str]) -> None:
    """The next run begins with a county in which these journeys ordered and released nobody."""
    (Path(surroundings["LIANFANG_HOME"]) / WORKED_IN).touch()


def contacts(path: Path) -> Path:
    """A list of two contacts of the day before."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("密接")
        sheet.write_row(0, 0, HEAD)
        for row, name in enumerate(("钱决定", "孙决定"), 1):
            number = citizen_number(sequence=700 + row)
            sheet.write_row(row, 0, [name, number, f"1390000777{row}", "密接", "2022-07-10"])
    return path


def test_orders_for_a_list_are_looked_at_then_made(
    browser: Browser, page: Page, tmp_path: Path, no_violations: Callable[[Page], None]
):
    page.goto("/batches/")
    page.locator("#files").set_input_files(contacts(tmp_path / "密接待决定.xlsx"))
    page.get_by_label("来源渠道").select_option("police_push")
    page.get_by_role("button", name="送入").click()
    page.get_by_role("button", name="导入", exact=True).click(timeout=60_000)
    page.get_by_role("link", name="看每一行的去向").click(timeout=60_000)
    page.get_by_role("link", name="作出决定").click()
    button = page.get_by_role("button", name="对 2 条暴露作出决定")
    expect(button).to_be_visible()
    expect(page.locator("main")).to_contain_text("密切接触者")
    no_violations(page)
    pictures(browser, page, "issue")
    page.get_by_label("决定机关").fill("澜砚县疫情防控指挥部（演示）")
    button.click()
    expect(page.get_by_text("已作出的决定")).to_be_visible(timeout=60_000)
    expect(page.locator("main")).to_contain_text("涉及 2 人，4 项措施")
    no_violations(page)


def test_many_are_released_together_and_the_list_is_shorter(
    browser: Browser, page: Page, no_violations: Callable[[Page], None]
):
    page.goto("/today/?mine=0&only=release_on_time")
    page.get_by_role("link", name="去办理").first.click()
    no_violations(page)
    pictures(browser, page, "releases")
    rows = page.locator("tbody tr")
    before = rows.count()
    for box in page.get_by_role("checkbox").all()[2:]:
        box.uncheck()
    page.get_by_role("button", name="解除所选").click()
    expect(page.get_by_role("status")).to_contain_text("已解除 2 人")
    expect(rows).to_have_count(before - 2)
