"""Documents can't drift: made pages are current, the README is short, what it names is there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")]
    if "test-output" not in path.parts
)
LONGEST_README = 60
LINK = re.compile(r"\]\(([^)#\s]+)")


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_is_short_and_names_the_two_commands(name):
    text = (CHECKOUT / name).read_text()
    assert text.count("\n") <= LONGEST_README
    assert "./start" in text
    assert "./test" in text


@pytest.mark.parametrize("name", ["start", "test", ".ci/run", "requirements/install"])
def test_the_commands_are_executable(name):
    assert (CHECKOUT / name).stat().st_mode & 0o111


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_links_lead_somewhere(path):
    links = [link for link in LINK.findall(path.read_text()) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_made_pages_are_current():
    command = [sys.executable, "docs/generate.py", "--check"]
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        command, cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_decision_is_listed():
    listed = (CHECKOUT / "docs/adr/README.md").read_text()
    pages = {path.name for path in (CHECKOUT / "docs/adr").glob("0*.md")}
    assert pages
    assert {page for page in pages if page not in listed} == set()


def test_nothing_committed_names_a_place_of_one_machine():
    files = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    named = []
    for name in files.stdout.splitlines():
        path = CHECKOUT / name
        if path.suffix in {".py", ".md", ".toml", ".sh", ".yaml", ".sql", ".html", ""} and path.is_file():
            named += [name] * bool(re.search(r"(?<![\w.])/(work|home|root)/", path.read_text()))
    assert named == []
