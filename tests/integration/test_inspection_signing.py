"""The signature of who was there: one a visit, by its maker, sealed, shown with a line, gone in time."""

import struct
import zipfile
import zlib
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from docx import Document
from tests.factories import inspection as made

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.models import Signature
from lianfang.apps.inspection.rules.signature import LARGEST, NoSignature, SignedAlready, size_of
from lianfang.core import keeping
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.retention import operations as retention
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def png(width: int = 600, height: int = 200) -> bytes:
    """A whole PNG, white."""
    rows = (b"\0" + b"\xff" * width) * height
    blocks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
    )
    told = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (*blocks, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + told


@pytest.fixture
def visit() -> UUID:
    made.build()
    _, targets = made.campaign()
    identity, _ = made.visit(targets["城关集中隔离点"], "entrance")
    return UUID(identity)


def keep(visit, content=None, *, identity=None, by=made.INSPECTOR):
    return operations.keep_signature(
        client_id=identity or uuid4(),
        visit=visit,
        name="signature.png",
        content=content or png(),
        happened_at=made.AT,
        by=by,
        at=made.AT,
    )


def test_it_is_sealed_taken_once_and_shown_with_a_line(visit):
    identity = uuid4()
    assert not queries.is_signed(visit)
    assert [keep(visit, identity=identity), keep(visit, identity=identity)] == [True, False]
    kept = Signature.objects.get()
    assert b"PNG" not in keeping.kept_path(kept.file_hash).read_bytes()[:64]
    assert b"".join(operations.signature(visit, by=made.OFFICE, at=made.AT)) == png()
    assert AuditEvent.objects.filter(action="visit.signature_seen", subject=f"visit:{visit}").count() == 1


def test_a_visit_has_one_signature_by_who_made_it(visit):
    with pytest.raises(NotAllowed):
        keep(visit, by=made.OTHER)
    keep(visit)
    with pytest.raises(SignedAlready):
        keep(visit, png(300, 100))
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff" + bytes(100),
        png(2001, 10),
        png() + bytes(LARGEST),
        b"<svg/>" * 9,
    ],
)
def test_what_is_no_small_png_is_refused(visit, content):
    with pytest.raises(NoSignature):
        keep(visit, content)
    assert not Signature.objects.exists()


def test_its_size_is_read_from_its_head():
    assert size_of("x", png(600, 200)) == (600, 200)


def test_who_does_not_see_the_visit_sees_no_signature(visit):
    keep(visit)
    far = Actor("远", ("990199",), made.INSPECTOR.role, made.INSPECTOR.permissions)
    for by, asked in ((far, visit), (made.OFFICE, uuid4())):
        with pytest.raises(NotFound):
            operations.signature(asked, by=by, at=made.AT)


def test_the_notice_names_who_was_there_and_shows_what_they_drew(visit):
    plain = operations.write_notice(visit, by=made.INSPECTOR, at=made.AT).docx
    keep(visit)
    signed = operations.write_notice(visit, by=made.INSPECTOR, at=made.AT + DAY).docx
    for content, pictures in ((plain, 0), (signed, 1)):
        document = Document(BytesIO(content))
        assert "检查时在场：在场人李某（负责人）" in "".join(one.text for one in document.paragraphs)
        assert len(document.inline_shapes) == pictures
    shape = Document(BytesIO(signed)).inline_shapes[0]
    assert (round(shape.width.mm), round(shape.height.mm)) == (27, 9)
    with zipfile.ZipFile(BytesIO(signed)) as parts:
        (media,) = [name for name in parts.namelist() if name.startswith("word/media/")]
        assert parts.read(media) == png()


def test_it_goes_three_years_after_the_visit(visit):
    keep(visit)
    retention.run(by=SYSTEM, at=made.AT + 3 * 365 * DAY - DAY, dry_run=False)
    assert Signature.objects.count() == 1
    retention.run(by=SYSTEM, at=made.AT + 3 * 365 * DAY + DAY, dry_run=False)
    assert Signature.objects.count() == 0
