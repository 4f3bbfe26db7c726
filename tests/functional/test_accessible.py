"""Every page that a person can reach by links: no rule of accessibility broken, nothing wider than a phone,
and a word of the reader's language in every place. Pages are found as people find them, one of each kind."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PageError

PICTURES = Path(__file__).parents[2] / "test-output" / "pages"
DESK: Final = {"width": 1440, "height": 900}
DESKS = ("village", "town", "county")
ALSO = {"county": ["/rollup/990121/?at=2022-07-10T17:00&scale=rate", "/briefs/990121/draft/"]}
"""Pages behind a form rather than a link."""
NOT_LOOKED_AT = {
    "account_logout",
    "reporting:brief_file",
    "directives:evidence",
    "inspection:evidence",
    "forms:template",
    "directives:script_file",
    "directives:minutes_file",
}
LEAST = 8
"""Kinds of page that the smallest role reaches."""
LEAST_DRAWN = 3_000
"""Bytes of a picture that shows something."""


class Look(NamedTuple):
    """A screen or a sheet of paper."""

    width: int
    height: int
    media: Literal["screen", "print"] = "screen"
    colours: Literal["light", "dark"] = "light"


LOOKS: Final = {
    "desk": Look(1440, 900),
    "night": Look(390, 844, colours="dark"),
    "narrow": Look(320, 640),
    "print": Look(800, 1130, media="print"),
}
OF_LOOKS: Final = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""Rules that the same page can keep by day on a desk and break by night on a phone."""


def kind_of(address: str) -> str:
    """The view behind an address; nothing for what is no page of ours."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def walked(page: Page, first: list[str]) -> Iterator[tuple[str, str]]:
    """An address of each kind of page that links lead to, starting from some; it is open while it is told."""
    found: set[str] = set()
    waiting = [(address, "the beginning") for address in first]
    while waiting:
        address, told_by = waiting.pop(0)
        kind = kind_of(address)
        if not kind or kind in found or kind in NOT_LOOKED_AT or not _opens(page, address, told_by):
            continue
        found.add(kind)
        waiting += [(link, address) for link in _links(page) if kind_of(link) not in found]
        yield kind, address
    assert len(found) >= LEAST


def _opens(page: Page, address: str, told_by: str) -> bool:
    """Whether an address is a page; a file to download is none."""
    try:
        answer = page.goto(address)
    except PageError as problem:
        if "Download" not in str(problem):
            raise
        return False
    assert answer is not None
    assert answer.status < 400, f"{address}: {answer.status}, told by {told_by}"
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
    """The pages that each role reaches, as far as they were walked."""
    return {}


@pytest.fixture
def pages(context: BrowserContext, desk: str, kept: dict[str, dict[str, str]]) -> dict[str, str]:
    """The pages that this role reaches, walked once."""
    if desk not in kept:
        page = context.new_page()
        kept[desk] = dict(walked(page, first_of(desk)))
        page.close()
    return kept[desk]


def first_of(desk: str) -> list[str]:
    """Where a walk of a role begins."""
    return ["/", *ALSO.get(desk, [])]


def test_no_page_breaks_a_rule_in_any_look(context: BrowserContext, kept, desk: str, no_violations):
    """By day and, on a phone, by night; on the narrowest phone nothing is cut; each kind leaves a picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page, wide, pages = context.new_page(), {}, {}
    seen = {kind for others in kept.values() for kind in others}
    for kind, where in walked(page, first_of(desk)):
        pages[kind] = where
        for look in LOOKS:
            wear(page, look)
            if look == "desk" or (look == "night" and kind not in seen):
                no_violations(page, () if look == "desk" else OF_LOOKS)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > LOOKS[look].width:
                wide[kind, look] = width
            if kind not in seen:
                _picture(page, f"{desk}-{kind.replace(':', '-')}-{look}.png")
        wear(page, "desk")
    assert wide == {}
    kept[desk] = pages


def _picture(page: Page, name: str) -> None:
    picture = page.screenshot(path=PICTURES / name, full_page=True)
    assert len(picture) > LEAST_DRAWN, name


def wear(page: Page, look: str) -> None:
    """Show the page at hand on another screen, by night, or on paper."""
    chosen = LOOKS[look]
    page.set_viewport_size({"width": chosen.width, "height": chosen.height})
    page.emulate_media(media=chosen.media, color_scheme=chosen.colours)


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
