"""Whatever a page can do, a program can: every operation that pages call has an operation of the API."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "lianfang"
OF_BROWSERS = (
    {
        "core.access.redeem": "a one-time link signs a browser in",
        "core.access.set_password": "an invitation sets the first password in a browser",
        "core.access.reason_of": "reads a reason, changes nothing",
        "apps.hotline.rate": "a caller holds number and code, and no token",
    }
    | dict.fromkeys(
        (f"apps.hotline.{name}" for name in ("ask_opening", "confirm_opening", "open_identity")),
        "a sealed identity is opened by two people who sign in themselves, never by a token",
    )
    | dict.fromkeys(
        (
            f"core.access.{name}"
            for name in (
                "create_user",
                "close_account",
                "invite",
                "grant",
                "end_grant",
                "reset_second_factor",
            )
        ),
        "accounts are managed by who showed a second factor, which no token can",
    )
)
"""What only a browser does, and why."""
Calls = dict[str, set[str]]


def door(request: str) -> list[Path]:
    """Every module that takes requests of a kind: PageRequest of pages, ApiRequest of the API."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if f"request: {request}" in path.read_text()]


def imported(tree: ast.AST) -> dict[str, str]:
    """The `operations` of which parts a module knows, by the name that it gives them."""
    return {
        alias.asname or alias.name: node.module.removeprefix("lianfang.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if alias.name == "operations"
    }


def called(node: ast.AST, parts: dict[str, str]) -> Iterator[str]:
    """The operations that some code calls or hands on."""
    for one in ast.walk(node):
        known = isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in parts
        if known and one.attr[0].islower():
            yield f"{parts[one.value.id]}.{one.attr}"


def needed(function: ast.FunctionDef) -> str:
    """The permission that a view declares for what it changes; empty for none."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "needs":
            posted = [word.value for word in decorator.keywords if word.arg == "post"]
            return ast.unparse((posted or decorator.args)[0])
    return ""


def calls_of(request: str) -> tuple[set[str], Calls]:
    """All operations that a door calls, and the permissions under which its views call them."""
    every: set[str] = set()
    under: Calls = defaultdict(set)
    for path in door(request):
        tree = ast.parse(path.read_text())
        parts = imported(tree)
        every |= set(called(tree, parts))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and (permission := needed(node)):
                for operation in called(node, parts):
                    under[operation].add(permission)
    return every, under


def test_every_operation_of_pages_is_one_of_the_api():
    (pages, _), (api, _) = calls_of("PageRequest"), calls_of("ApiRequest")
    assert len(pages) > 30
    assert pages - api - OF_BROWSERS.keys() == set()
    assert OF_BROWSERS.keys() - pages == set()


@pytest.mark.parametrize(
    "operation", sorted(calls_of("PageRequest")[1].keys() & calls_of("ApiRequest")[1].keys())
)
def test_both_doors_ask_for_the_same_permission(operation):
    pages, api = calls_of("PageRequest")[1][operation], calls_of("ApiRequest")[1][operation]
    assert api <= pages
