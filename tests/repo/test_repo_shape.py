"""`ls` is the architecture: the same names in every app, small modules, short functions."""

import ast
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SOURCE = CHECKOUT / "src" / "lianfang"
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
FORBIDDEN = {"utils", "util", "helpers", "helper", "services", "common", "misc", "tools", "manager2"}
DOORS = {"web", "api", "commands", "jobs", "urls"}
APP_MODULES = DOORS | {
    "__init__",
    "terms",
    "rules",
    "models",
    "queries",
    "operations",
    "duties",
    "permissions",
}
APP_FOLDERS = {"sql", "migrations", "templates", "static", "__pycache__"}
ALSO = {
    "directives": {"plans"},
    "documents": {"sources"},
    "intake": {"reading"},
    "policy": {"packs"},
    "inspection": {"checklists"},
    "forms": {"data"},
    "cases": {"mappings"},
}  # what one app alone has: the reader of lists, the tables
DOORS_ONLY = APP_MODULES - {"__init__", "queries", "operations", "terms", "duties", "permissions", "urls"}


def name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_are_small(path):
    text = path.read_text()
    long = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1}"
        for node in functions(ast.parse(text))
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []
    assert text.count("\n") <= LONGEST_MODULE


def test_nothing_is_called_after_nothing():
    named = {part for path in MODULES for part in (*path.relative_to(SOURCE).parts[:-1], path.stem)}
    assert named & FORBIDDEN == set()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is(path):
    tree = ast.parse(path.read_text())
    assert path.stat().st_size == 0 or ast.get_docstring(tree)


@pytest.mark.parametrize(
    "app",
    sorted(path.name for path in (SOURCE / "apps").iterdir() if path.is_dir() and path.name != "__pycache__"),
)
def test_every_app_has_the_same_files(app):
    allowed = APP_MODULES | APP_FOLDERS | ALSO.get(app, set())
    found = {path.stem for path in (SOURCE / "apps" / app).iterdir() if path.is_dir() or path.suffix == ".py"}
    assert found - allowed == set()


def test_the_contracts_protect_every_inner_part_of_every_app():
    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    guarded = {
        module
        for contract in contracts
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    inner = {
        f"lianfang.apps.{path.parent.name}.{path.stem}"
        for path in (SOURCE / "apps").glob("*/*")
        if path.stem in DOORS_ONLY and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    assert inner - guarded == set()
