"""The town clerk's lists and a person's page: by mouse and keyboard, on a phone, on paper, without script."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect
from tests.factories.people import citizen_number

PICTURES = Path(__file__).parents[2] / "test-output" / "pages"
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "paper": {"viewport": {"width": 900, "height": 1200}},
}
WHOLE_NUMBER = re.compile(r"(?<![\da-f])(?:\d{17}[\dX]|1[3-9]\d{9})(?![\da-f])")
DROP = """([name, bytes]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(bytes)], name));
    document.querySelector("[data-drop]").dispatchEvent(
        new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


def book(path: Path, first: int) -> Path:
    """Two sheets of people under headers and words of a sender's own, and one of explanations."""
    sheets = {
        "密接": [
            ["密接人员名单"],
            ["序号", "被管控人姓名", "公民身份号码", "联系方式", "人员类别", "风险程度", "末次接触"],
            ["1", "邹建国", citizen_number(sequence=first), "13900001111", "密接", "红区", "2022-07-08"],
            ["2", "邹小红", citizen_number(sequence=first + 1), "13900002222", "密接", "红区", "2022-13-09"],
            ["3", "张三、李四", "", "", "密接", "", ""],
        ],
        "来返": [
            ["姓名", "身份证", "手机", "来源地", "风险等级"],
            ["孙小七", citizen_number(sequence=first + 2), "13900003333", "远方省", "中"],
        ],
        "说明": [["请如实填写"]],
    }
    with xlsxwriter.Workbook(str(path)) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    return path


def pictures(browser: Browser, page: Page, name: str) -> None:
    """What the page looks like on a desk, a phone, in the dark, on paper."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for look, facts in LOOKS.items():
        context = browser.new_context(storage_state=page.context.storage_state(), locale="zh-CN", **facts)
        shown = context.new_page()
        shown.goto(page.url)
        if look == "paper":
            shown.emulate_media(media="print")
        shown.screenshot(path=PICTURES / f"{name}-{look}.png", full_page=True)
        if look == "phone":
            assert shown.evaluate("document.documentElement.scrollWidth") <= 390, page.url
        context.close()


def waited(page: Page) -> None:
    """Wait until what was asked for is done."""
    expect(page.get_by_role("button", name="试算")).to_be_visible(timeout=60_000)


def test_a_list_from_the_drop_to_its_account(
    browser: Browser, page: Page, tmp_path: Path, no_violations: Callable[[Page], None]
):
    path = book(tmp_path / "公安推送.xlsx", 301)
    page.goto("/batches/")
    no_violations(page)
    pictures(browser, page, "lists")
    page.get_by_label("来源渠道").select_option("police_push")
    page.evaluate(DROP, [path.name, list(path.read_bytes())])
    waited(page)
    for word in ("列名在第 2 行", "被管控人姓名", "联系方式", "红区", "工作表“说明”没有读"):
        expect(page.locator("main")).to_contain_text(word)
    assert not WHOLE_NUMBER.search(page.content())
    no_violations(page)
    pictures(browser, page, "submission")
    page.get_by_label("“红区”读作").select_option(label="高风险区")
    page.get_by_label("列对照的名称").fill("公安推送表")
    page.get_by_role("button", name="保存列对照并重新辨认").click()
    waited(page)
    expect(page.get_by_text("没有认出", exact=False).filter(has_text="种写法")).to_have_count(0)
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_text("试算的账")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_text("已导入")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="看每一行的去向").click()
    for word in ("退回", "一行填了多个人", "张三、李四", "2022-13-09", "日期不存在"):
        expect(page.locator("#rows")).to_contain_text(word)
    no_violations(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载退回文件").click()
    assert taken.value.suggested_filename == "公安推送-退回.xlsx"


def test_doubtful_rows_are_decided_by_keys_alone(
    browser: Browser, page: Page, no_violations: Callable[[Page], None]
):
    page.goto("/reviews/")
    no_violations(page)
    waiting = int(re.findall(r"\d+", page.locator("caption").inner_text())[0])
    page.get_by_role("link", name="从第一行开始研判").click()
    while not page.locator(".comparison").count():
        page.keyboard.press("j")
        page.wait_for_load_state()
    no_violations(page)
    pictures(browser, page, "review")
    here = page.url
    page.keyboard.press("1")
    page.wait_for_url(lambda url: url != here)
    page.keyboard.press("r")
    page.keyboard.type("来源单位请核对")
    here = page.url
    page.get_by_role("button", name="退回").click()
    page.wait_for_url(lambda url: url != here)
    page.goto("/reviews/")
    assert int(re.findall(r"\d+", page.locator("caption").inner_text())[0]) == waiting - 2


def test_rows_handed_over_are_acknowledged(
    browser: Browser, page: Page, no_violations: Callable[[Page], None]
):
    page.goto("/forwards/")
    no_violations(page)
    pictures(browser, page, "forwards")
    rows = page.locator("tbody tr")
    count = rows.count()
    rows.first.get_by_role("checkbox").check()
    page.get_by_role("button", name="签收所选").click()
    expect(rows).to_have_count(count - 1)


def test_a_list_is_received_without_javascript(
    browser: Browser, address: str, enter: Callable[[str], Any], tmp_path: Path
):
    context = browser.new_context(
        base_url=address, java_script_enabled=False, storage_state=enter("county"), locale="zh-CN"
    )
    page = context.new_page()
    page.goto("/batches/")
    page.locator("#files").set_input_files(book(tmp_path / "无脚本.xlsx", 401))
    page.get_by_label("来源渠道").select_option("upper_push")
    page.get_by_role("button", name="送入").click()
    _reloaded(page, page.get_by_role("button", name="导入"))
    page.get_by_role("button", name="导入").click()
    _reloaded(page, page.get_by_role("link", name="看每一行的去向"))
    context.close()


def _reloaded(page: Page, wanted: Any) -> None:
    """Reload as a person would until something is there."""
    for _ in range(60):
        if wanted.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail(f"{page.url} did not come to its end")


@pytest.fixture
def under_measure(page: Page) -> str:
    """The address of somebody under a measure."""
    page.goto("/gaps/?area=990121&kind=temperature")
    return page.locator("#gaps tbody a").first.get_attribute("href") or ""


def test_a_persons_page_tells_why_and_until_when(
    browser: Browser, page: Page, under_measure: str, no_violations: Callable[[Page], None]
):
    page.goto(under_measure)
    shown = page.locator("main")
    for word in ("现在要做", "接下来", "期限", "为什么", "规则", "法律依据", "经过", "列入名单", "档案"):
        expect(shown).to_contain_text(word)
    assert not WHOLE_NUMBER.search(page.content())
    no_violations(page)
    pictures(browser, page, "person")


def test_a_notice_is_taken_and_an_appeal_lodged_and_answered(
    page: Page, under_measure: str, no_violations: Callable[[Page], None]
):
    page.goto(under_measure)
    order = page.locator("article.measure").first
    with page.expect_download() as taken:
        order.get_by_role("button", name="下载文书").click()
    assert taken.value.suggested_filename.endswith(".docx")
    order.locator("summary", has_text="登记申诉").click()
    order.get_by_label("本人怎么说", exact=False).fill("我没有接触过病例")
    order.get_by_role("button", name="登记").click()
    expect(page.locator("article.measure").first).to_contain_text("我没有接触过病例")
    no_violations(page)
    answered = page.locator("article.measure").first
    answered.locator("[id^=answer-text]").fill("经核查属实，维持原决定")
    answered.get_by_role("button", name="答复").click()
    expect(page.locator("article.measure").first).to_contain_text("经核查属实，维持原决定")
    expect(page.locator(".timeline")).to_contain_text("答复申诉")
