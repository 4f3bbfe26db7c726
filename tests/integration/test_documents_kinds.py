"""Every kind that other parts write is made by one door, and its figures are traced by one door."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories import control as controlled
from tests.factories import directives as convened
from tests.factories import inspection as inspected
from tests.factories import reporting as factory

from lianfang.apps.control.models import Measure
from lianfang.apps.control.operations import NoNotice
from lianfang.apps.directives import operations as directives
from lianfang.apps.directives.terms import Convened, Point
from lianfang.apps.documents import operations, queries
from lianfang.apps.documents.terms import KINDS, DocumentKind, Made
from lianfang.apps.inspection.models import Finding
from lianfang.core.access.terms import SYSTEM
from lianfang.core.documents import read_parts
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import WrongCall

pytestmark = pytest.mark.django_db
DAY, AT, COUNTY = factory.DAY, factory.CUT_OFF, factory.COUNTY
ABOUT = [kind.code for kind in KINDS.values() if kind.elsewhere and kind.elsewhere.about]


def made(kind: str, *, about: str = "", area: str = COUNTY, at: Any = AT, on: Any = DAY) -> Made:
    return operations.make_kind(kind, area=area, about=about, on=on, as_known_at=at, by=SYSTEM, at=at)


def said(docx: bytes) -> str:
    return "\n".join("".join(piece.text for piece in part.pieces) for part in read_parts(docx))


def traced(document: Made, tmp_path: Path, at: Any) -> Any:
    path = tmp_path / "made.docx"
    path.write_bytes(document.docx)
    return queries.trace(path, by=SYSTEM, at=at)


def test_a_brief_is_traced_as_then_and_as_now(tmp_path: Path) -> None:
    people = factory.build_county()
    document = made(DocumentKind.DAILY_BRIEF)
    measure = Measure.objects.get(person=people["丙"])
    factory.event(measure, "released", factory.at(16), recorded_at=factory.at(18))
    found = traced(document, tmp_path, factory.at(19))
    assert (found.sound, found.kind, found.document) == (True, DocumentKind.DAILY_BRIEF, document.uid)
    assert found.unchanged is None  # nobody has signed it: its bytes are kept nowhere
    figures = {one.key: one for one in found.figures}
    assert len(figures) == document.figures
    assert (figures["measures.persons"].value, figures["measures.persons"].difference) == (4, -1)
    assert figures["lists.rows"].difference == 0


def test_papers_of_inspection_are_traced_as_then_and_as_now(tmp_path: Path) -> None:
    inspected.build()
    _, drawn = inspected.campaign()
    inspected.visit(drawn["柳林小学"], "entrance")
    at = inspected.AT + timedelta(hours=1)
    on, unit = at.astimezone(ZONE).date(), Finding.objects.get().target
    for kind, about, key in (
        (DocumentKind.INSPECTION_NOTICE, "", "unclosed"),
        (DocumentKind.RECTIFICATION, unit, "open"),
    ):
        document = made(kind, about=about, at=at, on=on)
        found = traced(document, tmp_path, at + timedelta(days=30))
        figures = {one.key: one for one in found.figures}
        assert (found.sound, found.kind, found.area) == (
            True,
            kind,
            Finding.objects.get().area[: len(found.area)],
        )
        assert (figures[key].value, figures[key].now) == (1, 1)
        assert (figures["overdue"].value, figures["overdue"].difference) == (
            0,
            1,
        )


def test_papers_of_a_meeting_are_made() -> None:
    convened.staffed()
    facts = Convened(
        "第三次调度会", convened.NOW, "会议室", "周主任", "各工作组", (Point("通报疫情", "疾控", 10),)
    )
    uid = directives.prepare_meeting(facts, area=convened.COUNTY, by=convened.OFFICE, at=convened.NOW)
    asked = {"about": str(uid), "area": convened.COUNTY, "at": convened.NOW, "on": convened.NOW.date()}
    script = made(DocumentKind.MEETING_SCRIPT, **asked)
    directives.write_minutes(uid, "会议议定：\n1.两天内备齐采样管。", by=convened.OFFICE, at=convened.NOW)
    minutes = made(DocumentKind.MINUTES, **asked)
    for document in (script, minutes):
        assert document.title
        assert "通报疫情" in said(document.docx) or "采样管" in said(document.docx)


def test_notices_are_of_the_kind_that_was_asked() -> None:
    controlled.load_pack()
    (order,) = controlled.ordered(controlled.person(area="990121100001001"))
    asked = {"about": str(order.uid), "at": controlled.NOW, "on": controlled.DAY}
    assert "告知书" in made(DocumentKind.ORDER_NOTICE, **asked).title
    with pytest.raises(NoNotice):
        made(DocumentKind.RELEASE_NOTICE, **asked)
    past = {**asked, "at": controlled.NOW + timedelta(days=30)}
    assert "解除" in made(DocumentKind.RELEASE_NOTICE, **past).title
    assert "告知书" in made(DocumentKind.ORDER_NOTICE, **past).title


@pytest.mark.parametrize("kind", ABOUT)
def test_what_is_about_something_says_what(kind: str) -> None:
    factory.build_county()
    with pytest.raises(WrongCall, match="--about"):
        made(kind)
