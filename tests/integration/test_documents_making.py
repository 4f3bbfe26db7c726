"""Documents: drafted, made, approved by two others, numbered, frozen; every figure traced to its records."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories import reporting as factory

from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.terms import MADE_HERE, Trace
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.core.documents import read_parts

pytestmark = pytest.mark.django_db
COUNTY, CUT_OFF, DAY = factory.COUNTY, factory.CUT_OFF, factory.DAY
WRITER, FIRST, SECOND = (
    Actor(name=name, permissions=EVERY, user=number, scopes=(COUNTY,))
    for number, name in enumerate(("拟稿人", "审一", "审二"), start=900)
)
LATER = CUT_OFF + timedelta(hours=3)


@pytest.fixture(autouse=True)
def people() -> dict[str, Any]:
    return factory.build_county()


def draft(kind: str = "situation", **more: Any) -> Any:
    given = {"area": COUNTY, "on": DAY, "as_known_at": CUT_OFF, "by": WRITER, "at": CUT_OFF}
    return operations.prepare(kind, **(given | more))


def saved(docx: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "made.docx"
    path.write_bytes(docx)
    return path


def said(docx: bytes) -> str:
    return "\n".join("".join(piece.text for piece in part.pieces) for part in read_parts(docx))


def traced(path: Path) -> Trace:
    return queries.trace(path, by=WRITER, at=LATER)


@pytest.mark.parametrize("kind", MADE_HERE, ids=lambda kind: kind.code)
def test_every_kind_is_made_from_its_shipped_template_and_traced(kind, tmp_path):
    texts = {key: f"{title}一。\n{title}二。" for key, title in kind.texts.items()}
    made = operations.make(draft(kind.code, texts=texts), by=WRITER, at=CUT_OFF)
    words = said(made.docx)
    assert "{{" not in words
    assert "{%" not in words
    for title in kind.texts.values():
        assert f"{title}一。" in words
    found = traced(saved(made.docx, tmp_path))
    assert found.sound
    assert found.unchanged
    assert len(found.figures) == made.figures
