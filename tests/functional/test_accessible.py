"""Every page that a person can reach by links: no rule of accessibility broken, nothing wider than a phone,
and a word of the reader's language in every place. Pages are found as people find them, one of each kind."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PageError

PICTURES = Path(__file__).parents[2] / "test-output" / "pages"
DESK, PHONE, NARROW = (
    {"width": 1440, "height": 900},
    {"width": 390, "height": 844},
    {"width": 320, "height": 640},
)
DESKS = ("county", "town", "village")
ALSO = {"county": ["/rollup/990121/?at=2022-07-10T17:00&scale=rate", "/briefs/990121/draft/"]}
"""Pages behind a form rather than a link."""
NOT_LOOKED_AT = {"account_logout", "reporting:brief_file"}
LEAST = 8
"""Kinds of page that the smallest role reaches."""
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": DESK},
    "phone": {"viewport": PHONE},
    "narrow": {"viewport": NARROW},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "print": {"viewport": {"width": 800, "height": 1130}},
}


def kind_of(address: str) -> str:
    """The view behind an address; nothing for what is no page of ours."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def walked(page: Page, first: list[str]) -> dict[str, str]:
    """An address of each kind of page that links lead to, starting from some."""
    found: dict[str, str] = {}
    waiting = list(first)
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if not kind or kind in found or kind in NOT_LOOKED_AT or not _opens(page, address):
            continue
        found[kind] = address
        waiting += [link for link in _links(page) if kind_of(link) not in found]
    return found


def _opens(page: Page, address: str) -> bool:
    """Whether an address is a page; a file to download is none."""
    try:
        answer = page.goto(address)
    except PageError as problem:
        if "Download" not in str(problem):
            raise
        return False
    assert answer is not None
    assert answer.status < 400, f"{address}: {answer.status}"
    return "html" in (answer.headers.get("content-type") or "")


def _links(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href], area[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    return [link for link in found if link.startswith("/") and not link.startswith("//")]


@pytest.fixture(params=DESKS)
def desk(request: pytest.FixtureRequest) -> str:
    """A role that looks."""
    return str(request.param)


@pytest.fixture
def context(
    browser: Browser, address: str, enter: Callable[[str], Any], desk: str
) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        base_url=address, viewport=DESK, locale="zh-CN", storage_state=enter(desk), reduced_motion="reduce"
    )
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def kept() -> dict[str, dict[str, str]]:
    return {}


@pytest.fixture
def pages(context: BrowserContext, desk: str, kept: dict[str, dict[str, str]]) -> dict[str, str]:
    """The pages that this role reaches, walked once."""
    if desk not in kept:
        page = context.new_page()
        kept[desk] = walked(page, ["/", *ALSO.get(desk, [])])
        page.close()
    assert len(kept[desk]) >= LEAST
    return kept[desk]


def test_no_page_breaks_a_rule_of_accessibility(context: BrowserContext, pages, no_violations):
    page = context.new_page()
    for where in pages.values():
        page.goto(where)
        no_violations(page)


def test_no_page_breaks_a_rule_in_the_dark_or_on_a_phone(context: BrowserContext, pages, no_violations):
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # of two numbers
    for where in pages.values():
        page.goto(where)
        no_violations(page)


def test_no_page_is_wider_than_the_narrowest_phone(context: BrowserContext, pages):
    page = context.new_page()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = {}
    for kind, where in pages.items():
        page.goto(where)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            wide[kind] = width
    assert wide == {}


def test_the_frame_of_every_page_speaks_the_language_chosen(context: BrowserContext, pages, address: str):
    context.add_cookies([{"name": "django_language", "value": "en", "url": address}])
    page = context.new_page()
    for kind, where in pages.items():
        page.goto(where)
        assert page.get_attribute("html", "lang") == "en", kind
        frame = page.locator(
            ":is(header .ways, footer span, .tabs, thead, label, button):not(article[lang=zh-Hans] *)"
        ).all_inner_texts()
        said = re.sub(r"简体中文|繁體中文", "", " ".join(frame))
        assert not re.search(r"(?:缺口|应办|已办|责任人|辖区|截至|筛选|保存|查看)", said), (kind, said)


def test_pictures_of_every_page(
    browser: Browser, address: str, enter: Callable[[str], Any], desk: str, pages
):
    """Pictures for a person to look at; each page must draw something."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for look, settings in LOOKS.items():
        context = browser.new_context(base_url=address, storage_state=enter(desk), **settings)
        page = context.new_page()
        page.emulate_media(media="print" if look == "print" else "screen")
        for kind, where in pages.items():
            page.goto(where)
            name = f"{desk}-{kind.replace(':', '-')}-{look}.png"
            assert len(page.screenshot(path=PICTURES / name, full_page=True)) > 3_000, name
        context.close()
