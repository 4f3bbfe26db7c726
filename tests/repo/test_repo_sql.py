"""Every statement file has its header, and writes only tables of its own app."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from lianfang.core.sql import runner

SOURCE = Path(runner.ROOT)
STATEMENTS = sorted(SOURCE.glob("**/sql/*.sql"))
ORDER = [
    "sql",
    "audit",
    "access",
    "api",
    "webhooks",
    "areas",
    "people",
    "policy",
    "intake",
    "control",
    "facilities",
    "venues",
    "cases",
    "testing",
    "alerts",
    "health",
    "directives",
    "inspection",
    "hotline",
    "reporting",
    "forms",
    "exchange",
    "bulletin",
    "documents",
]
WRITES = re.compile(
    r"\b(?:insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?|(?<!for\s)update|copy)\s+"
    r"(?:only\s+)?\"?([a-z_][a-z0-9_]*)",
    re.IGNORECASE,
)
READS = re.compile(r"\b(?:from|join|using)\s+(?:only\s+|lateral\s+)?\"?([a-z_][a-z0-9_]*)", re.IGNORECASE)
COMMENT = re.compile(r"--[^\n]*")


def tables() -> dict[str, str]:
    """Every table of the program, with the label of the app that owns it."""
    owned = [
        model for config in apps.get_app_configs() for model in config.get_models(include_auto_created=True)
    ]
    return {model._meta.db_table: model._meta.app_label for model in owned}


def header(path: Path) -> dict[str, str]:
    """Header words of a statement file; a value may go on in following comment lines."""
    found: dict[str, str] = {}
    word = ""
    for line in path.read_text().splitlines():
        if not line.startswith("--"):
            break
        begun = re.match(r"-- (\w+): ?(.*)", line)
        if begun and begun[1] in runner.HEADER:
            word = begun[1]
            found[word] = begun[2].strip()
        elif word:
            found[word] += " " + line.removeprefix("--").strip()
    return found


def owner(path: Path) -> str:
    return path.parent.parent.name


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: f"{owner(path)}.{path.stem}")
def test_a_statement_names_its_purpose_reads_writes_index_and_idempotency(path):
    found = header(path)
    assert [word for word in runner.HEADER if not found.get(word)] == []


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: f"{owner(path)}.{path.stem}")
def test_a_statement_writes_its_own_apps_tables_only_and_says_so(path):
    known, body = tables(), COMMENT.sub("", path.read_text())
    written = {name.lower() for name in WRITES.findall(body)} & known.keys()
    assert {name: known[name] for name in written if known[name] != owner(path)} == {}
    said = set(re.findall(r"[a-z_][a-z0-9_]*", header(path).get("writes", "")))
    assert written - said == set()
    assert {name for name in said & known.keys() if known[name] != owner(path)} == set()


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: f"{owner(path)}.{path.stem}")
def test_a_statement_reads_downwards_only(path):
    known, body = tables(), COMMENT.sub("", path.read_text())
    if owner(path) not in ORDER:
        pytest.fail(f"{owner(path)} has no place in the order of apps")
    upwards = ORDER[ORDER.index(owner(path)) + 1 :]
    read = {name.lower() for name in READS.findall(body)} & known.keys()
    assert {name: known[name] for name in read if known[name] in upwards} == {}


def test_there_are_statements_to_check():
    assert STATEMENTS
