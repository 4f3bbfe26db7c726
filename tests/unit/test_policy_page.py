"""The reference page says what the packs say."""

from pathlib import Path

from lianfang.apps.policy.commands import builtin_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "policy-packs.md"


def test_the_reference_page_is_up_to_date():
    assert PAGE.read_text() == builtin_page(), "lianfang policy page -o docs/reference/policy-packs.md"


def test_every_number_bears_its_certainty():
    rows = [
        line
        for line in builtin_page().splitlines()
        if line.startswith("| ") and "检测" in line and "第" in line
    ]
    assert len(rows) > 10
    assert all(line.rstrip(" |")[-1] in "ABCM+-" for line in rows)
